/** Who a card belongs to, as far as the hall may know: their appointments and visits of today, by the keyed hash. */
import { hasEnded } from '../hall/visit.ts'
import type { Holder } from '../hall/visit.ts'
import type { Appointment, HallState } from '../hall/state.ts'
import type { FoundAppointment, Person } from '../protocol/messages.ts'

/** Everything of today under this holder's hash. */
export function personOf(state: HallState, holder: Holder): Person {
  const { day } = state
  const isToday = (a: Appointment): boolean =>
    day !== undefined && a.slotUntilMs > day.startsAtMs && a.slotFromMs < day.endsAtMs
  return {
    holder,
    appointments: [...state.appointments.values()]
      .filter((a) => a.holder?.hash === holder.hash && a.visitId === undefined && isToday(a))
      .sort((a, b) => a.slotFromMs - b.slotFromMs)
      .map(foundAppointmentOf),
    visits: [...state.visits.values()]
      .filter((v) => v.holder?.hash === holder.hash && !hasEnded(v))
      .sort((a, b) => a.ordinal - b.ordinal)
      .map(({ id: visitId, number }) => ({ visitId, number })),
  }
}

/** Without whose it is. */
export function foundAppointmentOf({
  code,
  serviceIds,
  slotFromMs,
  slotUntilMs,
}: Appointment): FoundAppointment {
  return { code, serviceIds, slotFromMs, slotUntilMs }
}
