/** What the hub tells of attendance over REST: a day, a month, one person, and what waits for a decision. */
import { z } from 'zod'
import { deduction, leave, punch, roster } from '../conduct/attendanceRecords.ts'
import { sheetDay, sheetItem, sheetTotals } from '../conduct/attendanceSheet.ts'
import { presence } from '../conduct/presence.ts'
import { ruleProblem } from '../conduct/ruleProblem.ts'
import { rulePack } from '../conduct/rulePacks.ts'
import { businessDay, staffId } from '../ids/ids.ts'

/** Whose row it is. Somebody who left the staff has an id and nothing else. */
export const attendant = z.object({ staffId, staffNo: z.string(), name: z.string() })
export type Attendant = z.infer<typeof attendant>

/** A month as it is asked for, `YYYY-MM`. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM')

/** Who is here on a business day. */
export const attendanceDayView = z.object({
  day: businessDay,
  /** Whether it is the running one. */
  now: z.boolean(),
  rows: z.array(
    attendant.extend({
      presence,
      /** Since when their counter has been paused, and why. */
      paused: z.object({ sinceMs: z.number(), reason: z.string(), counter: z.string() }).optional(),
      of: sheetDay,
    }),
  ),
})
export type AttendanceDayView = z.infer<typeof attendanceDayView>

const sheetLine = attendant.extend({ days: z.array(sheetDay).readonly(), totals: sheetTotals })
export type SheetLine = z.infer<typeof sheetLine>

/** The monthly sheet 月考勤表: business days [from, to). */
export const attendanceSheetView = z.object({
  hall: z.string(),
  from: businessDay,
  to: businessDay,
  /** When it was made, the hall's own clock. */
  madeAt: z.string(),
  timeZone: z.string(),
  rows: z.array(sheetLine),
})
export type AttendanceSheetView = z.infer<typeof attendanceSheetView>

/** What waits for a decision. */
export const attendanceRequests = z.object({
  leaves: z.array(leave),
  /** Findings of the last weeks nobody has looked at. */
  findings: z.array(attendant.extend({ day: businessDay, item: sheetItem })),
  appeals: z.array(deduction),
})
export type AttendanceRequests = z.infer<typeof attendanceRequests>

/** How many leaves and appeals whoever asks may decide now. */
export const attendanceWaiting = z.object({ leaves: z.number().int(), appeals: z.number().int() })

/** A person's record: the sheet of a period with everything it rests on. */
export const attendanceRecord = z.object({
  from: businessDay,
  to: businessDay,
  row: sheetLine,
  punches: z.array(punch),
  leaves: z.array(leave),
  rosters: z.array(roster),
  deductions: z.array(deduction),
})
export type AttendanceRecord = z.infer<typeof attendanceRecord>

/** Packs that may be chosen, and files that are none. */
export const packList = z.object({
  packs: z.array(rulePack),
  /** Files that are no pack, each in one English line. */
  problems: z.array(z.string()),
  /** The same, to be worded. */
  wrong: z.array(z.object({ file: z.string(), problem: ruleProblem })).default([]),
})
export type PackList = z.infer<typeof packList>
