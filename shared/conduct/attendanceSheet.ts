/**
 * The attendance sheet 考勤表: every person's days of a period, each judged by
 * the rules that held on it, what of it counts, and the month's points. One
 * reckoning for the day's page, the monthly sheet, a person's record, the report
 * and the command that confirms a finding.
 */
import { z } from 'zod'
import { businessDay, deductionId, leaveId, staffId } from '../ids/ids.ts'
import type { BusinessDay, StaffId } from '../ids/ids.ts'
import { addDays } from '../time/localTime.ts'
import { judgeDay } from './attendanceDay.ts'
import type { AttendanceDay } from './attendanceDay.ts'
import { direction, finding, findingKind } from './attendanceRecords.ts'
import type { Deduction, Leave, Punch, Roster } from './attendanceRecords.ts'
import { packOn } from './conductRules.ts'
import type { ConductRules } from './conductRules.ts'
import type { Mark } from './marks.ts'
import { leaveKind, packLabel } from './rulePacks.ts'
import type { RulePack } from './rulePacks.ts'
import { daysTaken, partsOn, planOn } from './workingTime.ts'
import type { PartTimes } from './workingTime.ts'

/** `open`: found, nobody has looked yet · `counts`: confirmed · `appealed` · `upheld`: the appeal was refused · `withdrawn`: it does not count. */
export const itemState = z.enum(['open', 'counts', 'appealed', 'upheld', 'withdrawn'])
export type ItemState = z.infer<typeof itemState>

/** One thing a rule found in a day, and what became of it. */
export const sheetItem = z.object({ finding, state: itemState, deductionId: deductionId.optional() })
export type SheetItem = z.infer<typeof sheetItem>

/** `before`: the person's attendance had not begun, or no rules held · `off`: a day off · `ahead`: still to come. */
export const dayState = z.enum(['before', 'off', 'due', 'ahead'])

export const sheetDay = z.object({
  day: businessDay,
  state: dayState,
  shift: z.string().nullable(),
  /** The pack and version it is judged by. */
  pack: z.string().nullable(),
  inMs: z.number().nullable(),
  outMs: z.number().nullable(),
  last: direction.nullable(),
  /** Days of work, to the hundredth: `due` = `attended` + `onLeave` + `missed` + `open`. */
  due: z.number(),
  attended: z.number(),
  onLeave: z.number(),
  missed: z.number(),
  /** Found absent, and not yet looked at by anybody. */
  open: z.number(),
  extendedMin: z.number().int(),
  items: z.array(sheetItem).readonly(),
  leaves: z
    .array(z.object({ id: leaveId, kind: leaveKind, days: z.number(), points: z.number() }))
    .readonly(),
})
export type SheetDay = z.infer<typeof sheetDay>

export const sheetTotals = z.object({
  due: z.number(),
  attended: z.number(),
  onLeave: z.number(),
  missed: z.number(),
  open: z.number(),
  leaveDays: z.partialRecord(leaveKind, z.number()),
  /** How often each counts. */
  times: z.partialRecord(findingKind, z.number().int()),
  /** Findings nobody has looked at. */
  toConfirm: z.number().int(),
  extendedMin: z.number().int(),
  minus: z.number(),
  plus: z.number(),
  /** Undefined where no rules held. */
  score: z.number().optional(),
})
export type SheetTotals = z.infer<typeof sheetTotals>

export const sheetRow = z.object({ staffId, days: z.array(sheetDay).readonly(), totals: sheetTotals })
export type SheetRow = z.infer<typeof sheetRow>

/** Somebody whose attendance is kept: from their first punch or shift on, and to their last where they left. */
export interface Person {
  readonly id: StaffId
  readonly since: string | undefined
  readonly until?: string | undefined
}

/** Everything a sheet is made of. Punches and marks reach one day beyond the last, for shifts that go past midnight. */
export interface SheetFacts {
  readonly days: readonly BusinessDay[]
  /** IANA zone of the hall. */
  readonly zone: string
  readonly rules: ConductRules
  readonly today: string
  readonly nowMs: number
  readonly people: readonly Person[]
  readonly punches: readonly Punch[]
  /** Of everybody, so that a stand-in's absence is seen. */
  readonly leaves: readonly Leave[]
  /** In the order assigned. */
  readonly rosters: readonly Roster[]
  readonly deductions: readonly Deduction[]
  readonly marks: readonly Mark[]
}

