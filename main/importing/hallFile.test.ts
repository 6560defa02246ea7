/**
 * Goal: a hall file is loaded whole or refused with what is wrong; the demo hall is one a real day can be run on.
 * Method: the demo hall read from disk and questioned; copies of it broken in one place.
 */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { locales } from '#shared/catalogue/catalogue.ts'
import type { LocalText, Service } from '#shared/catalogue/catalogue.ts'
import { defaultSettings } from '#shared/hall/settings.ts'
import type { StaffMember } from '#shared/hall/staff.ts'
import type { HallFile } from './hallFile.ts'
import { parseHall, readHallFile } from './hallFile.ts'

const demoPath = fileURLToPath(new URL('../../resources/demo/hall.json', import.meta.url))
const read = await readHallFile(demoPath)
if (!read.ok) throw new Error(`${read.message}\n${read.problems.join('\n')}`)
const demo = read.hall

function can(member: StaffMember, service: Service): boolean {
  return member.skills.some(({ scope }) => {
    switch (scope.kind) {
      case 'all':
        return true
      case 'department':
        return scope.departmentId === service.departmentId
      case 'service':
        return scope.serviceId === service.id
    }
  })
}

describe('the demo hall', () => {
  const { services, departments, queues, counters, zones, packages } = demo.catalogue
  const { priorityClasses } = demo.settings
  const tellers = demo.staff.filter((s) => s.roles.includes('teller'))

  it('has the size of a county hall', () => {
    expect(departments.length).toBeGreaterThanOrEqual(8)
    expect(services.length).toBeGreaterThanOrEqual(60)
    expect(queues.length).toBeGreaterThanOrEqual(6)
    expect(counters.map((c) => c.label)).toEqual(Array.from({ length: 12 }, (_, i) => String(i + 1)))
    expect(zones).toHaveLength(3)
    expect(packages.length).toBeGreaterThanOrEqual(3)
    expect(services.filter((s) => s.top)).toHaveLength(8)
    expect(departments.every((d) => services.some((s) => s.departmentId === d.id))).toBe(true)
  })

  it('has the published sign-ins', () => {
    const numbers = demo.staff.map((s) => s.staffNo)
    expect(numbers.slice(0, 12)).toEqual(Array.from({ length: 12 }, (_, i) => String(1001 + i)))
    expect(numbers.slice(12)).toEqual(['2001', '8001', '9001'])
    expect(demo.pins).toEqual(Object.fromEntries(numbers.map((staffNo) => [staffNo, '2580'])))
  })

  it('keeps the default rules and is open at any hour', () => {
    const rules = defaultSettings(demo.settings.hallId, demo.settings.name, 'Asia/Shanghai')
    // The demo hall says the default classes in all five languages; the defaults say them in two.
    const classes = rules.priorityClasses.map((c) => ({
      ...c,
      name: { ...priorityClasses.find(({ id }) => id === c.id)?.name, ...c.name },
    }))
    expect(demo.settings).toEqual({ ...rules, priorityClasses: classes })
    expect(queues.every((q) => q.hours === undefined && q.dailyCap === undefined)).toBe(true)
  })

  it('says everything in Chinese and English, and what most people see in all five languages', () => {
    const complete = (name: LocalText) => locales.every((l) => (name[l] ?? '') !== '')
    const shown = [
      ...[...departments, ...queues, ...zones, ...packages, ...priorityClasses],
      ...services.filter((s) => s.top),
    ]
    expect(shown.filter((row) => !complete(row.name)).map((row) => row.id)).toEqual([])
    const texts = services.flatMap((s) => [s.name, ...(s.materials ?? [])])
    expect(texts.filter((t) => (t.en ?? '') === '')).toEqual([])
    expect(services.every((s) => (s.materials ?? []).length > 0)).toBe(true)
  })

  it('writes each language in its own script', () => {
    const scripts = {
      zh: /\p{Script=Han}/u,
      en: /\p{Script=Latin}/u,
      ug: /\p{Script=Arabic}/u,
      kk: /\p{Script=Arabic}/u,
      mn: /\p{Script=Mongolian}/u,
    }
    const rows = [...departments, ...queues, ...zones, ...packages, ...services, ...priorityClasses]
    const texts = rows.map((row) => row.name)
    const foreign = texts.flatMap((text) =>
      locales.filter((l) => text[l] !== undefined && !scripts[l].test(text[l])),
    )
    expect(foreign).toEqual([])
    const mixed = texts.filter((t) =>
      /[\p{Script=Han}\p{Script=Latin}]/u.test(`${t.ug ?? ''}${t.kk ?? ''}${t.mn ?? ''}`),
    )
    expect(mixed).toEqual([])
  })

  it('lets every service be finished: a counter serves it, and two tellers can, should duties part them', () => {
    const open = new Set(counters.flatMap((c) => c.queueIds))
    expect(services.filter((s) => !open.has(s.queueId)).map((s) => s.id)).toEqual([])
    expect(services.filter((s) => tellers.filter((t) => can(t, s)).length < 2).map((s) => s.id)).toEqual([])
    expect(tellers.filter((t) => services.every((s) => can(t, s))).length).toBeGreaterThanOrEqual(2)
  })

  it('has no package that one person may not carry out', () => {
    const duty = new Map(services.map((s) => [s.id, s.duty]))
    for (const p of packages) {
      const duties = p.steps.map((step) => duty.get(step.serviceId))
      expect(
        demo.catalogue.incompatibleDuties.filter(([a, b]) => duties.includes(a) && duties.includes(b)),
      ).toEqual([])
    }
  })

  it('gives the teller of each counter work there', () => {
    counters.forEach((c, i) => {
      const own = services.filter((s) => c.queueIds.includes(s.queueId))
      expect(own.some((s) => tellers[i] !== undefined && can(tellers[i], s))).toBe(true)
    })
  })
})

