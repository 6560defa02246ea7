/**
 * Goal: a file says what the report says, in numbers and dates a spreadsheet
 * reckons with, and runs nothing. Method: written and opened again.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { businessDay } from '#shared/ids/ids.ts'
import type { Report, RowColumn } from '#shared/reporting/report.ts'
import { csvCell, reportAsCsv, writeCsv } from './csv.ts'
import { reportAsXlsx, writeXlsx } from './xlsx.ts'

const report: Report = {
  name: 'visits',
  title: '到访量',
  hall: '=政务大厅',
  from: businessDay.parse('2026-03-01'),
  to: businessDay.parse('2026-04-01'),
  groupBy: 'queue',
  timeZone: 'Asia/Shanghai',
  targetWaitS: 1800,
  madeAt: '2026-04-01T09:00:00+08:00',
  open: false,
  parts: [
    {
      id: 'standard',
      title: '到访与办理',
      groupBy: 'queue',
      groupTitle: '排队业务',
      groupDefinition: '按取号的业务。',
      columns: [
        { id: 'arrived', title: '到访', unit: 'count', definition: '取的号数。' },
        { id: 'servedShare', title: '办结率', unit: 'share', definition: '办结 ÷ 到访。' },
        { id: 'waitMean', title: '平均等候', unit: 'seconds', definition: '平均。' },
      ],
      rows: [
        {
          key: 'A',
          label: '=HYPERLINK("x"),综合',
          values: { arrived: 3, servedShare: 2 / 3, waitMean: 61.5 },
        },
        { key: null, label: '未归类', values: { arrived: 0, servedShare: null, waitMean: null } },
      ],
      total: { arrived: 3, servedShare: 2 / 3, waitMean: 61.5 },
    },
  ],
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-files-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('a cell of a csv', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+8610', "'+8610"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    [' =1', "' =1"],
    ['＝1', "'＝1"],
    ['张三', '张三'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['=A,"B"', `"'=A,""B"""`],
    [-2.5, '-2.5'],
    [null, ''],
  ])('%j is %j', (value, text) => {
    expect(csvCell(value)).toBe(text)
  })
})

describe('a report', () => {
  it('as csv has a BOM, one table, and its definitions', () => {
    const text = reportAsCsv(report, 'zh')
    expect(text.startsWith('\uFEFF排队业务,到访,办结率,平均等候 (秒)\r\n')).toBe(true)
    const lines = text.split('\r\n')
    expect(lines.slice(1, 5)).toEqual([
      `"'=HYPERLINK(""x""),综合",3,0.6667,61.5`,
      '未归类,0,,',
      '合计,3,0.6667,61.5',
      '',
    ])
    expect(lines).toContain('2026-03-01 至 2026-03-31')
    expect(lines).toContain('到访,取的号数。')
  })

  it('as xlsx has real numbers, and text that is only text', async () => {
    const book = new ExcelJs.Workbook()
    await book.xlsx.load((await reportAsXlsx(report, 'zh')).buffer as ArrayBuffer)
    const sheet = book.worksheets[0]
    expect(sheet?.name).toBe('到访与办理')
    expect(sheet?.getCell('A2').type).toBe(ExcelJs.ValueType.String)
    expect(sheet?.getCell('A2').value).toBe('=HYPERLINK("x"),综合')
    expect(sheet?.getCell('B2').value).toBe(3)
    expect(sheet?.getCell('C2')).toMatchObject({ value: 2 / 3, numFmt: '0.0%' })
    expect(sheet?.getCell('D4').value).toBe(61.5)
    expect(sheet?.getCell('C3').value).toBeNull()
    expect(book.worksheets[1]?.name).toBe('指标说明')
  })
})

const columns: readonly RowColumn[] = [
  { id: 'number', title: '号码', kind: 'text' },
  { id: 'calledAt', title: '叫号', kind: 'time' },
  { id: 'waitS', title: '等候', kind: 'seconds' },
  { id: 'missed', title: '未到次数', kind: 'number' },
]
const atMs = Date.parse('2026-03-02T09:10:05+08:00')
const table = () => ({
  columns,
  pieces: [[['A001', atMs, 600.5, 0]], [['=A002', null, null, 2]]],
  timeZone: 'Asia/Shanghai',
  locale: 'zh' as const,
})

describe('rows', () => {
  it('as csv have the hall’s own clock', async () => {
    const path = join(folder, 'rows.csv')
    await writeCsv(path, table())
    expect(readFileSync(path, 'utf8')).toBe(
      "\uFEFF号码,叫号,等候 (秒),未到次数\r\nA001,2026-03-02 09:10:05,600.5,0\r\n'=A002,,,2\r\n",
    )
  })

  it('as xlsx have real dates of the hall’s own clock', async () => {
    const path = join(folder, 'rows.xlsx')
    await writeXlsx(path, table())
    const book = new ExcelJs.Workbook()
    await book.xlsx.readFile(path)
    const sheet = book.worksheets[0]
    expect(sheet?.getRow(1).values).toEqual([undefined, '号码', '叫号', '等候 (秒)', '未到次数'])
    expect(sheet?.getCell('B2').value).toEqual(new Date('2026-03-02T09:10:05Z'))
    expect(sheet?.getCell('B2').numFmt).toBe('yyyy-mm-dd hh:mm:ss')
    expect(sheet?.getCell('C2').value).toBe(600.5)
    expect(sheet?.getCell('D3').value).toBe(2)
    expect(sheet?.getCell('A3').type).toBe(ExcelJs.ValueType.String)
  })
})
