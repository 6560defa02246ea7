/** Takes out what is known of persons, on every computer that holds it, once a business day; see `ledger/erasing.ts`. */
import type { Database } from 'better-sqlite3'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { cutoffsOn } from '#shared/hall/retention.ts'
import type { HallState } from '#shared/hall/state.ts'
import { piecesOfErasing } from '../ledger/erasing.ts'

export interface RetentionParts {
  /** The database there is now: a station's copy may be begun anew. */
  readonly db: () => Database
  readonly state: () => HallState
  /** Runs soon, after what is already waiting. */
  readonly later: (work: () => void) => void
  /** Told when a day's work is done: by kind the day before which it went, and how many events and records changed. */
  readonly ran: (facts: Readonly<Record<string, string | number>>) => void
  readonly log: (line: string) => void
}

export interface RetentionJob {
  /** To be told of every event: a new business day begins the work. */
  readonly heard: (events: readonly LedgerEvent[]) => void
  /** Begins the day's work now, unless it was done: after a start. */
  readonly begin: () => void
  readonly stop: () => void
}

/** The job; it does nothing before the hall has a day. */
export function retentionJob({ db, state, later, ran, log }: RetentionParts): RetentionJob {
  let stopped = false
  let doneDay: string | undefined
  const begin = (): void => {
    const { day, settings } = state()
    if (stopped || day === undefined || doneDay === day.day) return
    doneDay = day.day
    const cutoffs = cutoffsOn(day.day, settings?.retention)
    let changed = 0
    const orSay = (work: () => void): void => {
      try {
        work()
      } catch (error) {
        // Tried again at the next start or on the next day.
        log(`personal data: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    orSay(() => {
      const pieces = piecesOfErasing(db(), cutoffs)
      const step = (n: number): void => {
        const piece = pieces[n]
        if (stopped) return
        if (piece === undefined) {
          ran({ ...cutoffs, changed })
          return
        }
        orSay(() => {
          changed += piece()
          later(() => {
            step(n + 1)
          })
        })
      }
      step(0)
    })
  }
  return {
    begin: () => {
      later(begin)
    },
    heard: (events) => {
      if (events.some(({ event }) => event.type === 'dayStarted')) later(begin)
    },
    stop: () => {
      stopped = true
    },
  }
}
