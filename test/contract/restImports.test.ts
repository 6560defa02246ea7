/**
 * Goal: files that set the hall up are read beside the hub's loop, show how far
 * they are, can be cancelled, and change all or nothing. Method: the served hall
 * over REST, its worker the real one.
 */
import ExcelJs from 'exceljs'
import { beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { importEnd } from '#shared/protocol/setUpAnswers.ts'
import { jobView } from '#main/hub/rest/jobs.ts'
import type { JobView } from '#main/hub/rest/jobs.ts'
import type { Reply } from '#test/fixtures/restClient.ts'
import type { AtHall } from '#test/fixtures/restHall.ts'
import { restHall } from '#test/fixtures/restHall.ts'
import { eventually } from '#test/fixtures/eventually.ts'

let at: AtHall
restHall((given) => {
  at = given
})
let admin: string
beforeEach(async () => {
  admin = await at.hall.rest.signIn('admin')
})

const jobAnswer = z.object({ job: jobView })
const csvOf = (rows: number): string =>
  `department,item_name,item_code\n${Array.from({ length: rows }, (_, i) => `人社局,事项${String(i)},N${String(i)}\n`).join('')}`

async function begin(raw: string | Buffer, { apply = false, token = admin } = {}): Promise<Reply> {
  return at.hall.rest.ask(`/setup/imports/catalogue?filename=list.csv&apply=${String(apply)}`, {
    method: 'POST',
    token,
    raw,
    headers: { 'content-type': 'application/octet-stream' },
  })
}
async function ended(reply: Reply): Promise<JobView> {
  const { id } = jobAnswer.parse(reply.body).job
  return eventually(async () => {
    const { job } = jobAnswer.parse((await at.hall.rest.ask(`/jobs/${id}`, { token: admin })).body)
    expect(job.state).not.toBe('running')
    return job
  })
}
async function endOf(reply: Reply): Promise<z.infer<typeof importEnd>> {
  const job = await ended(reply)
  expect(job.state).toBe('done')
  return importEnd.parse((await at.hall.rest.ask(`/jobs/${job.id}/result`, { token: admin })).body)
}
const services = (): number => at.hall.opened.hub.state.catalogue.services.length

it('is shown first and carried out when told to', async () => {
  const before = services()
  expect(await endOf(await begin(csvOf(3)))).toMatchObject({ ok: true, applied: false, report: { added: 3 } })
  expect(services()).toBe(before)
  expect(await endOf(await begin(csvOf(3), { apply: true }))).toMatchObject({ ok: true, applied: true })
  expect(services()).toBe(before + 3)
  expect(await endOf(await begin(csvOf(3), { apply: true }))).toMatchObject({ total: 0, applied: false })
})

it('says in words why a file is none of ours', async () => {
  expect(await endOf(await begin('a,b\n1,2\n'))).toMatchObject({ ok: false, code: 'columnsMissing' })
})

it('leaves the hub free while a large workbook is read, and says how far it is', async () => {
  const workbook = new ExcelJs.Workbook()
  const sheet = workbook.addWorksheet('1')
  sheet.addRow(['department', 'item_name', 'item_code'])
  for (let i = 0; i < 8000; i += 1) sheet.addRow(['人社局', `事项${String(i)}`, `N${String(i)}`])
  const reply = await begin(Buffer.from(await workbook.xlsx.writeBuffer()))
  // Others are answered while it is still being read.
  expect((await at.hall.rest.post('/counters/c4/open', {}, { token: at.t1 })).status).toBe(200)
  const { id } = jobAnswer.parse(reply.body).job
  const now = jobAnswer.parse((await at.hall.rest.ask(`/jobs/${id}`, { token: admin })).body)
  expect(now.job.state).toBe('running')
  const job = await ended(reply)
  expect([job.state, job.of]).toEqual(['done', 8001])
})

it('is ended when somebody cancels, and changes nothing', async () => {
  const before = services()
  const reply = await begin(csvOf(19_000), { apply: true })
  const { id } = jobAnswer.parse(reply.body).job
  const gone = await at.hall.rest.ask(`/jobs/${id}`, { method: 'DELETE', token: admin })
  expect(jobAnswer.parse(gone.body).job.state).toBe('cancelled')
  expect((await at.hall.rest.ask(`/jobs/${id}/result`, { token: admin })).status).toBe(404)
  expect(services()).toBe(before)
})

it('does not write over what somebody changed meanwhile', async () => {
  expect(await endOf(await begin(csvOf(1), { apply: true }))).toMatchObject({ ok: true })
  const [first, second] = await Promise.all([
    begin(csvOf(1).replace('事项0', '甲'), { apply: true }),
    begin(csvOf(1).replace('事项0', '乙'), { apply: true }),
  ])
  const ends = await Promise.all([endOf(first), endOf(second)])
  expect(ends.map(({ ok }) => ok).sort()).toEqual([false, true])
  expect(ends.find(({ ok }) => !ok)).toMatchObject({ code: expect.any(String), message: expect.any(String) })
})
