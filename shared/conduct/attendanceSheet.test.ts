/**
 * Goal: a month adds up, only what a person confirmed counts, and each day is judged by the version that held on it.
 * Method: a month written out by hand, and months of chance added up a second time from their days.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testPack, testRules } from '#test/fixtures/conduct.ts'
import { id } from '#test/fixtures/hall.ts'
import { addDays, instantOf, minuteOf } from '../time/localTime.ts'
import { deduction, leave, punch, roster } from './attendanceRecords.ts'
import type { Deduction, Leave, Punch } from './attendanceRecords.ts'
import { isCounted, sheetOf } from './attendanceSheet.ts'
import type { SheetFacts, SheetRow } from './attendanceSheet.ts'
import { withPack } from './conductRules.ts'
import { mark } from './marks.ts'
import { sheetFigures } from './sheetFigures.ts'

const zone = 'Asia/Shanghai'
let n = 0
const at = (day: string, time: string): number => instantOf(day, minuteOf(time), zone)
const punched = (day: string, direction: 'in' | 'out', time: string, staffId = 't1'): Punch =>
  punch.parse({
    record: 'punch',
    id: `p${String((n += 1))}`,
    staffId,
    day,
    direction,
    atMs: at(day, time),
    hubMs: at(day, time),
    offline: false,
  })
const whole = (day: string, from = '08:55', until = '17:01'): Punch[] => [
  punched(day, 'in', from),
  punched(day, 'out', until),
]
const onLeave = (day: string, from: string, until: string, more: Partial<Leave> = {}): Leave =>
  leave.parse({
    record: 'leave',
    id: `l${String((n += 1))}`,
    staffId: 't1',
    kind: 'private',
    fromMs: at(day, from),
    untilMs: at(day, until),
    fromDay: day,
    untilDay: addDays(day, 1),
    days: 0,
    reason: 'x',
    requestedAtMs: 0,
    pack: 'test 1',
    ladder: ['supervisor'],
    steps: [],
    state: 'approved',
    ...more,
  })
const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, i) => id.day(addDays(first, i)))

function sheet(facts: Partial<SheetFacts>): SheetRow {
  const [row] = sheetOf({
    days: daysFrom('2026-03-02', 5),
    zone,
    rules: testRules,
    today: '2026-03-31',
    nowMs: at('2026-03-31', '12:00'),
    people: [{ id: id.staff('t1'), since: '2026-01-01' }],
    punches: [],
    leaves: [],
    rosters: [],
    deductions: [],
    marks: [],
    ...facts,
  })
  if (row === undefined) throw new Error('no row')
  return row
}

/** What somebody in charge made of the first finding of a day. */
function confirmed(facts: Partial<SheetFacts>, day: string, more: object = {}): Deduction {
  const found = sheet(facts).days.find((d) => d.day === day)?.items[0]?.finding
  return deduction.parse({
    record: 'deduction',
    id: `d${String((n += 1))}`,
    staffId: 't1',
    day,
    finding: found,
    confirmed: { by: { kind: 'staff', staffId: 'boss', roles: ['supervisor'] }, atMs: 0, note: '' },
    appealUntil: '2026-03-20',
    ...more,
  })
}

const week: Partial<SheetFacts> = {
  punches: [
    ...whole('2026-03-02'),
    ...whole('2026-03-03', '09:20'),
    ...whole('2026-03-05', '13:00'),
    // Nothing on the sixth.
  ],
  leaves: [onLeave('2026-03-04', '09:00', '17:00'), onLeave('2026-03-05', '09:00', '12:00')],
}

