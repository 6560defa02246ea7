/**
 * Keeps the hall's wait estimates fresh: learns from every event, estimates each
 * waiting visit and one newcomer per queue, a little at a time so that no command
 * ever waits for it.
 */
import type { QueueId, VisitId } from '#shared/ids/ids.ts'
import type { HubMessage, WaitBand } from '#shared/protocol/messages.ts'
import { estimateWaits } from '#shared/queueing/estimate.ts'
import type { WaitEstimate } from '#shared/queueing/estimate.ts'
import { learnFrom, noteGiven } from '#shared/queueing/learn.ts'
import { initialLearnt } from '#shared/queueing/learnt.ts'
import type { Learnt } from '#shared/queueing/learnt.ts'
import { estimateNewcomer } from '#shared/queueing/newcomer.ts'
import type { Hub } from './hub.ts'

export interface WaitsParts {
  readonly hub: Pick<Hub, 'state' | 'nowMs' | 'listen'>
  /** What an earlier run had learnt. */
  readonly learnt: Learnt | undefined
}

/** Ticks between two rounds in a hall where nothing happens: waits shrink by themselves. */
const quietTicks = 20
/** Choices the look-ahead may make for one newcomer; fewer than for those who wait, because there is one per queue. */
const newcomerSteps = 4_000

/** See the head of this file. `tick` it a few times a second. */
export class Waits {
  readonly #parts: WaitsParts
  #learnt: Learnt
  #visits: ReadonlyMap<VisitId, WaitEstimate> = new Map()
  readonly #queues = new Map<QueueId, WaitEstimate>()
  #tellers: readonly ((message: HubMessage) => void)[] = []
  #last: HubMessage | undefined
  #estimatedSeq = -1
  #idle = 0
  #turn = 0
  readonly #stop: () => void

  constructor(parts: WaitsParts) {
    this.#parts = parts
    this.#learnt = parts.learnt ?? initialLearnt
    this.#stop = parts.hub.listen((events, after) => {
      for (const entry of events) {
        // Within one batch the state after the last event stands for that after each: close enough to learn from.
        this.#learnt = learnFrom(this.#learnt, entry, after)
        if (entry.event.type !== 'visitIssued') continue
        const given = this.#queues.get(entry.event.visit.queueId)
        if (given !== undefined)
          this.#learnt = noteGiven(this.#learnt, entry.event.visit.id, given, entry.atMs)
      }
    })
  }

  /** What has been learnt so far, to be kept for the next run. */
  get learnt(): Learnt {
    return this.#learnt
  }

  /** How long this waiting visit still waits, seconds. */
  readonly ofVisit = (id: VisitId): WaitBand | undefined => bandOf(this.#visits.get(id))

  /** How long somebody who came to this queue now would wait, seconds. */
  readonly ofQueue = (id: QueueId): WaitBand | undefined => bandOf(this.#queues.get(id))

  /** How screens and stations hear of the newcomers' waits: as they change, and at once what was told last. */
  readonly told = {
    notices: (tell: (message: HubMessage) => void): (() => void) => {
      this.#tellers = [...this.#tellers, tell]
      return () => {
        this.#tellers = this.#tellers.filter((t) => t !== tell)
      }
    },
    welcomed: (tell: (message: HubMessage) => void): void => {
      if (this.#last !== undefined) tell(this.#last)
    },
  }

  /** Does the next piece: those who wait, or one queue's newcomer. */
  tick(): void {
    const { hub } = this.#parts
    const { state } = hub
    const queues = state.catalogue.queues
    if (state.day === undefined || queues.length === 0) return
    const moved = state.seq !== this.#estimatedSeq
    this.#idle = moved ? 0 : this.#idle + 1
    if (!moved && this.#turn === 0 && this.#idle % quietTicks !== 0) return
    if (this.#turn === 0) {
      this.#estimatedSeq = state.seq
      this.#visits = estimateWaits(state, this.#learnt, hub.nowMs())
    } else {
      const queue = queues[this.#turn - 1]
      if (queue !== undefined) this.#newcomer(queue.id)
    }
    this.#turn = (this.#turn + 1) % (queues.length + 1)
    if (this.#turn === 0) this.#tell()
  }

  close(): void {
    this.#stop()
  }

  #newcomer(queueId: QueueId): void {
    const { hub } = this.#parts
    const found = estimateNewcomer(hub.state, this.#learnt, queueId, hub.nowMs(), { steps: newcomerSteps })
    if (found === undefined) this.#queues.delete(queueId)
    else this.#queues.set(queueId, found)
  }

  #tell(): void {
    const queues = [...this.#queues].flatMap(([queueId, estimate]) => {
      const wait = bandOf(estimate)
      return wait === undefined ? [] : [{ queueId, wait }]
    })
    const message: HubMessage = { type: 'waits', atMs: this.#parts.hub.nowMs(), queues }
    this.#last = message
    for (const tell of this.#tellers) tell(message)
  }
}

function bandOf(estimate: WaitEstimate | undefined): WaitBand | undefined {
  if (estimate === undefined) return undefined
  const { p10, p50, p90 } = estimate
  return { p10: Math.round(p10), p50: Math.round(p50), p90: Math.round(p90) }
}
