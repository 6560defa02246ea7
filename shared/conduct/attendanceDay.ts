/**
 * A person's day held against the rules that were in force on it: what was on
 * time, what was not, what counts as time away, what was worked beyond the
 * shift. It only finds; nothing it finds counts until somebody confirms it.
 */
import type { Finding, Leave, Punch } from './attendanceRecords.ts'
import type { Mark } from './marks.ts'
import type { RulePack, Tier } from './rulePacks.ts'
import { common, lengthMs, partsOn, without } from './workingTime.ts'
import type { DayPlan, PartTimes, PunchTimes, Span } from './workingTime.ts'

/** Everything the rules look at. Punches and marks of the day and of the one after, for shifts that go past midnight. */
export interface DayFacts {
  readonly day: string
  /** IANA zone of the hall. */
  readonly zone: string
  readonly plan: DayPlan
  readonly punches: readonly Punch[]
  readonly leaves: readonly Leave[]
  readonly marks: readonly Mark[]
  /** Approved leaves of others who named this person their stand-in (AB 岗). */
  readonly standsInFor?: readonly Leave[] | undefined
  /** The shift's parts on the day, where whoever asks has them already; the same for everybody of a shift. */
  readonly parts?: readonly PartTimes[] | undefined
  /** Nothing after this is missed yet, epoch ms. */
  readonly nowMs: number
}

export interface AttendanceDay {
  readonly day: string
  readonly shift: string | null
  readonly findings: readonly Finding[]
  /** Worked beyond the shift 延时, credited, minutes. */
  readonly extendedMin: number
  /** First in and last out that count, epoch ms. */
  readonly inMs: number | null
  readonly outMs: number | null
  /** Which way the last punch of the day went. */
  readonly last: Punch['direction'] | null
}

const minute = 60_000

/** Judges one day. Pure: the same facts give the same findings, whenever they are asked. */
export function judgeDay(facts: DayFacts): AttendanceDay {
  const { day, zone, plan, marks, nowMs } = facts
  const { pack, shift } = plan
  const punches = facts.punches.filter((p) => p.voided === undefined)
  const leaves = facts.leaves
    .filter((l) => l.state === 'approved')
    .map(({ fromMs, untilMs }) => ({ fromMs, untilMs }))
  const parts = facts.parts ?? (shift === undefined ? [] : partsOn(shift, day, zone))
  const missed = parts.flatMap((part, i) => judgePart(part, i, punches, leaves, pack, nowMs))
  const findings = [
    ...missed,
    ...judgeBothAway(missed, facts.standsInFor ?? [], pack),
    ...judgeAway(parts, leaves, marks, pack, nowMs),
  ]
  const own = punches.filter((p) => p.day === day)
  const ins = own.filter((p) => p.direction === 'in').map((p) => p.atMs)
  const outs = own.filter((p) => p.direction === 'out').map((p) => p.atMs)
  return {
    day,
    shift: shift?.id ?? null,
    findings,
    extendedMin: extended(parts, { inMs: ins, outMs: outs }, marks, pack),
    inMs: ins.length === 0 ? null : Math.min(...ins),
    outMs: outs.length === 0 ? null : Math.max(...outs),
    last: [...own].sort((a, b) => a.atMs - b.atMs).at(-1)?.direction ?? null,
  }
}