/** One row per person, in the order given. */
export function sheetOf(facts: SheetFacts): readonly SheetRow[] {
  const { punches, leaves, rosters, deductions, marks } = facts
  const by = {
    punches: Map.groupBy(punches, (p) => p.staffId),
    leaves: Map.groupBy(
      leaves.filter((l) => l.state === 'approved'),
      (l) => l.staffId,
    ),
    relied: Map.groupBy(leaves, (l) => l.standInId),
    rosters: Map.groupBy(rosters, (r) => r.staffId),
    deductions: Map.groupBy(deductions, (d) => d.staffId),
    marks: Map.groupBy(marks, (m) => m.staffId),
  }
  const nobodys = by.marks.get(undefined) ?? []
  const known = new Map<string, readonly PartTimes[]>()
  return facts.people.map((person) => {
    const { id } = person
    const own = {
      punches: Map.groupBy(by.punches.get(id) ?? [], (p) => p.day),
      marks: Map.groupBy(
        [...(by.marks.get(id) ?? []), ...nobodys].sort((a, b) => a.seq - b.seq),
        (m) => m.day,
      ),
      leaves: by.leaves.get(id) ?? [],
      relied: by.relied.get(id) ?? [],
      rosters: by.rosters.get(id) ?? [],
      deductions: Map.groupBy(by.deductions.get(id) ?? [], (d) => d.day),
    }
    const days = facts.days.map((day) => dayOf(facts, person, own, day, known))
    return { staffId: id, days, totals: totalsOf(days, facts.rules) }
  })
}

interface Own {
  readonly punches: ReadonlyMap<string, readonly Punch[]>
  readonly marks: ReadonlyMap<string, readonly Mark[]>
  readonly leaves: readonly Leave[]
  readonly relied: readonly Leave[]
  readonly rosters: readonly Roster[]
  readonly deductions: ReadonlyMap<string, readonly Deduction[]>
}

function dayOf(
  { rules, zone, today, nowMs }: SheetFacts,
  { since, until }: Person,
  own: Own,
  day: BusinessDay,
  known: Map<string, readonly PartTimes[]>,
): SheetDay {
  const blank = {
    day,
    shift: null,
    pack: null,
    inMs: null,
    outMs: null,
    last: null,
    due: 0,
    attended: 0,
    onLeave: 0,
    missed: 0,
    open: 0,
    extendedMin: 0,
    items: [],
    leaves: [],
  }
  const plan = planOn(rules, own.rosters, day)
  const isKept = since !== undefined && since <= day && (until === undefined || day <= until)
  if (plan === undefined || !isKept) return { ...blank, state: 'before' }
  const { pack, shift } = plan
  const parts = partsOf(known, plan, day, zone)
  const leaves = own.leaves
    .filter((l) => l.fromDay <= day && day < l.untilDay)
    .map((l) => ({ id: l.id, kind: l.kind, days: daysTaken(parts, l), points: leavePoints(pack, l, parts) }))
    .filter((l) => l.days > 0)
  const next = addDays(day, 1)
  const of = <T>(map: ReadonlyMap<string, readonly T[]>): readonly T[] => [
    ...(map.get(day) ?? []),
    ...(map.get(next) ?? []),
  ]
  const named = { day, shift: shift?.id ?? null, pack: packLabel(pack), leaves }
  if (day > today) return { ...blank, ...named, state: shift === undefined ? 'off' : 'ahead' }
  const judged = judgeDay({
    day,
    zone,
    plan,
    parts,
    punches: of(own.punches),
    leaves: own.leaves,
    marks: of(own.marks),
    standsInFor: own.relied,
    nowMs,
  })
  const items = itemsOf(judged, own.deductions.get(day) ?? [])
  const due = hundredth(parts.reduce((sum, part) => sum + part.days, 0))
  const onLeave = Math.min(
    due,
    sumOf(leaves, (l) => l.days),
  )
  const missed = Math.min(hundredth(due - onLeave), sumOf(items.filter(isCounted), daysMissed))
  const open = Math.min(
    hundredth(due - onLeave - missed),
    sumOf(
      items.filter((i) => i.state === 'open' && i.finding.kind === 'absent'),
      daysMissed,
    ),
  )
  return {
    ...named,
    state: shift === undefined ? 'off' : 'due',
    inMs: judged.inMs,
    outMs: judged.outMs,
    last: judged.last,
    due,
    attended: hundredth(due - onLeave - missed - open),
    onLeave,
    missed,
    open,
    extendedMin: judged.extendedMin,
    items,
  }
}

