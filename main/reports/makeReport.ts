/** Makes one report from the ledger's rows. */
import type { Database } from 'better-sqlite3'
import { keyOfGrouping } from '#shared/reporting/grouping.ts'
import { labelledPart, Labels, reportOf } from '#shared/reporting/labels.ts'
import type { Asked, HallNames, Report } from '#shared/reporting/report.ts'
import { formOf } from '#shared/reporting/reports.ts'
import type { Part } from '#shared/reporting/reports.ts'
import { Tally } from '#shared/reporting/tally.ts'
import { addDays } from '#shared/time/localTime.ts'
import { readFacts } from './facts.ts'
import type { Period } from './attendanceFacts.ts'

/** @param madeAt when it is made, as it will be written on it */
export function makeReport(db: Database, asked: Asked, names: HallNames, madeAt: string): Report {
  const labels = new Labels(names, asked.locale)
  const { parts } = formOf(asked.name)
  // One view of the rows, however much is written meanwhile.
  const counted = db.transaction(() => ({
    parts: countedParts(db, parts, asked, asked, names, labels),
    before:
      asked.name === 'bulletin'
        ? countedParts(db, parts.slice(0, 1), asked, periodBefore(asked), names, labels)
        : [],
  }))()
  return reportOf(
    asked,
    names,
    labels,
    madeAt,
    counted.parts.map(({ part, tally }, at) => {
      const made = labelledPart(part, part.groupBy ?? asked.groupBy, tally.done(), labels)
      const before = counted.before[at]
      return before === undefined ? made : { ...made, before: before.tally.done().total }
    }),
  )
}

function countedParts(
  db: Database,
  parts: readonly Part[],
  { groupBy }: Asked,
  period: Period,
  names: HallNames,
  { departmentOf }: Labels,
): readonly { readonly part: Part; readonly tally: Tally }[] {
  const { timeZone, targetWaitS, asOfMs } = names
  const counted = parts.map((part) => ({
    part,
    tally: new Tally(
      part.figures,
      { targetWaitS, asOfMs },
      keyOfGrouping(part.groupBy ?? groupBy, { timeZone, departmentOf }),
    ),
  }))
  readFacts(
    db,
    period,
    parts.map((part) => ({ figures: part.figures, groupBy: part.groupBy ?? groupBy })),
    names,
    (fact) => {
      for (const { tally } of counted) tally.add(fact)
    },
  )
  return counted
}

/** The period before: the months before whole months, else as many days. */
export function periodBefore({ from, to }: Period): Period {
  if (from.endsWith('-01') && to.endsWith('-01')) {
    const months = monthOf(to) - monthOf(from)
    return { from: firstOf(monthOf(from) - months), to: from }
  }
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
  return { from: addDays(from, -days), to: from }
}

function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}

function firstOf(month: number): string {
  const year = String(Math.floor(month / 12)).padStart(4, '0')
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`
}
