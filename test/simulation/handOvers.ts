/** What tellers and those in charge do about matters and counters that change hands. */
import type { Command } from '#shared/hall/commands.ts'
import { mattersOf, offersTo } from '#shared/hall/rules/handOver.ts'
import { counterNow, counterOf } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { CounterId, StaffId } from '#shared/ids/ids.ts'
import type { Chance } from './chance.ts'
import type { World } from './world.ts'

/** Visits in the order of their numbers: a map's own order depends on how it came about. */
const inOrder = (state: HallState): readonly Visit[] =>
  [...state.visits.values()].sort((a, b) => a.ordinal - b.ordinal)

/** What a teller does about it now; undefined: nothing. */
export function handOverNext(
  chance: Chance,
  state: HallState,
  world: World,
  here: CounterId,
  me: StaffId,
): Command | undefined {
  const mine = counterOf(state, me)
  if (mine !== undefined && mine.id !== here) {
    // Took a colleague's counter over; goes back to their own when nobody is at it.
    return mine.visitId === undefined
      ? { type: 'closeCounter', counterId: mine.id }
      : { type: 'finish', visitId: mine.visitId }
  }
  const { asked, seat, staffId } = counterNow(state, here)
  if (asked !== undefined && staffId === me && chance.happens(0.15)) {
    return chance.happens(0.6)
      ? { type: 'answerTakeover', counterId: here, given: chance.happens(0.6), ...(seat && { seat }) }
      : { type: 'forceTakeover', counterId: here, reason: 'the other machine is broken' }
  }
  const offered = chance.any(offersTo(state, me))
  if (offered !== undefined && chance.happens(0.4))
    return chance.happens(0.7)
      ? { type: 'acceptHandOver', visitId: offered.id }
      : { type: 'declineHandOver', visitId: offered.id, reason: 'too many' }
  if (!chance.happens(0.1)) return undefined
  const own = chance.any(mattersOf(state, me)) ?? chance.any(inOrder(state))
  switch (chance.weigh({ offer: 5, ask: 5, accept: 1 })) {
    case 'offer':
      return (
        own && {
          type: 'offerHandOver',
          visitId: own.id,
          to: chance.pick(world.staff).id,
          note: 'my shift ends',
        }
      )
    case 'ask':
      return {
        type: 'askTakeover',
        counterId: chance.happens(0.5) ? here : chance.pick(world.consoles).counterId,
        seat: 'machine-b',
      }
    case 'accept':
      return own && { type: 'acceptHandOver', visitId: own.id }
  }
}

/** What whoever walks the hall does about it, and at the guide's desk. */
export function deskNext(chance: Chance, state: HallState, world: World): Command | undefined {
  const visit = chance.any(inOrder(state))
  switch (chance.weigh({ force: 6, claim: 5, copy: 2 })) {
    case 'force': {
      const asked = [...state.counters.values()].filter((c) => c.asked !== undefined)
      const counterId = chance.any(asked)?.id ?? chance.pick(world.consoles).counterId
      return { type: 'forceTakeover', counterId, reason: 'nobody answers' }
    }
    case 'claim':
      return (
        visit && {
          type: 'claimPriority',
          visitId: visit.id,
          priority: {
            class: chance.pick(['elderly', 'pregnant', 'urgent']),
            ground: chance.pick(['flight', 'age']),
          },
        }
      )
    case 'copy':
      return visit && { type: 'copyTicket', visitId: visit.id }
  }
}
