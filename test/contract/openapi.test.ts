/** Goal: the OpenAPI document tells all of the contract and nothing that is not so. Method: the served document, read and followed. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { restHall } from '../fixtures/restHall.ts'
import type { ServedHall } from '../fixtures/servedHall.ts'
import { visitVerbs } from './visitVerbs.ts'

let hall: ServedHall
restHall((at) => {
  ;({ hall } = at)
})

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  schema: z.object({}),
})
const operation = z.object({
  summary: z.string().min(1),
  tags: z.array(z.string()).min(1),
  parameters: z.array(parameter).default([]),
  requestBody: z
    .object({ content: z.object({ 'application/json': z.object({ schema: z.object({}) }) }) })
    .optional(),
  responses: z.record(z.string().regex(/^([1-5]\d\d|[1-5]XX)$/), z.object({ description: z.string() })),
  security: z.array(z.object({ bearer: z.array(z.string()) })).optional(),
})
const document = z.object({
  openapi: z.string().regex(/^3\.1\.\d$/),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'delete']), operation)),
  components: z.object({ securitySchemes: z.object({ bearer: z.object({ type: z.literal('http') }) }) }),
})
const read = async () => document.parse((await hall.rest.get('/openapi.json')).body)

/** Method and path → what it answers when all is well. */
const contract: Readonly<Record<string, string>> = {
  'get /healthz': '200',
  'post /sessions': '200',
  'get /catalogue': '200',
  'post /visits': '201',
  'get /visits': '200',
  'get /visits/{id}': '200',
  'get /visits/{id}/history': '200',
  ...Object.fromEntries(
    ['open', 'pause', 'resume', 'close', 'call-next', 'call'].map((verb) => [
      `post /counters/{id}/${verb}`,
      '200',
    ]),
  ),
  ...Object.fromEntries(visitVerbs.map((verb) => [`post /visits/{id}/${verb}`, '200'])),
  'post /visits/{id}/ratings': '201',
  'get /stats/live': '200',
  'get /stats/ratings': '200',
}

describe('the OpenAPI document', () => {
  it('is one, and has every path of the contract with its answer', async () => {
    const { paths } = await read()
    for (const [line, status] of Object.entries(contract)) {
      const [method = '', path = ''] = line.split(' ')
      const found = Object.entries(paths[`/api/v1${path}`] ?? {}).find(([name]) => name === method)?.[1]
      expect(found, line).toBeDefined()
      expect(Object.keys(found?.responses ?? {}), line).toEqual(expect.arrayContaining([status, '4XX']))
    }
    expect(paths['/api/v1/counters/{id}/call-next']).toMatchObject({ post: { responses: { 204: {} } } })
  })

  it('says of every POST that it takes an Idempotency-Key, and of every path its parameters', async () => {
    const { paths } = await read()
    for (const [path, operations] of Object.entries(paths))
      for (const [method, { parameters }] of Object.entries(operations)) {
        const keyed = parameters.some((p) => p.in === 'header' && p.name === 'Idempotency-Key')
        expect(keyed, `${method} ${path}`).toBe(method === 'post')
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
        expect(parameters.filter((p) => p.in === 'path').map((p) => p.name)).toEqual(named)
      }
  })

  it('says truly which reads need a token', async () => {
    const { paths } = await read()
    for (const [path, operations] of Object.entries(paths)) {
      const get = Object.entries(operations).find(([method]) => method === 'get')?.[1]
      if (get === undefined || path.includes('{token}')) continue
      const { status } = await hall.rest.get(`/${path.replaceAll(/\{\w+\}/g, 'x')}`)
      expect(status, path).toBe(get.security === undefined ? 200 : 401)
    }
  })
})

describe('headers', () => {
  it('forbid what a screen never needs', async () => {
    const { headers } = await hall.rest.get('/healthz')
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
    expect(headers).not.toHaveProperty('x-powered-by')
  })
})
