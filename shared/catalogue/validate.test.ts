/**
 * Goal: a catalogue that passes can be relied on, and one that does not says everything wrong with it.
 * Method: one sound catalogue, broken in one way at a time; hours against a minute-by-minute model.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogue, emptyCatalogue } from './catalogue.ts'
import type { Catalogue } from './catalogue.ts'
import { problemLine, validateCatalogue } from './validate.ts'

const sound = {
  zones: [{ id: 'z', name: { zh: '一区' } }],
  departments: [{ id: 'd', name: { zh: '公安' } }],
  services: [
    { id: 's1', code: 'GA-1', name: { zh: '身份证' }, departmentId: 'd', queueId: 'q1', duty: 'accept' },
    { id: 's2', code: 'GA-2', name: { zh: '复核' }, departmentId: 'd', queueId: 'q1', duty: 'review' },
    { id: 's3', code: 'GA-3', name: { zh: '护照' }, departmentId: 'd', queueId: 'q2' },
  ],
  queues: [
    { id: 'q1', name: { zh: '户政' }, letter: 'A', zoneId: 'z' },
    { id: 'q2', name: { zh: '出入境' }, letter: 'B' },
  ],
  counters: [
    { id: 'c1', label: '1', queueIds: ['q1'], helpQueueIds: ['q2'], zoneId: 'z' },
    { id: 'c2', label: '2', queueIds: ['q2'] },
  ],
  packages: [
    { id: 'p', name: { zh: '一件事' }, steps: [{ serviceId: 's1' }, { serviceId: 's3', after: ['s1'] }] },
  ],
  incompatibleDuties: [['accept', 'review']],
}

type Part = keyof typeof sound

function broken(part: Part, rows: readonly unknown[]): Catalogue {
  return catalogue.parse({ ...sound, [part]: rows })
}

/** The problems as `code path`, or none. */
function problemsOf(value: Catalogue): readonly string[] {
  const result = validateCatalogue(value)
  return result.ok ? [] : result.problems.map((p) => `${p.code} ${p.path}`)
}

const [service, , passport] = sound.services
const [queue, queue2] = sound.queues
const [counter, counter2] = sound.counters
const step = (serviceId: string, ...after: string[]) => ({ serviceId, after })
const packageOf = (...steps: unknown[]) => [{ id: 'p', name: { zh: '一件事' }, steps }]

