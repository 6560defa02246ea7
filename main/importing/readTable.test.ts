/**
 * Goal: the same table is read the same from every form it comes in; a wrong file is refused in one
 * sentence, a broken row costs itself and no other.
 * Method: tables written by the libraries people's programs use, and bytes damaged by hand.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readTable, tableLimits } from './readTable.ts'
import type { TableLimits } from './readTable.ts'

const header = 'department,group,item_name,item_code,task_type'
const utf8 = (text: string) => new TextEncoder().encode(text)
const cellsOf = (
  department: string,
  group: string,
  item_name: string,
  item_code: string,
  task_type: string,
) => ({
  department,
  group,
  item_name,
  item_code,
  task_type,
})

async function rowsOf(bytes: Uint8Array, limits?: TableLimits) {
  const read = await readTable(bytes, 'file', limits)
  if (!read.ok) throw new Error(read.error.message)
  return read
}

async function refusalOf(bytes: Uint8Array, limits?: TableLimits) {
  const read = await readTable(bytes, '目录.csv', limits)
  if (read.ok) throw new Error('was read')
  expect(read.error.message).toMatch(/^目录\.csv [^\n]+\.$/)
  return read.error.code
}

/** An xlsx with one sheet per argument, written as spreadsheets write it. */
async function xlsx(...sheets: readonly (readonly (readonly ExcelJS.CellValue[])[])[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  sheets.forEach((rows, i) => book.addWorksheet(`Sheet${i + 1}`).addRows(rows.map((row) => [...row])))
  return new Uint8Array(await book.xlsx.writeBuffer())
}

describe('a CSV', () => {
  const text = `${header}\n公安,户政,身份证,GA-1,1\n人社,,社保卡,RS-1,\n`
  const expected = [
    { line: 2, cells: cellsOf('公安', '户政', '身份证', 'GA-1', '1') },
    { line: 3, cells: cellsOf('人社', '', '社保卡', 'RS-1', '') },
  ]

  it.each([
    ['UTF-8', utf8(text), 'csv, UTF-8'],
    ['UTF-8 with BOM', utf8(`\uFEFF${text}`), 'csv, UTF-8'],
    ['GB18030', new Uint8Array(iconv.encode(text, 'gb18030')), 'csv, GB18030'],
    ['CRLF', utf8(text.replaceAll('\n', '\r\n')), 'csv, UTF-8'],
    ['CR', utf8(text.replaceAll('\n', '\r')), 'csv, UTF-8'],
    ['no line end at the end', utf8(text.trimEnd()), 'csv, UTF-8'],
  ])('in %s is read', async (_, bytes, format) => {
    expect(await rowsOf(bytes)).toEqual({ ok: true, rows: expected, format })
  })

  it('may have its columns in any order, and others besides', async () => {
    const { rows } = await rowsOf(utf8('备注,ITEM_CODE, item_name ,department\nx,GA-1,身份证,公安\n'))
    expect(rows).toEqual([{ line: 2, cells: { department: '公安', item_name: '身份证', item_code: 'GA-1' } }])
  })

  it('keeps quoted commas, quotes and line breaks, and counts lines as an editor does', async () => {
    const { rows } = await rowsOf(
      utf8(`${header}\r\n公安,,"身份证\r\n（""新""），换领",GA-1,1\r\n\r\n人社,,社保卡,RS-1,1\r\n`),
    )
    expect(rows.map((row) => [row.line, row.cells.item_name])).toEqual([
      [2, '身份证\n（"新"），换领'],
      [5, '社保卡'],
    ])
  })

  it('with a misplaced quote loses that row and no other', async () => {
    const lines = [
      header,
      '公安,,"好\n的",GA-1,1',
      '公安,,坏"引号"的,GA-2,1',
      '公安,,"坏"的,GA-3,1',
      '公安,,"不关,GA-4,1',
      '公安,,"好",GA-5,1',
      '公安,,好,GA-6,1',
      '公安,,"末尾',
    ]
    const { rows } = await rowsOf(utf8(lines.join('\n')))
    expect(rows.map((row) => [row.line, row.fault?.reason ?? row.cells.item_code])).toEqual([
      [2, 'GA-1'],
      [4, 'quoteMisplaced'],
      [5, 'quoteMisplaced'],
      [6, 'quoteMisplaced'],
      [7, 'GA-5'],
      [8, 'GA-6'],
      [9, 'quoteMisplaced'],
    ])
  })

  it('with too few or too many cells in a row marks that row', async () => {
    const { rows } = await rowsOf(
      utf8(`${header}\n公安,,名称\n公安,,一,二,GA-1,1\n公安,,一,GA-1,1,,\n公安,,一,GA-2\n`),
    )
    expect(rows.map((row) => row.fault?.reason ?? 'sound')).toEqual([
      'tooFewCells',
      'tooManyCells',
      'sound',
      'sound',
    ])
  })

  it('in UTF-8 with a few damaged bytes stays UTF-8, so that sound rows keep their names', async () => {
    const bytes = utf8(`${header}\n公安,,身份证申领与换领,GA-1,1\n公安,,护照,GA-2,1\n`)
    bytes[header.length + 1] = 0xff
    const { rows, format } = await rowsOf(bytes)
    expect(format).toBe('csv, UTF-8')
    expect(rows[0]?.cells.department).toContain('\uFFFD')
    expect(rows[1]?.cells.item_name).toBe('护照')
  })

  it('gives back what was written, whatever the cells hold', async () => {
    const cell = fc.string({ unit: fc.constantFrom('公', '安', '𠮷', ',', '"', '\n', ' ', 'a', '；') })
    const row = fc.tuple(cell, cell, cell, cell, cell).filter((cells) => cells.join('').trim() !== '')
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), fc.boolean(), async (rows, gb) => {
        const quoted = rows.map((cells) => cells.map((c) => `"${c.replaceAll('"', '""')}"`).join(','))
        const whole = [header, ...quoted].join('\n')
        const read = await rowsOf(gb ? new Uint8Array(iconv.encode(whole, 'gb18030')) : utf8(whole))
        expect(read.rows.map((r) => r.cells)).toEqual(rows.map((cells) => cellsOf(...cells)))
      }),
    )
  })
})

