/** Attendance over REST: who is here, the monthly sheet, a person's record, what waits for a decision. Everything is changed by commands. */
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { photo } from '#shared/conduct/cases.ts'
import { photosOf } from '#shared/conduct/records.ts'
import { ruleProblemLine } from '#shared/conduct/ruleProblem.ts'
import { hasRight } from '#shared/hall/permissions.ts'
import { presenceOf } from '#shared/conduct/presence.ts'
import type { SheetRow } from '#shared/conduct/attendanceSheet.ts'
import { waitingFor } from '#shared/hall/rules/waiting.ts'
import { rulesOf } from '#shared/hall/state.ts'
import { businessDay, deductionId, staffId } from '#shared/ids/ids.ts'
import type { BusinessDay, StaffId } from '#shared/ids/ids.ts'
import { sheetWords } from '#shared/locale/attendance.ts'
import {
  attendanceDayView,
  attendanceRecord,
  attendanceRequests,
  attendanceSheetView,
  attendanceWaiting,
  month,
  packList,
} from '#shared/protocol/attendance.ts'
import type { AttendanceRecord, Attendant, SheetLine } from '#shared/protocol/attendance.ts'
import { addDays, isoWithOffset } from '#shared/time/localTime.ts'
import { findPacks } from '../../importing/rulePackFiles.ts'
import { attendanceOf } from '../../reports/attendance.ts'
import { fileFormats } from '../../reports/order.ts'
import type { AttendanceAsked } from '../../reports/order.ts'
import type { Reporter } from '../../reports/reporter.ts'
import type { Photos } from '../photos.ts'
import { actorOf, badInput, unknown } from './context.ts'
import type { RestParts } from './context.ts'
import { sendAs, staffOf } from './jobs.ts'
import { fileTypes, unlessBusy } from './reports.ts'

export interface AttendanceParts extends RestParts {
  readonly reporter: Reporter
  readonly photos: Photos
  /** Folder of the hall's own rule packs. */
  readonly packsDir?: string | undefined
}

/** How far back findings nobody has looked at are listed, days. */
const openDays = 31

const asked = z.object({ month: month.optional() })

