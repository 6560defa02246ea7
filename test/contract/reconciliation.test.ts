/**
 * Goal: every total in a report is the sum of its rows, what belongs nowhere
 * included (I8), every figure is as many rows as it opens, and none depends on
 * how it is told apart. Method: days of chance through the real rules, days of
 * a real record where it is there and made-up ones like them, counted a second
 * time by plain SQL.
 */
import type { Database } from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hallNames } from '#main/hub/rest/hallNames.ts'
import { makeReport } from '#main/reports/makeReport.ts'
import { seqsBehind } from '#main/reports/rows.ts'
import type { HallState } from '#shared/hall/state.ts'
import { businessDay } from '#shared/ids/ids.ts'
import { figureOf, isFigureId } from '#shared/reporting/figures.ts'
import type { FigureId } from '#shared/reporting/figures.ts'
import type { Asked, HallNames, ReportPart } from '#shared/reporting/report.ts'
import { formOf, reportNames } from '#shared/reporting/reports.ts'
import { readTrace } from '#test/bench/trace/read.ts'
import type { Person } from '#test/bench/trace/read.ts'
import { replayDay } from '#test/bench/trace/replay.ts'
import { countedApart } from '#test/fixtures/ledger/countedApart.ts'
import { databaseOf } from '#test/fixtures/ledger/rows.ts'
import { chooseCommand, randomPlan, randomStep, startRandomHall } from '#test/fixtures/randomHall.ts'

const always = { from: businessDay.parse('1990-01-01'), to: businessDay.parse('2040-01-01') }

/** Demands that a part agrees with itself, and with the rows it opens. */
function checkPart(db: Database, names: HallNames, asked: Asked, part: ReportPart, opens: boolean): void {
  for (const { id } of part.columns) {
    if (!isFigureId(id)) throw new Error(`no figure ${id}`)
    const { how } = figureOf(id)
    const values = part.rows.map((row) => row.values[id] ?? null)
    const total = part.total[id] ?? null
    const where = `${asked.name} by ${part.groupBy}: ${id}`
    if (how === 'count' || how === 'total') {
      // Seconds are whole milliseconds, so they add up to the last of them.
      const sum = values.reduce((all: number, value) => all + Math.round((value ?? 0) * 1000), 0)
      expect(Math.round((total ?? 0) * 1000), where).toBe(sum)
    }
    if (how === 'max')
      expect(total, where).toBe(values.reduce((a, b) => ((b ?? -1) > (a ?? -1) ? b : a), null))
    if (!opens || how === 'share' || how === 'p90' || how === 'median') continue
    const opening = { ...asked, groupBy: part.groupBy, figure: id, unmasked: false }
    if (how === 'count') {
      expect(seqsBehind(db, opening, names), where).toHaveLength(total ?? 0)
      const keys = part.rows.map(({ key }) => key)
      const behind = keys.map((key) => seqsBehind(db, { ...opening, key }, names))
      expect(
        behind.map((seqs) => seqs.length),
        where,
      ).toEqual(values)
      // No row is opened by two figures of one column.
      expect(new Set(behind.flat()).size, where).toBe(total)
    }
  }
}

/** Each row and the total: these figures add up to that one, to the hundredth where they are days. */
function checkSum(part: ReportPart, whole: FigureId, pieces: readonly FigureId[]): void {
  for (const values of [part.total, ...part.rows.map((row) => row.values)]) {
    const sum = pieces.reduce((all, id) => all + Math.round((values[id] ?? 0) * 100), 0)
    expect(Math.round((values[whole] ?? 0) * 100), `${whole} by ${part.groupBy}`).toBe(sum)
  }
}

