/**
 * Goal: every row is accounted for, nothing made by hand is lost, and the same table twice changes nothing.
 * Method: single cases for each rule; random tables for the account, for repetition and for validity.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogue, emptyCatalogue } from './catalogue.ts'
import type { Catalogue } from './catalogue.ts'
import type { TableRow } from './importItem.ts'
import { givenCode } from './importItem.ts'
import { importRows } from './importRows.ts'
import { validateCatalogue } from './validate.ts'

/** Rows of `department, name, code`, on lines from 2. */
function table(
  ...rows: readonly (readonly [string, string, string, string?, string?])[]
): readonly TableRow[] {
  return rows.map(([department, name, code, group, taskType], i) => ({
    line: i + 2,
    cells: {
      department,
      item_name: name,
      item_code: code,
      ...(group === undefined ? {} : { group }),
      ...(taskType === undefined ? {} : { task_type: taskType }),
    },
  }))
}

function planOf(rows: readonly TableRow[], existing: Catalogue = emptyCatalogue) {
  const plan = importRows(rows, existing)
  if (!plan.ok) throw new Error(plan.reason)
  return plan
}

describe('a table for an empty hall', () => {
  it('gives each department one queue with a letter of its own', () => {
    const { catalogue: made, report } = planOf(
      table(['公安', '身份证', 'GA-1'], ['人社', '社保卡', 'RS-1'], ['公安', '护照', 'GA-2']),
    )
    expect(made.departments.map((d) => d.name.zh)).toEqual(['公安', '人社'])
    expect(made.queues.map((q) => [q.letter, q.name.zh])).toEqual([
      ['A', '公安'],
      ['B', '人社'],
    ])
    expect(made.services.map((s) => s.id)).toEqual(['GA-1', 'RS-1', 'GA-2'])
    expect(made.services[0]?.queueId).toBe(made.services[2]?.queueId)
    expect(report).toMatchObject({ read: 3, added: 3, changed: 0, unchanged: 0, skipped: [], notInFile: 0 })
  })

  it('keeps the first of a repeated code and says where both are', () => {
    const { catalogue: made, report } = planOf(table(['公安', '一', 'X'], ['公安', '二', ' X ']))
    expect(made.services.map((s) => s.name.zh)).toEqual(['一'])
    expect(report.skipped).toEqual([
      { line: 3, reason: 'codeRepeated', facts: { code: 'X', firstLine: '2' } },
    ])
  })

  it.each(['', '  ', '\u3000', 'null', 'NULL', '无', '-'])('gives a stable code for %j', (code) => {
    const { catalogue: made, report } = planOf(table(['公安', '一', code]))
    expect(made.services[0]?.code).toBe(givenCode('公安', '一'))
    expect(report).toMatchObject({ added: 1, codesGiven: 1 })
  })

  it('makes an id from any code, and never the same one twice', () => {
    const long = `${'9'.repeat(100)}`
    const { catalogue: made } = planOf(
      table(['公安', '一', 'a b'], ['公安', '二', long], ['公安', '三', 'a.b']),
    )
    expect(new Set(made.services.map((s) => s.id)).size).toBe(3)
    expect(catalogue.safeParse(made).success).toBe(true)
  })

  it.each<[string, TableRow['cells']]>([
    ['departmentMissing', { department: ' ', item_name: '一', item_code: 'X' }],
    ['nameMissing', { department: '公安', item_name: '', item_code: 'X' }],
    ['rowEmpty', { department: '', item_name: ' ', item_code: '' }],
    ['cellTooLong', { department: '公安', item_name: '长'.repeat(201), item_code: 'X' }],
    ['cellTooLong', { department: '公安', item_name: '一', item_code: '9'.repeat(121) }],
    ['cellUnreadable', { department: '公\uFFFD', item_name: '一', item_code: 'X' }],
  ])('skips a row for %s with its line', (reason, cells) => {
    const { report, catalogue: made } = planOf([{ line: 7, cells }, ...table(['公安', '好', 'OK'])])
    expect(report.skipped).toMatchObject([{ line: 7, reason }])
    expect(made.services).toHaveLength(1)
  })

  it('makes nothing for a department that has only broken rows', () => {
    const { catalogue: made } = planOf(table(['公安', '', 'X']))
    expect(made).toEqual(emptyCatalogue)
  })

  it('is refused whole when no letter is left', () => {
    const rows = table(...Array.from({ length: 703 }, (_, i) => [`部门${i}`, '事项', `C${i}`] as const))
    expect(importRows(rows.slice(0, 702), emptyCatalogue).ok).toBe(true)
    expect(importRows(rows, emptyCatalogue)).toEqual({
      ok: false,
      reason: 'lettersExhausted',
      department: '部门702',
    })
  })
})

