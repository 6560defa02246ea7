/** What a business day asks of a person: the shift that is theirs, and its times as instants of the hall's zone. */
import { instantOf, minuteOf } from '../time/localTime.ts'
import type { Roster } from './attendanceRecords.ts'
import { packOn } from './conductRules.ts'
import type { ConductRules } from './conductRules.ts'
import type { PunchPoint, RulePack, Shift, ShiftPart } from './rulePacks.ts'
import { isWorkingDay } from './workingDays.ts'

/** A stretch of time, [fromMs, untilMs). */
export interface Span {
  readonly fromMs: number
  readonly untilMs: number
}

/** The pack that holds on a day, and the shift a person has then; none on a day off. */
export interface DayPlan {
  readonly pack: RulePack
  readonly shift: Shift | undefined
}

/** @param rosters the person's own, in the order assigned */
export function planOn(
  rules: ConductRules,
  rosters: readonly Pick<Roster, 'fromDay' | 'untilDay' | 'shift'>[],
  day: string,
): DayPlan | undefined {
  const pack = packOn(rules, day)
  if (pack === undefined) return undefined
  const assigned = rosters.findLast((r) => r.fromDay <= day && day < r.untilDay)?.shift ?? 'usual'
  if (assigned === 'off') return { pack, shift: undefined }
  if (assigned === 'usual' && !isWorkingDay(rules.calendar, day)) return { pack, shift: undefined }
  // A shift of an earlier pack that this one no longer has: the usual one.
  const named = pack.shifts.find((s) => s.id === assigned)
  return { pack, shift: named ?? pack.shifts.find((s) => s.id === pack.defaultShift) }
}

/** A punch point's times on a day. */
export interface PunchTimes {
  readonly direction: PunchPoint['direction']
  readonly fromMs: number
  readonly dueMs: number
  readonly untilMs: number
}

/** A part of a shift on a day; `work` is its time without breaks. */
export interface PartTimes extends Span {
  readonly days: number
  readonly work: readonly Span[]
  readonly punches: readonly PunchTimes[]
}

/** The parts of a shift on a business day. Clock times are the wall's, so a day of 23 or 25 hours is as the wall has it. */
export function partsOn({ parts }: Shift, day: string, zone: string): readonly PartTimes[] {
  const at = (time: string): number => instantOf(day, minuteOf(time), zone)
  return parts.map((part: ShiftPart) => ({
    days: part.days,
    fromMs: at(part.from),
    untilMs: at(part.until),
    work: without(
      [{ fromMs: at(part.from), untilMs: at(part.until) }],
      part.breaks.map((b) => ({ fromMs: at(b.from), untilMs: at(b.until) })),
    ),
    punches: part.punches.map((p) => ({
      direction: p.direction,
      fromMs: at(p.from),
      dueMs: at(p.due),
      untilMs: at(p.until),
    })),
  }))
}

/** What is left of some spans once others are taken out of them. */
export function without(spans: readonly Span[], holes: readonly Span[]): readonly Span[] {
  return holes.reduce<readonly Span[]>(
    (left, hole) =>
      left.flatMap((span) => {
        if (hole.untilMs <= span.fromMs || span.untilMs <= hole.fromMs) return [span]
        return [
          { fromMs: span.fromMs, untilMs: Math.min(span.untilMs, hole.fromMs) },
          { fromMs: Math.max(span.fromMs, hole.untilMs), untilMs: span.untilMs },
        ].filter((piece) => piece.untilMs > piece.fromMs)
      }),
    spans,
  )
}

/** What two sets of spans have in common. */
export function common(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  return spans.flatMap((span) =>
    others.flatMap((other) => {
      const piece = {
        fromMs: Math.max(span.fromMs, other.fromMs),
        untilMs: Math.min(span.untilMs, other.untilMs),
      }
      return piece.untilMs > piece.fromMs ? [piece] : []
    }),
  )
}

/** All of it together, ms. */
export function lengthMs(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.untilMs - span.fromMs, 0)
}

/** How much of a shift's parts a stretch of time takes, in days of work, to the hundredth. */
export function daysTaken(parts: readonly PartTimes[], span: Span): number {
  const days = parts.reduce((sum, part) => {
    const all = lengthMs(part.work)
    return all === 0 ? sum : sum + (lengthMs(common(part.work, [span])) / all) * part.days
  }, 0)
  return Math.round(days * 100) / 100
}
