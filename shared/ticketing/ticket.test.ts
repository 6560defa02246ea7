import { describe, expect, it } from 'vitest'
import { locales } from '../catalogue/catalogue.ts'
import { sampleFacts } from '#test/contract/sampleTickets.ts'
import { isolate } from './document.ts'
import type { Phrase, TicketBlock, TicketDocument } from './document.ts'
import { ticketFacts } from './facts.ts'
import { ticketTexts } from './texts.ts'
import { ticketDocument } from './ticket.ts'

function block<T extends TicketBlock['type']>(
  document: TicketDocument,
  type: T,
): Extract<TicketBlock, { type: T }> {
  const found = document.blocks.find((b): b is Extract<TicketBlock, { type: T }> => b.type === type)
  if (!found) throw new Error(`no ${type} block`)
  return found
}

const types = (document: TicketDocument): readonly string[] => document.blocks.map((b) => b.type)

function phrasesIn(value: unknown): Phrase[] {
  if (Array.isArray(value)) return value.flatMap(phrasesIn)
  if (typeof value !== 'object' || value === null) return []
  return 'zh' in value ? [value as Phrase] : Object.values(value).flatMap(phrasesIn)
}

describe('ticket document', () => {
  it.each(locales)('says everything in order, in Chinese and in %s', (locale) => {
    const document = ticketDocument(sampleFacts(locale))
    expect(types(document)).toEqual([
      ...[
        'hall',
        'number',
        'queue',
        'where',
        'figure',
        'figure',
        'services',
        'materials',
        'qr',
        'taken',
        'note',
      ],
    ])
    const label = block(document, 'number').label
    expect(label.zh).toBe('您的号码')
    expect(label.own).toBe(locale === 'zh' ? undefined : ticketTexts[locale].yourNumber)
  })

  it('is in Chinese alone for a Chinese reader', () => {
    for (const phrase of phrasesIn(ticketDocument(sampleFacts('zh')).blocks))
      expect(phrase.own).toBeUndefined()
  })

  it('lets a name nobody translated stand in Chinese', () => {
    const { items } = block(ticketDocument(sampleFacts('ug')), 'services')
    expect(items[0]?.own).toBeDefined()
    expect(items[1]).toEqual({ zh: '公章刻制备案' })
    const blank = sampleFacts('en', { queue: { zh: '综合', en: '' } })
    expect(block(ticketDocument(blank), 'queue').name).toEqual({ zh: '综合' })
  })

  it('draws runs of counters together, by number and not by spelling', () => {
    const counters = (labels: string[]): string | undefined =>
      block(ticketDocument(sampleFacts('en', { where: { counters: labels } })), 'where').counters?.own
    expect(counters(['10', '9', '2', '1', '11'])).toBe('Counters 1, 2, 9–11')
    expect(counters(['3A', '4', '3', '4'])).toBe('Counters 3, 3A, 4')
  })

  it('isolates every number inside right-to-left text', () => {
    const { counters } = block(ticketDocument(sampleFacts('kk')), 'where')
    expect(counters?.own).toBe(`تەرەزە ${isolate.start}3–5${isolate.end}، ${isolate.start}8${isolate.end}`)
    expect(counters?.zh).toBe('3–5、8 号窗口')
  })

  it.each([
    [{ lowMin: 10, highMin: 25, approximate: false }, '10–25', undefined],
    [{ lowMin: 0, highMin: 5, approximate: true }, '<5', 'about'],
    [{ lowMin: 0, highMin: 0, approximate: false }, '<1', undefined],
    [{ lowMin: 10, highMin: 10, approximate: false }, '10', undefined],
  ])('writes a wait of %o as %s', (wait, value, about) => {
    const document = ticketDocument(sampleFacts('en', { wait }))
    const figure = document.blocks.find((b) => b.type === 'figure' && b.kind === 'wait')
    expect(figure).toMatchObject({ value, ...(about !== undefined && { about: { own: about, zh: '约' } }) })
    expect(figure !== undefined && 'about' in figure).toBe(about !== undefined)
  })

  it('says nothing of what nobody knows', () => {
    const document = ticketDocument(
      sampleFacts('zh', {
        ahead: undefined,
        wait: undefined,
        visitorUrl: undefined,
        where: { counters: [] },
        services: [],
      }),
    )
    expect(types(document)).toEqual(['hall', 'number', 'queue', 'taken', 'note'])
  })

  it('names the service above its materials only when there are several', () => {
    expect(block(ticketDocument(sampleFacts('zh')), 'materials').groups.map((g) => g.service?.zh)).toEqual([
      '内资有限责任公司设立登记',
      '公章刻制备案',
    ])
    const one = sampleFacts('zh', { services: sampleFacts('zh').services.slice(0, 1) })
    expect(block(ticketDocument(one), 'materials').groups[0]?.service).toBeUndefined()
  })

  it.each(locales)('marks a copy and an offline number so that anybody can tell (%s)', (locale) => {
    const document = ticketDocument(sampleFacts(locale, { offline: true }), 2)
    const marks = document.blocks.filter((b) => b.type === 'mark')
    expect(marks.map((b) => b.kind)).toEqual(['copy', 'offline'])
    expect(marks[0]?.text.zh).toBe('副本 COPY')
    expect(types(ticketDocument(sampleFacts(locale)))).not.toContain('mark')
  })

  it('writes the time of the hall, not of the machine', () => {
    const at = Date.parse('2026-11-22T23:30:00Z')
    const facts = sampleFacts('en', { takenAtMs: at, timeZone: 'Asia/Urumqi' })
    expect(block(ticketDocument(facts), 'taken').at).toBe('2026-11-23 05:30')
  })

  it('survives being written down', () => {
    const facts = sampleFacts('mn')
    expect(ticketFacts.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts)
  })
})
