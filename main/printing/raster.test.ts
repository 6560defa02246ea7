/**
 * Goal: what comes out of a printer is what somebody has looked at. Method: every kept picture in
 * `test/fixtures/tickets` is drawn again and compared dot by dot with a little room for another processor's
 * rounding. `YIHAO_KEEP_TICKETS=1` draws them anew; look at them before they are committed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { locales } from '#shared/catalogue/catalogue.ts'
import type { TicketFacts } from '#shared/ticketing/facts.ts'
import { ticketDocument } from '#shared/ticketing/ticket.ts'
import { sampleFacts } from '#test/contract/sampleTickets.ts'
import { differenceOf } from './bitmap.ts'
import type { Bitmap } from './bitmap.ts'
import { loadDrawing } from './drawing.ts'
import { layoutTicket } from './layout.ts'
import { dotsOf, loadProfile, loadProfiles } from './profiles.ts'
import type { PrinterProfile } from './profiles.ts'
import { rasterPage, rasterTicket } from './raster.ts'
import { layoutTestPage } from './testPage.ts'
import { wrapText } from './wrap.ts'

const drawing = await loadDrawing()
const folder = fileURLToPath(new URL('../../test/fixtures/tickets/', import.meta.url))
const wide = loadProfile('escpos-80')
const narrow = loadProfile('escpos-58')

const raster = (facts: TicketFacts, profile = wide, copy = 0): Bitmap =>
  rasterTicket(ticketDocument(facts, copy), profile, drawing)

const testPage = (profile: PrinterProfile): Bitmap =>
  rasterPage(
    layoutTestPage(
      {
        hall: '青禾县政务服务中心',
        kiosk: 'kiosk-2',
        at: '2026-03-02 09:30',
        origin: 'http://192.168.1.10:7800',
      },
      profile,
      drawing,
    ),
    drawing,
  )

const kept: readonly (readonly [string, () => Bitmap])[] = [
  ...locales.map((locale) => [`${locale}-80`, () => raster(sampleFacts(locale))] as const),
  ...locales.map((locale) => [`${locale}-58`, () => raster(sampleFacts(locale), narrow)] as const),
  ['test-80', () => testPage(wide)],
  ['test-58', () => testPage(narrow)],
  [
    'ug-58-copy-offline',
    () =>
      raster(
        sampleFacts('ug', {
          offline: true,
          ahead: undefined,
          wait: { lowMin: 0, highMin: 5, approximate: true },
        }),
        narrow,
        1,
      ),
  ],
]

describe('tickets on paper', () => {
  it.each(kept)('%s is as it was when it was looked at', async (name, draw) => {
    const file = `${folder}${name}.png`
    const bitmap = draw()
    if (process.env['YIHAO_KEEP_TICKETS'] === '1') writeFileSync(file, drawing.toPng(bitmap))
    expect(existsSync(file)).toBe(true)
    const before = await drawing.fromPng(readFileSync(file))
    expect([bitmap.width, bitmap.height]).toEqual([before.width, before.height])
    expect(differenceOf(bitmap, before)).toBeLessThan(0.002)
  })

  it.each([
    ['A017', wide, 14.5],
    ['A017', narrow, 11],
    ['AB12345', wide, 9],
    ['AB12345', narrow, 6.1],
  ])('%s on %o has capitals of at least %f mm', (number, profile, mm) => {
    const page = layoutTicket(
      ticketDocument(sampleFacts('zh', { number: number as TicketFacts['number'] })),
      profile,
      drawing,
    )
    const mark = page.marks.find((m) => m.type === 'text' && m.text === number)
    if (mark?.type !== 'text') throw new Error('no number')
    expect(drawing.measure('A', mark.style).ascent).toBeGreaterThanOrEqual(dotsOf(profile, mm))
  })

  it.each(locales)('keeps every mark inside the paper, with the longest names there are (%s)', (locale) => {
    const long = '关于进一步优化营商环境推行企业开办全程网上办理'.repeat(5)
    const name = {
      zh: long,
      en: 'Internationalisation '.repeat(9),
      ug: 'مەسئۇلىيەتچانلىق '.repeat(9),
      kk: 'جاۋاپكەرشىلىگى '.repeat(9),
      mn: 'ᠪᠠᠶᠢᠭᠤᠯᠤᠭᠴᠢ '.repeat(9),
    }
    const facts = sampleFacts(locale, {
      hall: name,
      queue: name,
      services: [{ name, materials: [name, name] }, { name }],
      where: { zone: name, counters: Array.from({ length: 40 }, (_, i) => String(i * 2 + 1)) },
      ahead: 1234,
      wait: { lowMin: 100, highMin: 1250, approximate: true },
    })
    for (const profile of [wide, narrow]) {
      const page = layoutTicket(ticketDocument(facts, 1), profile, drawing)
      for (const mark of page.marks) {
        expect(mark.x).toBeGreaterThanOrEqual(0)
        expect(mark.x).toBeLessThanOrEqual(page.width)
        if (mark.type !== 'text') continue
        const { width } = drawing.measure(mark.text, mark.style)
        const left =
          mark.align === 'left' ? mark.x : mark.align === 'right' ? mark.x - width : mark.x - width / 2
        expect(left, mark.text).toBeGreaterThanOrEqual(-1)
        expect(left + width, mark.text).toBeLessThanOrEqual(page.width + 1)
        expect(mark.y).toBeLessThanOrEqual(page.height)
      }
    }
  })

  it('has the rare hanzi of personal names', () => {
    const shape = (text: string): Bitmap =>
      drawing.draw(64, 64, (pen) => {
        pen.fillStyle = '#000'
        pen.font = '500 48px "Yihao Hanzi"'
        pen.fillText(text, 8, 52)
      })
    // A hanzi that no font has is drawn as an empty box, like a code point that no font will ever have.
    const missing = shape('\u{10ffff}')
    for (const hanzi of ['䶮', '㛃', '堃', '喆'])
      expect(differenceOf(shape(hanzi), missing)).toBeGreaterThan(0.02)
  })
})

describe('breaking lines', () => {
  const width = (text: string): number => text.length

  it('breaks between words, never before a mark that closes', () => {
    expect(wrapText('one two three', 7, width)).toEqual(['one two', 'three'])
    expect(wrapText('住所证明（租赁合同）', 9, width)).toEqual(['住所证明（租赁', '合同）'])
    for (const line of wrapText('请留意叫号，过号请联系工作人员。', 5, width))
      expect(line).not.toMatch(/^[，。]/)
  })

  it('tears a word only when a whole line cannot hold it', () => {
    expect(wrapText('ab abcdefgh', 4, width)).toEqual(['ab', 'abcd', 'efgh'])
    expect(wrapText('', 4, width)).toEqual([])
  })

  it('keeps an isolated run in one piece', () => {
    const run = '\u206610–25\u2069'
    expect(wrapText(`abc ${run} def`, 8, width)).toEqual(['abc', run, 'def'])
  })
})

describe('printer profiles', () => {
  it('are all of the kind the printing expects', () => {
    expect([...loadProfiles().keys()].sort()).toEqual(['escpos-58', 'escpos-80', 'escpos-80-mute'])
    expect(() => loadProfile('none')).toThrow(/escpos-80/)
  })

  it('may be a hall’s own, from a file', () => {
    const own = mkdtempSync(join(tmpdir(), 'yihao-profile-'))
    try {
      const file = join(own, 'printer.json')
      const measured = { ...narrow, id: 'hall', name: 'As measured', nearEndLeftMm: 4000 }
      writeFileSync(file, JSON.stringify(measured))
      expect(loadProfile(file)).toEqual(measured)
      writeFileSync(file, JSON.stringify({ ...measured, nearEndLeftMm: -1 }))
      expect(() => loadProfile(file)).toThrow(/printer\.json/)
    } finally {
      rmSync(own, { recursive: true, force: true })
    }
  })
})
