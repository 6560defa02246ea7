/** Counters and matters that change hands, folded: who is asked, who answers for what. */
import { visitIn, withCounter, withVisit } from './changes.ts'
import type { HallEventOf } from './events.ts'
import { counterNow } from './state.ts'
import type { HallState } from './state.ts'

/** Somebody asks for a counter, or was answered; a change of teller follows as closing and opening. */
export function counterHandedOver(
  state: HallState,
  event: HallEventOf<'takeoverAsked' | 'takeoverAnswered' | 'takeoverForced'>,
  atMs: number,
): HallState {
  const counter = counterNow(state, event.counterId)
  if (event.type === 'takeoverAsked') {
    const { staffId, seat, untilMs } = event
    return withCounter(state, { ...counter, asked: { staffId, seat, atMs, untilMs } })
  }
  const given = event.type === 'takeoverForced' || event.given
  const moves = given && counter.staffId === event.staffId
  return withCounter(state, { ...counter, asked: undefined, seat: moves ? event.seat : counter.seat })
}

/** A matter is offered to a successor, accepted by them, or stays where it is. */
export function matterHandedOver(
  state: HallState,
  event: HallEventOf<'handOverOffered' | 'handOverAccepted' | 'handOverDeclined'>,
  atMs: number,
): HallState {
  const visit = visitIn(state, event.visitId)
  switch (event.type) {
    case 'handOverOffered': {
      const { from, to, note } = event
      return withVisit(state, {
        ...visit,
        offer: { from, to, atMs, ...(note === undefined ? {} : { note }) },
      })
    }
    case 'handOverAccepted': {
      const { staffId, counterId } = event
      const owned = { ...visit, ownerId: staffId, offer: undefined }
      // The papers of a parked visit go over with it.
      return withVisit(
        state,
        visit.park === undefined || counterId === undefined
          ? owned
          : { ...owned, counterId, staffId, park: { ...visit.park, counterId, staffId } },
      )
    }
    case 'handOverDeclined':
      return withVisit(state, { ...visit, offer: undefined })
  }
}
