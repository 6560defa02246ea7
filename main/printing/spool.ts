/**
 * The spool: jobs one after the other, each written down before anything is done about it.
 *
 * queued → sending → printed | failed | uncertain. `sending` is on disk before the first byte leaves, so a job
 * that was under way when the process died is found as `sending` and becomes `uncertain`: it may be on paper, and
 * a second paper is made only when a person asks for one.
 */
import type { PrintOutcome } from '#main/devices/printer/port.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import type { TicketFacts } from '#shared/ticketing/facts.ts'
import type { JobStore, PrintJob } from './job.ts'

export interface Spool {
  /** Prints a ticket; resolves when the job is settled, whatever became of it. */
  readonly print: (facts: TicketFacts) => Promise<PrintJob>
  /**
   * Another paper for a visit; undefined when none was ever asked for. Marked as a copy unless every earlier job
   * of the visit `failed`, that is, when no other paper can exist.
   */
  readonly reprint: (visitId: VisitId) => Promise<PrintJob | undefined>
  /** A paper marked as a copy, whether or not an earlier one came out of this printer. */
  readonly copy: (facts: TicketFacts) => Promise<PrintJob>
  /** Tries a `failed` job once more; undefined for any other, which may be on paper already. */
  readonly retry: (jobId: string) => Promise<PrintJob | undefined>
  /** Something else for the paper, after what was asked for before it; nothing of it is kept. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  readonly jobsOf: (visitId: VisitId) => readonly PrintJob[]
  /** Jobs of the last day that a person should look at. */
  readonly troubled: () => readonly PrintJob[]
  /** Hears every change of every job until the returned function is called. */
  readonly onJob: (listener: (job: PrintJob) => void) => () => void
  /** Takes no more and waits for the job under way; what is still queued is kept for the next start. */
  readonly close: () => Promise<void>
}

/** Held back although the printer is ready: the roll may not hold it. */
export interface NotPromised {
  readonly type: 'notSent'
  readonly reason: 'paperLow'
}

export interface SpoolOptions {
  readonly store: JobStore
  /** Draws and prints one job. A throw means it could not be drawn: nothing was sent. */
  readonly carryOut: (job: PrintJob) => Promise<PrintOutcome | NotPromised>
  readonly nowMs: () => number
  readonly newId: () => string
  /** A job still queued from before a restart is printed only if its visitor may still stand there. */
  readonly freshMs?: number
  readonly log?: (line: { readonly jobId: string; readonly error: unknown }) => void
}

const dayMs = 24 * 3600 * 1000
/** Tickets are of no use to anybody after that, and they open a visitor's page. */
const keptMs = 3 * dayMs

/** Starts the spool and takes up what an earlier run left. */
export function createSpool(options: SpoolOptions): Spool {
  return new JobQueue(options).spool()
}

class JobQueue {
  private readonly options: SpoolOptions
  private readonly listeners = new Set<(job: PrintJob) => void>()
  private turn: Promise<unknown> = Promise.resolve()
  private closed = false

  constructor(options: SpoolOptions) {
    this.options = options
    this.takeUp()
  }

  spool(): Spool {
    const { store, nowMs } = this.options
    return {
      print: (facts) => this.ask(facts, 0),
      reprint: async (visitId) => {
        const jobs = store.ofVisit(visitId)
        const last = jobs.at(-1)
        if (!last) return undefined
        const onPaper = jobs.some((job) => job.state !== 'failed')
        return this.ask(last.facts, onPaper ? Math.max(...jobs.map((job) => job.copy)) + 1 : 0)
      },
      copy: (facts) => {
        const before = store.ofVisit(facts.visitId).map((job) => job.copy)
        return this.ask(facts, Math.max(0, ...before) + 1)
      },
      retry: async (jobId) => {
        const job = store.get(jobId)
        if (job?.state !== 'failed') return undefined
        const { reason: _reason, settledAtMs: _settledAtMs, ...again } = job
        return this.enqueue({ ...again, state: 'queued' })
      },
      inTurn: (work) => this.afterAll(work),
      jobsOf: (visitId) => store.ofVisit(visitId),
      troubled: () => store.troubled(nowMs() - dayMs),
      onJob: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      close: async () => {
        this.closed = true
        await this.turn
      },
    }
  }

  private takeUp(): void {
    const { store, nowMs, freshMs = 120_000 } = this.options
    store.prune(nowMs() - keptMs)
    for (const job of store.unsettled()) {
      if (job.state === 'sending') this.settle(job, 'uncertain', 'interrupted')
      else if (nowMs() - job.askedAtMs > freshMs) this.settle(job, 'failed', 'stale')
      else void this.inTurn(job)
    }
  }

  private ask(facts: TicketFacts, copy: number): Promise<PrintJob> {
    const { newId, nowMs } = this.options
    return this.enqueue({
      id: newId(),
      visitId: facts.visitId,
      copy,
      facts,
      state: 'queued',
      askedAtMs: nowMs(),
    })
  }

  private enqueue(job: PrintJob): Promise<PrintJob> {
    this.save(job)
    return this.inTurn(job)
  }

  private inTurn(job: PrintJob): Promise<PrintJob> {
    return this.afterAll(() => this.carryOut(job))
  }

  private afterAll<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work)
    this.turn = mine.catch(() => undefined)
    return mine
  }

  private async carryOut(job: PrintJob): Promise<PrintJob> {
    if (this.closed) return job
    const sending = this.save({ ...job, state: 'sending' })
    let outcome: PrintOutcome | NotPromised
    try {
      outcome = await this.options.carryOut(sending)
    } catch (error) {
      this.options.log?.({ jobId: job.id, error })
      return this.settle(sending, 'failed', 'notDrawn')
    }
    switch (outcome.type) {
      case 'printed':
        return this.settle(sending, 'printed')
      case 'notSent':
        return this.settle(sending, 'failed', outcome.reason)
      case 'uncertain':
        return this.settle(sending, 'uncertain', outcome.reason)
    }
  }

  private settle(job: PrintJob, state: PrintJob['state'], reason?: PrintJob['reason']): PrintJob {
    return this.save({ ...job, state, ...(reason && { reason }), settledAtMs: this.options.nowMs() })
  }

  private save(job: PrintJob): PrintJob {
    this.options.store.save(job)
    for (const listener of this.listeners) listener(job)
    return job
  }
}
