/**
 * Goal: at a station everybody reads their own attendance and cases and sends photographs as they would at the hub,
 * with the rights they have there, and is told calmly where the hub is away. Method: a served hall as the hub.
 */
import Fastify from 'fastify'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { fetch } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { attendanceRecord } from '#shared/protocol/attendance.ts'
import { caseList, caseView, mostPhotoBytes } from '#shared/protocol/cases.ts'
import { photo as photoForm } from '#shared/conduct/cases.ts'
import { ServedHall } from '#test/fixtures/servedHall.ts'
import { serveHubRoutes } from './hubRoutes.ts'

let hall: ServedHall
let station: FastifyInstance
let hub: string | undefined
let t1 = ''
beforeAll(async () => {
  hall = await ServedHall.open()
  t1 = await hall.rest.signIn('t1')
  hub = hall.origin
  station = Fastify({ bodyLimit: 64 * 1024 })
  serveHubRoutes(station, { hub: () => hub, calls: { fetch } })
  await station.ready()
})
afterAll(async () => {
  await station.close()
  await hall.close()
})

const ask = async (url: string, more: InjectOptions = {}) =>
  station.inject({
    url: `/api/v1${url}`,
    ...more,
    headers: { authorization: `Bearer ${t1}`, ...more.headers },
  })
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const send = async (payload: Buffer) =>
  ask('/photos', { method: 'POST', payload, headers: { 'content-type': 'image/png' } })

it('reads a person’s own attendance, and nobody’s without a session', async () => {
  const mine = await ask('/attendance/mine')
  expect(mine.statusCode, mine.body).toBe(200)
  expect(attendanceRecord.parse(mine.json()).row.staffId).toBe('t1')
  expect((await station.inject('/api/v1/attendance/mine')).statusCode).toBe(401)
  expect((await ask('/attendance/mine?month=what')).statusCode).toBe(400)
})

it('carries photographs to the hub, which looks at what they are', async () => {
  const sent = await send(png)
  expect(sent.statusCode, sent.body).toBe(201)
  const photo = z.object({ photo: photoForm }).parse(sent.json()).photo
  expect((await send(Buffer.from('<svg onload=alert(1)>'))).statusCode).toBe(400)
  expect((await send(Buffer.alloc(mostPhotoBytes + 1))).statusCode).toBe(413)

  const body = { kind: 'stuckMatter', text: '办不了', photos: [photo] }
  const reply = await hall.rest.post('/cases', body, { token: t1 })
  const { case: opened } = z.object({ case: z.object({ id: z.string() }) }).parse(JSON.parse(reply.text))
  expect(caseList.parse((await ask('/cases')).json()).cases.map(({ id }) => id)).toEqual([opened.id])
  const shown = z.object({ case: caseView }).parse((await ask(`/cases/${opened.id}`)).json()).case
  expect(shown.photos).toEqual([photo])
  const image = await ask(`/cases/${opened.id}/photos/${photo.sha256}`)
  expect([image.headers['content-type'], image.rawPayload.equals(png)]).toEqual(['image/png', true])
  // Of somebody else's there is nothing to see, here as there.
  const t2 = await hall.rest.signIn('t2')
  const other = { headers: { authorization: `Bearer ${t2}` } }
  expect((await ask(`/cases/${opened.id}`, other)).statusCode).toBe(404)
})

it('says so where the hub is away, or does not answer', async () => {
  hub = undefined
  expect((await ask('/attendance/mine')).statusCode).toBe(503)
  hub = 'http://127.0.0.1:1'
  expect((await ask('/cases')).json()).toEqual({ error: { path: '', message: 'the hub is out of reach' } })
  expect((await send(png)).statusCode).toBe(503)
})
