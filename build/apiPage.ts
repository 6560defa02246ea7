/** An OpenAPI document as a page for people: each request, who may make it, what it takes and what it answers. */
import { z } from 'zod'

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  schema: z.unknown().optional(),
})
const content = z.object({ 'application/json': z.object({ schema: z.unknown() }).optional() }).optional()
const operation = z.object({
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()),
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content })),
  security: z.array(z.unknown()).optional(),
})
type Operation = z.infer<typeof operation>
const document = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
})

const schema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
})

/** Nested this deep a form says more than it helps. */
const deepest = 3

/** A JSON schema as one writes a value of it: `{id, open?: [text]}`. */
export function formOf(given: unknown, depth = 0): string {
  const read = schema.safeParse(given)
  if (!read.success) return 'any'
  const {
    type,
    const: only,
    enum: values,
    items,
    properties,
    required = [],
    additionalProperties,
    anyOf,
    oneOf,
  } = read.data
  if (only !== undefined) return JSON.stringify(only)
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' \\| ')
  const kinds = anyOf ?? oneOf
  if (kinds !== undefined) return [...new Set(kinds.map((kind) => formOf(kind, depth)))].join(' \\| ')
  const name = Array.isArray(type) ? type.filter((one) => one !== 'null')[0] : type
  if (name === 'array') return `[${formOf(items, depth)}]`
  if (properties !== undefined) {
    if ('zh' in properties && 'en' in properties) return 'words'
    if (depth >= deepest) return '{…}'
    const fields = Object.entries(properties).map(([field, of]) => {
      const form = formOf(of, depth + 1)
      return `${field}${required.includes(field) ? '' : '?'}: ${form}`
    })
    return `{${fields.join(', ')}}`
  }
  if (name === 'object')
    return additionalProperties === undefined ? '{…}' : `{…: ${formOf(additionalProperties, depth + 1)}}`
  return name === 'string' ? 'text' : (name ?? 'any')
}

/** The page. Throws when the document is not of the form the hub makes. */
export function apiPage(given: unknown): string {
  const { info, paths } = document.parse(given)
  const byTag = new Map<string, string[]>()
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, one] of Object.entries(methods)) {
      const tag = one.tags[0] ?? 'other'
      byTag.set(tag, [...(byTag.get(tag) ?? []), section(method, path, one)])
    }
  }
  return [
    '# REST interface',
    '<!-- Made by `npm run api` from the schemas that validate. Do not edit. -->',
    `${info.description} The same document, for machines: \`GET /api/v1/openapi.json\`.`,
    '`words` is a text in the hall’s languages, `{zh, en?, ug?, kk?, mn?}`. Whoever is not named as open shows `Authorization: Bearer TOKEN`: of a session (`POST /sessions`), a paired station or a program. ' +
      'What the hall refuses is 409 `{refusal: {code, message, …}}`; bad input 400 `{error: {path, message}}`; 401 and 403 not allowed; 404 unknown; 429 wait `retryAfter` seconds.',
    ...[...byTag].flatMap(([tag, sections]) => [`## ${tag}`, ...sections]),
  ].join('\n\n')
}

function section(
  method: string,
  path: string,
  { summary, description, parameters, requestBody, responses, security }: Operation,
): string {
  const shown = path.replace(/^\/api\/v1/, '')
  const asked = parameters
    .filter((one) => one.in === 'query')
    .map(({ name, required, schema: of }) => `\`${name}${required === true ? '' : '?'}: ${formOf(of)}\``)
  const body = requestBody?.content?.['application/json']?.schema
  const answers = Object.entries(responses)
    .filter(([status]) => /^2/.test(status))
    .map(([status, { content: of }]) => {
      const form = of?.['application/json']?.schema
      return form === undefined ? status : `${status} \`${formOf(form).replaceAll('\\|', '|')}\``
    })
  const lines = [
    security === undefined ? 'Open to everybody.' : undefined,
    description,
    asked.length === 0 ? undefined : `Query: ${asked.join(', ')}`,
    body === undefined ? undefined : `Takes \`${formOf(body).replaceAll('\\|', '|')}\``,
    `Answers ${answers.join(' or ')}`,
  ]
  return [
    `### \`${method.toUpperCase()} ${shown}\``,
    `${summary}.`,
    ...lines.filter((line) => line !== undefined).map((line) => `- ${line}`),
  ].join('\n\n')
}
