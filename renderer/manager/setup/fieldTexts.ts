/** What stands in a field of the set-up, in words. */
import { hours as hoursShape } from '#shared/catalogue/catalogue.ts'
import type { Hours, Slot } from '#shared/catalogue/catalogue.ts'
import { skill as skillShape } from '#shared/hall/staff.ts'
import type { Skill } from '#shared/hall/staff.ts'
import { commonTexts } from '#shared/locale/common.ts'
import {
  afterTheStepBefore,
  everyService,
  fieldWords,
  hoursWords,
  panelWords,
  setUpWords,
  weekdayWords,
} from '#shared/locale/setUp.ts'
import type { StaffWords } from '#shared/locale/setUp.ts'
import { changeWords } from '#shared/locale/setUpHistory.ts'
import { at, isRow, listOf, textOfValue } from './fields.ts'
import type { Field, Option, Row } from './fields.ts'
import { departmentOptions, serviceOptions } from './options.ts'
import type { Named } from './options.ts'

/** Who reads, and names of things that are no longer in the hall, by id. */
export interface Reader {
  readonly page: Named
  readonly known: ReadonlyMap<string, string>
}

export const sayTo =
  ({ page }: Pick<Reader, 'page'>) =>
  (words: StaffWords): string =>
    words[page.locale.value]

/** Between the parts of a list. */
export const joined = ({ page }: Pick<Reader, 'page'>, parts: readonly string[]): string =>
  parts.join(commonTexts[page.locale.value].listSeparator)

/** The names of what can be chosen, by id: as they are now, else as they were. */
function namesOf(options: readonly Option[], reader: Reader): (id: unknown) => string {
  const now = new Map(options.map(({ value, text }) => [value, text]))
  return (id) =>
    now.get(textOfValue(id)) ?? reader.known.get(textOfValue(id)) ?? sayTo(reader)(changeWords.gone)
}

/** The value of a field that holds one thing; that of a list by its things. */
export function valueText(field: Field, value: unknown, reader: Reader): string {
  const say = sayTo(reader)
  const none = setUpWords.none[reader.page.locale.value]
  switch (field.kind) {
    case 'text':
      return textOfValue(value) || none
    case 'number':
      // Halves of minutes are told as such, and no longer than that.
      return typeof value === 'number' ? String(Math.round((value / (field.times ?? 1)) * 100) / 100) : none
    case 'check':
      return say(value === true ? setUpWords.yes : setUpWords.no)
    case 'choice':
      return value === undefined ? none : namesOf(field.options(), reader)(value)
    case 'names':
      return isRow(value) ? nameText(value, reader) || none : none
    case 'hours':
      return hoursText(hoursOf(value), reader)
    case 'steps':
      return stepsText(value, reader)
    case 'several':
    case 'lines':
    case 'skills':
    case 'panels':
      return joined(reader, itemTexts(field, value, reader)) || none
  }
}

/** The things of a field that is a list, one by one. */
export function itemTexts(field: Field, value: unknown, reader: Reader): readonly string[] {
  switch (field.kind) {
    case 'several':
      return listOf(value).map(namesOf(field.options(), reader))
    case 'lines':
      return listOf(value).map((one) => (isRow(one) ? Object.values(one).join(' / ') : textOfValue(one)))
    case 'skills':
      return listOf(value).flatMap((one) => {
        const read = skillShape.safeParse(one)
        return read.success ? [skillText(read.data, reader)] : []
      })
    case 'panels':
      return listOf(value)
        .filter(isRow)
        .flatMap((panel) => panelTexts(panel, reader))
    case 'text':
    case 'number':
    case 'check':
    case 'choice':
    case 'names':
    case 'hours':
    case 'steps':
      return []
  }
}

/** A name in the reader's language; in Chinese where it has none. */
export const nameText = (name: Row, { page }: Pick<Reader, 'page'>): string =>
  textOfValue(name[page.locale.value]) || textOfValue(name['zh'])

