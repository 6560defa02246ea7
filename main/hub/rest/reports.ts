/** Reports over REST, for those in charge: figures, the rows behind each, and files of both. */
import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { hasRight } from '#shared/hall/permissions.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { businessDay } from '#shared/ids/ids.ts'
import { reportTextsOf } from '#shared/locale/reports.ts'
import { groupings } from '#shared/reporting/fact.ts'
import { figureIds } from '#shared/reporting/figures.ts'
import { lastDayOf } from '#shared/reporting/labels.ts'
import { factRows, report } from '#shared/reporting/report.ts'
import type { Asked } from '#shared/reporting/report.ts'
import { formOf, reportNames } from '#shared/reporting/reports.ts'
import { addDays, isoWithOffset } from '#shared/time/localTime.ts'
import { fileFormats } from '../../reports/order.ts'
import type { FileFormat } from '../../reports/order.ts'
import { Busy } from '../../reports/reporter.ts'
import type { Reporter } from '../../reports/reporter.ts'
import type { Opening } from '../../reports/rows.ts'
import type { Jobs } from '../jobs.ts'
import { actorOf, badInput, Refusing, send } from './context.ts'
import type { RestParts } from './context.ts'
import { startExport } from './exporting.ts'
import { hallNames } from './hallNames.ts'
import { jobView, sendAs, staffOf, viewJob } from './jobs.ts'

export interface ReportParts {
  readonly reporter: Reporter
  readonly jobs: Jobs
  /** Where files of exports are made. */
  readonly exportsDir: string
}

/** The longest period of one report: ten years of days. */
const mostDays = 3_660

const reportName = z.enum(reportNames)
const period = {
  from: businessDay.optional(),
  to: businessDay.optional(),
  groupBy: z.enum(groupings).optional(),
  locale: z.enum(['zh', 'en']).default('zh'),
}
/** Which figure; without `key` and `unclassified`, of all rows together. */
const opened = {
  figure: z.enum(figureIds),
  key: z.string().max(100).optional(),
}
/** The same where a body says it. */
const openedInBody = { ...period, ...opened, unclassified: z.boolean().default(false) }

/** What each kind of file says it is. */
export const fileTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Routes under `/reports`. */
export function reportRoutes(parts: RestParts & ReportParts): FastifyPluginCallbackZod {
  const { hub, reporter } = parts
  const zone = (): string => hub.state.settings?.timeZone ?? 'UTC'
  const madeAt = (): string =>
    isoWithOffset(Math.floor(hub.nowMs() / 1000) * 1000, zone()).replace('.000', '')

  return (app, _options, done) => {
    // Who may not ask learns nothing about what can be asked.
    app.addHook('preValidation', (request, _reply, next) => {
      needReports(parts, request)
      next()
    })
    app.get(
      '/reports',
      {
        config: { right: 'readReports' },
        schema: {
          summary: 'Which reports there are, and by what each can be told apart',
          tags: ['reports'],
          response: {
            200: z.object({
              reports: z.array(
                z.object({ name: reportName, title: z.string(), groupings: z.array(z.enum(groupings)) }),
              ),
            }),
          },
        },
      },
      (request) => {
        needReports(parts, request)
        const { reports } = reportTextsOf('zh')
        return {
          reports: reportNames.map((name) => ({
            name,
            title: reports[name].title,
            groupings: [...formOf(name).groupings],
          })),
        }
      },
    )

    app.get(
      '/reports/:name',
      {
        config: { right: 'readReports' },
        schema: {
          summary: 'A report of the business days [from, to); today where none are named',
          tags: ['reports'],
          params: z.object({ name: reportName }),
          querystring: z.object({ ...period, format: z.enum(['json', ...fileFormats]).default('json') }),
          // As `format` asks: what is no JSON has no schema here.
          response: { 200: z.union([z.object({ report }), z.unknown()]) },
        },
      },
      async (request, reply) => {
        const actor = needReports(parts, request)
        const { format, ...query } = request.query
        const asked = askedOf(request.params.name, query, hub.state.day?.day)
        const order = { asked, names: hallNames(hub.state), madeAt: madeAt() }
        if (format === 'json') return { report: await unlessBusy(reporter.report(order)) }
        const bytes = await unlessBusy(reporter.file({ ...order, format }))
        const name = fileName(asked, format)
        parts.note?.('exported', actor, { what: whatOf(asked, 'all figures'), file: name }, request.ip)
        return sendAs(reply, { name, type: fileTypes[format] }).send(Buffer.from(bytes))
      },
    )

    app.get(
      '/reports/:name/rows',
      {
        config: { right: 'readReports' },
        schema: {
          summary: 'The rows behind a figure, a page at a time; what is personal is left out',
          tags: ['reports'],
          params: z.object({ name: reportName }),
          querystring: z.object({
            ...period,
            ...opened,
            unclassified: z.enum(['true', 'false']).default('false'),
            offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
            limit: z.coerce.number().int().min(1).max(500).default(50),
          }),
          response: { 200: factRows },
        },
      },
      async (request) => {
        needReports(parts, request)
        const { unclassified, offset, limit, ...query } = request.query
        const figure = { ...query, unclassified: unclassified === 'true' }
        const opening = openingOf(request.params.name, figure, hub.state.day?.day, false)
        return unlessBusy(reporter.rows({ opening, names: hallNames(hub.state), offset, limit }))
      },
    )

    app.post(
      '/reports/:name/unmasked-rows',
      {
        config: { right: 'readReports' },
        schema: {
          summary: 'The same rows with what is personal; who looked and why is written down first',
          tags: ['reports'],
          params: z.object({ name: reportName }),
          body: z.object({
            ...openedInBody,
            offset: z.number().int().min(0).max(10_000_000).default(0),
            limit: z.number().int().min(1).max(500).default(50),
            reason: z.string().trim().min(1).max(200),
          }),
          response: { 200: factRows },
        },
      },
      async (request) => {
        const actor = needReports(parts, request)
        const { offset, limit, reason, ...figure } = request.body
        const opening = openingOf(request.params.name, figure, hub.state.day?.day, true)
        await send(parts, request, { type: 'unmask', what: whatOf(opening, opening.figure), reason }, actor)
        return unlessBusy(reporter.rows({ opening, names: hallNames(hub.state), offset, limit }))
      },
    )

    app.post(
      '/reports/:name/exports',
      {
        config: { right: 'readReports' },
        schema: {
          summary: 'Begins writing all rows behind a figure into a file; see /jobs',
          tags: ['reports'],
          params: z.object({ name: reportName }),
          body: z.object({
            ...openedInBody,
            format: z.enum(fileFormats),
            /** Shows what is personal, and is written down. */
            unmask: z.object({ reason: z.string().trim().min(1).max(200) }).optional(),
          }),
          response: { 202: z.object({ job: jobView }) },
        },
      },
      async (request, reply) => {
        const actor = staffOf(needReports(parts, request))
        const { format, unmask, ...figure } = request.body
        const opening = openingOf(request.params.name, figure, hub.state.day?.day, unmask !== undefined)
        if (unmask !== undefined) {
          const command = {
            type: 'unmask',
            what: whatOf(opening, opening.figure),
            reason: unmask.reason,
          } as const
          await send(parts, request, command, actor)
        }
        const title = reportTextsOf(opening.locale).figures[opening.figure].title
        const name = fileName(opening, format, title)
        const job = startExport(
          parts,
          { by: actor.staffId, name, type: fileTypes[format], format },
          async (path, given) =>
            reporter.exportRows(
              { opening, names: hallNames(hub.state), format, path },
              given.progress,
              given.signal,
            ),
        )
        if (job === undefined) throw busy()
        const told = { what: whatOf(opening, opening.figure), file: name, unmasked: unmask !== undefined }
        parts.note?.('exported', actor, told, request.ip)
        return reply.code(202).send({ job: viewJob(job, zone()) })
      },
    )
    done()
  }
}

