/**
 * Goal: what is read is read right, and a resident ID number is nowhere afterwards. Method: the pure parts by
 * table; then a card and a code through both drivers with everything that is printed, thrown or told looked through.
 * The numbers are the example of the standard and some built on regions that do not exist.
 */
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryLine } from '#test/contract/deviceLines.ts'
import { manualTimers } from '#test/contract/manualTimers.ts'
import { holder } from '#shared/hall/visit.ts'
import { createCodeScanner } from './codeScanner.ts'
import { scanOf } from './codeContent.ts'
import { EmulatedCardReader, EmulatedScanner } from './emulatedReaders.ts'
import { createIdCardReader } from './idCardReader.ts'
import { maskName } from './maskName.ts'
import { checkCharacter, parseResidentId } from './residentId.ts'
import { usualWedge, wedgeParser } from '#shared/reading/wedge.ts'
import type { WedgeHeard } from '#shared/reading/wedge.ts'

/** The example printed in GB 11643-1999. */
const example = '11010519491231002X'
const made = (born: string, order: string): string => {
  const digits = `999999${born}${order}`
  return digits + checkCharacter(digits)
}
const secret = Buffer.alloc(32, 7)

describe('a resident ID number', () => {
  it.each([
    [example, true],
    [example.toLowerCase(), true],
    [` ${example.slice(0, 6)} ${example.slice(6)} `, true],
    ['１１０１０５１９４９１２３１００２Ｘ', true],
    [made('20000229', '001'), true],
    ['110105194912310021', false],
    [made('19000229', '001'), false],
    [made('19991301', '001'), false],
    [made('18991231', '001'), false],
    ['110105491231002', false],
    ['', false],
    [`${example}0`, false],
  ])('%s: %s', (text, good) => {
    expect(parseResidentId(text) !== undefined).toBe(good)
  })

  it('is wrong with any one digit changed, and with any two neighbours swapped', () => {
    const number = made('19870415', '362')
    expect(parseResidentId(number)).toBeDefined()
    for (let at = 0; at < 17; at += 1) {
      for (const digit of '0123456789') {
        if (digit === number[at]) continue
        expect(parseResidentId(number.slice(0, at) + digit + number.slice(at + 1))).toBeUndefined()
      }
      const [a, b] = [number[at], number[at + 1]]
      if (a !== b) expect(parseResidentId(number.slice(0, at) + b + a + number.slice(at + 2))).toBeUndefined()
    }
  })

  it('gives a holder: the same with the same secret, another with another', () => {
    const mine = parseResidentId(example)?.holder(secret, '张小明')
    expect(holder.parse(mine)).toEqual(mine)
    expect(mine).toMatchObject({ last4: '002X', maskedName: '张*明' })
    expect(mine?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(parseResidentId(example.toLowerCase())?.holder(secret).hash).toBe(mine?.hash)
    expect(parseResidentId(example)?.holder(Buffer.alloc(32, 8)).hash).not.toBe(mine?.hash)
  })
})

it.each([
  ['张三', '张*'],
  ['张小明', '张*明'],
  ['欧阳修', '欧阳*'],
  ['欧阳小明', '欧阳**'],
  ['张王小明', '张**明'],
  ['欧阳', '欧*'],
  ['张', '*'],
  ['𠮷田明', '𠮷*明'],
  ['阿卜杜·买买提', '阿**·买**'],
  ['Mary Ann', 'M*** A**'],
  ['', ''],
])('the name %s is shown as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

it('a masked name never outgrows its field', () => {
  expect(maskName('A'.repeat(60))).toHaveLength(20)
  expect([...maskName('李'.repeat(60))].length).toBeLessThanOrEqual(20)
})

describe('a scanned code', () => {
  const key = 'abcdefghijkl_mnop-12'
  it.each([
    ['yihao:appointment:YY20260302-7', { type: 'appointment', code: 'YY20260302-7' }],
    ['https://hall.example/book?appointment=AB12CD', { type: 'appointment', code: 'AB12CD' }],
    [' ab12cd\t', { type: 'appointment', code: 'AB12CD' }],
    [`http://10.0.0.5:7800/v/${key}`, { type: 'visit', key }],
    ['https://hall.example/other', { type: 'unknown' }],
    ['https://hall.example/book?appointment=a%20b', { type: 'unknown' }],
    ['hello', { type: 'unknown' }],
    ['http://', { type: 'unknown' }],
    ['A1'.repeat(400), { type: 'unknown' }],
    [example, { type: 'unknown' }],
    [`yihao:appointment:${example}`, { type: 'unknown' }],
    [`https://hall.example/?appointment=${example}`, { type: 'unknown' }],
  ])('%s means %o', (content, scan) => {
    expect(scanOf(content)).toEqual(scan)
  })
})

describe('a reader that types', () => {
  const type = (keys: readonly string[], everyMs = 1, parser = wedgeParser()): WedgeHeard[] =>
    keys.map((key, i) => parser(key, i * everyMs))
  const typed = (heard: readonly WedgeHeard[]): string =>
    heard.flatMap((one) => (one.type === 'typed' ? one.keys : [])).join('')
  const scans = (heard: readonly WedgeHeard[]): string[] =>
    heard.flatMap((one) => (one.type === 'scanned' ? [one.content] : []))

  it.each([1, 150])('is understood at any pace: a key every %i ms', (everyMs) => {
    const heard = type([...'~~AB12CD', 'Enter'], everyMs)
    expect([scans(heard), typed(heard)]).toEqual([['AB12CD'], ''])
  })

  it('is not confused by Shift, as readers press it for capitals', () => {
    expect(scans(type(['Shift', '~', 'Shift', '~', 'Shift', 'A', 'Shift', 'B', '1', 'Enter']))).toEqual([
      'AB1',
    ])
  })

  it('leaves a person’s typing alone, however fast', () => {
    const heard = type([...'AB12CD', 'Enter', 'Backspace', ...'x~y~', 'a'], 0)
    expect(typed(heard)).toBe('AB12CDEnterBackspacex~y~a')
    expect(scans(heard)).toEqual([])
  })

  it('gives up a scan that does not end, and hears the next', () => {
    const parser = wedgeParser()
    for (const [i, key] of [...'~~AB'].entries()) parser(key, i)
    expect(parser('q', 4000)).toEqual({ type: 'typed', keys: ['q'] })
    for (const [i, key] of [...'~~12'].entries()) parser(key, 5000 + i)
    expect(parser('Enter', 5010)).toEqual({ type: 'scanned', content: '12' })
  })

  it('gives back half a prefix that was a person’s after all', () => {
    const parser = wedgeParser()
    expect(parser('~', 0)).toEqual({ type: 'held' })
    expect(parser('q', 5000)).toEqual({ type: 'typed', keys: ['~', 'q'] })
  })

  it('drops what is longer than any scan, and needs a prefix', () => {
    expect(scans(type([...'~~', ...'x'.repeat(600), 'Enter']))).toEqual([])
    expect(() => wedgeParser({ ...usualWedge, prefix: '' })).toThrow(RangeError)
  })
})

describe('the number is nowhere', () => {
  afterEach(() => vi.restoreAllMocks())

  it('when its value is printed, logged, joined, cloned or thrown', () => {
    const id = parseResidentId(example)
    let thrown: unknown
    try {
      id?.holder(Buffer.alloc(8), '张小明')
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(RangeError)
    const seen = [
      String(id),
      JSON.stringify({ id }),
      inspect({ id }, { depth: 9, showHidden: true, customInspect: false }),
      inspect(id),
      JSON.stringify(structuredClone(id)),
      JSON.stringify(Object.getOwnPropertyNames(id)),
      inspect(thrown),
    ]
    for (const text of seen) expect(text).not.toContain(example.slice(0, 14))
  })

  it('in anything the readers tell or print, with good cards, bad cards and damaged ones', async () => {
    const printed: string[] = []
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        printed.push(String(text))
        return true
      })
    for (const method of ['log', 'error', 'warn', 'info', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation((...told) => {
        printed.push(inspect(told, { depth: 9 }))
      })
    const timers = manualTimers()
    const cards = new EmulatedCardReader({ timers })
    const codes = new EmulatedScanner()
    const reader = createIdCardReader({
      opener: memoryLine((s) => cards.attach(s)).opener,
      timers,
      secret: () => secret,
    })
    const scanner = createCodeScanner({ opener: memoryLine((s) => codes.attach(s)).opener, timers })
    const told: unknown[] = []
    reader.onRead((read) => told.push(read))
    scanner.onRead((scan) => told.push(scan))
    await timers.pass(100)
    const wrong = `${example.slice(0, 17)}1`
    for (const [name, number] of [
      ['张小明', example],
      ['张小明', wrong],
    ] as const) {
      cards.place(name, number)
      await timers.pass(1000)
      cards.set({ garbled: true })
      cards.place(name, number)
      await timers.pass(1000)
      cards.set({ garbled: false })
      cards.remove()
      codes.scan(number)
      codes.scan(`yihao:appointment:${number}`)
      await timers.pass(5000)
    }
    reader.close()
    scanner.close()
    vi.restoreAllMocks()
    // The wrong number of a code is no ID number and may be an appointment's; a card's is never told.
    const fromCards = told.filter(
      (one) => inspect(one).includes('holder') || inspect(one).includes('unreadable'),
    )
    expect(fromCards.length).toBeGreaterThanOrEqual(2)
    for (const text of [inspect(fromCards, { depth: 9 }), ...printed])
      expect(text).not.toContain(example.slice(6, 14))
    expect(inspect(told, { depth: 9 })).not.toContain(example)
    expect(inspect(told, { depth: 9 })).not.toContain('张小明')
  })
})
