/**
 * The hall as the look-ahead needs it: who may serve whom, as numbers. Built by
 * asking the rules of `line.ts` once per kind of visit and counter, never by
 * stating them again. Claims are left out: the hub takes them back before a call.
 */
import type { CounterId, StaffId } from '../ids/ids.ts'
import { handleable } from '../hall/rules/serving.ts'
import { helpQueues, ownQueues, queueNow } from '../hall/state.ts'
import type { CounterNow, HallState } from '../hall/state.ts'
import { nextService } from '../hall/visit.ts'
import type { Visit } from '../hall/visit.ts'
import { drawFrom } from './durations.ts'
import type { Draw, Durations } from './durations.ts'
import { holdsOf, holdsOfQueue } from './holds.ts'
import { agesS, paceOf, takingChance } from './learnt.ts'
import type { Learnt, Patience } from './learnt.ts'
import { refusalOfSkill } from './line.ts'

/** Visits that the same counters may take in the same way. */
export interface Line {
  readonly queueId: string
  readonly queue: number
  /** Members waiting now, in the order of the hall. */
  readonly members: Member[]
}

/** One who waits, or will. Times in seconds from now. */
export interface Member {
  /** Index among the visits estimated; -1 for those who only come between. */
  readonly index: number
  readonly visit: Visit | undefined
  /** 0 in front, 1 in order; returning no-shows carry `reentry`. */
  readonly group: 0 | 1
  readonly reentry: number | undefined
  readonly rankS: number
  readonly ordinal: number
  readonly sinceS: number
  readonly hold: Draw
  readonly patience: Float64Array
}

/** A staffed counter. */
export interface Desk {
  readonly id: CounterId
  readonly staffId: StaffId
  readonly pace: number
  /** Lines it may take, own ones and helped ones. */
  readonly lines: { readonly line: number; readonly helped: boolean; readonly taking: number }[]
  readonly paused: { readonly elapsedS: number } | undefined
  /** `visit` is absent while a paper number taken by hand is served. */
  readonly busy:
    { readonly elapsedS: number; readonly hold: Draw; readonly visit: Visit | undefined } | undefined
  /** How long it has been free. */
  readonly freeS: number
}

export interface Plan {
  readonly visits: readonly Visit[]
  readonly lines: Line[]
  readonly desks: readonly Desk[]
  readonly queueCalls: readonly number[]
  /** The line of a visit as it would stand after some of its services are done. */
  readonly lineOf: (visit: Visit) => number
  readonly memberOf: (visit: Visit, index: number) => Member
  readonly draws: {
    readonly next: Draw
    readonly away: Draw
    readonly awayChance: number
    readonly pause: Draw
  }
  /** Chance that a free counter has called by each age, given it had not before the age bin. */
  readonly pickup: readonly number[]
  readonly helpThresholdS: number
  readonly rest: (visit: Visit, staffId: StaffId) => Rest
}

/** What a sitting with this teller comes to: how many services it handles, and the visit left over, if any. */
export interface Rest {
  readonly handled: number
  readonly left: Visit | undefined
}