describe('a catalogue', () => {
  it('is handed back when everything agrees', () => {
    const value = catalogue.parse(sound)
    expect(validateCatalogue(value)).toEqual({ ok: true, catalogue: value })
    expect(validateCatalogue(emptyCatalogue).ok).toBe(true)
  })

  it.each<[string, Part, readonly unknown[]]>([
    ['idRepeated zones.1.id', 'zones', [...sound.zones, ...sound.zones]],
    ['idRepeated departments.1.id', 'departments', [...sound.departments, ...sound.departments]],
    ['idRepeated services.3.id', 'services', [...sound.services, { ...service, code: 'other' }]],
    ['codeRepeated services.3.code', 'services', [...sound.services, { ...service, id: 'other' }]],
    ['letterRepeated queues.2.letter', 'queues', [...sound.queues, { ...queue, id: 'other' }]],
    ['labelRepeated counters.2.label', 'counters', [...sound.counters, { ...counter, id: 'other' }]],
    [
      'referenceUnknown services.3.departmentId',
      'services',
      [...sound.services, { ...passport, id: 'x', code: 'x', departmentId: 'gone' }],
    ],
    [
      'referenceUnknown services.3.queueId',
      'services',
      [...sound.services, { ...passport, id: 'x', code: 'x', queueId: 'gone' }],
    ],
    [
      'referenceUnknown queues.2.zoneId',
      'queues',
      [...sound.queues, { ...queue, id: 'x', letter: 'X', zoneId: 'gone' }],
    ],
    ['referenceUnknown counters.1.queueIds.0', 'counters', [counter, { ...counter2, queueIds: ['gone'] }]],
    [
      'referenceUnknown counters.1.helpQueueIds.0',
      'counters',
      [counter, { ...counter2, helpQueueIds: ['gone'] }],
    ],
    [
      'referenceRepeated counters.1.helpQueueIds.0',
      'counters',
      [counter, { ...counter2, helpQueueIds: ['q2'] }],
    ],
    ['referenceUnknown packages.0.steps.0.serviceId', 'packages', packageOf(step('gone'))],
    ['stepRepeated packages.0.steps.1.serviceId', 'packages', packageOf(step('s1'), step('s1'))],
    ['stepAfterItself packages.0.steps.0.after.0', 'packages', packageOf(step('s1', 's1'))],
    ['stepAfterOutside packages.0.steps.0.after.0', 'packages', packageOf(step('s1', 's2'))],
    ['stepsInCircle packages.0.steps', 'packages', packageOf(step('s1', 's3'), step('s2'), step('s3', 's1'))],
    ['dutyUnknown incompatibleDuties.0.1', 'incompatibleDuties', [['accept', 'cashier']]],
    ['dutyWithItself incompatibleDuties.0', 'incompatibleDuties', [['accept', 'accept']]],
    [
      'dutyPairRepeated incompatibleDuties.1',
      'incompatibleDuties',
      [
        ['accept', 'review'],
        ['review', 'accept'],
      ],
    ],
  ])('reports %s and nothing else', (expected, part, rows) => {
    expect(problemsOf(broken(part, rows))).toEqual([expected])
  })

  it('names every problem, each with its facts on one line', () => {
    const result = validateCatalogue(broken('services', [{ ...service, departmentId: 'x', queueId: 'y' }]))
    const lines = result.ok ? [] : result.problems.map(problemLine)
    expect(lines).toContain('services.0.departmentId: referenceUnknown (id x)')
    expect(lines).toContain('services.0.queueId: referenceUnknown (id y)')
    expect(lines).toContain('packages.0.steps.1.serviceId: referenceUnknown (id s3)')
    expect(lines).toContain('incompatibleDuties.0.1: dutyUnknown (duty review)')
  })
})

describe('opening hours', () => {
  const withHours = (hours: unknown) => problemsOf(broken('queues', [{ ...queue, hours }, queue2]))

  it('may touch, and may end at midnight', () => {
    const slots = [
      { from: '13:00', until: '24:00' },
      { from: '09:00', until: '12:00' },
      { from: '12:00', until: '13:00' },
    ]
    expect(withHours({ weekdays: { 1: slots }, dates: [{ date: '2028-02-29', slots }] })).toEqual([])
  })

  it.each([
    ['slotReversed queues.0.hours.weekdays.1.0', { weekdays: { 1: [{ from: '12:00', until: '09:00' }] } }],
    ['slotReversed queues.0.hours.weekdays.1.0', { weekdays: { 1: [{ from: '09:00', until: '09:00' }] } }],
    ['timeOutsideDay queues.0.hours.weekdays.7.0', { weekdays: { 7: [{ from: '09:00', until: '24:30' }] } }],
    ['dateInvalid queues.0.hours.dates.0.date', { weekdays: {}, dates: [{ date: '2026-02-29', slots: [] }] }],
    [
      'dateRepeated queues.0.hours.dates.1.date',
      {
        weekdays: {},
        dates: [
          { date: '2026-10-01', slots: [] },
          { date: '2026-10-01', slots: [] },
        ],
      },
    ],
  ])('reports %s', (expected, hours) => {
    expect(withHours(hours)).toEqual([expected])
  })

  it('overlap is found exactly where two slots share a minute', () => {
    const clock = (minute: number) =>
      `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
    const span = fc
      .tuple(fc.integer({ min: 0, max: 48 }), fc.integer({ min: 1, max: 12 }))
      .map(([from, length]) => ({ from: from * 15, until: from * 15 + length * 15 }))
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), (spans) => {
        const shared = spans.some((a, i) =>
          spans.some((b, j) => i < j && a.from < b.until && b.from < a.until),
        )
        const slots = spans.map(({ from, until }) => ({ from: clock(from), until: clock(until) }))
        expect(withHours({ weekdays: { 1: slots } }).length > 0).toBe(shared)
      }),
    )
  })
})