function skillText({ scope, from, until }: Skill, reader: Reader): string {
  const say = sayTo(reader)
  const dates = [
    ...(from === undefined ? [] : [`${say(fieldWords.from)} ${from}`]),
    ...(until === undefined ? [] : [`${say(fieldWords.until)} ${until}`]),
  ]
  const of =
    scope.kind === 'all'
      ? say(everyService)
      : scope.kind === 'department'
        ? namesOf(departmentOptions(reader.page), reader)(scope.departmentId)
        : namesOf(serviceOptions(reader.page), reader)(scope.serviceId)
  return [of, ...dates].join(' ')
}

function stepsText(value: unknown, reader: Reader): string {
  const nameOf = namesOf(serviceOptions(reader.page), reader)
  return listOf(value)
    .filter(isRow)
    .map((step, i) => {
      const isAfter = listOf(step['after']).length > 0
      const name = nameOf(step['serviceId'])
      return `${String(i + 1)}. ${name}${isAfter ? ` (${sayTo(reader)(afterTheStepBefore)})` : ''}`
    })
    .join(' ')
}

/** What a screen shows beside its calls: a line for each thing, with where it stands. */
function panelTexts(panel: Row, reader: Reader): readonly string[] {
  const say = sayTo(reader)
  const place = say(panel['place'] === 'foot' ? panelWords.foot : panelWords.besideCalls)
  const share = `${place} · ${say(panelWords.share)} ${textOfValue(panel['sharePct'])}`
  const items = listOf(panel['items'])
    .filter(isRow)
    .map((item) => {
      const words = at(item, item['type'] === 'notice' ? 'text' : 'words')
      const told = [
        textOfValue(item['file']),
        isRow(words) ? nameText(words, reader) : '',
        item['fit'] === undefined ? '' : say(item['fit'] === 'fill' ? panelWords.fill : panelWords.whole),
        typeof item['showS'] === 'number' ? `${say(panelWords.stands)} ${String(item['showS'])}` : '',
      ]
      return [place, ...told.filter((part) => part !== '')].join(' · ')
    })
  return [share, ...items]
}

/** Opening hours as they are kept; undefined for always. */
export function hoursOf(value: unknown): Hours | undefined {
  const read = hoursShape.safeParse(value)
  return read.success ? read.data : undefined
}

/** The times of one day: `09:00–12:00、13:30–17:00（限号 20）`. */
export function slotsText(slots: readonly Slot[], reader: Reader): string {
  const say = sayTo(reader)
  if (slots.length === 0) return say(hoursWords.closed)
  return joined(
    reader,
    slots.map(({ from, until, cap }) => {
      const limit = cap === undefined ? '' : ` (${say(fieldWords.cap)} ${String(cap)})`
      return `${from}–${until}${limit}`
    }),
  )
}

/** Days of the week, 1 Monday … 7 Sunday, in order: three or more in a row as one stretch. */
export function daysText(days: readonly number[], reader: Reader): string {
  const names = weekdayWords[reader.page.locale.value]
  const name = (day: number): string => names[day - 1] ?? ''
  const runs: number[][] = []
  for (const day of days) {
    const last = runs.at(-1)
    if (last?.at(-1) === day - 1) last.push(day)
    else runs.push([day])
  }
  return joined(
    reader,
    runs.flatMap((run) =>
      run.length < 3 ? run.map(name) : [`${name(run[0] ?? 0)}–${name(run.at(-1) ?? 0)}`],
    ),
  )
}

export type DatedSlots = NonNullable<Hours['dates']>[number]
export const dateText = (date: DatedSlots, reader: Reader): string =>
  `${slotsText(date.slots, reader)}${date.extended === true ? ` ${sayTo(reader)(hoursWords.extended)}` : ''}`

function hoursText(hours: Hours | undefined, reader: Reader): string {
  if (hours === undefined) return sayTo(reader)(hoursWords.always)
  const byTimes = new Map<string, number[]>()
  for (const day of week) {
    const times = slotsText(hours.weekdays[String(day)] ?? [], reader)
    byTimes.set(times, [...(byTimes.get(times) ?? []), day])
  }
  return [
    ...[...byTimes].map(([times, days]) => `${daysText(days, reader)} ${times}`),
    ...(hours.dates ?? []).map((date) => `${date.date} ${dateText(date, reader)}`),
  ].join(' · ')
}

/** The days of a week by the numbers hours know them by. */
export const week = [1, 2, 3, 4, 5, 6, 7] as const
