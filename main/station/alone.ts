/** What a station decides by itself while its hub is away: by the hall's own rules, as a fact to hand in. */
import { decide } from '#shared/hall/decide.ts'
import type { CommandType } from '#shared/hall/commands.ts'
import { offlineCommands } from '#shared/hall/permissions.ts'
import { refuse } from '#shared/hall/refusals.ts'
import type { TicketNumber } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { answerOf } from '../hub/answerOf.ts'
import type { Submission } from '../hub/hub.ts'
import { againId } from './handOver.ts'
import type { HallHere } from './hallHere.ts'
import type { StationParts } from './stationParts.ts'

/** Commands whose outcome the hub may have given to somebody else meanwhile. */
const mayDiffer: readonly CommandType[] = ['issueVisit', 'callNext', 'call']

/** Decides a command here; durable, and shown, when it is answered. Throws `LedgerFault`. */
export function decideAlone(
  { stationId, store, newId, newKey }: Pick<StationParts, 'stationId' | 'store' | 'newId' | 'newKey'>,
  here: HallHere,
  { id, command, actor }: Submission,
): Answer {
  if (!offlineCommands.includes(command.type)) return refuse('hubNeeded', { command: command.type })
  here.turnDay()
  const nowMs = here.nowMs()
  const day = here.state.day?.day
  const hasGiven = (number: TicketNumber): boolean => day !== undefined && store.hasGiven({ day, number })
  const alone = { stationId, hasGiven }
  const decision = decide(here.state, command, { nowMs, actor, newId, newKey, alone })
  // A number or a call that the hub may have given meanwhile is another one than this; all else is the same deed.
  const sent = store.sent().find((s) => s.id === id)
  const isAnother = sent !== undefined && mayDiffer.includes(command.type)
  if (!decision.ok) {
    // Its sender was told that it is not done, so it had better not be.
    if (isAnother) store.addSent({ ...sent, superseded: true })
    return decision
  }
  const { events } = decision
  const after = here.after(events, nowMs)
  const answer = answerOf(after, events)
  const issued = events.find((event) => event.type === 'visitIssued')
  store.decided({
    commandId: id,
    fact: events.length === 0 ? undefined : here.factOf(events, actor, isAnother ? againId(id) : id),
    answer,
    given: issued === undefined || day === undefined ? undefined : { day, number: issued.visit.number },
    sent: isAnother ? 'superseded' : 'forgotten',
  })
  here.happened(after, events, nowMs, actor)
  return answer
}
