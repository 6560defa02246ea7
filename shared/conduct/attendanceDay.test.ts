/**
 * Goal: a day is judged by the rules that held on it, in the hall's own time, and pauses, leave and parked visits
 * count as the rules say. Method: days written out by hand, over midnight and in zones whose clocks change.
 */
import { describe, expect, it } from 'vitest'
import { testPack, testRules } from '#test/fixtures/conduct.ts'
import { judgeDay } from './attendanceDay.ts'
import type { DayFacts } from './attendanceDay.ts'
import { leave, punch } from './attendanceRecords.ts'
import type { Punch } from './attendanceRecords.ts'
import { mark } from './marks.ts'
import type { Mark } from './marks.ts'
import { planOn } from './workingTime.ts'
import { instantOf, minuteOf } from '../time/localTime.ts'

const day = '2026-03-02'
let n = 0
const at = (time: string, zone = 'Asia/Shanghai', of = day): number => instantOf(of, minuteOf(time), zone)

function punched(direction: 'in' | 'out', time: string, zone?: string, of?: string): Punch {
  const atMs = at(time, zone, of)
  return punch.parse({
    record: 'punch',
    id: `p${String((n += 1))}`,
    staffId: 't1',
    day: of ?? day,
    direction,
    atMs,
    hubMs: atMs,
    offline: false,
  })
}

const marked = (what: Mark['what'], time: string, visitId?: string): Mark =>
  mark.parse({ seq: (n += 1), day, atMs: at(time), what, counterId: 'c1', staffId: 't1', visitId })

const onLeave = (from: string, until: string, state = 'approved') =>
  leave.parse({
    record: 'leave',
    id: `l${String((n += 1))}`,
    staffId: 't1',
    kind: 'private',
    fromMs: at(from),
    untilMs: at(until),
    fromDay: day,
    untilDay: '2026-03-03',
    days: 0.5,
    reason: 'x',
    requestedAtMs: 0,
    pack: 'test 1',
    ladder: ['supervisor'],
    steps: [],
    state,
  })

function judged(facts: Partial<DayFacts>) {
  const plan = planOn(testRules, [], facts.day ?? day)
  if (plan === undefined) throw new Error('no pack')
  const all = { day, zone: 'Asia/Shanghai', plan, punches: [], leaves: [], marks: [], nowMs: at('47:00') }
  return judgeDay({ ...all, ...facts })
}
const found = (facts: Partial<DayFacts>) =>
  judged(facts).findings.map(({ kind, minutes, points }) => [kind, minutes, points])

const wholeDay = [punched('in', '08:55'), punched('out', '17:01')]

describe('punches', () => {
  it.each([
    ['on time', wholeDay, []],
    ['within the grace', [punched('in', '09:05'), punched('out', '17:00')], []],
    ['late', [punched('in', '09:06'), punched('out', '17:00')], [['late', 6, 0.5]]],
    ['very late', [punched('in', '09:45'), punched('out', '17:00')], [['late', 45, 2]]],
    ['early', [punched('in', '09:00'), punched('out', '16:40')], [['early', 20, 0.5]]],
    ['one missing', [punched('in', '09:00')], [['missingPunch', 0, 1]]],
    ['none', [], [['absent', 420, 10]]],
    [
      'a voided one',
      [{ ...punched('in', '09:00'), voided: { by: { kind: 'system' as const }, atMs: 1, note: '' } }],
      [['absent', 420, 10]],
    ],
    [
      'twice: the first in, the last out',
      [punched('in', '08:50'), punched('in', '09:50'), punched('out', '15:00'), punched('out', '17:00')],
      [],
    ],
  ])('%s', (_name, punches, expected) => {
    expect(found({ punches })).toEqual(expected)
  })

  it('are not missed before their time is over', () => {
    expect(found({ punches: [punched('in', '09:00')], nowMs: at('18:00') })).toEqual([])
    expect(found({ nowMs: at('11:00') })).toEqual([])
  })

  it('every finding names the rule’s version and what it rests on', () => {
    const [late] = judged({ punches: [punched('in', '09:10'), punched('out', '17:00')] }).findings
    expect(late).toMatchObject({
      pack: 'test',
      version: '1',
      key: 'late:0.0',
      evidence: [{ what: 'due', fromMs: at('09:00') }, { what: 'punch' }],
    })
  })
})

