/** What a command may ask of earlier days, as the ledger remembers it and with what is decided and not yet written. */
import type { Deduction, Finding } from '#shared/conduct/attendanceRecords.ts'
import { namedRecord } from '#shared/conduct/conductCommands.ts'
import { foldRecord, isRecordEvent, recordIdOf } from '#shared/conduct/records.ts'
import type { ConductRecord } from '#shared/conduct/records.ts'
import { businessDay } from '#shared/ids/ids.ts'
import type { DeductionId } from '#shared/ids/ids.ts'
import { rulesOf } from '#shared/hall/state.ts'
import { addDays } from '#shared/time/localTime.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { Context } from '#shared/hall/decision.ts'
import { hallEvent } from '#shared/hall/events.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { attendanceOf } from '../reports/attendance.ts'
import { pastVisit } from './pastVisit.ts'

/** The part of a decision's context that is not in the state. Throws `LedgerFault`. */
export function remembered(
  command: Command,
  state: HallState,
  ledger: Ledger,
  undurable: readonly LedgerEvent[],
  nowMs: number,
): Pick<Context, 'past' | 'record' | 'findings' | 'confirmed'> {
  const past = pastVisit(command, state, ledger, undurable)
  const record = pastRecord(command, state, ledger, undurable)
  const findings = findingsOf(command, state, ledger, undurable, nowMs)
  const confirmed = confirmedBefore(command, state, ledger, undurable)
  return {
    ...(past === undefined ? {} : { past }),
    ...(record === undefined ? {} : { record }),
    ...(findings === undefined ? {} : { findings }),
    ...(confirmed === undefined ? {} : { confirmed }),
  }
}

/** What the rules find in the day a deduction is about, without what was confirmed already. */
function findingsOf(
  command: Command,
  state: HallState,
  ledger: Ledger,
  undurable: readonly LedgerEvent[],
  nowMs: number,
): readonly Finding[] | undefined {
  const { settings, day: today } = state
  if (command.type !== 'deduct' || settings === undefined || today === undefined) return undefined
  const { staffId, day, key } = command
  const isUnderWay = undurable.some(
    ({ event }) =>
      event.type === 'deducted' &&
      event.deduction?.staffId === staffId &&
      event.deduction.day === day &&
      event.deduction.finding.key === key,
  )
  if (isUnderWay || day > today.day) return []
  const [row] = attendanceOf(ledger, {
    from: day,
    to: businessDay.parse(addDays(day, 1)),
    zone: settings.timeZone,
    rules: rulesOf(state),
    today: today.day,
    nowMs,
    staff: [...state.staff.keys()],
    only: staffId,
  })
  return (row?.days ?? []).flatMap(({ items }) =>
    items.filter((i) => i.state === 'open').map((i) => i.finding),
  )
}

/** What stands here already of the finding that a fact confirms once more: another hub may have let somebody do so. */
function confirmedBefore(
  command: Command,
  state: HallState,
  ledger: Ledger,
  undurable: readonly LedgerEvent[],
): DeductionId | undefined {
  const brought = deductedIn(command, state)
  if (brought === undefined) return undefined
  const { staffId, day, finding, id } = brought
  const until = businessDay.parse(addDays(day, 1))
  const written = ledger.recordsOf({ record: 'deduction', staffId, from: day, until })
  const all = [
    ...written,
    ...undurable.flatMap(({ event }) => (event.type === 'deducted' ? (event.deduction ?? []) : [])),
  ]
  const same = all.filter((d) => d.staffId === staffId && d.day === day && d.finding.key === finding.key)
  return (same.find((d) => d.id === id) ?? same[0])?.id
}

/** The deduction a fact brings, or a kept fact that is to be applied after all. */
function deductedIn(command: Command, state: HallState): Deduction | undefined {
  const found = broughtBy(command, state).find((event) => event.type === 'deducted')
  return found?.deduction
}

function broughtBy(command: Command, state: HallState): readonly HallEvent[] {
  if (command.type === 'mergeFact') return command.fact.events
  if (command.type !== 'resolveConflict') return []
  return hallEvent.array().safeParse(state.conflicts.get(command.factId)?.events).data ?? []
}

function pastRecord(
  command: Command,
  state: HallState,
  ledger: Ledger,
  undurable: readonly LedgerEvent[],
): ConductRecord | undefined {
  const id = namedRecord(command)
  if (id === undefined || state.records.has(id)) return undefined
  return undurable.reduce(
    (record, { event, day }) =>
      isRecordEvent(event) && recordIdOf(event) === id ? foldRecord(record, event, day) : record,
    ledger.record(id),
  )
}
