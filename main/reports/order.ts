/** What the worker that makes reports is told, and what it says. */
import { z } from 'zod'
import { conductRules } from '#shared/conduct/conductRules.ts'
import { businessDay } from '#shared/ids/ids.ts'
import { attendant } from '#shared/protocol/attendance.ts'
import { channelLists, codeOrders } from '#shared/conduct/ratingCodes.ts'
import { codedFormats } from '#shared/reporting/codedRatings.ts'
import { groupings } from '#shared/reporting/fact.ts'
import { isFigureId } from '#shared/reporting/figures.ts'
import type { FigureId } from '#shared/reporting/figures.ts'
import { isReportName } from '#shared/reporting/reports.ts'
import type { ReportName } from '#shared/reporting/reports.ts'

const named = z.object({ id: z.string(), zh: z.string(), en: z.string().optional() })

const names = z.object({
  hall: named,
  timeZone: z.string(),
  division: z.string().optional(),
  creditCode: z.string().optional(),
  targetWaitS: z.number(),
  asOfMs: z.number(),
  conduct: conductRules.optional(),
  today: z.string().optional(),
  queues: z.array(named).readonly(),
  departments: z.array(named.extend({ creditCode: z.string().optional() })).readonly(),
  services: z.array(named.extend({ departmentId: z.string(), code: z.string().optional() })).readonly(),
  counters: z.array(named).readonly(),
  staff: z.array(named).readonly(),
  priorityClasses: z.array(named).readonly(),
})

const asked = z.object({
  name: z.custom<ReportName>((name) => typeof name === 'string' && isReportName(name)),
  from: businessDay,
  to: businessDay,
  groupBy: z.enum(groupings),
  locale: z.enum(['zh', 'en']),
})

const opening = asked.extend({
  figure: z.custom<FigureId>((id) => typeof id === 'string' && isFigureId(id)),
  key: z.string().nullable().optional(),
  unmasked: z.boolean(),
})

export const fileFormats = ['csv', 'xlsx'] as const
export type FileFormat = (typeof fileFormats)[number]

/** A monthly attendance sheet: of whom, of which days, judged by what. */
const attendanceAsked = z.object({
  from: businessDay,
  to: businessDay,
  zone: z.string(),
  rules: conductRules,
  today: z.string(),
  nowMs: z.number(),
  people: z.array(attendant).readonly(),
  hall: z.string(),
  madeAt: z.string(),
})
export type AttendanceAsked = z.infer<typeof attendanceAsked>

export const order = z.discriminatedUnion('make', [
  z.object({ make: z.literal('report'), asked, names, madeAt: z.string() }),
  z.object({
    make: z.literal('file'),
    asked,
    names,
    madeAt: z.string(),
    format: z.enum(fileFormats),
  }),
  z.object({ make: z.literal('rows'), opening, names, offset: z.number().int(), limit: z.number().int() }),
  z.object({ make: z.literal('attendance'), asked: attendanceAsked }),
  z.object({
    make: z.literal('attendanceFile'),
    asked: attendanceAsked,
    locale: z.enum(['zh', 'en']),
    format: z.enum(fileFormats),
  }),
  /** Ratings one by one in a receiver's codes, into a file. */
  z.object({
    make: z.literal('codedRatings'),
    asked: z.object({
      from: businessDay,
      to: businessDay,
      order: z.enum(codeOrders),
      channels: z.enum(channelLists),
      locale: z.enum(['zh', 'en']),
      unmasked: z.boolean(),
    }),
    names,
    format: z.enum(codedFormats),
    path: z.string(),
  }),
  /** All rows behind a figure, into a file. */
  z.object({
    make: z.literal('export'),
    opening,
    names,
    format: z.enum(fileFormats),
    path: z.string(),
  }),
])
export type Order = z.infer<typeof order>

export const toWorker = z.object({ id: z.number(), order })

export const fromWorker = z.discriminatedUnion('said', [
  z.object({ said: z.literal('done'), id: z.number(), value: z.unknown() }),
  /** One line for the log. */
  z.object({ said: z.literal('failed'), id: z.number(), line: z.string() }),
  z.object({ said: z.literal('progress'), id: z.number(), done: z.number(), of: z.number() }),
])
export type FromWorker = z.infer<typeof fromWorker>
