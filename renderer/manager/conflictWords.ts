/** A conflict in plain words: what a station did while it was alone, and why that does not fit. */
import type { Conflict, HallEventType } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Deed, ManagerTexts } from '#shared/locale/manager.ts'

/** One conflict as its card says it. */
export interface ConflictWords {
  readonly what: string
  readonly where: string
  readonly why: string
  /** What applying it after all would need, or that it never can be. */
  readonly advice: string
}

const deeds: Readonly<Partial<Record<HallEventType, Deed>>> = {
  visitIssued: 'issued',
  visitCalled: 'called',
  visitRecalled: 'called',
  visitStarted: 'started',
  turnRecorded: 'recorded',
  servicesAdded: 'added',
  visitFinished: 'finished',
  visitContinued: 'finished',
  visitMissed: 'missed',
  visitRequeued: 'requeued',
  visitParked: 'parked',
  visitResumed: 'resumed',
  paperCalled: 'paperCalled',
  paperFinished: 'paperFinished',
  counterPaused: 'paused',
  counterResumed: 'counterResumed',
}

/** What was done, each kind once, in order; kinds this page has no word for are `other`. */
export function deedsOf(did: readonly string[]): readonly Deed[] {
  const known = new Map<string, Deed>(Object.entries(deeds))
  return [...new Set(did.map((type) => known.get(type) ?? 'other'))]
}

/** The words of one conflict. `did` is undefined where the hub was not asked or did not say. */
export function conflictWords(
  conflict: Conflict,
  did: readonly string[] | undefined,
  state: HallState,
  texts: ManagerTexts,
): ConflictWords {
  const said = texts.conflicts
  const number = conflict.number ?? said.aNumber
  const what =
    did === undefined || did.length === 0
      ? said.something(number)
      : said.did(
          number,
          deedsOf(did).map((deed) => said.deeds[deed]),
        )
  const label =
    conflict.counterId === undefined ? undefined : state.lookup.counters.get(conflict.counterId)?.label
  const name = conflict.staffId === undefined ? undefined : state.staff.get(conflict.staffId)?.name
  const where = [
    ...(label === undefined ? [] : [texts.counter(label)]),
    ...(name === undefined ? [] : [name]),
    said.station(conflict.stationId),
  ].join(' · ')
  return { what, where, why: said.why[conflict.reason], advice: said.advice[conflict.reason] }
}
