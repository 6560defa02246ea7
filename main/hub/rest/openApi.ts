/** The OpenAPI document: made from the schemas that validate, and what is true of every route added once. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

const text = { type: 'string' } as const

/** Bodies of what is not done: bad input, not allowed, not there; or a refusal of the hall with its facts. */
const notDone = {
  type: 'object',
  properties: {
    error: { type: 'object', properties: { path: text, message: text }, required: ['path', 'message'] },
    refusal: {
      type: 'object',
      properties: { code: text, message: text },
      required: ['code', 'message'],
      additionalProperties: true,
    },
    retryAfter: { type: 'number' },
  },
} as const

/** For Fastify's Swagger plugin. */
export const openApi: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Yihao',
      version: '1',
      description:
        'A hall’s REST interface. Times are ISO-8601 with offset, durations are in seconds. ' +
        'Every POST takes an Idempotency-Key: the same key gives the same answer, once carried out.',
    },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  },
  transform: (route) => {
    const { schema, url } = jsonSchemaTransform(route)
    const { response } = schema
    // What needs no token has a secret of its own, or tells what hangs on the wall.
    const isOpen = route.route.config?.right === 'anybody'
    return {
      url,
      schema: {
        ...schema,
        response: { ...(typeof response === 'object' ? response : {}), '4xx': notDone },
        ...(isOpen ? {} : { security: [{ bearer: [] }] }),
        ...(route.route.method === 'POST'
          ? {
              headers: {
                type: 'object',
                properties: { 'Idempotency-Key': { ...text, pattern: '^[\\x21-\\x7e]{1,100}$' } },
              },
            }
          : {}),
      },
    }
  },
}
