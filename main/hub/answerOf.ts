/** What the sender of a command is told of what it became. */
import { viewCounter } from '#shared/client/counterView.ts'
import { viewVisit } from '#shared/client/visitView.ts'
import { hallEvent } from '#shared/hall/events.ts'
import type { HallEvent } from '#shared/hall/events.ts'
import { permissionRefusal } from '#shared/hall/permissions.ts'
import { doneBefore } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { commandId, factId } from '#shared/ids/ids.ts'
import type { CommandId, QueueId, VisitId } from '#shared/ids/ids.ts'
import type { Answer, WaitBand } from '#shared/protocol/messages.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { visitIdOf } from '../ledger/projection.ts'
import { againId } from '../station/handOver.ts'
import type { Submission } from './hub.ts'
import { senderOf } from './senderOf.ts'

/** Visits of any day, for those that are no longer in the state. */
type Kept = Pick<Ledger, 'visitById'>

/**
 * The answer to a command that led to these events, the last of which led to this state.
 * @param kept where they may be of a day that is over
 */
export function answerOf(
  state: HallState,
  events: readonly HallEvent[],
  waitOf?: (queueId: QueueId) => WaitBand | undefined,
  kept?: Kept,
): Answer {
  let answer: Extract<Answer, { ok: true }> = { ok: true, seq: state.seq }
  for (const event of events) {
    // Whoever rates badly does not learn what becomes of it.
    if (event.type === 'caseOpened' && event.case !== undefined && event.case.kind !== 'badRating')
      answer = { ...answer, case: { id: event.caseId, no: event.case.no } }
    const visitId = visitIdOf(event)
    if (visitId === undefined && 'counterId' in event && event.counterId !== undefined)
      answer = { ...answer, counter: viewCounter(state, event.counterId) }
    const visit = visitId === undefined ? undefined : state.visits.get(visitId)
    if (visit === undefined) {
      answer = { ...answer, ...nameOf(state, event, kept) }
      continue
    }
    if (event.type === 'visitRated') {
      // Whoever rates learns that it was taken, and nothing more of the visit.
      answer = { ...answer, visitId: visit.id }
      continue
    }
    const issued = event.type === 'visitIssued'
    const estimate = issued ? waitOf?.(visit.queueId) : undefined
    // A copy that goes to no kiosk is shown by whoever asked for it.
    const shown = issued || (event.type === 'ticketCopied' && event.stationId === undefined)
    answer = {
      ...answer,
      visitId: visit.id,
      number: visit.number,
      visit: viewVisit(state, visit, { token: shown, estimate }),
      ...(shown ? { key: visit.key } : {}),
      ...(event.type === 'visitCalled' ? { why: event.why } : {}),
    }
  }
  return answer
}

/**
 * The visit of an event that does not show it: of a day that is over, or kept for a person to look at. Whoever asked
 * for its number holds it all the same, or is still to have it on paper.
 */
function nameOf(
  state: HallState,
  event: HallEvent,
  ledger: Kept | undefined,
): Pick<Extract<Answer, { ok: true }>, 'visitId' | 'number' | 'key'> {
  if (event.type === 'factConflicted') {
    const events = event.conflict.events.flatMap((kept) => hallEvent.safeParse(kept).data ?? [])
    const of = events.find((e) => visitIdOf(e) !== undefined)
    return of === undefined ? {} : nameOf(state, of, ledger)
  }
  if (event.type === 'visitIssued') {
    const { id, number, key } = event.visit
    return { visitId: id, number, key }
  }
  const visitId = visitIdOf(event)
  if (visitId === undefined || event.type === 'visitRated') return visitId === undefined ? {} : { visitId }
  const { number } =
    state.visits.get(visitId) ?? ledger?.visitById(visitId) ?? ('number' in event ? event : {})
  return { visitId, ...(number === undefined ? {} : { number }) }
}

/**
 * The answer to a merged fact: its station knows the rest, and who waits before whom costs time for each.
 */
export function factAnswerOf(state: HallState, events: readonly HallEvent[], kept: Kept): Answer {
  let answer: Extract<Answer, { ok: true }> = { ok: true, seq: state.seq }
  for (const event of events) {
    const visitId = visitIdOf(event)
    const visit = visitId === undefined ? undefined : state.visits.get(visitId)
    if (visit === undefined) {
      answer = { ...answer, ...nameOf(state, event, kept) }
      continue
    }
    const said = event.type === 'visitRated' ? {} : { number: visit.number }
    const key = event.type === 'visitIssued' ? { key: visit.key } : {}
    answer = { ...answer, visitId: visit.id, ...said, ...key }
  }
  return answer
}