describe('leave', () => {
  it.each([
    [
      'the morning: due when it ends',
      [onLeave('09:00', '12:00')],
      [punched('in', '13:00'), punched('out', '17:00')],
      [],
    ],
    [
      'the morning, and late after it',
      [onLeave('09:00', '12:00')],
      [punched('in', '13:20'), punched('out', '17:00')],
      [['late', 20, 0.5]],
    ],
    [
      'the end of the day',
      [onLeave('15:00', '17:00')],
      [punched('in', '09:00'), punched('out', '15:00')],
      [],
    ],
    ['all day', [onLeave('09:00', '17:00')], [], []],
    ['not approved', [onLeave('09:00', '17:00', 'requested')], [], [['absent', 420, 10]]],
  ])('%s', (_name, leaves, punches, expected) => {
    expect(found({ leaves, punches })).toEqual(expected)
  })
})

describe('away', () => {
  const pause = [marked('opened', '09:00'), marked('paused', '10:00'), marked('resumed', '10:40')]
  it.each([
    ['a pause of forty minutes', pause, [], [['away', 40, 1]]],
    ['the same on leave', pause, [onLeave('10:00', '11:00')], []],
    ['less than half an hour', [marked('paused', '10:00'), marked('resumed', '10:29')], [], []],
    ['over lunch', [marked('paused', '12:00'), marked('resumed', '13:10')], [], []],
    [
      'while a visit is parked',
      [marked('parked', '09:50', 'v1'), ...pause, marked('unparked', '10:50', 'v1')],
      [],
      [],
    ],
    [
      'several together',
      [...pause, marked('paused', '15:00'), marked('closed', '15:30')],
      [],
      [['away', 70, 5]],
    ],
  ])('%s', (_name, marks, leaves, expected) => {
    const sorted = [...marks].sort((a, b) => a.atMs - b.atMs)
    expect(found({ marks: sorted, leaves, punches: wholeDay })).toEqual(expected)
  })
})

describe('extended hours', () => {
  const open = (until: string) => [marked('opened', '09:00'), marked('closed', until)]
  it.each([
    ['served on for fifty minutes: whole half hours', open('17:50'), '18:00', 30],
    ['stayed, with the counter closed', open('17:00'), '19:00', 0],
    ['served on and punched out before', open('19:00'), '17:20', 0],
  ])('%s', (_name, marks, out, minutes) => {
    expect(judged({ marks, punches: [punched('in', '09:00'), punched('out', out)] }).extendedMin).toBe(
      minutes,
    )
  })

  it('are all of a day off', () => {
    const of = '2026-03-01'
    const plan = planOn(testRules, [], of)
    expect(plan?.shift).toBeUndefined()
    const marks = [marked('opened', '09:00'), marked('closed', '11:30')].map((m) => ({
      ...m,
      atMs: m.atMs - 86_400_000,
    }))
    const punches = [punched('in', '08:50', undefined, of), punched('out', '11:40', undefined, of)]
    expect(judged({ day: of, ...(plan === undefined ? {} : { plan }), marks, punches })).toMatchObject({
      extendedMin: 150,
      findings: [],
    })
  })
})

describe('a night shift', () => {
  const night = { pack: testPack, shift: testPack.shifts[1] }
  it('ends after midnight and the roll-over, and is one day’s', () => {
    const punches = [punched('in', '21:50'), punched('out', '06:00', undefined, '2026-03-03')]
    expect(found({ plan: night, punches })).toEqual([])
    const early = [punched('in', '21:50'), punched('out', '05:30', undefined, '2026-03-03')]
    expect(found({ plan: night, punches: early })).toEqual([['early', 30, 0.5]])
  })

  it('is judged by the wall’s clock on the night it jumps', () => {
    const zone = 'Europe/Berlin'
    const of = '2026-03-28'
    const punches = [punched('in', '22:00', zone, of), punched('out', '06:00', zone, '2026-03-29')]
    expect(found({ day: of, zone, plan: night, punches, nowMs: at('47:00', zone, of) })).toEqual([])
  })
})