/** Plans the look-ahead for the hall as it is at `nowMs`. */
export function planOf(state: HallState, learnt: Learnt, nowMs: number): Plan {
  const seconds = (ms: number): number => (ms - nowMs) / 1000
  const holdOf = holdsFrom(learnt)
  const desks: Desk[] = []
  for (const counter of state.counters.values()) {
    const desk = deskOf(state, learnt, counter, holdOf, nowMs)
    if (desk !== undefined) desks.push(desk)
  }
  const owns = desks.map((d) => new Set<string>(ownQueues(state, d.id)))
  const helps = desks.map((d) => new Set<string>(helpQueues(state, d.id)))

  const lines: Line[] = []
  const byKind = new Map<string, number>()
  const bySignature = new Map<string, number>()
  const queues = new Map<string, number>()
  const queueCalls: number[] = []
  const lineOf = (visit: Visit): number => {
    const kind = kindOf(visit)
    const known = byKind.get(kind)
    if (known !== undefined) return known
    const takers: [desk: number, helped: boolean][] = []
    desks.forEach((desk, k) => {
      const own = owns[k]?.has(visit.queueId) === true
      const helped = !own && helps[k]?.has(visit.queueId) === true
      if (!own && !helped && !isSentHere(visit, desk)) return
      if (refusalOfSkill(state, visit, desk.id, desk.staffId) === undefined) takers.push([k, helped])
    })
    const signature = `${visit.queueId}|${takers.map(([k, helped]) => (helped ? -1 - k : k)).join()}`
    let line = bySignature.get(signature)
    if (line === undefined) {
      line = lines.length
      bySignature.set(signature, line)
      let queue = queues.get(visit.queueId)
      if (queue === undefined) {
        queue = queues.size
        queues.set(visit.queueId, queue)
        queueCalls.push(queueNow(state, visit.queueId).calls)
      }
      lines.push({ queueId: visit.queueId, queue, members: [] })
      for (const [k, helped] of takers) {
        const desk = desks[k]
        desk?.lines.push({ line, helped, taking: takingChance(learnt, desk.staffId, visit.queueId) })
      }
    }
    byKind.set(kind, line)
    return line
  }

  const patiences = new Map<string, Float64Array>()
  const memberOf = (visit: Visit, index: number): Member => {
    let patience = patiences.get(visit.queueId)
    if (patience === undefined) {
      patience = hazards(learnt.patience, learnt.queues[visit.queueId]?.patience)
      patiences.set(visit.queueId, patience)
    }
    return {
      index,
      visit,
      group: visit.frontSinceMs === undefined ? 1 : 0,
      reentry: visit.frontSinceMs === undefined ? visit.reentryAtCall : undefined,
      rankS: seconds(visit.frontSinceMs ?? visit.effectiveAtMs),
      ordinal: visit.ordinal,
      sinceS: seconds(visit.waitingSinceMs),
      hold: holdOf(visit),
      patience,
    }
  }

  const visits: Visit[] = []
  for (const waiting of state.waiting.values()) {
    for (const id of waiting) {
      const visit = state.visits.get(id)
      if (visit !== undefined) visits.push(visit)
    }
  }
  visits.forEach((visit, index) => lines[lineOf(visit)]?.members.push(memberOf(visit, index)))
  for (const line of lines) line.members.sort(compareMembers)

  const rests = new Map<string, Rest>()
  const rest = (visit: Visit, staffId: StaffId): Rest => {
    if (visit.services.length === 1) return alone
    const key = `${visit.id}|${staffId}|${visit.turns.length}`
    let known = rests.get(key)
    if (known === undefined) {
      known = restOf(state, visit, staffId)
      rests.set(key, known)
    }
    return known
  }
  return {
    visits,
    lines,
    desks,
    queueCalls,
    lineOf,
    memberOf,
    draws: {
      next: drawFrom(learnt.nexts),
      away: drawFrom(learnt.aways),
      awayChance: learnt.aways.count / (learnt.aways.count + learnt.nexts.count),
      pause: drawFrom(learnt.pauses),
    },
    pickup: learnt.pickups.tried.map((tried, bin) => (learnt.pickups.done[bin] ?? 0) / Math.max(1e-9, tried)),
    helpThresholdS: state.settings?.help.thresholdS ?? 0,
    rest,
  }
}

/** Draws of holds by queue and service, each prepared once. */
function holdsFrom(learnt: Learnt): (visit: Visit) => Draw {
  const ofQueues = new Map<string, Durations>()
  const draws = new Map<string, Draw>()
  return (visit) => {
    const serviceId = nextService(visit)?.serviceId ?? ''
    const key = `${visit.queueId}|${serviceId}`
    let draw = draws.get(key)
    if (draw === undefined) {
      const ofQueue = ofQueues.get(visit.queueId) ?? holdsOfQueue(learnt, visit.queueId)
      ofQueues.set(visit.queueId, ofQueue)
      draw = drawFrom(holdsOf(learnt, visit.queueId, serviceId, ofQueue))
      draws.set(key, draw)
    }
    return draw
  }
}