/**
 * What became of a command done before, where its answer was not kept: by its
 * events, and where a copy of the ledger began later than they, by the visit it
 * was about. With the visitor's key, wherever that is known: `toldTo` says who
 * may be told it. Undefined for a command never done. Throws `LedgerFault`.
 */
export function answerOfDone(state: HallState, ledger: Ledger, id: CommandId): Answer | undefined {
  const events = ledger.writtenBy(id).map((entry) => entry.event)
  if (events.length > 0) return answerOf(state, events, undefined, ledger)
  const done = doneBefore(state, id)
  if (done === undefined) return undefined
  const { seq } = state
  const visit = done.visitId === undefined ? undefined : state.visits.get(done.visitId)
  if (visit !== undefined) {
    const { id: visitId, number, key } = visit
    return { ok: true, seq, visitId, number, key, visit: viewVisit(state, visit, { token: true }) }
  }
  const conflict = state.conflicts.get(factId.parse(id))
  if (conflict !== undefined) return factAnswerOf(state, [{ type: 'factConflicted', conflict }], ledger)
  const kept = done.visitId === undefined ? undefined : ledger.visitById(done.visitId)
  return kept === undefined
    ? { ok: true, seq }
    : { ok: true, seq, visitId: kept.id, number: kept.number, key: kept.key }
}

/**
 * What became of a command that a station alone did another way than its hub, as far as that was merged: it is what
 * the command's sender was told. Throws `LedgerFault`.
 */
export function answerOfAgain(state: HallState, ledger: Ledger, id: CommandId): Answer | undefined {
  const again = commandId.parse(againId(id))
  // Asked of every command that comes, so only of those remembered: whoever asks again asks soon.
  return doneBefore(state, again) === undefined ? undefined : answerOfDone(state, ledger, again)
}

/** What the sender of a command done before was told, as far as is known here. Throws `LedgerFault`. */
export function answerOfBefore(state: HallState, ledger: Ledger, id: CommandId): Answer | undefined {
  return answerOfAgain(state, ledger, id) ?? answerOfDone(state, ledger, id)
}

/**
 * Who issued a visit, as far as it is known here: one that is kept for a person too. Throws `LedgerFault`.
 * @param more what happened here and is in no ledger yet
 */
export function issuerOf(
  { visits, conflicts }: HallState,
  ledger: Kept,
  id: VisitId,
  more: readonly HallEvent[] = [],
): Actor | undefined {
  const known = visits.get(id) ?? ledger.visitById(id)
  if (known !== undefined) return known.issuedBy
  const kept = [...conflicts.values()].flatMap((c) =>
    c.events.flatMap((e) => hallEvent.safeParse(e).data ?? []),
  )
  const issued = [...more, ...kept].find((e) => e.type === 'visitIssued' && e.visit.id === id)
  return issued?.type === 'visitIssued' ? issued.visit.issuedBy : undefined
}

/** Who asks what became of a command: with which command, and who they are. */
export type Asker = Pick<Submission, 'command' | 'actor'>

/**
 * An answer put together anew, as far as whoever asks may hear it. Nobody else's
 * command can be asked after for the visitor's key: that is for whoever issued
 * the visit, or may have a copy of its ticket; and for a computer of the hall,
 * which holds the whole ledger and asks for the kiosk in front of it. Whoever rates learns that it was
 * taken, and nothing more of the visit.
 * @param issuedBy who issued that visit, where that is known
 */
export function toldTo(
  { command, actor }: Asker,
  given: Answer,
  issuedBy: (id: VisitId) => Actor | undefined,
): Answer {
  if (!given.ok || given.visitId === undefined) return given
  const { seq, visitId } = given
  if (command.type === 'rateVisit') return { ok: true, seq, visitId }
  if (mayHaveKey({ command, actor }, issuedBy(visitId))) return given
  const { key: _key, visit, ...rest } = given
  if (visit === undefined) return rest
  const { token: _token, ...shown } = visit
  return { ...rest, visit: shown }
}

function mayHaveKey({ command: { type }, actor }: Asker, issuer: Actor | undefined): boolean {
  if (type === 'copyTicket') return permissionRefusal(actor, type) === undefined
  if (type !== 'issueVisit') return false
  return actor.kind === 'station' || (issuer !== undefined && senderOf(issuer) === senderOf(actor))
}
