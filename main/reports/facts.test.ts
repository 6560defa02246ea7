/**
 * Goal: cases are counted as their definitions say, each in its row. Method: five of them, each with another fate,
 * added up by hand.
 */
import { afterAll, describe, expect, it } from 'vitest'
import { hallNames } from '#main/hub/rest/hallNames.ts'
import type { HallCase } from '#shared/conduct/cases.ts'
import { businessDay } from '#shared/ids/ids.ts'
import type { Grouping } from '#shared/reporting/fact.ts'
import type { ReportPart } from '#shared/reporting/report.ts'
import type { ReportName } from '#shared/reporting/reports.ts'
import { caseNow, move, newestCase, openCase, testRules } from '#test/fixtures/conduct.ts'
import { cmd, id, staffedHall, visitorOf } from '#test/fixtures/hall.ts'
import { databaseOf } from '#test/fixtures/ledger/rows.ts'
import { makeReport } from './makeReport.ts'
import { pageOfRows } from './rows.ts'

const monday = { from: businessDay.parse('2026-03-02'), to: businessDay.parse('2026-03-03') }

describe('cases', () => {
  /** One bad rating closed in time, one late, one still open past its day; a finding closed, a complaint open. */
  const hall = staffedHall({ c1: 't1' })
  hall.given('admin', { type: 'configureConduct', rules: testRules })
  const go = (one: HallCase, by: string, to: string, more = {}): void => {
    hall.given(by, move(caseNow(hall, one.id), to, more))
  }
  const rated = (reason: string): HallCase => {
    const visit = hall.issue(['idCard'])
    hall.given('t1', cmd.next('c1'), cmd.start(visit), cmd.finish(visit))
    hall.given(visitorOf(visit), cmd.rate(visit, { level: 'dissatisfied', reasons: [reason] }))
    return newestCase(hall)
  }
  const closed = (one: HallCase, outcome: string): void => {
    go(one, 'boss', 'claim')
    go(one, 't2', 'callBack')
    go(one, 't2', 'handle', { callBack: outcome === 'mistaken' ? 'notReached' : 'reached' })
    go(one, 't2', 'review', { note: 'done', outcome })
    go(one, 'boss', 'closed')
  }
  const [one, two] = [rated('slowHandling'), rated('poorAttitude')]
  rated('sentAround')
  closed(one, 'rectified')
  hall.given('boss', openCase({ kind: 'inspection', item: 'exit', about: { counterId: id.counter('c1') } }))
  const finding = newestCase(hall)
  go(finding, 'boss', 'rectify', { assignee: id.staff('t1') })
  go(finding, 't1', 'check', { note: 'cleared', outcome: 'rectified' })
  go(finding, 'boss', 'closed')
  hall.given('guide', openCase({ kind: 'complaint', about: { serviceId: id.service('deed') } }))
  // Past the fifteen working days of the bad ratings and of the complaint.
  hall.at('04:00', '2026-03-24').given('system', cmd.rollOver)
  hall.at('09:00', '2026-03-24')
  closed(two, 'mistaken')
  const rows = databaseOf(hall.ledger)
  afterAll(() => {
    rows.close()
  })
  const of = (name: ReportName, groupBy: Grouping, at = 0): ReportPart | undefined =>
    makeReport(rows, { name, ...monday, groupBy, locale: 'zh' }, hallNames(hall.state), 'now').parts[at]

  it('of bad ratings are counted beside the ratings', () => {
    expect(of('ratings', 'teller', 2)?.total).toEqual({
      badRatings: 3,
      badOpen: 1,
      badClosed: 2,
      badRectified: 1,
      badExplained: 0,
      badMistaken: 1,
      // One of the two that were no mistake.
      badRectifiedShare: 0.5,
      badInTime: 1,
      badLate: 2,
      badInTimeShare: 1 / 3,
      badCalledBack: 2,
      badReached: 1,
      badCalledBackShare: 2 / 3,
    })
    const by = (groupBy: Grouping): unknown =>
      of('ratings', groupBy, 2)?.rows.map(({ key, values }) => [key, values['badRatings']])
    expect(by('teller')).toEqual([
      ['t1', 3],
      [null, 0],
    ])
    expect(by('channel')).toEqual([['qr', 3]])
    expect(by('department')).toEqual([
      ['police', 3],
      [null, 0],
    ])
  })

  it('of every kind, each in its row', () => {
    const part = of('cases', 'caseKind')
    const opened = part?.rows.map(({ key, label, values }) => [
      key,
      label,
      values['cases'],
      values['casesLate'],
    ])
    expect(opened).toEqual([
      ['complaint', '投诉', 1, 1],
      ['inspection', '巡查', 1, 0],
      ['badRating', '差评', 3, 2],
      [null, '未归类', 0, 0],
    ])
    expect(part?.total).toMatchObject({ cases: 5, casesClosed: 3, casesRectified: 2, casesInTimeShare: 0.4 })
  })

  it('open to their rows, with the day each is due', () => {
    const { rows: shown, columns } = pageOfRows(
      rows,
      {
        name: 'cases',
        ...monday,
        groupBy: 'caseKind',
        locale: 'en',
        figure: 'casesLate',
        key: 'badRating',
        unmasked: false,
      },
      hallNames(hall.state),
      { offset: 0, limit: 10 },
    )
    const at = (name: string): number => columns.findIndex((column) => column.id === name)
    const cells = shown.map((row) =>
      ['number', 'state', 'dueDay', 'counts'].map((name) => row.cells[at(name)]),
    )
    expect(cells).toEqual([
      ['A002', 'closed', '2026-03-23', 'unfounded or mistaken'],
      ['A003', 'open', '2026-03-23', null],
    ])
    expect(columns.map((column) => column.id)).not.toContain('note')
  })
})
