/** What a command may ask of earlier days, as the ledger remembers it and with what is decided and not yet written. */
import { judgeDay } from '#shared/conduct/attendanceDay.ts'
import type { Finding } from '#shared/conduct/attendanceRecords.ts'
import { namedRecord } from '#shared/conduct/conductCommands.ts'
import { foldRecord, isRecordEvent, recordIdOf } from '#shared/conduct/records.ts'
import type { ConductRecord } from '#shared/conduct/records.ts'
import { planOn } from '#shared/conduct/workingTime.ts'
import { businessDay } from '#shared/ids/ids.ts'
import { rulesOf } from '#shared/hall/state.ts'
import { addDays } from '#shared/time/localTime.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { Context } from '#shared/hall/decision.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { pastVisit } from './pastVisit.ts'

/** The part of a decision's context that is not in the state. Throws `LedgerFault`. */
export function remembered(
  command: Command,
  state: HallState,
  ledger: Ledger,
  undurable: readonly LedgerEvent[],
): Pick<Context, 'past' | 'record' | 'findings'> {
  const past = pastVisit(command, state, ledger, undurable)
  const record = pastRecord(command, state, ledger, undurable)
  const findings = findingsOf(command, state, ledger, undurable)
  return {
    ...(past === undefined ? {} : { past }),
    ...(record === undefined ? {} : { record }),
    ...(findings === undefined ? {} : { findings }),
  }
}

/** What the rules find in the day a deduction is about, without what was confirmed already. */
function findingsOf(
  command: Command,
  state: HallState,
  ledger: Ledger,
  undurable: readonly LedgerEvent[],
): readonly Finding[] | undefined {
  const { settings, day: today } = state
  if (command.type !== 'deduct' || settings === undefined || today === undefined) return undefined
  const { staffId, day } = command
  const until = addDays(day, 1)
  const span = { staffId, from: day, until }
  const plan = planOn(rulesOf(state), ledger.recordsOf({ record: 'roster', ...span }), day)
  if (plan === undefined) return undefined
  // A shift may end after the roll-over, so the day after is looked at too.
  const wide = { staffId, from: command.day, until: businessDay.parse(addDays(day, 2)) }
  const { findings } = judgeDay({
    day,
    zone: settings.timeZone,
    plan,
    punches: ledger.recordsOf({ record: 'punch', ...wide }),
    leaves: ledger.recordsOf({ record: 'leave', ...wide }),
    marks: ledger.marksOf(wide),
    nowMs: state.atMs,
  })
  const known = [
    ...ledger.recordsOf({ record: 'deduction', ...span }),
    ...undurable.flatMap(({ event }) =>
      event.type === 'deducted' && event.deduction?.staffId === staffId ? [event.deduction] : [],
    ),
  ]
  return findings.filter((f) => !known.some((k) => k.day === day && k.finding.key === f.key))
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
