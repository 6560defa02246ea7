/** A report as it leaves the hub: every value with its title and definition, every row with its name. */
import { z } from 'zod'
import type { ConductRules } from '../conduct/conductRules.ts'
import { businessDay } from '../ids/ids.ts'
import type { BusinessDay } from '../ids/ids.ts'
import { groupings } from './fact.ts'
import type { Grouping } from './fact.ts'
import { partIds, reportNames } from './reports.ts'
import type { ReportName } from './reports.ts'

/** What is asked for: business days [from, to). */
export interface Asked {
  readonly name: ReportName
  readonly from: BusinessDay
  readonly to: BusinessDay
  readonly groupBy: Grouping
  readonly locale: 'zh' | 'en'
}

/** A name in the languages of those who read reports. */
export interface Named {
  readonly id: string
  readonly zh: string
  readonly en?: string | undefined
}

/** What a report must know of the hall beside its rows. */
export interface HallNames {
  readonly hall: Named
  readonly timeZone: string
  /** By which other systems know the hall, where it said so. */
  readonly division?: string | undefined
  readonly creditCode?: string | undefined
  readonly targetWaitS: number
  /** As of when cases that are due are overdue, epoch ms. */
  readonly asOfMs: number
  /** What attendance is judged by; without it there is none. */
  readonly conduct?: ConductRules | undefined
  /** The business day that is not over; nothing of it is final. */
  readonly today?: string | undefined
  readonly queues: readonly Named[]
  readonly departments: readonly (Named & { readonly creditCode?: string | undefined })[]
  readonly services: readonly (Named & {
    readonly departmentId: string
    /** The official item code. */
    readonly code?: string | undefined
  })[]
  readonly counters: readonly Named[]
  readonly staff: readonly Named[]
  readonly priorityClasses: readonly Named[]
}

const units = ['count', 'share', 'seconds', 'amount'] as const
const values = z.record(z.string(), z.number().nullable())

export const reportColumn = z.object({
  id: z.string(),
  title: z.string(),
  unit: z.enum(units),
  definition: z.string(),
})
export type ReportColumn = z.infer<typeof reportColumn>

export const reportRow = z.object({ key: z.string().nullable(), label: z.string(), values })
export type ReportRow = z.infer<typeof reportRow>

export const reportPart = z.object({
  id: z.enum(partIds),
  title: z.string(),
  groupBy: z.enum(groupings),
  groupTitle: z.string(),
  /** How facts are put into rows. */
  groupDefinition: z.string(),
  columns: z.array(reportColumn),
  rows: z.array(reportRow),
  total: values,
  /** The same of the period before, of the same length; only in a bulletin's headline. */
  before: values.optional(),
})
export type ReportPart = z.infer<typeof reportPart>

export const report = z.object({
  name: z.string().refine((name) => reportNames.some((known) => known === name)),
  title: z.string(),
  hall: z.string(),
  from: businessDay,
  to: businessDay,
  groupBy: z.enum(groupings),
  timeZone: z.string(),
  targetWaitS: z.number(),
  madeAt: z.string(),
  /** A day of the period is not over. */
  open: z.boolean(),
  parts: z.array(reportPart),
})
export type Report = z.infer<typeof report>

/** A cell of the rows behind a figure. Times are epoch ms, durations seconds. */
export const rowColumn = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['text', 'number', 'time', 'seconds']),
})
export type RowColumn = z.infer<typeof rowColumn>
export type RowCell = string | number | null

export const factRows = z.object({
  columns: z.array(rowColumn),
  rows: z.array(
    z.object({ visitId: z.string().nullable(), cells: z.array(z.union([z.string(), z.number(), z.null()])) }),
  ),
  /** How many there are in all. */
  count: z.number().int(),
  /** Whether what is personal was left out. */
  masked: z.boolean(),
})
export type FactRows = z.infer<typeof factRows>
