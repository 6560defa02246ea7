/**
 * Goal: a manager reads every change of the set-up in words: which thing, by its name, and field by field from what to
 * what. Method: changes of the demo hall told in both languages; and every field the schemas know, changed one by one.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computed, ref } from 'vue'
import type { z } from 'zod'
import { screenHall } from '#test/fixtures/screenHall.ts'
import { valuesOf } from '#test/fixtures/fromSchema.ts'
import { counter, department, queue, service, themePackage, zone } from '#shared/catalogue/catalogue.ts'
import { defaultDisplay, display } from '#shared/hall/displays.ts'
import { settings } from '#shared/hall/settings.ts'
import { listParts, sameJson } from '#shared/hall/setUp.ts'
import type { ListPart, SetUpChange } from '#shared/hall/setUp.ts'
import { staffMember } from '#shared/hall/staff.ts'
import { textOf } from '#shared/locale/direction.ts'
import { changeWords } from '#shared/locale/setUpHistory.ts'
import { namesIn, tellChange } from './changeTold.ts'
import type { ChangeTold } from './changeTold.ts'
import { isRow, withAt } from './fields.ts'
import type { Row } from './fields.ts'
import type { Named } from './options.ts'

const { state } = screenHall()
const readers = ['zh', 'en'] as const
type Reads = (typeof readers)[number]
function pageIn(language: Reads): Named {
  const locale = ref(language)
  return { state: computed(() => state), locale, name: (text) => textOf(text, locale.value).text }
}
function tell(change: SetUpChange, language: Reads = 'zh', earlier: readonly SetUpChange[] = []): ChangeTold {
  const page = pageIn(language)
  return tellChange(change, { page, known: namesIn(earlier, page) })
}
const setting = (key: string, before: unknown, after: unknown): SetUpChange => ({
  part: 'settings',
  key,
  before,
  after,
})
const [queueNow] = state.catalogue.queues
const [counterNow] = state.catalogue.counters
const [tellerNow] = state.staff.values()
if (queueNow === undefined || counterNow === undefined || tellerNow === undefined)
  throw new Error('the demo hall has no queues, no counters or no staff')
const queueName = `${queueNow.letter} ${queueNow.name.zh}`

describe('a change in words', () => {
  it('says a rule by its group and its label, in the unit of its form', () => {
    const change = setting('noShow', state.settings?.noShow, { ...state.settings?.noShow, spacingS: 45 })
    expect(tell(change)).toEqual({ thing: '过号', how: 'changed', lines: ['每次至少间隔（秒）：20 → 45'] })
    expect(tell(change, 'en')).toEqual({
      thing: 'No-shows',
      how: 'changed',
      lines: ['Seconds between: 20 → 45'],
    })
    expect(tell(setting('targetWaitS', 1800, 1230)).lines).toEqual(['等候目标（分钟）：30 → 20.5'])
    expect(tell(setting('onePerPerson', false, true)).lines).toEqual(['同一人同一业务只能有一个号：否 → 是'])
    expect(tell(setting('finish', { unrecorded: 'completed' }, { unrecorded: 'refuse' })).lines).toEqual([
      '办结时未登记结果的事项：视为办结 → 不准办结',
    ])
  })

  it('says what was set for the first time, and what was taken away', () => {
    const alarms = { waitingMost: 12, longestMinutes: 30, pausedMinutes: 10, required: true }
    expect(tell(setting('alarms', undefined, alarms)).lines).toEqual([
      '一项业务等候超过（人）：— → 12',
      '最长等候超过（分钟）：— → 30',
      '窗口暂停超过（分钟）：— → 10',
      '必开窗口在受理时间内没有人：否 → 是',
    ])
    expect(tell(setting('alarms', alarms, undefined), 'en').lines).toContain(
      'A wait longer than (minutes): 30 → —',
    )
  })

  it('names the thing as the hall knows it', () => {
    const after = { ...queueNow, dailyCap: 80 }
    const change: SetUpChange = { part: 'queues', key: queueNow.id, before: queueNow, after }
    expect(tell(change)).toEqual({
      thing: `排队业务 ${queueName}`,
      how: 'changed',
      lines: ['每日上限：— → 80'],
    })
    const added: SetUpChange = { part: 'staff', key: tellerNow.id, after: tellerNow }
    expect(tell(added, 'en')).toEqual({
      thing: `Staff ${tellerNow.staffNo} ${tellerNow.name}`,
      how: 'added',
      lines: [],
    })
    const gone: SetUpChange = { part: 'counters', key: counterNow.id, before: counterNow }
    expect(tell(gone)).toMatchObject({ how: 'removed', lines: [] })
    expect(tell(gone).thing).toContain(`窗口 ${counterNow.label}`)
  })

  it('says what came into a list and what went out of it, by name', () => {
    const gone = { id: 'queue-gone', letter: 'Z', name: { zh: '旧业务' } }
    const before = { ...counterNow, queueIds: ['queue-gone'], helpQueueIds: [] }
    const after = { ...counterNow, queueIds: [queueNow.id], helpQueueIds: [] }
    const change: SetUpChange = { part: 'counters', key: counterNow.id, before, after }
    const earlier: SetUpChange = { part: 'queues', key: 'queue-gone', before: gone }
    expect(tell(change, 'zh', [earlier]).lines).toEqual([
      `受理业务：增加 ${queueName}`,
      '受理业务：去掉 Z 旧业务',
    ])
    // Its name is nowhere any more: an id says nothing to anybody.
    expect(tell(change).lines).toContain('受理业务：去掉 已不存在的一项')
    const turned: SetUpChange = {
      part: 'displays',
      key: 'lobby',
      before: { ...defaultDisplay, id: 'lobby' },
      after: { ...defaultDisplay, id: 'lobby', languages: ['en', 'zh'] },
    }
    expect(tell(turned)).toEqual({
      thing: '显示屏 lobby',
      how: 'changed',
      lines: ['语言：顺序改为 英文、中文'],
    })
    const duties: SetUpChange = {
      part: 'incompatibleDuties',
      key: '',
      before: [],
      after: [['accept', 'review']],
    }
    expect(tell(duties)).toMatchObject({ thing: '岗位互斥', lines: ['岗位互斥：增加 accept × review'] })
  })

  it('counts what is too much of a list to be read', () => {
    const all = state.catalogue.services.map(({ id }) => id)
    const [line = ''] = tell(
      setting(
        'kioskLayout',
        { hiddenServices: [], firstServices: [], serviceOrder: [] },
        { hiddenServices: all, firstServices: [], serviceOrder: [] },
      ),
    ).lines
    expect(line).toContain(`等 ${all.length} 项`)
    expect(line.length).toBeLessThan(400)
  })

  it('tells opening hours by the days that changed alike', () => {
    const day = [{ from: '09:00', until: '12:00' }]
    const longer = [{ from: '09:00', until: '12:30', cap: 20 }]
    const week = (slots: readonly object[]): Record<string, readonly object[]> => ({
      1: slots,
      2: slots,
      3: slots,
      4: day,
    })
    const change = (before: unknown, after: unknown): SetUpChange => ({
      part: 'queues',
      key: queueNow.id,
      before: { ...queueNow, hours: before },
      after: { ...queueNow, hours: after },
    })
    const holiday = { date: '2026-10-01', slots: [] }
    expect(tell(change({ weekdays: week(day) }, { weekdays: week(longer), dates: [holiday] })).lines).toEqual(
      ['受理时间 周一–周三：09:00–12:00 → 09:00–12:30 (限号 20)', '受理时间 2026-10-01：— → 不受理'],
    )
    expect(tell(change(undefined, { weekdays: week(day) }), 'en').lines).toEqual([
      'Opening hours: Always open → Mon–Thu 09:00–12:00 · Fri–Sun Closed',
    ])
  })

  it('tells skills with their dates, and each priority class by its name', () => {
    const scope = { kind: 'department', departmentId: state.catalogue.departments[0]?.id }
    const after = { ...tellerNow, skills: [{ scope, from: '2026-12-01' }] }
    const lines = tell({
      part: 'staff',
      key: tellerNow.id,
      before: { ...tellerNow, skills: [] },
      after,
    }).lines
    expect(lines).toEqual([`授权：增加 ${state.catalogue.departments[0]?.name.zh ?? ''} 从 2026-12-01`])
    const classes = state.settings?.priorityClasses ?? []
    const [first, ...others] = classes
    expect(tell(setting('priorityClasses', classes, [{ ...first, headStartS: 300 }])).lines).toEqual([
      ...others.map(({ name }) => `${name.zh}：删除`),
      `${first?.name.zh ?? ''} · 提前（分钟）：${String((first?.headStartS ?? 0) / 60)} → 5`,
    ])
  })

  it('says of a picture only that it is another one', () => {
    const logo = (text: string): Row => ({ logo: `data:image/png;base64,${text}` })
    expect(tell(setting('kioskLayout', logo('AAAA'), logo('BBBB'))).lines).toEqual([
      '标志（PNG、JPEG、WebP）：换了一张',
    ])
  })
})

/** By part, what a thing of it is made of. */
const shapes: Readonly<Record<ListPart, z.ZodType>> = {
  zones: zone,
  departments: department,
  services: service,
  queues: queue,
  counters: counter,
  packages: themePackage,
  staff: staffMember,
  displays: display,
}
/** Two whole things, and every path at which they may differ; a list is one place. */
function twoOf(shape: z.ZodType): readonly Row[] {
  return fc.sample(valuesOf(shape), { numRuns: 24, seed: 7 }).filter(isRow)
}
function paths(row: Row, at = ''): readonly string[] {
  return Object.entries(row).flatMap(([name, value]) =>
    isRow(value) ? paths(value, `${at}${name}.`) : [`${at}${name}`],
  )
}
const valueAt = (row: Row, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => (isRow(inner) ? inner[name] : undefined), row)

