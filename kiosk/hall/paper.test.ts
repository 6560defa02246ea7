/** Goal: no paper is offered that may not come. Method: each state of the printer with each state of a ticket. */
import { describe, expect, it } from 'vitest'
import { visitId } from '#shared/ids/ids.ts'
import { kioskTexts } from '#shared/locale/kiosk.ts'
import { paper } from '#shared/protocol/messages.ts'
import type { Paper, PrintJob } from '#shared/protocol/messages.ts'
import { paperLine, paperWarning } from './paper.ts'

const texts = kioskTexts.zh.paper
const printing = (status: Paper['status']): Paper => ({ configured: true, status })
const job = (state: PrintJob['state']): PrintJob => ({ visitId: visitId.parse('v-1'), state, copy: false })
const states = ['queued', 'sending', 'printed', 'failed', 'uncertain'] as const
const all = paper.shape.status.options
const withPaper = all.filter((status) => texts.status[status] === '')

it('says nothing while tickets come, near the end of the roll as well', () => {
  expect(withPaper).toEqual(['ready', 'nearEnd', 'unknown'])
  for (const status of withPaper) expect(paperWarning(printing(status), texts)).toBeUndefined()
})

describe.each(all.filter((status) => !withPaper.includes(status)))('with the printer %s', (status) => {
  it('says so before anybody counts on paper', () => {
    expect(paperWarning(printing(status), texts)).toBe(texts.status[status])
  })

  it.each([undefined, ...states])('offers none, the ticket being %s', (state) => {
    const line = paperLine(printing(status), state === undefined ? undefined : job(state), texts)
    expect(line.again).toBe(false)
  })

  it('tells whose ticket did not come why', () => {
    expect(paperLine(printing(status), job('failed'), texts).text).toBe(texts.status[status])
    expect(paperLine(printing(status), undefined, texts, 'old').text).toBe(texts.status[status])
  })
})

it('offers it to whoever went without once it comes again', () => {
  for (const state of ['failed', 'uncertain', 'printed'] as const)
    expect(paperLine(printing('ready'), job(state), texts).again).toBe(true)
  expect(paperLine(printing('ready'), undefined, texts, 'old').again).toBe(true)
})
