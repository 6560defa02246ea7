/**
 * Goal: a file becomes a plan in which every row is accounted for, and a refused file changes nothing.
 * Method: the real catalogue of a district where it is there, in both encodings and as a workbook; small files for the rest.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { catalogue, emptyCatalogue } from '#shared/catalogue/catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { buildSearchIndex, searchServices } from '#shared/catalogue/search.ts'
import { validateCatalogue } from '#shared/catalogue/validate.ts'
import { planImport, reportText } from './importCatalogue.ts'

const realFile = fileURLToPath(new URL('../../../shared/data/service-catalogue.csv', import.meta.url))
const real = existsSync(realFile) ? readFileSync(realFile) : undefined
if (real === undefined) console.warn('skipped: no real catalogue at ../shared/data/service-catalogue.csv')

async function planned(bytes: Uint8Array, existing: Catalogue = emptyCatalogue) {
  const plan = await planImport(bytes, 'catalogue', existing)
  if (!plan.ok) throw new Error(plan.error.message)
  return plan
}

const utf8 = (text: string) => new TextEncoder().encode(text)

describe.skipIf(real === undefined)('the real catalogue', () => {
  const bytes = real ?? new Uint8Array()

  it('is imported to the last row and makes a valid catalogue', async () => {
    const { report, catalogue: made } = await planned(bytes)
    expect(report).toMatchObject({
      read: 1135,
      added: 1135,
      changed: 0,
      unchanged: 0,
      skipped: [],
      codesGiven: 0,
    })
    expect(report.departmentsAdded).toHaveLength(34)
    expect(made.queues.map((q) => q.letter).slice(24, 28)).toEqual(['Y', 'Z', 'AA', 'AB'])
    expect(validateCatalogue(made).ok).toBe(true)
    expect(catalogue.parse(made)).toEqual(made)
  })

  it('changes nothing when it is imported again, in another encoding or as a workbook', async () => {
    const { catalogue: made } = await planned(bytes)
    const text = new TextDecoder().decode(bytes)
    const book = new ExcelJS.Workbook()
    book.addWorksheet('目录').addRows(parse(text))
    const forms = [
      bytes,
      iconv.encode(text, 'gb18030'),
      utf8(`\uFEFF${text}`),
      new Uint8Array(await book.xlsx.writeBuffer()),
    ]
    for (const form of forms) {
      const again = await planned(form, made)
      expect(again.report).toMatchObject({ read: 1135, added: 0, changed: 0, unchanged: 1135, skipped: [] })
      expect(again.catalogue).toEqual(made)
    }
  })

  it('is found by name, by initials, by pinyin and by code', async () => {
    const index = buildSearchIndex((await planned(bytes)).catalogue.services)
    for (const query of ['教师资格认定', 'jszgrd', 'jiaoshizigerending', '511A0138600000']) {
      expect(searchServices(index, query)[0]?.service.name.zh).toBe('教师资格认定')
    }
  })

  it('every service is found by its own code and its own name', async () => {
    const { services } = (await planned(bytes)).catalogue
    const index = buildSearchIndex(services)
    const lost = services.filter(
      (s) =>
        searchServices(index, s.code, 1)[0]?.service !== s ||
        searchServices(index, s.name.zh.replaceAll(/\s/g, ''), 2).every(
          (f) => f.service.name.zh !== s.name.zh,
        ),
    )
    expect(lost.map((s) => s.name.zh)).toEqual([])
  })
})

describe('a plan', () => {
  const file = [
    'item_code,item_name,department,extra',
    'GA-1,身份证,公安,x',
    ',居住证,公安,x',
    'GA-1,再来一次,公安,x',
    ',,公安,x',
    'GA-2,"护照',
  ].join('\n')

  it('reports every row with its line', async () => {
    const { report } = await planned(utf8(file))
    expect(reportText(report).split('\n')).toEqual([
      'read 5 rows (csv, UTF-8)',
      'added 2',
      'changed 0',
      'unchanged 0',
      'skipped 3',
      '  line 4: code GA-1 is already on line 2, which is kept',
      '  line 5: no item_name',
      '  line 6: a quotation mark stands where none may, or is never closed',
      'rows without a code, given a stable one: 1',
      'departments made: 1',
      'queues made: 1 (A 公安)',
      'queues that no counter serves yet: 1 (公安)',
    ])
  })

  it('is the same the second time, rows without a code included', async () => {
    const { catalogue: made } = await planned(utf8(file))
    const again = await planned(utf8(file), made)
    expect(again.catalogue).toEqual(made)
    expect(again.report).toMatchObject({ added: 0, changed: 0, unchanged: 2 })
  })

  it('is not made from a wrong file, nor on a catalogue that would not hold', async () => {
    expect(await planImport(utf8('a,b\n1,2\n'), 'x.csv', emptyCatalogue)).toMatchObject({
      ok: false,
      error: { code: 'columnsMissing' },
    })
    const unsound = catalogue.parse({
      ...emptyCatalogue,
      counters: [{ id: 'c', label: '1', queueIds: ['gone'] }],
    })
    expect(await planImport(utf8(file), 'x.csv', unsound)).toMatchObject({
      ok: false,
      error: { code: 'catalogueInvalid', message: expect.stringContaining('counters.0.queueIds.0') },
    })
  })
})
