/**
 * The printer behind any line: one connection kept, status asked before every job and while idle, and a job
 * called printed only when the printer says so.
 */
import { statusOf } from './answers.ts'
import type { StatusQuery } from './answers.ts'
import { defaultLimits, Line } from './line.ts'
import type { Limits } from './line.ts'
import type { ChannelOpener, Timers } from '../channel/channel.ts'
import type { PrinterFault, PrinterPort, PrinterStatus, PrintOutcome } from './port.ts'

/** Bytes of a job handed over at once; small enough that a stalled printer is noticed early on a slow line. */
const chunkBytes = 4096

export interface PrinterOptions {
  readonly opener: ChannelOpener
  readonly timers: Timers
  /** What the model answers; from its profile. */
  readonly answers: { readonly realTime: readonly StatusQuery[]; readonly confirms: boolean }
  readonly limits?: Partial<Limits>
  /** Told of every fault with the job it befell. */
  readonly log?: (line: { readonly jobId?: string; readonly fault: PrinterFault }) => void
}

/** Starts watching a printer. It may be absent: it is tried again at every poll. */
export function createPrinter(options: PrinterOptions): PrinterPort {
  return new Printer(options).port()
}

class Printer {
  private readonly options: PrinterOptions
  private readonly limits: Limits
  private readonly listeners = new Set<(status: PrinterStatus) => void>()
  private line: Line | undefined
  private heard: PrinterStatus = { state: 'unknown' }
  /** Jobs whose confirmation may still come on this line. */
  private unanswered = false
  private closed = false
  private turn: Promise<unknown> = Promise.resolve()
  private cancelPoll: () => void = () => undefined

  constructor(options: PrinterOptions) {
    this.options = options
    this.limits = { ...defaultLimits, ...options.limits }
    this.poll()
  }

  port(): PrinterPort {
    return {
      print: (bytes, jobId) => this.inTurn(() => this.print(bytes, jobId)),
      status: () => this.heard,
      refresh: () => this.inTurn(() => this.refresh()),
      subscribe: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      close: async () => {
        this.closed = true
        this.cancelPoll()
        this.drop()
        await this.turn
        // A connection that was being opened meanwhile.
        this.drop()
      },
    }
  }