/** Routes under `/attendance`. */
export function attendanceRoutes(parts: AttendanceParts): FastifyPluginCallbackZod {
  const { hub, reporter, photos } = parts
  const tags = ['attendance']

  const today = (): BusinessDay => {
    const { day } = hub.state
    if (day === undefined) throw badInput('day', 'there is no business day yet')
    return day.day
  }
  const people = (): readonly Attendant[] =>
    [...hub.state.staff.values()]
      .sort((a, b) => (a.staffNo < b.staffNo ? -1 : 1))
      .map(({ id, staffNo, name }) => ({ staffId: id, staffNo, name }))
  const zone = (): string => hub.state.settings?.timeZone ?? 'UTC'
  const judgedBy = () => ({ zone: zone(), rules: rulesOf(hub.state), today: today(), nowMs: hub.nowMs() })
  const sheetAsked = (from: BusinessDay, to: BusinessDay): AttendanceAsked => ({
    ...judgedBy(),
    from,
    to,
    people: people(),
    hall: hub.state.settings?.name.zh ?? '',
    madeAt: isoWithOffset(hub.nowMs(), zone()),
  })
  const namedRow = ({ staffId: id, days, totals }: SheetRow): SheetLine => {
    const member = hub.state.staff.get(id)
    return { staffId: id, staffNo: member?.staffNo ?? '', name: member?.name ?? id, days, totals }
  }

  function recordOf(id: StaffId, wanted: string | undefined): AttendanceRecord {
    const { from, to } = monthOf(wanted, today())
    const [row] = attendanceOf(hub.ledger, {
      ...judgedBy(),
      from,
      to,
      staff: [...hub.state.staff.keys()],
      only: id,
    })
    const span = { staffId: id, from, until: to }
    const nothing = { staffId: id, days: [], totals: blankTotals }
    return {
      from,
      to,
      row: namedRow(row ?? nothing),
      punches: [...hub.ledger.recordsOf({ record: 'punch', ...span })],
      // What was asked for and has not begun belongs to the month it was asked in too.
      leaves: [...hub.ledger.recordsOf({ record: 'leave', staffId: id, from })],
      rosters: [...hub.ledger.recordsOf({ record: 'roster', staffId: id, from })],
      deductions: [...hub.ledger.recordsOf({ record: 'deduction', ...span })],
    }
  }

  return (app, _options, done) => {
    app.get(
      '/attendance/day',
      {
        config: { right: 'readAttendance' },
        schema: {
          summary: 'Who is here, late, away or on leave on a business day; today where none is named',
          tags,
          querystring: z.object({ day: businessDay.optional() }),
          response: { 200: attendanceDayView },
        },
      },
      (request) => {
        const day = request.query.day ?? today()
        const isNow = day === today()
        const next = nextDay(day)
        const nowMs = hub.nowMs()
        const rows = attendanceOf(hub.ledger, {
          ...judgedBy(),
          from: day,
          to: next,
          staff: people().map((p) => p.staffId),
        })
        const leaves = hub.ledger
          .recordsOf({ record: 'leave', from: day, until: next })
          .filter((l) => l.state === 'approved' && l.fromMs <= nowMs && nowMs < l.untilMs)
        return {
          day,
          now: isNow,
          rows: rows.flatMap((row) => {
            const [of] = row.days
            if (of === undefined) return []
            const { staffId: id, staffNo, name } = namedRow(row)
            const counter = isNow ? hub.state.counters.find((c) => c.staffId === id) : undefined
            const paused =
              counter?.state === 'paused'
                ? {
                    sinceMs: counter.sinceMs,
                    reason: counter.pauseReason ?? '',
                    counter: hub.state.lookup.counters.get(counter.id)?.label ?? counter.id,
                  }
                : undefined
            const presence = presenceOf(of, {
              onLeave: isNow && leaves.some((l) => l.staffId === id),
              pausedSinceMs: paused?.sinceMs,
            })
            return [{ staffId: id, staffNo, name, presence, ...(paused && { paused }), of }]
          }),
        }
      },
    )

    app.get(
      '/attendance/sheet',
      {
        config: { right: 'readAttendance' },
        schema: {
          summary:
            'The monthly sheet: everybody by days, marks, totals, and deductions with the rules that caused them',
          tags,
          querystring: asked.extend({
            format: z.enum(['json', ...fileFormats]).default('json'),
            locale: z.enum(['zh', 'en']).default('zh'),
          }),
          // As `format` asks: what is no JSON has no schema here.
          response: { 200: z.union([attendanceSheetView, z.unknown()]) },
        },
      },
      async (request, reply) => {
        const { format, locale } = request.query
        const { from, to } = monthOf(request.query.month, today())
        const order = { asked: sheetAsked(from, to) }
        if (format === 'json') return unlessBusy(reporter.attendance(order))
        const bytes = await unlessBusy(reporter.attendanceFile({ ...order, locale, format }))
        const name = `${sheetWords.title[locale].replaceAll(' ', '-')}_${from.slice(0, 7)}.${format}`
        parts.note?.(
          'exported',
          actorOf(parts, request),
          { what: `attendance ${from.slice(0, 7)}`, file: name },
          request.ip,
        )
        return sendAs(reply, { name, type: fileTypes[format] }).send(Buffer.from(bytes))
      },
    )

    app.get(
      '/attendance/requests',
      {
        config: { right: 'readAttendance' },
        schema: {
          summary: 'What waits for a decision: leaves, appeals, and findings nobody has looked at',
          tags,
          response: { 200: attendanceRequests },
        },
      },
      async () => {
        const day = today()
        const from = businessDay.parse(addDays(day, -openDays))
        const { rows } = await unlessBusy(reporter.attendance({ asked: sheetAsked(from, nextDay(day)) }))
        const records = [...hub.state.records.values()]
        return {
          leaves: records.flatMap((r) => (r.record === 'leave' && r.state === 'requested' ? [r] : [])),
          appeals: records.flatMap((r) =>
            r.record === 'deduction' && r.appeal !== undefined && r.decided === undefined ? [r] : [],
          ),
          findings: rows.flatMap(({ days, staffId: id, staffNo, name }) =>
            days.flatMap(({ day: of, items }) =>
              items
                .filter((item) => item.state === 'open')
                .map((item) => ({ staffId: id, staffNo, name, day: of, item })),
            ),
          ),
        }
      },
    )

    app.get(
      '/attendance/waiting',
      {
        config: { right: 'readAttendance' },
        schema: {
          summary: 'How many leaves and appeals wait for you to decide',
          tags,
          response: { 200: attendanceWaiting },
        },
      },
      (request) => waitingFor(hub.state, actorOf(parts, request)),
    )

    app.get(
      '/attendance/people/:id',
      {
        config: { right: 'readAttendance' },
        schema: {
          summary: 'A person’s record of a month, with everything it rests on',
          tags,
          params: z.object({ id: staffId }),
          querystring: asked,
          response: { 200: attendanceRecord },
        },
      },
      (request) => {
        const { id } = request.params
        const [punched] = hub.ledger.recordsOf({ record: 'punch', staffId: id, limit: 1 })
        if (!hub.state.staff.has(id) && punched === undefined) throw unknown('id')
        return recordOf(id, request.query.month)
      },
    )

    app.get(
      '/attendance/mine',
      {
        config: { right: 'ownAttendance' },
        schema: {
          summary: 'The sender’s own record of a month',
          tags,
          querystring: asked,
          response: { 200: attendanceRecord },
        },
      },
      (request: FastifyRequest<{ Querystring: z.infer<typeof asked> }>) =>
        recordOf(staffOf(actorOf(parts, request)).staffId, request.query.month),
    )

    app.get(
      '/attendance/deductions/:id/photos/:sha256',
      {
        config: { right: 'ownAttendance' },
        schema: {
          summary: 'A photograph of an appeal, for whom it concerns and for those in charge',
          tags,
          params: z.object({ id: deductionId, sha256: photo.shape.sha256 }),
        },
      },
      async (request, reply) => {
        const { id, sha256 } = request.params
        const { staffId: me, roles } = staffOf(actorOf(parts, request))
        const found = hub.ledger.record(id)
        // Nobody else learns that there is one.
        const may =
          found?.record === 'deduction' && (found.staffId === me || hasRight(roles, 'readAttendance'))
        const one = may ? photosOf(found).find((p) => p.sha256 === sha256) : undefined
        if (one === undefined || !(await photos.has(one))) throw unknown('sha256')
        return reply.type(one.type).send(createReadStream(photos.pathOf(one)))
      },
    )

    app.get(
      '/attendance/packs',
      {
        config: { right: 'readAttendance' },
        schema: { summary: 'Attendance rule packs that may be chosen', tags, response: { 200: packList } },
      },
      () => {
        const { packs, problems } = findPacks(parts.packsDir)
        return {
          packs: [...packs],
          problems: problems.map(({ file, problem }) => `${file}: ${ruleProblemLine(problem)}`),
          wrong: [...problems],
        }
      },
    )
    done()
  }
}

const blankTotals = {
  due: 0,
  attended: 0,
  onLeave: 0,
  missed: 0,
  open: 0,
  leaveDays: {},
  times: {},
  toConfirm: 0,
  extendedMin: 0,
  minus: 0,
  plus: 0,
} as const

function nextDay(day: BusinessDay): BusinessDay {
  return businessDay.parse(addDays(day, 1))
}

/** The business days of a month, [from, to); of the one that holds today where none is named. */
function monthOf(
  wanted: string | undefined,
  today: BusinessDay,
): { readonly from: BusinessDay; readonly to: BusinessDay } {
  const from = `${wanted ?? today.slice(0, 7)}-01`
  return { from: businessDay.parse(from), to: businessDay.parse(`${addDays(from, 31).slice(0, 7)}-01`) }
}
