/**
 * Work that takes longer than somebody should wait for an answer: it has a
 * number, says how far it is, can be cancelled, and keeps what came of it for
 * a while. What it does is its own; this only keeps account.
 */
import { rmSync } from 'node:fs'
import type { StaffId } from '#shared/ids/ids.ts'

export type JobState = 'running' | 'done' | 'failed' | 'cancelled'

/** A file that came of a job. */
export interface JobFile {
  readonly path: string
  /** What the file is called when it is saved. */
  readonly name: string
  readonly type: string
}

/** A job as it is told. Times are epoch ms. */
export interface Job {
  readonly id: string
  /** What it is, e.g. `export`. */
  readonly kind: string
  /** Who asked for it. */
  readonly by: StaffId
  readonly title: string
  readonly state: JobState
  /** How much is done, of how much; `of` is 0 while nobody knows. */
  readonly done: number
  readonly of: number
  readonly startedAtMs: number
  readonly endedAtMs?: number | undefined
  readonly file?: JobFile | undefined
  /** When what came of it is thrown away. */
  readonly expiresAtMs?: number | undefined
}

/** What a job's work is given. */
export interface JobWork {
  readonly progress: (done: number, of: number) => void
  /** Aborted when somebody cancels; the work then rejects with whatever it likes. */
  readonly signal: AbortSignal
  /**
   * Called before what cannot be taken back: from here on nobody cancels, whoever tries waits for the end.
   * False where somebody did before; then nothing may be done any more.
   */
  readonly seal: () => boolean
}

export interface JobsParts {
  readonly newId: () => string
  readonly nowMs: () => number
  readonly log: (line: string) => void
}

/** How long what came of a job is kept, ms. */
const keptMs = 30 * 60_000
/** Jobs that run at once; each may take a core. */
const mostAtOnce = 2

interface Kept {
  job: Job
  isSealed: boolean
  readonly stop: AbortController
  readonly ended: Promise<void>
}

/** See the head of this file. */
export class Jobs {
  readonly #parts: JobsParts
  readonly #kept = new Map<string, Kept>()

  constructor(parts: JobsParts) {
    this.#parts = parts
  }

  /** Starts it; undefined where too many run already. */
  start(
    about: { kind: string; by: StaffId; title: string },
    work: (given: JobWork) => Promise<JobFile | undefined>,
  ): Job | undefined {
    this.tidy()
    const running = [...this.#kept.values()].filter(({ job }) => job.state === 'running')
    if (running.length >= mostAtOnce) return undefined
    const { newId, nowMs } = this.#parts
    const stop = new AbortController()
    const id = newId()
    const job: Job = { id, ...about, state: 'running', done: 0, of: 0, startedAtMs: nowMs() }
    const progress = (done: number, of: number): void => {
      this.#change(id, { done, of })
    }
    const seal = (): boolean => {
      const kept = this.#kept.get(id)
      if (kept === undefined || stop.signal.aborted) return false
      kept.isSealed = true
      return true
    }
    // Begun after it is on the list, so that it finds itself there.
    const ended = Promise.resolve()
      .then(async () => work({ progress, signal: stop.signal, seal }))
      .then(
        (file) => {
          this.#end(id, stop.signal.aborted ? 'cancelled' : 'done', file)
        },
        (error: unknown) => {
          if (!stop.signal.aborted) {
            this.#parts.log(`${about.kind} failed: ${error instanceof Error ? error.message : String(error)}`)
          }
          this.#end(id, stop.signal.aborted ? 'cancelled' : 'failed', undefined)
        },
      )
    this.#kept.set(id, { job, isSealed: false, stop, ended })
    return job
  }

  find(id: string): Job | undefined {
    this.tidy()
    return this.#kept.get(id)?.job
  }

  /** Newest first. */
  list(): readonly Job[] {
    this.tidy()
    return [...this.#kept.values()].map(({ job }) => job).reverse()
  }

  /** Resolves once it is over; what already came of it is thrown away, unless it had sealed itself. */
  async cancel(id: string): Promise<void> {
    const kept = this.#kept.get(id)
    if (kept === undefined) return
    if (!kept.isSealed) kept.stop.abort()
    await kept.ended
    if (!kept.isSealed) this.#throwAway(kept.job)
  }

  /** Throws away what is past its time. */
  tidy(): void {
    const nowMs = this.#parts.nowMs()
    for (const [id, { job }] of this.#kept) {
      if (job.expiresAtMs === undefined || job.expiresAtMs > nowMs) continue
      this.#throwAway(job)
      this.#kept.delete(id)
    }
  }

  /** Ends everything and keeps nothing. */
  async stop(): Promise<void> {
    await Promise.all([...this.#kept.keys()].map(async (id) => this.cancel(id)))
    for (const { job } of this.#kept.values()) this.#throwAway(job)
    this.#kept.clear()
  }

  #end(id: string, state: JobState, file: JobFile | undefined): void {
    const endedAtMs = this.#parts.nowMs()
    const expiresAtMs = endedAtMs + keptMs
    this.#change(id, { state, endedAtMs, expiresAtMs, ...(state === 'done' ? { file } : {}) })
    if (state !== 'done' && file !== undefined) rmSync(file.path, { force: true })
  }

  #change(id: string, to: Partial<Job>): void {
    const kept = this.#kept.get(id)
    if (kept !== undefined) kept.job = { ...kept.job, ...to }
  }

  #throwAway({ id, file }: Job): void {
    if (file === undefined) return
    rmSync(file.path, { force: true })
    this.#change(id, { file: undefined, state: 'cancelled' })
  }
}
