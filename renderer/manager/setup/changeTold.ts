/** A change of the set-up as people read it: what was changed, and field by field from what to what. */
import { sameJson } from '#shared/hall/setUp.ts'
import type { ListPart, SetUpChange } from '#shared/hall/setUp.ts'
import { locales } from '#shared/catalogue/catalogue.ts'
import { fieldWords, setUpWords } from '#shared/locale/setUp.ts'
import { andMore, became, changeWords, fromTo, partWords } from '#shared/locale/setUpHistory.ts'
import { dateText, daysText, hoursOf, itemTexts, joined, nameText, sayTo, slotsText } from './fieldTexts.ts'
import { valueText, week } from './fieldTexts.ts'
import type { DatedSlots, Reader } from './fieldTexts.ts'
import { at, isRow, listOf, textOfValue } from './fields.ts'
import type { Field, Row } from './fields.ts'
import type { Named } from './options.ts'
import { partFields } from './partFields.ts'
import { settingGroups } from './settingFields.ts'
import type { ToldField } from './settingFields.ts'

export interface ChangeTold {
  /** What it is about, by its name: `排队业务 A 综合`, or the group of the rules. */
  readonly thing: string
  readonly how: 'added' | 'removed' | 'changed'
  /** Empty for what was added or removed as a whole. */
  readonly lines: readonly string[]
}

/** The names of everything these changes touched, by id: for what is named and has gone since. */
export function namesIn(changes: readonly SetUpChange[], page: Named): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap(({ part, key, before, after }): [string, string][] => {
      const row = isRow(after) ? after : isRow(before) ? before : undefined
      return row === undefined || part === 'settings' || part === 'incompatibleDuties'
        ? []
        : [[key, nameOfRow(part, row, page)]]
    }),
  )
}

export function tellChange(change: SetUpChange, reader: Reader): ChangeTold {
  const { part, key, before, after } = change
  const say = sayTo(reader)
  if (part === 'settings') return tellSetting(key, before, after, reader)
  const kind = say(partWords[part])
  if (part === 'incompatibleDuties') {
    const pairs = (value: unknown): readonly string[] =>
      listOf(value).map((pair) => listOf(pair).map(textOfValue).join(' × '))
    return { thing: kind, how: 'changed', lines: listLines(kind, pairs(before), pairs(after), reader) }
  }
  const row = isRow(after) ? after : isRow(before) ? before : {}
  const thing = `${kind} ${nameOfRow(part, row, reader.page) || key}`
  if (!isRow(before)) return { thing, how: 'added', lines: [] }
  if (!isRow(after)) return { thing, how: 'removed', lines: [] }
  return { thing, how: 'changed', lines: linesOf(fieldsOf(part, reader.page), before, after, reader) }
}

function tellSetting(key: string, before: unknown, after: unknown, reader: Reader): ChangeTold {
  const isOf = ({ path }: ToldField): boolean => path === key || path.startsWith(`${key}.`)
  const groups = settingGroups(reader.page)
  const name = groups.find(({ fields }) => fields.some(isOf))?.name ?? changeWords.otherRule
  const fields = groups.flatMap((group) => group.fields.filter(isOf))
  return {
    thing: sayTo(reader)(name),
    how: 'changed',
    lines: linesOf(fields, { [key]: before }, { [key]: after }, reader),
  }
}

/** What a thing of a list is known by. */
function nameOfRow(part: ListPart, row: Row, page: Named): string {
  const { name } = row
  const said = isRow(name) ? nameText(name, { page }) : textOfValue(name)
  const mark = { queues: 'letter', counters: 'label', staff: 'staffNo', displays: 'id' }
  const known = Object.entries(mark).find(([of]) => of === part)?.[1]
  return [known === undefined ? '' : textOfValue(row[known]), said].filter((one) => one !== '').join(' ')
}

/** Fields of a list that no form asks for. */
const unasked: Readonly<Partial<Record<ListPart, readonly Field[]>>> = {
  services: [{ kind: 'text', path: 'taskType', label: { zh: '任务类型', en: 'Task type' } }],
}
/** Every field of a list's things. */
export const fieldsOf = (part: ListPart, page: Named): readonly Field[] => [
  ...partFields[part](page),
  ...(unasked[part] ?? []),
]

function linesOf(fields: readonly ToldField[], before: Row, after: Row, reader: Reader): readonly string[] {
  const lines = fields.flatMap((field) => {
    const [a, b] = [at(before, field.path), at(after, field.path)]
    return sameJson(a, b) ? [] : fieldLines(field, a, b, reader)
  })
  return lines.length === 0 ? [sayTo(reader)(changeWords.otherwise)] : lines
}