describe('an xlsx', () => {
  const names = header.split(',')

  it('gives the rows of the CSV', async () => {
    const { rows, format } = await rowsOf(
      await xlsx([names, ['公安', '户政', '身份证', 'GA-1', 1], ['人社', null, '社保卡', 'RS-1', '']]),
    )
    expect(format).toBe('xlsx')
    expect(rows).toEqual([
      { line: 2, cells: cellsOf('公安', '户政', '身份证', 'GA-1', '1') },
      { line: 3, cells: cellsOf('人社', '', '社保卡', 'RS-1', '') },
    ])
  })

  it('reads rich text, links and results, and takes the first sheet that is a catalogue', async () => {
    const rich = { richText: [{ text: '身份' }, { font: { bold: true }, text: '证' }] }
    const { rows } = await rowsOf(
      await xlsx(
        [['说明'], ['本表由…']],
        [names, ['公安', '', rich, { formula: 'A1', result: 'GA-1' }, true]],
      ),
    )
    expect(rows.map((row) => row.cells)).toEqual([cellsOf('公安', '', '身份证', 'GA-1', 'true')])
  })

  it('marks a code the spreadsheet has rounded, and a cell in error, and passes over empty rows', async () => {
    const { rows } = await rowsOf(
      await xlsx([
        names,
        ['公安', '', '一', Number('511016138600000511602'), 1],
        [],
        ['公安', '', { error: '#N/A' }, 'GA-2', 1],
      ]),
    )
    expect(rows.map((row) => [row.line, row.fault?.reason])).toEqual([
      [2, 'numberRounded'],
      [4, 'cellUnreadable'],
    ])
  })

  it('damaged anywhere is refused or read, never a crash', async () => {
    const bytes = await xlsx([names, ['公安', '户政', '身份证', 'GA-1', 1]])
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
        const damaged = cut ? bytes.slice(0, at + 1) : bytes.slice()
        damaged[at] = byte
        const read = await readTable(damaged, 'file.xlsx')
        if (!read.ok) expect(read.error.message).toContain('file.xlsx')
      }),
      { numRuns: 150 },
    )
  })
})

describe('a workbook made to keep the reader busy', () => {
  it('is refused or passed over', async () => {
    const names = header.split(',')
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('Sheet1')
    sheet.addRows([names, ['公安', '', '一', 'GA-1', 1]])
    sheet.autoFilter = 'A1:XFD1048576'
    sheet.getColumn(16384).width = 3
    const bytes = new Uint8Array(await book.xlsx.writeBuffer())
    expect((await rowsOf(bytes)).rows).toHaveLength(1)

    const { unzipped, zipped } = repack(bytes)
    const names1 = '<definedNames><definedName name="n">Sheet1!$A$1:$XFD$1048576</definedName></definedNames>'
    const workbook = unzipped('xl/workbook.xml').replace('</sheets>', `</sheets>${names1}`)
    expect(await refusalOf(zipped({ 'xl/workbook.xml': workbook }))).toBe('fileTooLarge')

    const merge = '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    const merged = unzipped('xl/worksheets/sheet1.xml').replace('</sheetData>', merge)
    expect((await rowsOf(zipped({ 'xl/worksheets/sheet1.xml': merged }))).rows).toHaveLength(1)

    const far = unzipped('xl/worksheets/sheet1.xml').replace('<row r="2"', '<row r="4000000000"')
    expect(await refusalOf(zipped({ 'xl/worksheets/sheet1.xml': far }))).toBe('fileUnreadable')
  })
})

