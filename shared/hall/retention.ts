/**
 * How long what is known of persons is kept, and what is left of an event once that time is over. The event stays,
 * with its place, its time and everything reports count; only what names somebody or was said of them goes.
 */
import { z } from 'zod'
import type { HallCase } from '../conduct/cases.ts'
import type { ConductRecord } from '../conduct/records.ts'
import { addDays } from '../time/localTime.ts'
import type { HallEvent, LedgerEvent } from './events.ts'

const days = z.number().int().min(1).max(3650)

/** Days after which each kind goes; whole business days, counted from the end of what it was kept for. */
export const retention = z.object({
  /** Of visitors who laid a card: keyed hash, last four, masked name. They serve the day they came on. */
  identityDays: days,
  /** Whom an appointment was for, after its slot. */
  appointmentDays: days,
  /** Name and telephone number of who is to be answered, after the case was closed. */
  contactDays: days,
  /** Free words: notes, grounds, remarks of ratings; of a case, after it was closed; of a leave or a deduction, after it was over. */
  wordsDays: days,
  /** Lines of the audit log; the usual days where a hall's rules are older than this one. */
  auditDays: days.optional(),
})
export type Retention = z.infer<typeof retention>
export type RetentionKind = 'identity' | 'appointment' | 'contact' | 'words' | 'audit'

/** Short where the purpose is short; a complaint's year for what a case needs. A hall's own rules may say otherwise. */
export const usualRetention = {
  identityDays: 1,
  appointmentDays: 30,
  contactDays: 180,
  wordsDays: 730,
  auditDays: 1095,
} as const satisfies Retention

/** Stands where words were taken out that may not be missing. */
export const goneWords = '-'

/** By kind, the business day before which it goes. */
export type Cutoffs = Readonly<Record<RetentionKind, string>>

/** The cut-offs on a business day. */
export function cutoffsOn(day: string, kept: Retention = usualRetention): Cutoffs {
  const back = (count: number): string => addDays(day, -count + 1)
  return {
    identity: back(kept.identityDays),
    appointment: back(kept.appointmentDays),
    contact: back(kept.contactDays),
    words: back(kept.wordsDays),
    audit: back(kept.auditDays ?? usualRetention.auditDays),
  }
}

/** What is to go of one event. */
export type Gone = ReadonlySet<RetentionKind>

/** The event without what is to go; the same object where nothing of it does. */
export function withoutPersons(entry: LedgerEvent, gone: Gone): LedgerEvent {
  const event = eventWithout(entry.event, gone)
  return event === entry.event ? entry : { ...entry, event }
}

function eventWithout(event: HallEvent, gone: Gone): HallEvent {
  if (event.type === 'visitIssued') {
    const { holder, ...rest } = event.visit
    const visit = gone.has('identity') ? rest : { ...rest, ...(holder === undefined ? {} : { holder }) }
    const { priority } = visit
    if (gone.has('words') && priority !== undefined && priority.ground !== goneWords)
      return { ...event, visit: { ...visit, priority: { ...priority, ground: goneWords } } }
    return gone.has('identity') && holder !== undefined ? { ...event, visit } : event
  }
  if (event.type === 'appointmentBooked') {
    const { holder, ...rest } = event
    return gone.has('appointment') && holder !== undefined ? rest : event
  }
  if (event.type === 'caseOpened' && event.case !== undefined) {
    const kept = caseWithout(event.case, gone)
    return kept === event.case ? event : { ...event, case: kept }
  }
  if (event.type === 'factConflicted' && gone.has('identity'))
    return event.conflict.events.length === 0
      ? event
      : { ...event, conflict: { ...event.conflict, events: [] } }
  return gone.has('words') ? withoutWords(event) : event
}

/** A closed case without what is to go; the same object where nothing of it does. */
export function caseWithout(before: HallCase, gone: Gone): HallCase {
  let kept = before
  if (gone.has('contact') && kept.contact !== undefined) {
    const { contact: _contact, ...rest } = kept
    kept = rest
  }
  if (gone.has('words')) {
    kept = {
      ...kept,
      text: goneWords,
      moves: kept.moves.map(({ note: _note, ...move }) => move),
      notes: kept.notes.map((note) => ({ ...note, note: goneWords })),
    }
  }
  return kept
}

type Said = Readonly<{ note: string }>
const saidWithout = <S extends Said>(said: S): S =>
  said.note === goneWords ? said : { ...said, note: goneWords }

