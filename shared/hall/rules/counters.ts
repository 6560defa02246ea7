/** Opening, pausing and closing a counter. One teller at one counter at a time. */
import { counterRefusal } from '../can.ts'
import type { CommandOf } from '../commands.ts'
import { accept, actingStaff, findCounter, tellerAt } from '../decision.ts'
import type { Context, Decision, Found } from '../decision.ts'
import { refuse } from '../refusals.ts'
import { counterOf } from '../state.ts'
import type { CounterNow, HallState } from '../state.ts'

/** The sender sits down at a closed counter, with its queues or a choice of their own. */
export function openCounter(
  state: HallState,
  command: CommandOf<'openCounter'>,
  { actor }: Context,
): Decision {
  const counter = findCounter(state, command.counterId)
  if (!counter.ok) return counter
  const staff = actingStaff(actor)
  if (!staff.ok) return staff
  const { staffId } = counter.value
  if (staffId !== undefined && staffId !== staff.value) {
    return refuse('counterTaken', { counterId: command.counterId, staffId })
  }
  const refused = counterRefusal('openCounter', counter.value)
  if (refused !== undefined) return refused
  if (!state.staff.has(staff.value)) return refuse('unknownStaff', { staffId: staff.value })
  const elsewhere = counterOf(state, staff.value)
  if (elsewhere !== undefined) return refuse('tellerElsewhere', { counterId: elsewhere.id })
  const unknown = (command.queueIds ?? []).find((id) => !state.lookup.queues.has(id))
  if (unknown !== undefined) return refuse('unknownQueue', { queueId: unknown })
  const queueIds =
    command.queueIds === undefined || command.queueIds.length === 0
      ? undefined
      : [...new Set(command.queueIds)]
  return accept({
    type: 'counterOpened',
    counterId: command.counterId,
    staffId: staff.value,
    ...(queueIds === undefined ? {} : { queueIds }),
    ...(command.seat === undefined ? {} : { seat: command.seat }),
  })
}

/** Stops calls to the counter; who is at it is still served. */
export function pauseCounter(
  state: HallState,
  command: CommandOf<'pauseCounter'>,
  context: Context,
): Decision {
  const staffed = staffedCounter(state, command, context)
  if (!staffed.ok) return staffed
  const { counterId, staffId } = staffed.value
  return accept({ type: 'counterPaused', counterId, staffId, reason: command.reason })
}

/** Takes up calls again after a pause. */
export function resumeCounter(
  state: HallState,
  command: CommandOf<'resumeCounter'>,
  context: Context,
): Decision {
  const staffed = staffedCounter(state, command, context)
  if (!staffed.ok) return staffed
  const { counterId, staffId } = staffed.value
  return accept({ type: 'counterResumed', counterId, staffId })
}

/** The teller leaves; nobody may be at the counter. What is parked there is then anybody’s. */
export function closeCounter(
  state: HallState,
  command: CommandOf<'closeCounter'>,
  context: Context,
): Decision {
  const staffed = staffedCounter(state, command, context)
  if (!staffed.ok) return staffed
  const { visitId } = staffed.value.counter
  if (visitId !== undefined) return refuse('counterBusy', { counterId: command.counterId, visitId })
  return accept({ type: 'counterClosed', counterId: staffed.value.counterId, staffId: staffed.value.staffId })
}

type StaffedCounter = Pick<CommandOf<'closeCounter'>, 'counterId'> & {
  readonly staffId: NonNullable<CounterNow['staffId']>
  readonly counter: CounterNow
}

function staffedCounter(
  state: HallState,
  command: CommandOf<'pauseCounter' | 'resumeCounter' | 'closeCounter'>,
  { actor }: Context,
): Found<StaffedCounter> {
  const counter = findCounter(state, command.counterId)
  if (!counter.ok) return counter
  const refused = counterRefusal(command.type, counter.value)
  if (refused !== undefined) return refused
  const teller = tellerAt(counter.value, actor)
  if (!teller.ok) return teller
  return { ok: true, value: { counterId: command.counterId, staffId: teller.value, counter: counter.value } }
}
