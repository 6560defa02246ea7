/**
 * Goal: those in charge get reports, the rows behind each figure and files of
 * both, others get none, personal data only for a reason that is written down.
 * Method: the served hall over REST, its worker and its files the real ones.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJs from 'exceljs'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { factRows, report } from '#shared/reporting/report.ts'
import type { FactRows } from '#shared/reporting/report.ts'
import type { AtHall } from '#test/fixtures/restHall.ts'
import { restHall } from '#test/fixtures/restHall.ts'
import type { Reply } from '#test/fixtures/restClient.ts'
import { eventually } from '#test/fixtures/eventually.ts'

let at: AtHall
const { ok, issue } = restHall((given) => {
  at = given
})

let boss: string
let day: string
/** Two visits of today: one served at c4 by t1, one waiting. */
beforeEach(async () => {
  boss = await at.hall.rest.signIn('boss')
  day = at.hall.opened.hub.state.day?.day ?? ''
  await ok('/counters/c4/open')
  await issue(['idCard'], { applicant: 'person' })
  at.hall.later(60)
  await ok('/counters/c4/call-next')
  const { visitId } = at.hall.opened.hub.state.counters.find((c) => c.visitId !== undefined) ?? {}
  await ok(`/visits/${String(visitId)}/start`)
  at.hall.later(120)
  await ok(`/visits/${String(visitId)}/turns`, {
    serviceId: 'idCard',
    outcome: 'completed',
    note: '电话 138',
  })
  await ok(`/visits/${String(visitId)}/finish`)
  await issue(['deed'])
})

const get = async (path: string, token: string | undefined = boss): Promise<Reply> =>
  at.hall.rest.ask(path, { token })
const post = async (path: string, body: object, token = boss): Promise<Reply> =>
  at.hall.rest.post(path, body, { token })

const jobOf = z.object({
  job: z.object({
    id: z.string(),
    state: z.string(),
    done: z.number(),
    of: z.number(),
    file: z.string().optional(),
  }),
})

describe('who may', () => {
  it.each(['t1', 'guide', 'kiosk', 'program'] as const)('%s may not', async (who) => {
    for (const path of ['/reports', '/reports/visits', '/reports/visits/rows?figure=arrived'])
      expect((await get(path, at[who])).status, path).toBe(403)
    const body = { figure: 'arrived', format: 'csv', reason: 'because' }
    for (const path of ['exports', 'unmasked-rows'])
      expect((await post(`/reports/visits/${path}`, body, at[who])).status, path).toBe(403)
  })

  it('nobody unknown may', async () => {
    expect((await at.hall.rest.ask('/reports/visits', {})).status).toBe(401)
  })
})

describe('a report', () => {
  it('of today, where no day is named', async () => {
    const reply = await get('/reports/visits')
    expect(reply.status, reply.text).toBe(200)
    const made = z.object({ report }).parse(reply.body).report
    expect(made).toMatchObject({ from: day, open: true, groupBy: 'queue' })
    expect(made.parts[0]?.total).toMatchObject({ arrived: 2, served: 1, carriedOver: 1, waitMean: 60 })
    expect(made.parts[0]?.columns[0]).toMatchObject({ id: 'arrived', title: '到访' })
    const english = z
      .object({ report })
      .parse((await get('/reports/waits?groupBy=hour&locale=en')).body).report
    expect(english.parts[0]?.columns[0]).toMatchObject({ id: 'waited', title: 'Called' })
  })

  it.each([
    ['/reports/nothing', 'name'],
    ['/reports/visits?from=2026-02-30', 'from'],
    ['/reports/visits?from=yesterday', 'from'],
    ['/reports/visits?from=2026-03-02&to=2026-03-02', 'to'],
    ['/reports/visits?from=1000-01-01&to=9000-01-01', 'to'],
    ['/reports/bulletin?groupBy=teller', 'groupBy'],
    ['/reports/visits?format=pdf', 'format'],
    ['/reports/visits/rows?figure=__proto__', 'figure'],
    ['/reports/visits/rows?figure=arrived&limit=100000', 'limit'],
  ])('%s is bad input at %s', async (path, where) => {
    const reply = await get(path)
    expect(reply.status, reply.text).toBe(400)
    expect(reply.body.error.path).toBe(where)
  })

  it('as a file has a name in Chinese and a plain one', async () => {
    const csv = await get('/reports/visits?from=2026-03-01&to=2026-04-01&format=csv')
    expect(at.hall.opened.audit.find({ kind: 'exported', limit: 1 })).toMatchObject([
      { who: 'staff:boss', facts: { what: 'report visits, all figures, 2026-03-01 to 2026-04-01' } },
    ])
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.headers['content-disposition']).toBe(
      `attachment; filename="____2026-03-01_2026-03-31.csv"; filename*=UTF-8''${encodeURIComponent('到访量_2026-03-01_2026-03-31.csv')}`,
    )
    expect(csv.text.charCodeAt(0)).toBe(0xfeff)
    const xlsx = await fetch(`${at.hall.origin}/api/v1/reports/bulletin?format=xlsx`, {
      headers: { authorization: `Bearer ${boss}` },
    })
    const book = new ExcelJs.Workbook()
    await book.xlsx.load(await xlsx.arrayBuffer())
    expect(book.worksheets[0]?.getCell('B2').value).toBe(2)
  })
})