function judgePart(
  part: PartTimes,
  index: number,
  punches: readonly Punch[],
  leaves: readonly Span[],
  pack: RulePack,
  nowMs: number,
): readonly Finding[] {
  const owed = without(part.work, leaves)
  if (lengthMs(owed) === 0) return []
  // Leave at either end moves what is due to where it ends or begins.
  const startsMs = Math.min(...owed.map((s) => s.fromMs))
  const endsMs = Math.max(...owed.map((s) => s.untilMs))
  const looked = part.punches.map((point, at) => {
    const moved = onLeave(point, part, { startsMs, endsMs })
    return { at, point: moved, found: bestPunch(moved, punches) }
  })
  const passed = looked.filter(({ point, found }) => found !== undefined || point.untilMs <= nowMs)
  const named = (kind: Finding['kind'], at: number): string => `${kind}:${String(index)}.${String(at)}`
  if (
    passed.length === looked.length &&
    looked.length > 0 &&
    looked.every(({ found }) => found === undefined)
  ) {
    const share = part.days * (lengthMs(owed) / lengthMs(part.work))
    const days = Math.round(share * 100) / 100
    return [
      {
        key: named('absent', 0),
        kind: 'absent',
        minutes: Math.round(lengthMs(owed) / minute),
        days,
        points: round(pack.absent.pointsPerDay * days),
        pack: pack.id,
        version: pack.version,
        evidence: looked.map(({ point }) => ({
          what: 'noPunch',
          fromMs: point.fromMs,
          untilMs: point.untilMs,
        })),
      },
    ]
  }
  return passed.flatMap(({ at, point, found }): Finding[] => {
    const rules = { pack: pack.id, version: pack.version }
    if (found === undefined)
      return [
        {
          key: named('missingPunch', at),
          kind: 'missingPunch',
          minutes: 0,
          points: pack.missingPunch.points,
          ...rules,
          evidence: [{ what: 'noPunch', fromMs: point.fromMs, untilMs: point.untilMs }],
        },
      ]
    const overMs = point.direction === 'in' ? found.atMs - point.dueMs : point.dueMs - found.atMs
    const over = Math.floor(overMs / minute)
    const kind = point.direction === 'in' ? 'late' : 'early'
    const tier = over > pack.graceMin ? tierOf(pack[kind], over) : undefined
    if (tier === undefined) return []
    return [
      {
        key: named(kind, at),
        kind,
        minutes: over,
        ...(tier.absentDays === undefined ? {} : { days: tier.absentDays }),
        points: tier.points,
        ...rules,
        evidence: [
          { what: 'due', fromMs: point.dueMs },
          { what: 'punch', fromMs: found.atMs, id: found.id },
        ],
      },
    ]
  })
}

/** A punch point once leave at the part's ends is taken into account. */
function onLeave(
  point: PunchTimes,
  part: PartTimes,
  { startsMs, endsMs }: { readonly startsMs: number; readonly endsMs: number },
): PunchTimes {
  const byMs =
    point.direction === 'in' ? Math.max(0, startsMs - part.fromMs) : Math.min(0, endsMs - part.untilMs)
  if (byMs === 0) return point
  return {
    ...point,
    fromMs: point.fromMs + Math.min(0, byMs),
    dueMs: point.dueMs + byMs,
    untilMs: point.untilMs + Math.max(0, byMs),
  }
}

/** The earliest in, or the latest out, within its time. */
function bestPunch(point: PunchTimes, punches: readonly Punch[]): Punch | undefined {
  const within = punches
    .filter((p) => p.direction === point.direction && point.fromMs <= p.atMs && p.atMs <= point.untilMs)
    .sort((a, b) => a.atMs - b.atMs)
  return point.direction === 'in' ? within[0] : within.at(-1)
}

/** A and B were both not there: absent while somebody on leave relied on this person. */
function judgeBothAway(
  missed: readonly Finding[],
  standsInFor: readonly Leave[],
  pack: RulePack,
): readonly Finding[] {
  if (pack.bothAway.points === 0) return []
  const empty = missed.filter((f) => f.kind === 'absent').flatMap((f) => f.evidence)
  return standsInFor
    .filter((l) => l.state === 'approved')
    .flatMap((relied): Finding[] => {
      const then = empty.filter((e) => e.fromMs < relied.untilMs && relied.fromMs < (e.untilMs ?? e.fromMs))
      if (then.length === 0) return []
      return [
        {
          key: `bothAway:${relied.id}`,
          kind: 'bothAway',
          minutes: 0,
          points: pack.bothAway.points,
          pack: pack.id,
          version: pack.version,
          evidence: [
            { what: 'leave', fromMs: relied.fromMs, untilMs: relied.untilMs, id: relied.id },
            ...then,
          ],
        },
      ]
    })
}