function needReports(parts: RestParts, request: FastifyRequest): Actor {
  const actor = actorOf(parts, request)
  if (actor.kind === 'staff' && hasRight(actor.roles, 'readReports')) return actor
  throw new Refusing(403, {
    error: { path: 'authorization', message: 'supervisors and administrators only' },
  })
}

interface Query {
  readonly from?: Asked['from'] | undefined
  readonly to?: Asked['to'] | undefined
  readonly groupBy?: Asked['groupBy'] | undefined
  readonly locale: Asked['locale']
}

interface FigureQuery extends Query {
  readonly figure: Opening['figure']
  readonly key?: string | undefined
  readonly unclassified: boolean
}

/**
 * What is asked for, whole: one day where only its beginning is named.
 * @param anyGrouping rows of a composed report's parts are told apart in ways of their own
 */
function askedOf(
  name: Asked['name'],
  { from, to, groupBy, locale }: Query,
  today: Asked['from'] | undefined,
  anyGrouping = false,
): Asked {
  const first = from ?? today
  if (first === undefined) throw badInput('from', 'a business day; there is none today')
  if (!isDay(first)) throw badInput('from', 'not a day of the calendar')
  const last = to ?? businessDay.parse(addDays(first, 1))
  if (!isDay(last)) throw badInput('to', 'not a day of the calendar')
  if (last <= first) throw badInput('to', 'later than from')
  if (Date.parse(last) - Date.parse(first) > mostDays * 86_400_000)
    throw badInput('to', `at most ${String(mostDays)} days after from`)
  const { groupings: known } = formOf(name)
  const chosen = groupBy ?? known[0] ?? 'none'
  if (!anyGrouping && !known.includes(chosen)) throw badInput('groupBy', `one of ${known.join(', ')}`)
  return { name, from: first, to: last, groupBy: chosen, locale }
}

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

/** A figure of a report to be opened to its rows: of one line of it, of what is in none, or of all. */
function openingOf(
  name: Asked['name'],
  { figure, key, unclassified, ...query }: FigureQuery,
  today: Asked['from'] | undefined,
  unmasked: boolean,
): Opening {
  const line = unclassified ? { key: null } : key === undefined ? {} : { key }
  return { ...askedOf(name, query, today, true), figure, ...line, unmasked }
}

function whatOf({ name, from, to }: Asked, figure: string): string {
  return `report ${name}, ${figure}, ${from} to ${to}`
}

/** `到访量_2026-03-01_2026-03-31.xlsx`: the last day is the last that belongs to it. */
function fileName({ name, from, to, locale }: Asked, format: FileFormat, figure?: string): string {
  const title = reportTextsOf(locale).reports[name].title
  const parts = [title, ...(figure === undefined ? [] : [figure]), from]
  if (lastDayOf(to) !== from) parts.push(lastDayOf(to))
  return `${parts.join('_').replaceAll(/[\\/:*?"<>|\s]+/g, '-')}.${format}`
}

/** 503 while too many reports are being made. */
export function busy(): Refusing {
  return new Refusing(
    503,
    { error: { path: '', message: 'too many reports are being made; try again soon' }, retryAfter: 5 },
    { 'retry-after': '5' },
  )
}

/** What was made; 503 with when to come back where too much is asked for at once. */
export async function unlessBusy<T>(made: Promise<T>): Promise<T> {
  try {
    return await made
  } catch (error) {
    if (error instanceof Busy) throw busy()
    throw error
  }
}