describe('a week', () => {
  it('is due, attended, on leave and missed, and adds up', () => {
    const { days, totals } = sheet(week)
    expect(days.map((d) => [d.due, d.attended, d.onLeave, d.open])).toEqual([
      [1, 1, 0, 0],
      [1, 1, 0, 0],
      [1, 0, 1, 0],
      [1, 0.57, 0.43, 0],
      [1, 0, 0, 1],
    ])
    expect(totals).toMatchObject({ due: 5, attended: 2.57, onLeave: 1.43, missed: 0, open: 1, toConfirm: 2 })
  })

  it('costs only what a person confirmed, and leave what its kind costs', () => {
    expect(sheet(week).totals).toMatchObject({ minus: 0.72, plus: 0, score: 99.28, times: {} })
    const late = confirmed(week, '2026-03-03')
    const absent = confirmed(week, '2026-03-06')
    const { totals } = sheet({ ...week, deductions: [late, absent] })
    expect(totals).toMatchObject({
      minus: 11.22,
      missed: 1,
      open: 0,
      toConfirm: 0,
      times: { late: 1, absent: 1 },
    })
    expect(totals.score).toBe(88.78)
  })

  it('an appeal changes nothing until it is decided', () => {
    const said = { by: { kind: 'system' }, atMs: 0, note: 'x' }
    const appealed = confirmed(week, '2026-03-03', { appeal: said })
    expect(sheet({ ...week, deductions: [appealed] }).totals.times).toEqual({ late: 1 })
    const withdrawn = { ...appealed, decided: { ...said, how: 'withdrawn' } } as Deduction
    const { totals, days } = sheet({ ...week, deductions: [withdrawn] })
    expect(totals).toMatchObject({ times: {}, minus: 0.72, toConfirm: 1 })
    expect(days[1]?.items[0]).toMatchObject({ state: 'withdrawn', deductionId: withdrawn.id })
  })

  it('is nothing before the first punch, and nothing is missed ahead', () => {
    const { days, totals } = sheet({
      people: [{ id: id.staff('t1'), since: '2026-03-04' }],
      today: '2026-03-05',
      nowMs: at('2026-03-05', '10:00'),
    })
    expect(days.map((d) => d.state)).toEqual(['before', 'before', 'due', 'due', 'ahead'])
    expect(totals).toMatchObject({ due: 2, attended: 1, open: 1 })
  })

  it('keeps to the version that held on each day', () => {
    const rules = withPack(testRules, { ...testPack, version: '2', graceMin: 30 }, id.day('2026-03-03'))
    const punches = [...whole('2026-03-02', '09:20'), ...whole('2026-03-03', '09:20')]
    const { days } = sheet({ rules, punches, days: daysFrom('2026-03-02', 2) })
    expect(days.map((d) => [d.pack, d.items.length])).toEqual([
      ['test 1', 1],
      ['test 2', 0],
    ])
  })
})

describe('A and B both away', () => {
  const relied = onLeave('2026-03-02', '09:00', '17:00', {
    staffId: id.staff('t4'),
    standInId: id.staff('t1'),
  })
  const one = { days: daysFrom('2026-03-02', 1), leaves: [relied] }
  it('is found of the stand-in who was not there', () => {
    const { items } = sheet(one).days[0] ?? { items: [] }
    expect(items.map((i) => [i.finding.kind, i.finding.points])).toEqual([
      ['absent', 10],
      ['bothAway', 2],
    ])
    expect(items[1]?.finding.evidence[0]).toMatchObject({ what: 'leave', id: relied.id })
  })
  it('and not of one who was', () => {
    expect(sheet({ ...one, punches: whole('2026-03-02') }).days[0]?.items).toEqual([])
  })
})

it('extended hours are credited up to a month’s most', () => {
  const days = daysFrom('2026-03-02', 5)
  const open = days.flatMap((day) => [
    mark.parse({
      seq: (n += 1),
      day,
      atMs: at(day, '09:00'),
      what: 'opened',
      counterId: 'c1',
      staffId: 't1',
    }),
    mark.parse({
      seq: (n += 1),
      day,
      atMs: at(day, '20:00'),
      what: 'closed',
      counterId: 'c1',
      staffId: 't1',
    }),
  ])
  const facts = { days, marks: open, punches: days.flatMap((day) => whole(day, '08:55', '20:05')) }
  expect(sheet(facts).totals).toMatchObject({ extendedMin: 900, plus: 5, score: 105 })
})

