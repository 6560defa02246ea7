/**
 * Goal: every figure is what its definition says. Method: one morning small
 * enough to be added up by hand, each visit with another fate; then the same
 * figures asked for in every way they are told apart.
 */
import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hallNames } from '#main/hub/rest/hallNames.ts'
import type { HallState } from '#shared/hall/state.ts'
import { businessDay } from '#shared/ids/ids.ts'
import type { Grouping } from '#shared/reporting/fact.ts'
import type { HallNames, Report, ReportPart } from '#shared/reporting/report.ts'
import type { ReportName } from '#shared/reporting/reports.ts'
import { cmd, staffedHall, visitorOf } from '#test/fixtures/hall.ts'
import { databaseOf } from '#test/fixtures/ledger/rows.ts'
import { makeReport, periodBefore } from './makeReport.ts'
import { pageOfRows } from './rows.ts'

let db: Database
let state: HallState
let names: HallNames

/**
 * Monday. Target 1800 s.
 * one: police, person, A: 9:00, called 9:10 at c1, started 9:10:30, completed and finished 9:15:30.
 * two: tax, enterprise, B: 9:05, called 9:45 at c4, advised 9:50, finished.
 * three: police, A: 9:10, called 9:40 at c1, missed 9:41 and back in line; called out of order 10:30 at c4, parked
 *   10:32, taken up again 10:50, completed and finished 10:55.
 * four: housing, C: 9:58, cancelled by its visitor 10:05. five: housing, C: 10:00, never called, expires at night.
 */
beforeAll(() => {
  const hall = staffedHall({ c1: 't1', c4: 't4' })
  const one = hall.issue(['idCard'], { applicant: 'person' })
  hall.later(300)
  const two = hall.issue(['taxReg'], { applicant: 'enterprise' })
  hall.at('09:10')
  const three = hall.issue(['idCard'])
  expect(hall.next('c1', 't1').id).toBe(one.id)
  hall.later(30).given('t1', cmd.start(one))
  hall.later(300).given('t1', cmd.record(one, 'idCard', 'completed'), cmd.finish(one))
  hall.at('09:40').given('t1', cmd.call('c1', three))
  hall.later(30).given('t1', cmd.recall(three))
  hall.later(30).given('t1', cmd.recall(three), cmd.noShow(three))
  hall.at('09:45').given('t4', cmd.call('c4', two), cmd.start(two))
  hall.later(300).given('t4', cmd.record(two, 'taxReg', 'advised', ['a photograph']), cmd.finish(two))
  hall.at('09:58')
  const four = hall.issue(['deed'])
  hall.at('10:00').issue(['deed'])
  hall.at('10:05').given(visitorOf(four), cmd.cancel(four))
  hall.at('10:30').given('t4', cmd.call('c4', three, 'came back'), cmd.start(three))
  hall.at('10:32').given('t4', cmd.park(three, 'papersKept'))
  hall.at('10:50').given('t4', cmd.resume(three))
  hall.at('10:55').given('t4', cmd.record(three, 'idCard', 'completed'), cmd.finish(three))
  hall.given(visitorOf(one), cmd.rate(one))
  hall.given(visitorOf(two), cmd.rate(two, { level: 'dissatisfied', reasons: ['slowHandling'] }))
  hall.later(20 * 3600).given('system', cmd.rollOver)
  db = databaseOf(hall.ledger)
  state = hall.state
  names = hallNames(state)
})
afterAll(() => {
  db.close()
})

const monday = { from: businessDay.parse('2026-03-02'), to: businessDay.parse('2026-03-03') }

function made(name: ReportName, groupBy: Grouping = 'none', period = monday): Report {
  return makeReport(db, { name, ...period, groupBy, locale: 'zh' }, names, 'now')
}

function part(name: ReportName, groupBy: Grouping = 'none', at = 0): ReportPart {
  const found = made(name, groupBy).parts[at]
  if (found === undefined) throw new Error('no such part')
  return found
}

