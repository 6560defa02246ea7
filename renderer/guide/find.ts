/** Finding a visit or an appointment by whatever the visitor can say or show. */
import type { Appointment, HallState } from '#shared/hall/state.ts'
import { hasEnded } from '#shared/hall/visit.ts'
import type { Holder, Visit } from '#shared/hall/visit.ts'

function fold(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toUpperCase()
}

/** By the last four or the masked name, where the hall knows either. */
function isTheirs(holder: Holder | undefined, asked: string): boolean {
  if (holder === undefined) return false
  const { last4, maskedName } = holder
  return last4?.toUpperCase() === asked || (maskedName !== undefined && fold(maskedName).includes(asked))
}

/** Visits of today by number (or its end), last four, masked name or appointment code; live ones first. */
export function findVisits(state: HallState, query: string, limit = 8): readonly Visit[] {
  const asked = fold(query)
  if (asked === '') return []
  return [...state.visits.values()]
    .filter(
      (v) =>
        v.number.startsWith(asked) ||
        (/^\d+$/u.test(asked) && v.number.endsWith(asked)) ||
        isTheirs(v.holder, asked) ||
        v.appointmentCode?.toUpperCase() === asked,
    )
    .sort((a, b) => Number(hasEnded(a)) - Number(hasEnded(b)) || a.ordinal - b.ordinal)
    .slice(0, limit)
}

/** Today's appointments nobody has come with yet, by slot; narrowed by code, last four or masked name. */
export function findAppointments(state: HallState, query: string): readonly Appointment[] {
  const asked = fold(query)
  const { day } = state
  if (day === undefined) return []
  return [...state.appointments.values()]
    .filter((a) => a.visitId === undefined && a.slotFromMs < day.endsAtMs && a.slotUntilMs > day.startsAtMs)
    .filter((a) => asked === '' || a.code.toUpperCase().includes(asked) || isTheirs(a.holder, asked))
    .sort((a, b) => a.slotFromMs - b.slotFromMs || (a.code < b.code ? -1 : 1))
}
