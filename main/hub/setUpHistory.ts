/** What was changed in the set-up, change by change: also where a whole catalogue was put in place of another. */
import { emptyCatalogue } from '#shared/catalogue/catalogue.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { applyChanges, diffSetUp } from '#shared/hall/setUp.ts'
import type { SetUp, SetUpChange } from '#shared/hall/setUp.ts'
import type { Actor } from '#shared/hall/visit.ts'

export interface HistoryEntry {
  readonly seq: number
  readonly atMs: number
  readonly actor: Actor
  readonly changes: readonly SetUpChange[]
  /** Seq of the entry this one took back. */
  readonly undoes?: number | undefined
  /** The hall's first: there is nothing it could be taken back to. */
  readonly first: boolean
}

/** The history, oldest first. */
export function historyOf(events: readonly LedgerEvent[]): readonly HistoryEntry[] {
  let now: SetUp | undefined
  /** Staff and screens there were before the hall had its rules. */
  let early: Pick<SetUp, 'staff' | 'displays'> = { staff: [], displays: [] }
  return events.flatMap(({ seq, atMs, actor, event }): readonly HistoryEntry[] => {
    const before = now
    let undoes: number | undefined
    let first = false
    if (event.type === 'hallConfigured') {
      first = before === undefined
      now = { catalogue: emptyCatalogue, ...early, ...before, settings: event.settings }
    } else if (event.type === 'catalogueReplaced') {
      first = before?.catalogue.queues.length === 0
      if (before !== undefined) now = { ...before, catalogue: event.catalogue }
    } else if (event.type === 'staffReplaced') {
      first = before?.staff.length === 0
      if (before === undefined) early = { ...early, staff: event.staff }
      if (before !== undefined) now = { ...before, staff: event.staff }
    } else if (event.type === 'displaysConfigured') {
      if (before === undefined) early = { ...early, displays: event.displays }
      else now = { ...before, displays: event.displays }
    } else if (event.type === 'setUpChanged') {
      undoes = event.undoes
      const applied = before === undefined ? undefined : applyChanges(before, event.changes)
      if (applied?.ok === true) now = applied.setUp
    } else return []
    if (now === undefined) return []
    const changes =
      event.type === 'setUpChanged'
        ? event.changes
        : diffSetUp(before ?? { ...now, catalogue: emptyCatalogue, staff: [], displays: [] }, now)
    return [{ seq, atMs, actor, changes, undoes, first }]
  })
}
