/** Goal: the page about the REST interface is of today, and readable. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { apiFile, currentApiPage } from '#build/api.ts'
import { apiPage, formOf } from '#build/apiPage.ts'

it('is made anew whenever the interface changes', async () => {
  expect(readFileSync(apiFile, 'utf8'), 'run npm run api').toBe(await currentApiPage())
})

describe('forms', () => {
  it.each([
    [{ type: 'string' }, 'text'],
    [{ const: 'a' }, '"a"'],
    [{ enum: ['a', 'b'] }, '"a" \\| "b"'],
    [{ type: 'array', items: { type: 'number' } }, '[number]'],
    [
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } }, required: ['a'] },
      '{a: text, b?: integer}',
    ],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'text \\| null'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, '{…: number}'],
    [{ type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } }, 'words'],
    [{}, 'any'],
    [undefined, 'any'],
  ])('%j is written %s', (schema, form) => {
    expect(formOf(schema)).toBe(form)
  })

  it('says of each request who may make it, what it takes and what it answers', () => {
    const page = apiPage({
      info: { description: 'A hall.' },
      paths: {
        '/api/v1/x/{id}': {
          post: {
            summary: 'Do it',
            tags: ['things'],
            requestBody: {
              content: {
                'application/json': { schema: { type: 'object', properties: { a: { enum: ['x', 'y'] } } } },
              },
            },
            responses: {
              201: { content: { 'application/json': { schema: { type: 'string' } } } },
              '4xx': {},
            },
          },
        },
      },
    })
    expect(page).toContain('### `POST /x/{id}`')
    expect(page).toContain('- Open to everybody.')
    expect(page).toContain('- Takes `{a?: "x" | "y"}`')
    expect(page).toContain('- Answers 201 `text`')
  })
})
