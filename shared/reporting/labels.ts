/** Keys into names, and counted parts into a report people can read. */
import { addDays } from '../time/localTime.ts'
import { reportTextsOf } from '../locale/reports.ts'
import type { ReportTexts } from '../locale/reports.ts'
import type { Grouping, Source } from './fact.ts'
import { figureOf } from './figures.ts'
import type { FigureId } from './figures.ts'
import { everything, inOrder, ordinary } from './grouping.ts'
import type { Asked, HallNames, Named, Report, ReportPart } from './report.ts'
import type { Part } from './reports.ts'
import { showsUnclassified } from './tally.ts'
import type { PartRow, TalliedPart } from './tally.ts'

/** The names of a hall in one language. */
export class Labels {
  readonly texts: ReportTexts
  readonly #names: HallNames
  readonly #locale: Asked['locale']
  readonly #of = new Map<Grouping, ReadonlyMap<string, string>>()
  readonly departmentOf: ReadonlyMap<string, string>

  constructor(names: HallNames, locale: Asked['locale']) {
    this.#names = names
    this.#locale = locale
    this.texts = reportTextsOf(locale)
    this.departmentOf = new Map(names.services.map((s) => [s.id, s.departmentId]))
  }

  name(named: Named): string {
    return this.#locale === 'en' ? (named.en ?? named.zh) : named.zh
  }

  /** A row's name: what the hall calls it, its key where the hall no longer knows it, or that it belongs nowhere. */
  of(grouping: Grouping, key: string | null): string {
    if (key === null) return this.texts.unclassified
    if (grouping === 'hour') return this.texts.hour(key)
    return this.#known(grouping).get(key) ?? key
  }

  /** The keys of a grouping in the hall's own order. */
  listed(grouping: Grouping): readonly string[] {
    return [...this.#known(grouping).keys()]
  }

  department(serviceId: string | null): string {
    if (serviceId === null) return ''
    const id = this.departmentOf.get(serviceId)
    return id === undefined ? '' : this.of('department', id)
  }

  #known(grouping: Grouping): ReadonlyMap<string, string> {
    let known = this.#of.get(grouping)
    if (known === undefined) this.#of.set(grouping, (known = new Map(this.#pairs(grouping))))
    return known
  }

  #pairs(grouping: Grouping): readonly (readonly [string, string])[] {
    const { queues, services, departments, counters, staff, priorityClasses } = this.#names
    const named = (list: readonly Named[]) => list.map((one) => [one.id, this.name(one)] as const)
    switch (grouping) {
      case 'queue':
        return named(queues)
      case 'service':
        return named(services)
      case 'department':
        return named(departments)
      case 'counter':
        return counters.map((c) => [c.id, this.texts.counter(this.name(c))] as const)
      case 'teller':
      case 'person':
        return named(staff)
      case 'applicant':
        return Object.entries(this.texts.applicants)
      case 'channel':
        return Object.entries(this.texts.channels)
      case 'caseKind':
        return Object.entries(this.texts.caseKinds)
      case 'priority':
        return [[ordinary, this.texts.ordinary], ...named(priorityClasses)]
      case 'none':
        return [[everything, this.texts.all]]
      case 'hour':
      case 'day':
      case 'month':
        return []
    }
  }
}

/** One part with its titles, definitions and names; rows in the order people look for them. */
export function labelledPart(
  part: Part,
  grouping: Grouping,
  { rows, total }: TalliedPart,
  labels: Labels,
): ReportPart {
  const { texts } = labels
  const shown: PartRow[] = [...rows]
  // Persons and enterprises stand side by side, be there none of one of them.
  const always = grouping === 'applicant' ? labels.listed(grouping) : []
  for (const key of always) {
    if (!shown.some((row) => row.key === key)) shown.push({ key, values: nothing(part.figures) })
  }
  if (showsUnclassified(grouping) && !shown.some((row) => row.key === null)) {
    shown.push({ key: null, values: nothing(part.figures) })
  }
  return {
    id: part.id,
    title: texts.parts[part.id],
    groupBy: grouping,
    groupTitle: texts.groupings[grouping].title,
    groupDefinition: texts.groupings[grouping].is,
    columns: part.figures.map((id) => ({
      id,
      title: texts.figures[id].title,
      unit: figureOf(id).unit,
      definition: texts.figures[id].is,
    })),
    rows: inOrder(shown, labels.listed(grouping)).map(({ key, values }) => ({
      key,
      label: labels.of(grouping, key),
      values,
    })),
    total,
  }
}

/** A row nothing belongs to. */
function nothing(figures: readonly FigureId[]): PartRow['values'] {
  return Object.fromEntries(
    figures.map((id) => {
      const { how } = figureOf(id)
      return [id, how === 'count' || how === 'total' ? 0 : null]
    }),
  )
}

/** The report around its parts. */
export function reportOf(
  asked: Asked,
  names: HallNames,
  labels: Labels,
  madeAt: string,
  parts: readonly ReportPart[],
): Report {
  return {
    name: asked.name,
    title: labels.texts.reports[asked.name].title,
    hall: labels.name(names.hall),
    from: asked.from,
    to: asked.to,
    groupBy: asked.groupBy,
    timeZone: names.timeZone,
    targetWaitS: names.targetWaitS,
    madeAt,
    open: names.today !== undefined && asked.from <= names.today && names.today < asked.to,
    parts: [...parts],
  }
}

/** The last day that belongs to a period, which ends before `to`. */
export function lastDayOf(to: string): string {
  return addDays(to, -1)
}

/** What source the rows behind a figure are of. */
export function sourceOf(id: FigureId): Source {
  return figureOf(id).source
}
