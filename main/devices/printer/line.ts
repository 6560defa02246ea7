/**
 * One open connection to a printer: bytes out with a limit on every wait, answers matched to what was asked.
 * A query that gets no answer ends the connection, because a late answer would be taken for the next one's.
 */
import { answerReader, confirmQuery, reportsOff, statusQuery } from './answers.ts'
import type { StatusQuery } from './answers.ts'
import type { Channel, Timers } from '../channel/channel.ts'

/** How long things may take, ms. */
export interface Limits {
  readonly connectMs: number
  /** One status query. */
  readonly answerMs: number
  /** One chunk of a job leaving; a printer that is out of paper in the middle stops taking bytes. */
  readonly chunkMs: number
  /** From the last byte to the confirmation: the time the paper takes to come out. */
  readonly confirmMs: number
  /** Silence after which no further answer to an old GS r is expected: answers in a row come one upon the other. */
  readonly quietMs: number
  /** Between two looks at the printer while its confirmation is awaited. */
  readonly watchMs: number
  /** Between two looks at an idle printer, and between two tries to reach an absent one. */
  readonly pollMs: number
}

export const defaultLimits: Limits = {
  connectMs: 2000,
  answerMs: 1000,
  chunkMs: 8000,
  confirmMs: 20_000,
  quietMs: 500,
  watchMs: 1000,
  pollMs: 3000,
}

/** What a wait came to. */
export type Heard = number | 'late' | 'broken'

/** A connection, for as long as it lasts. */
export class Line {
  private readonly channel: Channel
  private readonly timers: Timers
  private readonly asked: ((byte: number) => void)[] = []
  private awaited: ((byte: number) => void) | undefined
  /** Answers to a GS r that came before anyone waited: a serial line may answer before it says it has sent. */
  private early: number[] = []
  private readonly ending: (() => void)[] = []
  private ended = false
  /** Whether bytes came that no printer sends. */
  noisy = false

  constructor(channel: Channel, timers: Timers) {
    this.channel = channel
    this.timers = timers
    const read = answerReader()
    channel.onBytes((bytes) => {
      for (const answer of read(bytes)) {
        switch (answer.type) {
          case 'realTime':
            this.asked.shift()?.(answer.byte)
            break
          case 'processed':
            if (this.awaited) this.awaited(answer.byte)
            else this.early.push(answer.byte)
            break
          case 'noise':
            this.noisy = true
            break
        }
      }
    })
    channel.onClose(() => {
      this.ended = true
      for (const end of this.ending.splice(0)) end()
    })
  }

  get open(): boolean {
    return !this.ended
  }

  /** Called once when the line is gone. */
  onEnd(run: () => void): void {
    if (this.ended) run()
    else this.ending.push(run)
  }

  close(): void {
    this.channel.close()
  }

  silenceReports(limitMs: number): Promise<'sent' | 'late' | 'broken'> {
    return this.send(reportsOff, limitMs)
  }

  /** Writes bytes; `late` means the printer has not taken them within the limit. */
  send(bytes: Uint8Array, limitMs: number): Promise<'sent' | 'late' | 'broken'> {
    return this.within<'sent'>(limitMs, (resolve, fail) => {
      this.channel.write(bytes).then(() => {
        resolve('sent')
      }, fail)
    })
  }

  /** Asks DLE EOT n and waits for its answer. */
  ask(n: StatusQuery, limitMs: number): Promise<Heard> {
    return this.within<number>(limitMs, (resolve, fail) => {
      this.asked.push(resolve)
      this.channel.write(statusQuery(n)).catch(fail)
    })
  }

  /** Asks DLE EOT n in passing, unless an answer is still due: `hear` is called when and if it comes. */
  glance(n: StatusQuery, hear: (byte: number) => void): void {
    if (this.asked.length > 0) return
    this.asked.push(hear)
    // A broken line is noticed by whoever waits on it.
    this.channel.write(statusQuery(n)).catch(() => undefined)
  }

  /** Drops answers to a GS r that nobody waited for: what comes from here on belongs to what is sent from here on. */
  forget(): void {
    this.early = []
  }

  /** Waits for the next answer to a GS r; `sooner` may settle the wait from elsewhere. */
  processed(limitMs: number, sooner?: (settle: (byte: number) => void) => void): Promise<Heard> {
    return this.within<number>(limitMs, (resolve) => {
      const early = this.early.shift()
      if (early !== undefined) {
        resolve(early)
        return
      }
      this.awaited = resolve
      sooner?.(resolve)
    }).finally(() => {
      this.awaited = undefined
    })
  }

  /**
   * Makes sure that no answer to an older GS r is still to come: asks one more, and goes on once an answer has
   * come and nothing follows it. Answers keep their order, so what follows the last one is ours.
   */
  async fence(limits: Limits): Promise<boolean> {
    this.forget()
    if ((await this.send(confirmQuery, limits.answerMs)) !== 'sent') return false
    if (typeof (await this.processed(limits.confirmMs)) !== 'number') return false
    let next: Heard
    do next = await this.processed(limits.quietMs)
    while (typeof next === 'number')
    return next === 'late'
  }

  private within<T>(
    limitMs: number,
    begin: (resolve: (value: T) => void, fail: () => void) => void,
  ): Promise<T | 'late' | 'broken'> {
    return new Promise((resolve) => {
      if (this.ended) {
        resolve('broken')
        return
      }
      const settle = (value: T | 'late' | 'broken'): void => {
        cancel()
        const at = this.ending.indexOf(broken)
        if (at >= 0) this.ending.splice(at, 1)
        resolve(value)
      }
      const broken = (): void => {
        settle('broken')
      }
      const cancel = this.timers.after(limitMs, () => {
        settle('late')
      })
      this.ending.push(broken)
      begin(settle, broken)
    })
  }
}
