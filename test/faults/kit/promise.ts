/**
 * The promise, word for word: what a hub or a station acknowledged, or a hub made
 * durable, is in the ledger that reigns in the end; or it is kept there as a listed
 * conflict, and what stands against it is in the ledger too, so that a person sees
 * both. Stated on purpose not with the product's own words.
 */
import { hallEvent } from '#shared/hall/events.ts'
import type { Conflict, HallEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import { hasEnded } from '#shared/hall/visit.ts'
import type { VisitId } from '#shared/ids/ids.ts'

/** What somebody did or was told, as far as it must not be lost. */
export type Deed =
  | { readonly did: 'issued'; readonly visitId: string; readonly number: string }
  | { readonly did: 'called' | 'finished'; readonly visitId: string; readonly counterId: string }
  | { readonly did: 'servedPaper'; readonly number: string; readonly counterId: string }

/** Events of each command, by its id. */
export type Written = ReadonlyMap<string, readonly HallEvent[]>

/** What became of a deed. `alone`: it is listed as a conflict, but nothing stands against it. */
export type Fate = 'inLedger' | 'inConflict' | 'alone' | 'lost'

/** How a command ended that a hub has on record. */
export type Ending = 'done' | 'refused' | 'withdrawn'

/** Names a deed: two of one name are one. */
export function nameOf(deed: Deed): string {
  switch (deed.did) {
    case 'issued':
      return `issued ${deed.number} of ${deed.visitId}`
    case 'called':
    case 'finished':
      return `${deed.did} ${deed.visitId} at ${deed.counterId}`
    case 'servedPaper':
      return `served paper ${deed.number} at ${deed.counterId}`
  }
}

/** The deeds in the events of one command. */
export function deedsIn(events: readonly HallEvent[]): readonly Deed[] {
  return events.flatMap((event): readonly Deed[] => {
    if (event.type === 'visitIssued')
      return [{ did: 'issued', visitId: event.visit.id, number: event.visit.number }]
    if (event.type === 'visitCalled') {
      const { visitId, counterId, number } = event
      return event.why.rule === 'byHand'
        ? [{ did: 'servedPaper', number, counterId }]
        : [{ did: 'called', visitId, counterId }]
    }
    // Whoever finished what the visit came for has finished, though it goes on for something added meanwhile.
    if (event.type === 'visitFinished' || event.type === 'visitContinued')
      return [{ did: 'finished', visitId: event.visitId, counterId: event.counterId }]
    if (event.type === 'paperFinished')
      return [{ did: 'servedPaper', number: event.number, counterId: event.counterId }]
    return []
  })
}

/** The ledger that reigns in the end, asked what became of things. */
export class Kept {
  readonly state: HallState
  readonly written: Written
  readonly #names = new Set<string>()
  readonly #apart = new Map<string, Conflict>()
  /** Commands that did something to a visit after it was issued, and at a counter. */
  readonly #touched = new Map<string, Set<string>>()

  constructor(state: HallState, written: Written) {
    this.state = state
    this.written = written
    for (const [id, events] of written) {
      for (const deed of deedsIn(events)) this.#names.add(nameOf(deed))
      for (const event of events) {
        if ('visitId' in event) this.#touch(event.visitId, id)
        if ('counterId' in event && event.counterId !== undefined) this.#touch(event.counterId, id)
      }
    }
    for (const conflict of state.conflicts.values())
      for (const deed of deedsIn(eventsOf(conflict))) this.#apart.set(nameOf(deed), conflict)
  }

  fateOf(deed: Deed): Fate {
    const name = nameOf(deed)
    if (this.#names.has(name)) return 'inLedger'
    const conflict = this.#apart.get(name)
    if (conflict === undefined) return 'lost'
    return this.#isContradicted(conflict, deed) ? 'inConflict' : 'alone'
  }

  #touch(what: string, commandId: string): void {
    this.#touched.set(what, (this.#touched.get(what) ?? new Set()).add(commandId))
  }

  #visitOf(deed: Deed): VisitId | undefined {
    if (deed.did === 'servedPaper') return this.#holderOf(deed.number)
    return this.state.visits.findKey((_visit, id) => id === deed.visitId)
  }

  #holderOf(number: string): VisitId | undefined {
    return this.state.numbers.find((_id, known) => known === number)
  }

  /** Whether the other fact, for whose sake this one was kept apart, is in the ledger. */
  #isContradicted({ factId, reason, counterId }: Conflict, deed: Deed): boolean {
    const visitId = this.#visitOf(deed)
    const visit = visitId === undefined ? undefined : this.state.visits.get(visitId)
    const others = (of: string): readonly string[] =>
      [...(this.#touched.get(of) ?? [])].filter((id) => id !== factId)
    switch (reason) {
      case 'numberUsed':
        return deed.did === 'issued' && ![undefined, deed.visitId].includes(this.#holderOf(deed.number))
      case 'visitEnded':
        return visit !== undefined && hasEnded(visit) && others(visit.id).length > 0
      case 'visitElsewhere':
        return visit !== undefined && others(visit.id).length > 0
      case 'counterElsewhere':
        return counterId !== undefined && others(counterId).length > 0
      case 'unknownNumber':
      case 'unknownVisit':
        return visit === undefined
      // Nothing that is done in a run of faults leads to these.
      case 'dayOver':
      case 'unknownQueue':
      case 'incompatibleDuties':
      case 'confirmedTwice':
      case 'notMergeable':
        return false
    }
  }
}

function eventsOf(conflict: Conflict): readonly HallEvent[] {
  return hallEvent.array().parse(conflict.events)
}

/** What each reign does anew for itself. */
const ofOneReign: ReadonlySet<HallEvent['type']> = new Set([
  ...(['hubPromoted', 'reignSettled', 'blockLeased'] as const),
  ...(['claimGranted', 'claimReturned', 'claimForced'] as const),
])

/** What another ledger of this hall holds that came to nothing, one line each; and how many were withdrawn. */
export function notHandedOver(
  written: Written,
  kept: Kept,
  endings: ReadonlyMap<string, Ending>,
): { readonly lost: readonly string[]; readonly withdrawn: number } {
  const lost: string[] = []
  let withdrawn = 0
  for (const [id, events] of written) {
    const meant = events.filter(({ type }) => !ofOneReign.has(type))
    // The turn of the day as well, with all that it ends.
    if (meant.length === 0 || events.some(({ type }) => type === 'dayStarted')) continue
    const forms = [id, `${id}:fact`]
    // Its sender never heard that it was done and took it back; it may have been done again under another id.
    if (endings.get(id) === 'withdrawn' && !forms.some((form) => kept.written.has(form))) {
      withdrawn += 1
      continue
    }
    const deeds = deedsIn(meant)
    for (const deed of deeds) {
      const fate = kept.fateOf(deed)
      // Nobody heard whom it had called, and asked again, the next hub called somebody else.
      const isDoneAnew =
        deed.did === 'called' && deedsIn(kept.written.get(id) ?? []).some((d) => d.did === 'called')
      if (isDoneAnew) continue
      if (fate === 'lost' || fate === 'alone') lost.push(`${nameOf(deed)} of ${id}: ${fate}`)
    }
    const isKnown = forms.some((form) => kept.written.has(form) || endings.get(form) === 'done')
    if (deeds.length === 0 && !isKnown)
      lost.push(`${meant.map(({ type }) => type).join(', ')} of ${id}: lost`)
  }
  return { lost, withdrawn }
}