/** Each row and the total as plain SQL counts them, sharing nothing with what made the report; how many figures were compared. */
function checkApart(db: Database, { targetWaitS }: HallNames, name: string, part: ReportPart): number {
  let compared = 0
  for (const { id } of part.columns) {
    if (!isFigureId(id)) throw new Error(`no figure ${id}`)
    const { how } = figureOf(id)
    const rows = countedApart(db, id, how, part.groupBy, targetWaitS)
    if (rows === undefined) continue
    const said = new Map(part.rows.map(({ key, values }) => [key, values[id] ?? null]))
    const where = `${name} by ${part.groupBy}: ${id}`
    for (const [key, value] of rows) expect(said.get(key), `${where}, ${String(key)}`).toBe(value)
    for (const [key, value] of said) expect(value ?? 0, `${where}, ${String(key)}`).toBe(rows.get(key) ?? 0)
    const total = countedApart(db, id, how, 'none', targetWaitS)?.get('all')
    expect(part.total[id] ?? 0, where).toBe(total ?? 0)
    compared += 1
  }
  return compared
}

const endings: readonly FigureId[] = [
  'endedNormal',
  'endedNoShow',
  'endedRemoved',
  'endedRecycled',
  'endedToQueue',
  'endedToCounter',
  'endedToPerson',
  'endedByReset',
  'endedByVisitor',
]

/** The totals, by figure. */
function checkReports(db: Database, state: HallState, opens: boolean): ReadonlyMap<string, unknown> {
  const names = hallNames(state)
  const totals = new Map<string, unknown>()
  let compared = 0
  for (const name of reportNames) {
    for (const groupBy of formOf(name).groupings) {
      const asked: Asked = { name, ...always, groupBy, locale: 'zh' }
      for (const part of makeReport(db, asked, names, 'now').parts) {
        checkPart(db, names, asked, part, opens)
        compared += checkApart(db, names, name, part)
        const has = (id: FigureId): boolean => part.columns.some((column) => column.id === id)
        if (has('carriedOver') && has('cancelled'))
          checkSum(part, 'arrived', ['served', 'noShow', 'cancelled', 'carriedOver'])
        if (has('stillOpen'))
          checkSum(part, 'arrived', ['served', 'noShow', 'cancelled', 'expired', 'stillOpen'])
        if (has('accepted'))
          checkSum(part, 'turns', ['accepted', 'completed', 'advised', 'declined', 'transferred'])
        if (has('badOpen')) {
          checkSum(part, 'badRatings', ['badOpen', 'badClosed'])
        }
        if (has('casesWithout')) {
          checkSum(part, 'cases', ['casesOpen', 'casesClosed'])
          checkSum(part, 'casesClosed', ['casesRectified', 'casesExplained', 'casesMistaken', 'casesWithout'])
        }
        if (has('daysOpen'))
          checkSum(part, 'daysDue', ['daysAttended', 'daysOnLeave', 'daysMissed', 'daysOpen'])
        if (has('endedNormal')) checkSum(part, 'transactions', endings)
        // The whole is the same however it is told apart, and in whichever report it stands.
        for (const [id, total] of Object.entries(part.total)) {
          expect(total, `${name} by ${part.groupBy}: ${id}`).toEqual(totals.get(id) ?? total)
          totals.set(id, total)
        }
      }
    }
  }
  const count = (sql: string): number => Number(db.prepare(sql).pluck().get())
  expect(totals.get('arrived')).toBe(count('SELECT count(*) FROM visits'))
  expect(totals.get('served')).toBe(count(`SELECT count(*) FROM visits WHERE state = 'finished'`))
  expect(totals.get('turns')).toBe(count('SELECT count(*) FROM turns'))
  // A stay at a counter begins with a call or a return, and ends once.
  const begun = count(`SELECT count(*) FROM events WHERE type IN ('visitCalled', 'visitResumed')`)
  const open = count(`SELECT count(*) FROM visits WHERE state IN ('called', 'serving')`)
  expect(Number(totals.get('transactions')) + open).toBe(begun)
  // A case is opened once, by somebody or by a bad rating.
  const opened = (kind: string): string => `SELECT count(*) FROM events WHERE type = 'caseOpened' ${kind}`
  expect(totals.get('cases')).toBe(count(opened('')))
  const bad = `AND json_extract(body, '$.event.case.kind') = 'badRating'`
  expect(totals.get('badRatings')).toBe(count(opened(bad)))
  // What was confirmed and not withdrawn counts, each once, be it found again or not.
  const standing = `SELECT count(*) FROM records WHERE record = 'deduction' AND stage <> 'withdrawn'`
  const counted = ['lateTimes', 'earlyTimes', 'missingPunches', 'absentTimes', 'awayTimes'] as const
  expect(counted.reduce((all, id) => all + Number(totals.get(id)), 0)).toBe(count(standing))
  // Otherwise nothing was counted twice.
  expect(compared).toBeGreaterThan(300)
  expect(totals.get('missedTimes')).toBe(count(`SELECT count(*) FROM events WHERE type = 'visitMissed'`))
  return totals
}