/** The rows as `key: values of these figures`. */
function table(
  name: ReportName,
  groupBy: Grouping,
  figures: readonly string[],
  at = 0,
): Record<string, unknown> {
  const { rows } = part(name, groupBy, at)
  return Object.fromEntries(rows.map((row) => [String(row.key), figures.map((id) => row.values[id])]))
}

describe('the standard columns', () => {
  it('are as added up by hand', () => {
    expect(part('visits').total).toEqual({
      arrived: 5,
      served: 3,
      servedShare: 0.6,
      noShow: 0,
      noShowShare: 0,
      cancelled: 1,
      carriedOver: 1,
      // one 330, three 60, two 300, three 120 and 300
      transactions: 5,
      transactionTotal: 1110,
      transactionMean: 222,
      transactionMax: 330,
      // 600, 2400, 4800
      waitMean: 2600,
      waitMax: 4800,
      overTarget: 2,
      overTargetShare: 2 / 3,
    })
  })

  it('by queue, by hour, by department', () => {
    const figures = ['arrived', 'served', 'transactions', 'transactionTotal', 'waitMax']
    expect(table('visits', 'queue', figures)).toEqual({
      A: [2, 2, 4, 810, 4800],
      B: [1, 1, 1, 300, 2400],
      C: [2, 0, 0, 0, null],
    })
    // Visits by arrival, transactions by their call.
    expect(table('visits', 'hour', figures)).toEqual({
      '09': [4, 3, 3, 690, 4800],
      '10': [1, 0, 2, 420, null],
    })
    // The missed call and the parked stay handled nothing: they are of no department.
    expect(table('visits', 'department', figures)).toEqual({
      police: [2, 2, 2, 630, 4800],
      tax: [1, 1, 1, 300, 2400],
      housing: [2, 0, 0, 0, null],
      null: [0, 0, 2, 180, null],
    })
  })

  it('by counter: visits where they ended, waits where they were called', () => {
    expect(table('visits', 'counter', ['arrived', 'transactions', 'waitMax'])).toEqual({
      c1: [1, 2, 600],
      c4: [2, 3, 4800],
      null: [2, 0, null],
    })
  })

  it('by applicant, with what nobody said in a row of its own', () => {
    const { rows } = part('visits', 'applicant')
    expect(rows.map(({ key, label, values }) => [key, label, values['arrived']])).toEqual([
      ['person', '个人', 1],
      ['enterprise', '企业', 1],
      [null, '未归类', 3],
    ])
  })
})

describe('waits', () => {
  it('have mean, median, p90 and the share within target', () => {
    expect(part('waits').total).toEqual({
      waited: 3,
      notCalled: 2,
      waitMean: 2600,
      waitMedian: 2400,
      waitP90: 4800,
      waitMax: 4800,
      withinTarget: 1,
      withinTargetShare: 1 / 3,
      overTarget: 2,
    })
  })
})

describe('service times, no-shows, outcomes, ratings', () => {
  it('leave parked time out of handling', () => {
    // one 300, two 300, three 120 + 300
    expect(part('serviceTimes').total).toEqual({
      turns: 3,
      handledTotal: 1020,
      handledMean: 340,
      handledMedian: 300,
      handledP90: 420,
      handledMax: 420,
      unrecorded: 0,
    })
  })

  it('count who missed and who came back', () => {
    expect(part('noShows').total).toEqual({
      arrived: 5,
      missedVisits: 1,
      missedTimes: 1,
      cameBack: 1,
      noShow: 0,
      noShowShare: 0,
    })
  })

  it('map every end onto the closed list', () => {
    expect(part('outcomes', 'none', 0).total).toMatchObject({
      arrived: 5,
      served: 3,
      cancelled: 1,
      expired: 1,
      stillOpen: 0,
      // (930 + 2700 + 6300) / 3
      stayMean: 3310,
    })
    expect(part('outcomes', 'none', 1).total).toMatchObject({
      turns: 3,
      completed: 2,
      advised: 1,
      declined: 0,
    })
    expect(part('outcomes', 'none', 2).total).toMatchObject({
      transactions: 5,
      endedNormal: 3,
      endedRecycled: 2,
      endedNoShow: 0,
    })
  })

  it('count what people said', () => {
    expect(part('ratings', 'none', 1).total).toEqual({ handledVisits: 3, ratedVisits: 2, activeRate: 2 / 3 })
    expect(part('ratings').total).toMatchObject({
      rated: 2,
      satisfiedShare: 0.5,
      satisfied: 1,
      dissatisfied: 1,
    })
  })
})