const alone: Rest = { handled: 1, left: undefined }

/** The order of `compareCandidates` within a line. */
export function compareMembers(a: Member, b: Member): number {
  return a.group - b.group || a.rankS - b.rankS || a.ordinal - b.ordinal
}

/** Visits of one kind are the same to every counter. */
function kindOf(visit: Visit): string {
  const route = visit.route
  const aim =
    route === undefined
      ? ''
      : route.kind === 'queue'
        ? 'q'
        : route.kind === 'counter'
          ? `c${route.counterId}`
          : `s${route.staffId}`
  const duties = visit.duties.length === 0 ? '' : visit.duties.map((d) => `${d.staffId}/${d.duty}`).join()
  return `${visit.queueId}|${nextService(visit)?.serviceId ?? ''}|${aim}|${duties}`
}

function isSentHere(visit: Visit, desk: Desk): boolean {
  const { route } = visit
  return (
    (route?.kind === 'counter' && route.counterId === desk.id) ||
    (route?.kind === 'staff' && route.staffId === desk.staffId)
  )
}

function deskOf(
  state: HallState,
  learnt: Learnt,
  counter: CounterNow,
  holdOf: (visit: Visit) => Draw,
  nowMs: number,
): Desk | undefined {
  const { id, staffId } = counter
  if (staffId === undefined || counter.state === 'closed') return undefined
  const known = learnt.counters[id]
  const visit = counter.visitId === undefined ? undefined : state.visits.get(counter.visitId)
  const elapsedS = (fromMs: number): number => Math.max(0, (nowMs - fromMs) / 1000)
  const { paper } = counter
  return {
    id,
    staffId,
    pace: paceOf(learnt, staffId),
    lines: [],
    paused: counter.state === 'paused' ? { elapsedS: elapsedS(counter.sinceMs) } : undefined,
    busy:
      visit === undefined
        ? paper && { elapsedS: elapsedS(paper.sinceMs), hold: drawFrom(learnt.holds), visit: undefined }
        : {
            elapsedS: elapsedS(known?.doing === 'busy' ? known.sinceMs : (visit.lastCallAtMs ?? nowMs)),
            hold: holdOf(visit),
            visit,
          },
    freeS: elapsedS(known?.doing === 'free' ? known.sinceMs : counter.sinceMs),
  }
}

function restOf(state: HallState, visit: Visit, staffId: StaffId): Rest {
  const handled = new Set(handleable(state, visit, staffId).map((s) => s.serviceId))
  const services = visit.services.map((s) =>
    s.outcome === undefined && handled.has(s.serviceId) ? { ...s, outcome: 'completed' as const } : s,
  )
  const next = nextService({ services, queueId: visit.queueId })
  const left =
    next === undefined || handled.size === 0
      ? undefined
      : {
          ...visit,
          services,
          queueId: next.queueId,
          route: undefined,
          frontSinceMs: undefined,
          reentryAtCall: undefined,
        }
  return { handled: Math.max(1, handled.size), left }
}

/**
 * Leavings per second by age bin: the queue's own, shrunk to the hall's by five
 * leavings' worth.
 */
function hazards(hall: Patience, queue: Patience | undefined): Float64Array {
  return Float64Array.from(agesS, (_, bin) => {
    const overall = (hall.left[bin] ?? 0) / Math.max(1, hall.riskS[bin] ?? 0)
    const left = queue?.left[bin] ?? 0
    const risk = queue?.riskS[bin] ?? 0
    return overall <= 0 ? left / Math.max(1, risk) : (left + 5) / (risk + 5 / overall)
  })
}