describe.each([41])('days of chance, seed %i', (seed) => {
  it('add up', () => {
    let visits = 0
    let cases = 0
    let due = 0
    let pointsOff = 0
    const endingsSeen = new Set<string>()
    fc.assert(
      fc.property(
        fc.tuple(randomPlan, fc.array(randomStep, { minLength: 150, maxLength: 260 })),
        ([plan, steps]) => {
          const hall = startRandomHall(plan)
          for (const step of steps) {
            const [sent, by] = chooseCommand(hall, step)
            hall.when(sent, by)
          }
          const db = databaseOf(hall.ledger)
          const totals = checkReports(db, hall.state, true)
          due += Number(totals.get('daysDue'))
          pointsOff += Number(totals.get('pointsOff'))
          // However the events were joined, the rows are the same.
          const together = databaseOf(hall.ledger, 100_000)
          for (const table of ['visits', 'sittings'])
            expect(together.prepare(`SELECT * FROM ${table}`).all()).toEqual(
              db.prepare(`SELECT * FROM ${table}`).all(),
            )
          together.close()
          cases += Number(db.prepare('SELECT count(*) FROM cases').pluck().get())
          visits += Number(db.prepare('SELECT count(*) FROM visits').pluck().get())
          const seen = db
            .prepare<[], string>('SELECT DISTINCT ending FROM sittings WHERE ending IS NOT NULL')
            .pluck()
            .all()
          for (const ending of seen) endingsSeen.add(ending)
          db.close()
        },
      ),
      { seed, numRuns: 6, endOnFailure: true },
    )
    // Otherwise there was nothing to add up.
    expect(visits).toBeGreaterThan(60)
    expect(due).toBeGreaterThan(5)
    expect(pointsOff).toBeGreaterThan(0)
    expect(cases).toBeGreaterThan(4)
    expect(endingsSeen.size).toBeGreaterThan(6)
  })
})

/** A day at two tellers in the record's own form. */
function madeUpDay(): Person[] {
  return Array.from({ length: 200 }, (_, n) => ({
    key: `v${String(n)}`,
    date: '1999-02-01',
    kind: n % 3 === 0 ? 'B' : 'A',
    isPriority: n % 7 === 0,
    arrivalS: 28_800 + n * 90 + ((n * 37) % 50),
    waitS: (n * 13) % 400,
    serviceS: 40 + ((n * 29) % 240),
    teller: n % 11 === 10 ? undefined : `T${String(1 + (n % 3))}`,
  }))
}

describe('replayed days', () => {
  it.each((readTrace() ?? [madeUpDay()]).slice(0, 3).map((people) => [people[0]?.date, people] as const))(
    '%s adds up, and its waits are those of the replay',
    (_date, people) => {
      const { ledger, state, waits } = replayDay(people)
      const db = databaseOf(ledger, 200)
      checkReports(db, state, false)
      const asked: Asked = { name: 'waits', ...always, groupBy: 'queue', locale: 'en' }
      const total = makeReport(db, asked, hallNames(state), 'now').parts[0]?.total ?? {}
      const waited = waits.flatMap(({ waitS }) => (waitS === undefined ? [] : [waitS])).sort((a, b) => a - b)
      expect(total['waited']).toBe(waited.length)
      expect(total['notCalled']).toBe(people.length - waited.length)
      expect(total['waitMax']).toBe(waited.at(-1))
      expect(total['waitP90']).toBe(waited[Math.ceil(waited.length * 0.9) - 1])
      expect(total['waitMean']).toBeCloseTo(waited.reduce((a, b) => a + b, 0) / waited.length, 2)
      db.close()
    },
  )
})