/** An attendance record that is over, without its words; the same object where there are none. */
export function attendanceWithout(before: ConductRecord): ConductRecord {
  switch (before.record) {
    case 'case':
    case 'roster':
      return before
    case 'punch': {
      const { recorded, voided } = before
      if ([recorded, voided].every((said) => said === undefined || said.note === goneWords)) return before
      return {
        ...before,
        ...(recorded && { recorded: saidWithout(recorded) }),
        ...(voided && { voided: saidWithout(voided) }),
      }
    }
    case 'leave': {
      const { steps, ended } = before
      if (
        [before.reason, ...[...steps, ...(ended ? [ended] : [])].map((s) => s.note)].every(
          (n) => n === goneWords,
        )
      )
        return before
      return {
        ...before,
        reason: goneWords,
        steps: steps.map(saidWithout),
        ...(ended && { ended: saidWithout(ended) }),
      }
    }
    case 'deduction': {
      const { confirmed, appeal, decided, finding } = before
      const isSaid = finding.evidence.some(({ said }) => said !== undefined && said !== goneWords)
      const isNoted = [confirmed, appeal, decided].some(
        (said) => said !== undefined && said.note !== goneWords,
      )
      if (!isSaid && !isNoted) return before
      return {
        ...before,
        // A finding of time away rests on a pause, and says why it was taken.
        finding: {
          ...finding,
          evidence: finding.evidence.map((one) =>
            one.said === undefined ? one : { ...one, said: goneWords },
          ),
        },
        confirmed: saidWithout(confirmed),
        ...(appeal && { appeal: saidWithout(appeal) }),
        ...(decided && { decided: saidWithout(decided) }),
      }
    }
  }
}

/** Types of events that hold words about somebody's attendance, of records that are over with their day. */
export const punchWordy = ['punched', 'punchVoided'] as const satisfies readonly HallEvent['type'][]
/** The same of records that may be decided about for long. */
export const leaveWordy = [
  'leaveRequested',
  'leaveDecided',
  'leaveEnded',
  'deducted',
  'deductionAppealed',
  'deductionDecided',
] as const satisfies readonly HallEvent['type'][]

function withoutAttendanceWords(event: HallEvent): HallEvent {
  if (event.type === 'punched' && event.punch !== undefined) {
    const punch = attendanceWithout(event.punch)
    return punch === event.punch || punch.record !== 'punch' ? event : { ...event, punch }
  }
  if (event.type === 'leaveRequested' && event.leave !== undefined) {
    const leave = attendanceWithout(event.leave)
    return leave === event.leave || leave.record !== 'leave' ? event : { ...event, leave }
  }
  if (event.type === 'deducted' && event.deduction !== undefined) {
    const deduction = attendanceWithout(event.deduction)
    return deduction === event.deduction || deduction.record !== 'deduction' ? event : { ...event, deduction }
  }
  if (event.type === 'punchVoided' && event.voided !== undefined && event.voided.note !== goneWords)
    return { ...event, voided: saidWithout(event.voided) }
  if (event.type === 'leaveDecided' && event.step !== undefined && event.step.note !== goneWords)
    return { ...event, step: saidWithout(event.step) }
  if (event.type === 'leaveEnded' && event.ended !== undefined && event.ended.note !== goneWords)
    return { ...event, ended: saidWithout(event.ended) }
  if (event.type === 'deductionAppealed' && event.appeal !== undefined && event.appeal.note !== goneWords)
    return { ...event, appeal: saidWithout(event.appeal) }
  if (event.type === 'deductionDecided' && event.decided !== undefined && event.decided.note !== goneWords)
    return { ...event, decided: saidWithout(event.decided) }
  return event
}

/** Types of events that hold words, beside those above. */
export const wordy = [
  'turnRecorded',
  'visitTransferred',
  'visitCancelled',
  'visitCalled',
  'handOverOffered',
  'handOverDeclined',
  'priorityClaimed',
  'paperFinished',
  'visitRated',
  'conflictResolved',
] as const satisfies readonly HallEvent['type'][]

/** Types of events that say why staff did what they did: at a counter, or in charge. */
export const groundWordy = [
  'counterPaused',
  'takeoverForced',
  'claimForced',
  'unmasked',
] as const satisfies readonly HallEvent['type'][]

function withoutWords(event: HallEvent): HallEvent {
  if (event.type === 'turnRecorded') {
    const { note, ...turn } = event.turn
    return note === undefined ? event : { ...event, turn }
  }
  if (
    event.type === 'visitTransferred' ||
    event.type === 'handOverOffered' ||
    event.type === 'conflictResolved'
  ) {
    const { note, ...rest } = event
    return note === undefined ? event : rest
  }
  if (event.type === 'paperFinished') {
    const { note, ...rest } = event
    return note === undefined ? event : rest
  }
  if (event.type === 'handOverDeclined') {
    const { reason, ...rest } = event
    return reason === undefined ? event : rest
  }
  if (event.type === 'visitCalled') {
    const { reason, ...why } = event.why
    return reason === undefined ? event : { ...event, why }
  }
  if (
    event.type === 'visitCancelled' ||
    event.type === 'counterPaused' ||
    event.type === 'takeoverForced' ||
    event.type === 'claimForced' ||
    event.type === 'unmasked'
  )
    return event.reason === goneWords ? event : { ...event, reason: goneWords }
  if (event.type === 'priorityClaimed')
    return event.priority.ground === goneWords
      ? event
      : { ...event, priority: { ...event.priority, ground: goneWords } }
  if (event.type === 'visitRated' && event.rating?.text !== undefined) {
    const { text: _text, ...rating } = event.rating
    return { ...event, rating }
  }
  if (event.type === 'caseMoved' && event.move?.note !== undefined) {
    const { note: _note, ...move } = event.move
    return { ...event, move }
  }
  if (event.type === 'caseNoted' && event.note !== undefined)
    return event.note.note === goneWords ? event : { ...event, note: { ...event.note, note: goneWords } }
  return withoutAttendanceWords(event)
}
