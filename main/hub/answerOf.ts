/** What the sender of a command is told of what it became. */
import { viewCounter } from '#shared/client/counterView.ts'
import { viewVisit } from '#shared/client/visitView.ts'
import type { HallEvent } from '#shared/hall/events.ts'
import { doneBefore } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { CommandId, QueueId } from '#shared/ids/ids.ts'
import type { Answer, WaitBand } from '#shared/protocol/messages.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { visitIdOf } from '../ledger/projection.ts'

/** The answer to a command that led to these events, the last of which led to this state. */
export function answerOf(
  state: HallState,
  events: readonly HallEvent[],
  waitOf?: (queueId: QueueId) => WaitBand | undefined,
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
    if (visit === undefined) continue
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

/** The answer to a merged fact: its station knows the rest, and who waits before whom costs time for each. */
export function factAnswerOf(state: HallState, events: readonly HallEvent[]): Answer {
  let answer: Extract<Answer, { ok: true }> = { ok: true, seq: state.seq }
  for (const event of events) {
    const visitId = visitIdOf(event)
    const visit = visitId === undefined ? undefined : state.visits.get(visitId)
    if (visit === undefined) continue
    const key = event.type === 'visitIssued' ? { key: visit.key } : {}
    answer = { ...answer, visitId: visit.id, number: visit.number, ...key }
  }
  return answer
}

/**
 * What the sender is told of a command done before, where its answer was not kept:
 * by its events, and where a copy of the ledger began later than they, by the state.
 * Undefined for a command never done. Throws `LedgerFault`.
 */
export function answerOfDone(state: HallState, ledger: Ledger, id: CommandId): Answer | undefined {
  const events = ledger.writtenBy(id).map((entry) => entry.event)
  if (events.length > 0) return answerOf(state, events)
  const done = doneBefore(state, id)
  if (done === undefined) return undefined
  const visit = done.visitId === undefined ? undefined : state.visits.get(done.visitId)
  if (visit === undefined) return { ok: true, seq: state.seq }
  // Who asks is not known here, so the visitor's key stays where it is.
  return { ok: true, seq: state.seq, visitId: visit.id, number: visit.number, visit: viewVisit(state, visit) }
}