/** Every field of a shape, each changed alone. */
function changedOneByOne(shape: z.ZodType): readonly { path: string; before: Row; after: Row }[] {
  const [before = {}, ...others] = twoOf(shape)
  return [...new Set([before, ...others].flatMap((row) => paths(row)))].flatMap((path) => {
    const old = valueAt(before, path)
    const other =
      others.find((row) => !sameJson(valueAt(row, path), old)) ?? expect.fail(`${path} never differs`)
    return [{ path, before, after: withAt(before, path, valueAt(other, path)) }]
  })
}
/** It says something of its own, and nothing only programs read. */
function expectWords(told: ChangeTold, path: string, language: Reads): void {
  const said = [told.thing, ...told.lines]
  expect(told.lines, path).not.toEqual([])
  for (const one of said) {
    expect(one, path).not.toContain(changeWords.otherwise[language])
    expect(one, path).not.toBe(changeWords.otherRule[language])
    expect(one, path).not.toMatch(/[{}[\]"]|undefined|NaN/)
  }
}

describe('every field of the set-up', () => {
  it('has words among the settings', () => {
    const changes = changedOneByOne(settings)
    expect(changes.length).toBeGreaterThan(30)
    for (const language of readers) {
      for (const { path, before, after } of changes) {
        const [key = ''] = path.split('.')
        expectWords(tell(setting(key, before[key], after[key]), language), path, language)
      }
    }
  })

  it.each(listParts)('has words among the %s', (part) => {
    for (const language of readers) {
      for (const { path, before, after } of changedOneByOne(shapes[part])) {
        // What has another id is another thing.
        if (path === 'id') continue
        expectWords(tell({ part, key: 'one', before, after }, language), path, language)
      }
    }
  })

  it('is told in general where a newer hub has one this page does not know', () => {
    expect(tell(setting('notYetInvented', 1, 2))).toEqual({
      thing: '其他规则',
      how: 'changed',
      lines: ['其他内容有改动'],
    })
  })
})
