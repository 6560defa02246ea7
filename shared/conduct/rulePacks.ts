/**
 * Attendance rules 考勤 as data. They differ from place to place and from year to
 * year, so nothing here is a constant: a pack says what a day's work is, when a
 * punch is late, what it costs, and who approves a leave of which length.
 */
import { z } from 'zod'
import { text } from '../catalogue/catalogue.ts'
import { role } from '../hall/staff.ts'
import { minuteOf } from '../time/localTime.ts'
import { date } from './workingDays.ts'
import { flowWord } from './flows.ts'
import { namedFact, problemOf } from './ruleProblem.ts'
import type { RuleProblem } from './ruleProblem.ts'

/** A time of the business day, `HH:MM` of the hall's clock; past midnight it goes on as 24:30, 30:00. */
const time = z.string().regex(/^([0-3]\d|4[0-7]):[0-5]\d$/, 'a time of day as HH:MM')
const minutes = z.number().int().min(0).max(1440)
const points = z.number().min(0).max(1000)

/** One punch a shift asks for: between `from` and `until`, on time up to (in) or from (out) `due`. */
export const punchPoint = z.object({
  direction: z.enum(['in', 'out']),
  from: time,
  due: time,
  until: time,
})
export type PunchPoint = z.infer<typeof punchPoint>

/** A stretch of a shift that is worked or missed as one: `days` of a day. */
export const shiftPart = z.object({
  days: z.number().min(0.1).max(1),
  from: time,
  until: time,
  breaks: z
    .array(z.object({ from: time, until: time }))
    .max(5)
    .readonly(),
  punches: z.array(punchPoint).max(4).readonly(),
})
export type ShiftPart = z.infer<typeof shiftPart>

/** 班次. Its working time runs from the first part's beginning to the last one's end. */
export const shift = z.object({
  id: flowWord,
  name: text,
  parts: z.array(shiftPart).min(1).max(4).readonly(),
})
export type Shift = z.infer<typeof shift>

/** What so many minutes count as: `fromMin` or more. */
const tier = z.object({ fromMin: minutes, points, absentDays: z.number().min(0).max(1).optional() })
const tiers = z.array(tier).min(1).max(6).readonly()
export type Tier = z.infer<typeof tier>

/** Official, private, sick, a short outing, vacation. */
export const leaveKinds = ['official', 'private', 'sick', 'outing', 'vacation'] as const
export const leaveKind = z.enum(leaveKinds)
export type LeaveKind = z.infer<typeof leaveKind>

export const rulePack = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits, -'),
  version: z.string().min(1).max(20),
  name: text,
  /** Where the rules come from, for whoever appeals. */
  source: z.string().max(300).optional(),
  /** The first day this version may judge. */
  since: date.optional(),
  shifts: z.array(shift).min(1).max(20).readonly(),
  /** Who has no other shift that day has this one. */
  defaultShift: flowWord,
  /** Lateness up to this costs nothing. */
  graceMin: minutes,
  late: tiers,
  early: tiers,
  /** One punch of a part is there and another is not. */
  missingPunch: z.object({ points }),
  /** Neither punch nor leave: for each whole day. */
  absent: z.object({ pointsPerDay: points }),
  /** Time away within one day, together; less than the first tier is nothing. */
  away: tiers,
  /** The stand-in of somebody on leave was not there either. */
  bothAway: z.object({ points }),
  /** Work outside the shift 延时, counted from so many minutes on, in steps, worth so much. */
  extended: z.object({
    fromMin: minutes,
    stepMin: z.number().int().min(1).max(240),
    pointsPerHour: points,
    mostPerMonth: points,
  }),
  score: z.object({ base: points, most: points }),
  leave: z.object({
    kinds: z
      .array(
        z.object({
          kind: leaveKind,
          /** Days after its beginning in which it may still be approved; 0: before leaving. */
          afterwardsDays: z.number().int().min(0).max(30),
          pointsPerDay: points,
        }),
      )
      .min(1)
      .max(leaveKinds.length)
      .readonly(),
    /** Whether a stand-in (AB 岗) must be named. */
    standIn: z.boolean(),
    /** Who approves, one after another and each another person, by length; the last rung has no bound. */
    ladder: z
      .array(
        z.object({
          upToDays: z.number().min(0.1).max(366).optional(),
          approvals: z.array(role).min(1).max(4).readonly(),
        }),
      )
      .min(1)
      .max(6)
      .readonly(),
  }),
  /** Days in which a deduction may be appealed. */
  appealDays: z.number().int().min(1).max(90),
})
export type RulePack = z.infer<typeof rulePack>

/**
 * Which pack holds from a business day on, until the next one does. Of a pack
 * with several versions the version is named; an older choice without one is of
 * the first version that stands in the rules.
 */
export const packInForce = z.object({ pack: z.string(), version: z.string().optional(), from: date })
export type PackInForce = z.infer<typeof packInForce>

/** How a pack and its version are named together: on a leave, in a list, to whoever appeals. */
export function packLabel({ id, version }: Pick<RulePack, 'id' | 'version'>): string {
  return `${id} ${version}`
}

/** Whether that choice means this pack. */
export function isChosen({ pack, version }: Pick<PackInForce, 'pack' | 'version'>, of: RulePack): boolean {
  return of.id === pack && (version === undefined || of.version === version)
}

/** What stands in the way of using a pack: times out of order, a shift that is not there, a ladder with a hole. */
export function packProblem(pack: RulePack): RuleProblem | undefined {
  const of = namedFact('pack', pack.id, pack.name)
  const shifts = pack.shifts.map((s) => s.id)
  if (!shifts.includes(pack.defaultShift))
    return problemOf('shiftMissing', { ...of, shift: pack.defaultShift })
  if (new Set(shifts).size !== shifts.length) return problemOf('shiftTwice', of)
  for (const { id, name, parts } of pack.shifts) {
    const facts = { ...of, ...namedFact('shift', id, name) }
    let end = -1
    for (const part of parts) {
      const [from, until] = [minuteOf(part.from), minuteOf(part.until)]
      if (from < end || until <= from) return problemOf('partsOutOfOrder', facts)
      end = until
      const wrong = part.punches.find(
        (p) => minuteOf(p.from) > minuteOf(p.due) || minuteOf(p.due) > minuteOf(p.until),
      )
      if (wrong !== undefined) return problemOf('punchOutside', facts)
    }
  }
  for (const list of [pack.late, pack.early, pack.away]) {
    if (list.some((t, i) => t.fromMin <= (list[i - 1]?.fromMin ?? -1))) return problemOf('tiersFall', of)
  }
  const { ladder } = pack.leave
  const rungs = ladder.map((rung) => rung.upToDays ?? Infinity)
  if (rungs.at(-1) !== Infinity || rungs.some((r, i) => r <= (rungs[i - 1] ?? 0)))
    return problemOf('ladderOpen', of)
  return undefined
}
