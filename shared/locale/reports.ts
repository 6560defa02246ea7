/** The words of reports: titles, and what each figure means. Those who read reports read Chinese or English. */
import type { Locale } from '../catalogue/catalogue.ts'
import type { CaseKind } from '../conduct/flows.ts'
import type { Grouping } from '../reporting/fact.ts'
import type { FigureId } from '../reporting/figures.ts'
import type { PartId, ReportName } from '../reporting/reports.ts'
import type { RowColumnId } from '../reporting/rowColumns.ts'
import { reportTexts as en } from './en/reports.ts'
import { reportTexts as zh } from './zh/reports.ts'

/** A figure's title and what exactly it is. */
export interface Defined {
  readonly title: string
  readonly is: string
}

export interface ReportTexts {
  readonly reports: Readonly<Record<ReportName, Defined>>
  readonly parts: Readonly<Record<PartId, string>>
  readonly groupings: Readonly<Record<Grouping, Defined>>
  readonly figures: Readonly<Record<FigureId, Defined>>
  readonly rowColumns: Readonly<Record<RowColumnId, string>>
  /** What a fact is: states, endings, outcomes, levels; applicants and channels. */
  readonly kinds: Readonly<Record<string, string>>
  readonly caseKinds: Readonly<Record<CaseKind, string>>
  readonly applicants: Readonly<Record<string, string>>
  readonly channels: Readonly<Record<string, string>>
  readonly ordinary: string
  readonly unclassified: string
  readonly all: string
  readonly total: string
  readonly before: string
  readonly change: string
  readonly counter: (label: string) => string
  readonly hour: (hour: string) => string
  readonly seconds: string
  readonly period: (from: string, lastDay: string) => string
  readonly target: (minutes: number) => string
  readonly madeAt: (time: string) => string
  readonly open: string
  readonly definitions: string
  readonly rowsOf: (figure: string) => string
  readonly sheet: string
}

/** The words in that language; Chinese for any other. */
export function reportTextsOf(locale: Locale): ReportTexts {
  return locale === 'en' ? en : zh
}