describe('a table for a hall with a catalogue', () => {
  const byHand = catalogue.parse({
    ...emptyCatalogue,
    departments: [{ id: 'police', name: { zh: '公安', en: 'Police' } }],
    queues: [
      { id: 'qa', name: { zh: '户政' }, letter: 'A' },
      { id: 'qc', name: { zh: '综合' }, letter: 'C' },
    ],
    counters: [{ id: 'c1', label: '1', queueIds: ['qa'] }],
    services: [
      {
        id: 'one',
        code: 'GA-1',
        name: { zh: '旧名', en: 'Card' },
        departmentId: 'police',
        queueId: 'qc',
        group: '户',
        taskType: '1',
        top: true,
      },
      { id: 'own', code: 'OWN', name: { zh: '自建' }, departmentId: 'police', queueId: 'qa' },
      { id: 'own2', code: 'OWN2', name: { zh: '自建二' }, departmentId: 'police', queueId: 'qa' },
    ],
  })

  it('changes what the row says and keeps the rest', () => {
    const { catalogue: made, report } = planOf(table(['公安', '新名', 'GA-1']), byHand)
    expect(made.services).toEqual([
      { ...byHand.services[0], name: { zh: '新名', en: 'Card' } },
      byHand.services[1],
      byHand.services[2],
    ])
    expect([made.queues, made.counters, made.departments]).toEqual([
      byHand.queues,
      byHand.counters,
      byHand.departments,
    ])
    expect(report).toMatchObject({ read: 1, added: 0, changed: 1, unchanged: 0, notInFile: 2 })
  })

  it('empties an optional field only when the table has its column', () => {
    const { catalogue: made } = planOf(table(['公安', '旧名', 'GA-1', '', '1']), byHand)
    expect(made.services[0]).toEqual({ ...byHand.services[0], group: undefined })
    expect(planOf(table(['公安', '旧名', 'GA-1']), byHand).report.unchanged).toBe(1)
  })

  it('puts a new service where most of its department stand, and a new department behind the next free letter', () => {
    const { catalogue: made } = planOf(table(['公安', '新', 'GA-9'], ['税务', '税', 'SW-1']), byHand)
    expect(made.services.find((s) => s.code === 'GA-9')?.queueId).toBe('qa')
    expect(made.queues.map((q) => q.letter)).toEqual(['A', 'C', 'B'])
  })

  it('moves a service to another department and leaves its queue', () => {
    const { catalogue: made, report } = planOf(table(['行政审批', '旧名', 'GA-1']), byHand)
    expect(made.services[0]?.queueId).toBe('qc')
    expect(made.departments.find((d) => d.id === made.services[0]?.departmentId)?.name.zh).toBe('行政审批')
    expect(report.queuesAdded).toEqual([])
    expect(validateCatalogue(made).ok).toBe(true)
  })

  it('knows a department it made itself after people renamed it', () => {
    const first = planOf(table(['公安', '一', 'GA-1'])).catalogue
    const renamed = {
      ...first,
      departments: first.departments.map((d) => ({ ...d, name: { zh: '公安分局' } })),
    }
    const again = planOf(table(['公安', '一', 'GA-1'], ['公安', '二', 'GA-2']), renamed)
    expect(again.catalogue.departments).toEqual(renamed.departments)
    expect(again.report).toMatchObject({ added: 1, unchanged: 1, departmentsAdded: [], queuesAdded: [] })
  })
})

describe('any table', () => {
  const cell = fc.constantFrom(
    '公安',
    '人社',
    '税 务',
    'A-1',
    'b.2',
    'c 3',
    '',
    '无',
    '\uFFFD',
    '长'.repeat(201),
  )
  const rows = fc
    .array(fc.record({ department: cell, item_name: cell, item_code: cell, group: cell }), { maxLength: 40 })
    .map((all): readonly TableRow[] => all.map((cells, i) => ({ line: i + 2, cells })))

  it('is accounted for to the last row, gives a valid catalogue, and changes nothing the second time', () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const first = planOf(before).catalogue
        const { report, catalogue: made } = planOf(after, first)
        expect(report.read).toBe(after.length)
        expect(report.added + report.changed + report.unchanged + report.skipped.length).toBe(report.read)
        expect(made.services.length).toBe(first.services.length + report.added)
        expect(report.changed + report.unchanged + report.notInFile).toBe(first.services.length)
        expect(catalogue.safeParse(made).success).toBe(true)
        expect(validateCatalogue(made)).toMatchObject({ ok: true })
        const again = planOf(after, made)
        expect(again.catalogue).toEqual(made)
        expect(again.report).toMatchObject({ added: 0, changed: 0, departmentsAdded: [], queuesAdded: [] })
      }),
    )
  })
})