/** What was found with what became of it; what was confirmed stays, be it found or not any more. */
function itemsOf({ findings }: AttendanceDay, deductions: readonly Deduction[]): readonly SheetItem[] {
  const said = new Set(deductions.map((d) => d.finding.key))
  return [
    ...deductions.map((d) => ({ finding: d.finding, state: stateOf(d), deductionId: d.id })),
    ...findings.filter((f) => !said.has(f.key)).map((f) => ({ finding: f, state: 'open' as const })),
  ]
}

/** Where a deduction stands. */
export function stateOf({ appeal, decided }: Pick<Deduction, 'appeal' | 'decided'>): ItemState {
  if (decided !== undefined) return decided.how === 'withdrawn' ? 'withdrawn' : 'upheld'
  return appeal === undefined ? 'counts' : 'appealed'
}

/** Whether it costs points: once confirmed, until it is withdrawn; an appeal under way changes nothing yet. */
export function isCounted({ state }: Pick<SheetItem, 'state'>): boolean {
  return state === 'counts' || state === 'appealed' || state === 'upheld'
}

function daysMissed({ finding: { days } }: SheetItem): number {
  return days ?? 0
}

function leavePoints(pack: RulePack, leave: Leave, parts: readonly PartTimes[]): number {
  const perDay = pack.leave.kinds.find((k) => k.kind === leave.kind)?.pointsPerDay ?? 0
  return hundredth(perDay * daysTaken(parts, leave))
}

function partsOf(
  known: Map<string, readonly PartTimes[]>,
  { pack, shift }: { readonly pack: RulePack; readonly shift: RulePack['shifts'][number] | undefined },
  day: string,
  zone: string,
): readonly PartTimes[] {
  if (shift === undefined) return []
  const key = `${packLabel(pack)} ${shift.id} ${day}`
  let parts = known.get(key)
  if (parts === undefined) known.set(key, (parts = partsOn(shift, day, zone)))
  return parts
}

function totalsOf(days: readonly SheetDay[], rules: ConductRules): SheetTotals {
  const items = days.flatMap((d) => d.items)
  const counted = items.filter(isCounted)
  const leaves = days.filter((d) => d.state !== 'ahead').flatMap((d) => d.leaves)
  const minus = hundredth(sumOf(counted, (i) => i.finding.points) + sumOf(leaves, (l) => l.points))
  const plus = creditOf(days, rules)
  // The month is scored by the rules at its end.
  const last = days.findLast((d) => d.pack !== null && d.state !== 'before')
  const pack = last === undefined ? undefined : packOn(rules, last.day)
  return {
    due: sumOf(days, (d) => d.due),
    attended: sumOf(days, (d) => d.attended),
    onLeave: sumOf(days, (d) => d.onLeave),
    missed: sumOf(days, (d) => d.missed),
    open: sumOf(days, (d) => d.open),
    leaveDays: Object.fromEntries(
      [...Map.groupBy(leaves, (l) => l.kind)].map(([kind, of]) => [kind, sumOf(of, (l) => l.days)]),
    ),
    times: Object.fromEntries(
      [...Map.groupBy(counted, (i) => i.finding.kind)].map(([kind, of]) => [kind, of.length]),
    ),
    toConfirm: items.filter((i) => i.state === 'open').length,
    extendedMin: days.reduce((sum, d) => sum + d.extendedMin, 0),
    minus,
    plus,
    ...(pack === undefined
      ? {}
      : { score: Math.max(0, Math.min(pack.score.most, hundredth(pack.score.base - minus + plus))) }),
  }
}

/** Points for extended hours: each day's by its own pack, and of one pack no more than it gives in a month. */
function creditOf(days: readonly SheetDay[], rules: ConductRules): number {
  const byPack = Map.groupBy(
    days.filter((d) => d.extendedMin > 0),
    (d) => d.pack,
  )
  return sumOf([...byPack.values()], (of) => {
    const [first] = of
    const pack = first === undefined ? undefined : packOn(rules, first.day)
    if (pack === undefined) return 0
    return Math.min(
      pack.extended.mostPerMonth,
      sumOf(of, (d) => (d.extendedMin / 60) * pack.extended.pointsPerHour),
    )
  })
}

/** A sum to the hundredth, so that halves and tenths add up. */
function sumOf<T>(list: readonly T[], of: (one: T) => number): number {
  return hundredth(list.reduce((sum, one) => sum + of(one), 0))
}

function hundredth(n: number): number {
  return Math.round(n * 100) / 100
}