function fieldLines(field: ToldField, a: unknown, b: unknown, reader: Reader): readonly string[] {
  const { locale } = reader.page
  const say = sayTo(reader)
  const label = say(('short' in field ? field.short : undefined) ?? field.label)
  switch (field.kind) {
    case 'rows':
      return rowLines(field.fields, listOf(a).filter(isRow), listOf(b).filter(isRow), reader)
    case 'picture': {
      const { another, given, taken } = changeWords
      return [became[locale.value](label, say(b === undefined ? taken : a === undefined ? given : another))]
    }
    case 'names':
      return locales.flatMap((of) => {
        const [old, now] = [a, b].map((name) => textOfValue(isRow(name) ? name[of] : undefined))
        const none = say(setUpWords.none)
        const inLanguage = of === 'zh' ? label : `${label} (${say(fieldWords[of])})`
        return old === now ? [] : [fromTo[locale.value](inLanguage, old || none, now || none)]
      })
    case 'several':
    case 'lines':
    case 'skills':
    case 'panels':
      return listLines(label, itemTexts(field, a, reader), itemTexts(field, b, reader), reader)
    case 'hours':
      return hoursLines(field, label, a, b, reader)
    case 'text':
    case 'number':
    case 'check':
    case 'choice':
    case 'steps': {
      const [old, now] = [valueText(field, a, reader), valueText(field, b, reader)]
      if (old !== now) return [fromTo[locale.value](label, old, now)]
      // A box that was never ticked says the same as one that is no longer; two things that are gone do not.
      return field.kind === 'check' ? [] : [became[locale.value](label, say(changeWords.inIt))]
    }
  }
}

/** A list with what came in and what went out; where neither did, its new order. */
function listLines(
  label: string,
  before: readonly string[],
  after: readonly string[],
  reader: Reader,
): readonly string[] {
  const say = sayTo(reader)
  const { put, taken, order, inIt } = changeWords
  const tell = became[reader.page.locale.value]
  if (sameJson(before, after)) return [tell(label, say(inIt))]
  const parts = [
    [put, missingIn(before, after)] as const,
    [taken, missingIn(after, before)] as const,
    ...(sameJson([...before].sort(), [...after].sort()) ? [[order, after] as const] : []),
  ]
  return parts.flatMap(([what, items]) =>
    items.length === 0 ? [] : [tell(label, `${say(what)} ${firstOf(items, reader)}`)],
  )
}

/** Those of the second the first has not, each as often as it is missing. */
function missingIn(first: readonly string[], second: readonly string[]): readonly string[] {
  const left = [...first]
  return second.filter((one) => {
    const place = left.indexOf(one)
    if (place >= 0) left.splice(place, 1)
    return place < 0
  })
}

/** More than these of one list are counted. */
const toldAtMost = 8
const firstOf = (items: readonly string[], reader: Reader): string => {
  const first = joined(reader, items.slice(0, toldAtMost))
  return items.length <= toldAtMost ? first : andMore[reader.page.locale.value](first, items.length)
}

/** A list of things with fields of their own, told apart by their ids. */
function rowLines(
  fields: readonly Field[],
  before: readonly Row[],
  after: readonly Row[],
  reader: Reader,
): readonly string[] {
  const say = sayTo(reader)
  const nameOf = (row: Row): string => (isRow(row['name']) ? nameText(row['name'], reader) : '')
  const same = (row: Row) => (other: Row) => other['id'] === row['id']
  const tell = became[reader.page.locale.value]
  const lines = [
    ...before
      .filter((row) => !after.some(same(row)))
      .map((row) => tell(nameOf(row), say(changeWords.removed))),
    ...after.flatMap((row) => {
      const old = before.find(same(row))
      if (old === undefined) return [tell(nameOf(row), say(changeWords.added))]
      if (sameJson(old, row)) return []
      return linesOf(fields, old, row, reader).map((line) => `${nameOf(row)} · ${line}`)
    }),
  ]
  return lines.length > 0 ? lines : [`${say(changeWords.order)} ${joined(reader, after.map(nameOf))}`]
}

/** Opening hours by what differs: weekdays that changed alike together, then the dates. */
function hoursLines(field: Field, label: string, a: unknown, b: unknown, reader: Reader): readonly string[] {
  const [old, now] = [hoursOf(a), hoursOf(b)]
  const tell = fromTo[reader.page.locale.value]
  if (old === undefined || now === undefined)
    return [tell(label, valueText(field, a, reader), valueText(field, b, reader))]
  const alike = new Map<string, { readonly from: string; readonly to: string; readonly days: number[] }>()
  for (const day of week) {
    const [from = '', to = ''] = [old, now].map((of) => slotsText(of.weekdays[String(day)] ?? [], reader))
    const key = `${from} ${to}`
    if (from !== to) alike.set(key, { from, to, days: [...(alike.get(key)?.days ?? []), day] })
  }
  const none = setUpWords.none[reader.page.locale.value]
  const dated = (dates: readonly DatedSlots[] | undefined, of: string): string => {
    const found = dates?.find(({ date }) => date === of)
    return found === undefined ? none : dateText(found, reader)
  }
  const dates = [...new Set([...(old.dates ?? []), ...(now.dates ?? [])].map(({ date }) => date))].sort()
  return [
    ...[...alike.values()].map(({ from, to, days }) => tell(`${label} ${daysText(days, reader)}`, from, to)),
    ...dates.flatMap((date) => {
      const [from, to] = [dated(old.dates, date), dated(now.dates, date)]
      return from === to ? [] : [tell(`${label} ${date}`, from, to)]
    }),
  ]
}