it('somebody with another shift, or days off, is asked for that', () => {
  const given = (shift: string) =>
    roster.parse({
      record: 'roster',
      id: `r${String((n += 1))}`,
      staffId: 't1',
      fromDay: '2026-03-02',
      untilDay: '2026-03-03',
      shift,
      by: { kind: 'system' },
      atMs: 0,
    })
  const { days } = sheet({ rosters: [given('off')] })
  expect(days.map((d) => d.due)).toEqual([0, 1, 1, 1, 1])
  expect(sheet({ rosters: [given('night')] }).days[0]?.shift).toBe('night')
})

describe.each([7])('months of chance, seed %i', (seed) => {
  it('add up from their days, by another way than their own', () => {
    let counted = 0
    const anyDay = fc.record({
      come: fc.constantFrom('never', 'onTime', 'late', 'inOnly'),
      leave: fc.constantFrom('none', 'none', 'morning', 'all'),
      decide: fc.constantFrom('nobody', 'confirm', 'waive'),
    })
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 31, maxLength: 31 }), (chosen) => {
        const days = daysFrom('2026-03-01', 31)
        const facts: Partial<SheetFacts> = {
          days,
          today: '2026-04-01',
          nowMs: at('2026-04-01', '12:00'),
          punches: days.flatMap((day, i) => {
            const come = chosen[i]?.come ?? 'never'
            if (come === 'never') return []
            if (come === 'inOnly') return [punched(day, 'in', '08:50')]
            return whole(day, come === 'late' ? '10:10' : '08:50')
          }),
          leaves: days.flatMap((day, i) => {
            const wanted = chosen[i]?.leave
            if (wanted === undefined || wanted === 'none') return []
            return [onLeave(day, '09:00', wanted === 'all' ? '17:00' : '12:00')]
          }),
        }
        const found = sheet(facts)
        const deductions = found.days.flatMap(({ day, items }, i) =>
          chosen[i]?.decide === 'nobody'
            ? []
            : items.map(({ finding }) =>
                deduction.parse({
                  ...confirmed(facts, day),
                  id: `d${String((n += 1))}`,
                  finding,
                  ...(chosen[i]?.decide === 'waive'
                    ? { decided: { by: { kind: 'system' }, atMs: 0, note: '', how: 'withdrawn' } }
                    : {}),
                }),
              ),
        )
        const { days: made, totals } = sheet({ ...facts, deductions })
        const sum = (of: (day: (typeof made)[number]) => number): number =>
          Math.round(made.reduce((all, day) => all + of(day) * 100, 0)) / 100
        for (const day of made)
          expect(Math.round((day.attended + day.onLeave + day.missed + day.open - day.due) * 100)).toBe(0)
        for (const of of ['due', 'attended', 'onLeave', 'missed', 'open'] as const)
          expect(totals[of], of).toBe(sum((day) => day[of]))
        expect(totals.due).toBe(22)
        const standing = deductions.filter((d) => d.decided === undefined)
        const leavePoints = sum((day) => day.leaves.reduce((all, l) => all + l.points, 0))
        const points = standing.reduce((all, d) => all + d.finding.points, 0) + leavePoints
        expect(totals.minus).toBeCloseTo(points, 2)
        expect(totals.score).toBeCloseTo(Math.max(0, 100 - points), 2)
        expect(Object.values(totals.times).reduce((a, b) => a + b, 0)).toBe(standing.length)
        expect(made.flatMap((d) => d.items).filter(isCounted)).toHaveLength(standing.length)
        for (const of of Object.values(sheetFigures)) expect(of(totals)).not.toBeUndefined()
        counted += standing.length
      }),
      { seed, numRuns: 40 },
    )
    // Otherwise there was nothing to add up.
    expect(counted).toBeGreaterThan(100)
  })
})