describe('a period', () => {
  it('is [from, to) of business days', () => {
    const of = (from: string, to: string): number | null | undefined =>
      made('visits', 'none', { from: businessDay.parse(from), to: businessDay.parse(to) }).parts[0]?.total[
        'arrived'
      ]
    expect(of('2026-03-01', '2026-03-02')).toBe(0)
    expect(of('2026-03-02', '2026-03-03')).toBe(5)
    expect(of('2026-03-03', '2026-03-09')).toBe(0)
    expect(of('2026-02-01', '2026-04-01')).toBe(5)
  })

  it('is compared with the months before, else with as many days', () => {
    expect(periodBefore({ from: '2026-03-01', to: '2026-04-01' })).toEqual({
      from: '2026-02-01',
      to: '2026-03-01',
    })
    expect(periodBefore({ from: '2026-01-01', to: '2027-01-01' })).toEqual({
      from: '2025-01-01',
      to: '2026-01-01',
    })
    expect(periodBefore({ from: '2026-03-02', to: '2026-03-09' })).toEqual({
      from: '2026-02-23',
      to: '2026-03-02',
    })
  })

  it('says that it is open while its last day is', () => {
    expect(made('visits').open).toBe(false)
    const today = { from: monday.to, to: businessDay.parse('2026-03-04') }
    expect(made('visits', 'none', today).open).toBe(true)
  })
})

describe('the bulletin', () => {
  it('has its headline beside the period before', () => {
    const { parts } = made('bulletin')
    expect(parts.map(({ id }) => id)).toContain('byApplicant')
    expect(parts[0]?.total).toMatchObject({ arrived: 5, waitMedian: 2400, turns: 3, rated: 2 })
    expect(parts[0]?.before).toMatchObject({ arrived: 0, waitMedian: null })
  })
})

describe('rows behind a figure', () => {
  const rowsOf = (figure: 'waitMax' | 'overTarget' | 'endedRecycled', key?: string | null) =>
    pageOfRows(
      db,
      { name: 'visits', ...monday, groupBy: 'queue', locale: 'zh', figure, key, unmasked: false },
      names,
      { offset: 0, limit: 10 },
    )
  const cells = (rows: ReturnType<typeof rowsOf>, id: string): unknown[] =>
    rows.rows.map((row) => row.cells[rows.columns.findIndex((column) => column.id === id)])

  it('are those it counted, the greatest first behind a greatest', () => {
    expect(cells(rowsOf('overTarget'), 'number')).toEqual(['B001', 'A002'])
    expect(cells(rowsOf('overTarget', 'A'), 'number')).toEqual(['A002'])
    expect(cells(rowsOf('waitMax'), 'waitS')).toEqual([4800, 2400, 600])
    expect(cells(rowsOf('endedRecycled'), 'transactionS')).toEqual([60, 120])
    expect(cells(rowsOf('endedRecycled'), 'ending')).toEqual(['未到再排', '挂起'])
  })

  it('leave out what is personal', () => {
    expect(rowsOf('overTarget').columns.map(({ id }) => id)).not.toContain('holder')
    expect(rowsOf('overTarget').masked).toBe(true)
  })
})