  /** One thing at a time: a query between two halves of a job would be answered late or not at all. */
  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(run)
    this.turn = mine.catch(() => undefined)
    return mine
  }

  private poll(): void {
    void this.inTurn(() => this.refresh()).then(() => {
      if (!this.closed) this.cancelPoll = this.options.timers.after(this.limits.pollMs, () => this.poll())
    })
  }

  private async print(bytes: Uint8Array, jobId: string): Promise<PrintOutcome> {
    const outcome = await this.attempt(bytes)
    if (outcome.type !== 'printed') this.options.log?.({ jobId, fault: outcome.reason })
    return outcome
  }

  private async attempt(bytes: Uint8Array): Promise<PrintOutcome> {
    const status = await this.refresh()
    if (status.state === 'fault') return { type: 'notSent', reason: status.fault }
    const { line } = this
    if (!line) return { type: 'notSent', reason: this.closed ? 'closed' : 'unreachable' }
    if (this.unanswered && this.options.answers.confirms) {
      if (!(await line.fence(this.limits))) return { type: 'notSent', reason: this.fault('silent') }
      this.unanswered = false
    }
    // From here on a byte may have reached the printer, and nothing is tried twice.
    const fault = (await this.deliver(line, bytes)) ?? (await this.confirmed(line))
    if (fault === undefined) return { type: 'printed', confirmed: this.options.answers.confirms }
    this.unanswered = true
    return { type: 'uncertain', reason: this.fault(this.closed ? 'closed' : fault) }
  }

  private async deliver(line: Line, bytes: Uint8Array): Promise<PrinterFault | undefined> {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      // The job's own GS r is in the last chunk, so no earlier answer can be its confirmation.
      line.forget()
      const sent = await line.send(bytes.subarray(at, at + chunkBytes), this.limits.chunkMs)
      if (sent === 'broken') return 'lineBroken'
      if (sent === 'late') return (await this.cause(line)) ?? 'stalled'
    }
    return undefined
  }

  /** Waits for the job's own GS r; a printer that stops for paper or its cover ends the wait early. */
  private async confirmed(line: Line): Promise<PrinterFault | undefined> {
    if (!this.options.answers.confirms) return undefined
    const { limits } = this
    let stopped: PrinterFault | undefined
    let cancel: () => void = () => undefined
    const answer = await line.processed(limits.confirmMs, (settle) => {
      const look = (): void => {
        if (this.options.answers.realTime.includes(2)) {
          line.glance(2, (byte) => {
            const status = statusOf(new Map([[2, byte]]))
            if (status.state === 'fault') {
              stopped = status.fault
              settle(byte)
            }
          })
        }
        cancel = this.options.timers.after(limits.watchMs, look)
      }
      cancel = this.options.timers.after(limits.watchMs, look)
    })
    cancel()
    if (stopped !== undefined) return stopped
    if (answer === 'broken') return 'lineBroken'
    if (answer === 'late') return (await this.cause(line)) ?? 'notConfirmed'
    return undefined
  }

  /** Why a printer stands still, if it will say. */
  private async cause(line: Line): Promise<PrinterFault | undefined> {
    const status = await this.query(line)
    if (status.state !== 'fault') return undefined
    // Silence is what brought us here; it explains nothing.
    return status.fault === 'silent' || status.fault === 'garbled' ? undefined : status.fault
  }

  /** Connects where needed and asks; the answer is published. */
  private async refresh(): Promise<PrinterStatus> {
    if (this.closed) return { state: 'fault', fault: 'closed' }
    const line = await this.connect()
    if (!line) return this.publish({ state: 'fault', fault: 'unreachable' })
    const status = await this.query(line)
    if (status.state === 'fault' && ['silent', 'garbled', 'unreachable'].includes(status.fault)) this.drop()
    return this.publish(status)
  }

  private async query(line: Line): Promise<PrinterStatus> {
    const { realTime } = this.options.answers
    if (realTime.length === 0) return { state: 'unknown' }
    const answers = new Map<StatusQuery, number>()
    for (const n of realTime) {
      const answer = await line.ask(n, this.limits.answerMs)
      if (answer === 'broken') return { state: 'fault', fault: 'unreachable' }
      if (answer === 'late') return { state: 'fault', fault: line.noisy ? 'garbled' : 'silent' }
      answers.set(n, answer)
    }
    return statusOf(answers)
  }

  private async connect(): Promise<Line | undefined> {
    if (this.line?.open) return this.line
    const { opener, timers } = this.options
    const channel = await new Promise<Awaited<ReturnType<typeof opener.open>> | undefined>((resolve) => {
      let late = false
      const cancel = timers.after(this.limits.connectMs, () => {
        late = true
        resolve(undefined)
      })
      opener.open().then(
        (opened) => {
          cancel()
          // Nobody waits for it any more, and a printer serves one connection.
          if (late) opened.close()
          else resolve(opened)
        },
        () => {
          cancel()
          resolve(undefined)
        },
      )
    })
    if (!channel) return undefined
    if (this.closed) {
      channel.close()
      return undefined
    }
    const line = new Line(channel, timers)
    this.line = line
    line.onEnd(() => {
      if (this.line !== line) return
      this.line = undefined
      if (!this.closed) this.publish({ state: 'fault', fault: 'unreachable' })
    })
    if (this.options.answers.confirms) await line.silenceReports(this.limits.answerMs)
    return line.open ? line : undefined
  }

  /** Leaves the connection after a doubtful end, so that no late answer is taken for a new one. */
  private fault(fault: PrinterFault): PrinterFault {
    this.drop()
    if (fault !== 'notConfirmed' && fault !== 'closed') {
      this.publish({ state: 'fault', fault: fault === 'lineBroken' ? 'unreachable' : fault })
    }
    return fault
  }

  private drop(): void {
    const { line } = this
    this.line = undefined
    if (line && this.options.opener.startsClean) this.unanswered = false
    line?.close()
  }

  private publish(status: PrinterStatus): PrinterStatus {
    const before = JSON.stringify(this.heard)
    this.heard = status
    if (JSON.stringify(status) !== before) for (const listener of this.listeners) listener(status)
    return status
  }
}