describe('rows behind a figure', () => {
  const rowsOf = async (query: string): Promise<FactRows> => {
    const reply = await get(`/reports/visits/rows?${query}`)
    expect(reply.status, reply.text).toBe(200)
    return factRows.parse(reply.body)
  }

  it('come a page at a time', async () => {
    const all = await rowsOf('figure=arrived')
    expect(all).toMatchObject({ count: 2, masked: true })
    const second = await rowsOf('figure=arrived&offset=1&limit=1')
    expect(second.rows).toEqual(all.rows.slice(1))
    expect((await rowsOf('figure=arrived&key=C')).count).toBe(1)
    expect((await rowsOf('figure=arrived&groupBy=applicant&unclassified=true')).count).toBe(1)
  })

  it('show what is personal for a reason, which the ledger keeps', async () => {
    expect((await rowsOf('figure=turns')).columns.map((column) => column.id)).not.toContain('note')
    expect((await post('/reports/visits/unmasked-rows', { figure: 'turns' })).status).toBe(400)
    const reply = await post('/reports/visits/unmasked-rows', { figure: 'turns', reason: '核对投诉' })
    expect(reply.status, reply.text).toBe(200)
    const shown = factRows.parse(reply.body)
    expect(shown.rows[0]?.cells[shown.columns.findIndex((column) => column.id === 'note')]).toBe('电话 138')
    const { ledger } = at.hall.opened.hub
    expect(ledger.eventsAfter(ledger.lastSeq - 1, 1)[0]).toMatchObject({
      actor: { kind: 'staff', staffId: 'boss' },
      event: { type: 'unmasked', reason: '核对投诉' },
    })
  })
})

describe('an export', () => {
  it('is a job with progress and a file that goes', async () => {
    const begun = await post('/reports/visits/exports', { figure: 'arrived', format: 'xlsx' })
    expect(begun.status, begun.text).toBe(202)
    const { id } = jobOf.parse(begun.body).job
    const [noted] = at.hall.opened.audit.find({ kind: 'exported', limit: 1 })
    expect(noted?.facts).toMatchObject({ unmasked: false })
    const ended = await eventually(async () => {
      const { job } = jobOf.parse((await get(`/jobs/${id}`)).body)
      expect(job.state).toBe('done')
      return job
    })
    expect(ended).toMatchObject({ done: 2, of: 2, file: `到访量_到访_${day}.xlsx` })
    const admin = await at.hall.rest.signIn('admin')
    expect((await get(`/jobs/${id}`, admin)).status).toBe(404)
    expect((await get(`/jobs/${id}/result`, admin)).status).toBe(404)
    const file = await fetch(`${at.hall.origin}/api/v1/jobs/${id}/result`, {
      headers: { authorization: `Bearer ${boss}` },
    })
    const book = new ExcelJs.Workbook()
    await book.xlsx.load(await file.arrayBuffer())
    expect(book.worksheets[0]?.rowCount).toBe(3)
    expect(book.worksheets[0]?.getCell('C2').value).toBeInstanceOf(Date)
    const folder = join(at.hall.folder, 'exports')
    expect(readdirSync(folder)).toHaveLength(1)
    at.hall.later(2 * 3600)
    boss = await at.hall.rest.signIn('boss')
    expect((await get(`/jobs/${id}/result`)).status).toBe(404)
    expect(readdirSync(folder)).toEqual([])
  })

  it('can be cancelled, and leaves nothing', async () => {
    const begun = await post('/reports/visits/exports', { figure: 'arrived', format: 'csv' })
    const { id } = jobOf.parse(begun.body).job
    const gone = await at.hall.rest.ask(`/jobs/${id}`, { method: 'DELETE', token: boss })
    expect(jobOf.parse(gone.body).job).toMatchObject({ state: 'cancelled' })
    expect((await get(`/jobs/${id}/result`)).status).toBe(404)
    const folder = join(at.hall.folder, 'exports')
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
  })
})