describe('a hall file', () => {
  const refusal = (change: (hall: HallFile) => unknown) => {
    const result = parseHall(JSON.stringify(change(demo)), 'hall.json')
    if (result.ok) throw new Error('was taken')
    expect(result.message).toMatch(/^hall\.json [^\n]+$/)
    return result.problems[0]
  }

  it.each<[string, (hall: HallFile) => unknown]>([
    ['settings: ', ({ settings: _, ...rest }) => rest],
    ['file: ', (hall) => ({ ...hall, extra: 1 })],
    ['file: ', () => []],
    [
      'settings.timeZone: ',
      (hall) => ({ ...hall, settings: { ...hall.settings, timeZone: 'Asia/Nowhere' } }),
    ],
    [
      'catalogue.services.0.queueId: referenceUnknown',
      (hall) => ({ ...hall, catalogue: { ...hall.catalogue, queues: [] } }),
    ],
    ['staff.15.id: ', (hall) => ({ ...hall, staff: [...hall.staff, { ...hall.staff[0], staffNo: 'x' }] })],
    ['staff.15.staffNo: ', (hall) => ({ ...hall, staff: [...hall.staff, { ...hall.staff[0], id: 'x' }] })],
    [
      'staff.0.skills.0: ',
      (hall) => ({
        ...hall,
        staff: [{ ...hall.staff[0], skills: [{ scope: { kind: 'department', departmentId: 'x' } }] }],
      }),
    ],
    [
      'staff.0.skills.0: ',
      (hall) => ({
        ...hall,
        staff: [
          { ...hall.staff[0], skills: [{ scope: { kind: 'all' }, from: '2026-02-01', until: '2026-01-01' }] },
        ],
      }),
    ],
    ['pins.7777: ', (hall) => ({ ...hall, pins: { 7777: '2580' } })],
    ['pins.1001: ', (hall) => ({ ...hall, pins: { 1001: 'abc' } })],
  ])('is refused with %s', (problem, change) => {
    expect(refusal(change)?.slice(0, problem.length)).toBe(problem)
  })

  it('that is no JSON, or is not there, is refused in one line', async () => {
    expect(parseHall('{"settings": ', 'hall.json')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^hall\.json is not JSON: .+$/),
    })
    expect(await readHallFile('/nowhere/hall.json')).toMatchObject({
      ok: false,
      message: '/nowhere/hall.json cannot be read (ENOENT).',
    })
    expect(await readHallFile(fileURLToPath(new URL('.', import.meta.url)))).toMatchObject({ ok: false })
  })

  it('may begin with a byte order mark and come without PINs', () => {
    const { pins: _, ...rest } = demo
    expect(parseHall(`\uFEFF${JSON.stringify(rest)}`, 'hall.json').ok).toBe(true)
  })
})