/** Pauses within working time. Approved leave never counts, and nothing while a visit is parked at the person's counter. */
function judgeAway(
  parts: readonly PartTimes[],
  leaves: readonly Span[],
  marks: readonly Mark[],
  pack: RulePack,
  nowMs: number,
): readonly Finding[] {
  const work = parts.flatMap((part) => part.work)
  const pauses = pausesOf(marks, nowMs)
  const parked = parkedOf(marks, nowMs)
  const away = common(work, without(without(pauses, leaves), parked))
  const minutes = Math.floor(lengthMs(away) / minute)
  const tier = tierOf(pack.away, minutes)
  if (tier === undefined) return []
  return [
    {
      key: 'away',
      kind: 'away',
      minutes,
      ...(tier.absentDays === undefined ? {} : { days: tier.absentDays }),
      points: tier.points,
      pack: pack.id,
      version: pack.version,
      evidence: away.map((span) => {
        const reason = pauses.find((p) => p.fromMs <= span.fromMs && span.fromMs < p.untilMs)?.reason
        return { what: 'pause', ...span, ...(reason === undefined ? {} : { said: reason.slice(0, 200) }) }
      }),
    },
  ]
}

/** Stretches of time in which a counter stood paused with the person at it. */
function pausesOf(
  marks: readonly Mark[],
  nowMs: number,
): readonly (Span & { readonly reason?: string | undefined })[] {
  const pauses: (Span & { readonly reason?: string | undefined })[] = []
  let since: Mark | undefined
  for (const mark of marks) {
    if (mark.what === 'parked' || mark.what === 'unparked') continue
    if (since !== undefined) pauses.push({ fromMs: since.atMs, untilMs: mark.atMs, reason: since.reason })
    since = mark.what === 'paused' ? mark : undefined
  }
  if (since !== undefined && since.atMs < nowMs)
    pauses.push({ fromMs: since.atMs, untilMs: nowMs, reason: since.reason })
  return pauses
}

/** Stretches in which a visit the person parked was still theirs. */
function parkedOf(marks: readonly Mark[], nowMs: number): readonly Span[] {
  return marks
    .filter((m) => m.what === 'parked')
    .map((m) => {
      const end = marks.find((o) => o.what === 'unparked' && o.visitId === m.visitId && o.seq > m.seq)
      return { fromMs: m.atMs, untilMs: end?.atMs ?? nowMs }
    })
}

/** Time at an open counter outside the shift and within the punches, in whole steps. */
function extended(
  parts: readonly PartTimes[],
  { inMs, outMs }: { readonly inMs: readonly number[]; readonly outMs: readonly number[] },
  marks: readonly Mark[],
  pack: RulePack,
): number {
  if (inMs.length === 0 || outMs.length === 0) return 0
  const here: Span = { fromMs: Math.min(...inMs), untilMs: Math.max(...outMs) }
  const open: Span[] = []
  let since: number | undefined
  for (const mark of marks) {
    if (mark.what === 'parked' || mark.what === 'unparked') continue
    if (since !== undefined) open.push({ fromMs: since, untilMs: mark.atMs })
    since = mark.what === 'opened' || mark.what === 'resumed' ? mark.atMs : undefined
  }
  const shiftTime = parts.map(({ fromMs, untilMs }) => ({ fromMs, untilMs }))
  const minutes = Math.floor(lengthMs(without(common(open, [here]), shiftTime)) / minute)
  const { fromMin, stepMin } = pack.extended
  return minutes < fromMin ? 0 : Math.floor(minutes / stepMin) * stepMin
}

/** The highest tier reached. */
function tierOf(tiers: readonly Tier[], minutes: number): Tier | undefined {
  return tiers.findLast((t) => minutes >= t.fromMin)
}

function round(points: number): number {
  return Math.round(points * 100) / 100
}