describe('a wrong file', () => {
  const small = { ...tableLimits, fileBytes: 200, rows: 3 }
  const row = '公安,,一,GA-1,1\n'

  it.each<[string, Uint8Array, TableLimits?]>([
    ['fileEmpty', new Uint8Array()],
    ['fileEmpty', utf8('\n\n')],
    ['fileEmpty', utf8('\uFEFF')],
    ['columnsMissing', utf8('姓名,电话\n某,1\n')],
    ['columnsMissing', utf8('<html><body>登录</body></html>')],
    ['columnsMissing', utf8('{"department": 1}')],
    ['columnRepeated', utf8(`${header},item_code\n`)],
    ['formatUnknown', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0])],
    ['formatUnknown', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    ['formatUnknown', new Uint8Array(iconv.encode(header, 'utf16'))],
    ['fileUnreadable', utf8('PK\u0003\u0004 not a zip')],
    ['fileTooLarge', utf8(header + '\n'.repeat(200)), small],
    ['rowsTooMany', utf8(`${header}\n${row.repeat(4)}`), small],
  ])('is refused: %s', async (code, bytes, limits) => {
    expect(await refusalOf(bytes, limits)).toBe(code)
  })

  it('may have exactly the rows that are allowed', async () => {
    expect((await rowsOf(utf8(`${header}\n${row.repeat(3)}`), small)).rows).toHaveLength(3)
    const sheet = (n: number) =>
      xlsx([header.split(','), ...Array.from({ length: n }, () => row.trim().split(','))])
    const few = { ...tableLimits, rows: 3 }
    expect((await rowsOf(await sheet(3), few)).rows).toHaveLength(3)
    expect(await refusalOf(await sheet(4), few)).toBe('rowsTooMany')
  })

  it('that is a zip bomb is refused before it is unpacked, whatever size it claims', async () => {
    const packed = deflateRawSync(Buffer.alloc(tableLimits.unpackedBytes + 1))
    for (const claimed of [tableLimits.unpackedBytes + 1, 10]) {
      expect(await refusalOf(oneEntryZip(packed, claimed))).toBe('fileTooLarge')
    }
  })
})

/** A zip with one deflated entry that claims to unpack to `claimed` bytes. */
function oneEntryZip(packed: Buffer, claimed: number): Uint8Array {
  return zipOf([{ name: 'xl/workbook.xml', packed, claimed, crc: 0 }])
}

interface ZipEntry {
  readonly name: string
  readonly packed: Buffer
  readonly claimed: number
  readonly crc: number
}

function zipOf(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, packed, claimed, crc } of entries) {
    const label = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(crc, 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(claimed, 22)
    local.writeUInt16LE(label.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    local.copy(entry, 8, 6, 28)
    entry.writeUInt16LE(label.length, 28)
    entry.writeUInt32LE(offset, 42)
    locals.push(local, label, packed)
    directory.push(entry, label)
    offset += local.length + label.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return new Uint8Array(Buffer.concat([...locals, ...directory, end]))
}

/** Opens a workbook so that single parts of it can be replaced. */
function repack(bytes: Uint8Array) {
  const contents = new Map<string, Buffer>()
  const zip = Buffer.from(bytes)
  for (let at = zip.readUInt32LE(zip.length - 6); zip.readUInt32LE(at) === 0x02014b50;) {
    const local = zip.readUInt32LE(at + 42)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const data = zip.subarray(from, from + zip.readUInt32LE(at + 20))
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28))
    contents.set(name, zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data)
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return {
    unzipped: (name: string) => (contents.get(name) ?? Buffer.alloc(0)).toString('utf8'),
    zipped: (parts: Readonly<Record<string, string>>) =>
      zipOf(
        [...contents].map(([name, content]) => {
          const now = parts[name] === undefined ? content : Buffer.from(parts[name])
          return { name, packed: deflateRawSync(now), claimed: now.length, crc: crc32(now) }
        }),
      ),
  }
}
