/** A visit's facts → the ticket document. Pure; the time is the one in the facts. */
import type { Locale, LocalText } from '../catalogue/catalogue.ts'
import { localTime } from '../time/localTime.ts'
import { directionOf, isolated } from './document.ts'
import type { MaterialsGroup, Phrase, TicketBlock, TicketDocument } from './document.ts'
import type { TicketFacts, WaitBand } from './facts.ts'
import { ticketTexts } from './texts.ts'
import type { TicketTexts } from './texts.ts'

/**
 * The ticket for these facts.
 * @param copy 0 for the first paper, otherwise which copy this is; a copy says so in both languages
 */
export function ticketDocument(facts: TicketFacts, copy = 0): TicketDocument {
  const { locale } = facts
  const say = (pick: (texts: TicketTexts) => string): Phrase => phrase(locale, (of) => pick(ticketTexts[of]))
  const blocks: TicketBlock[] = [{ type: 'hall', name: named(facts.hall, locale) }]
  if (copy > 0) {
    // The English word stands beside the Chinese in every language: a copy must be known for one by anybody.
    const text = { ...say((t) => t.copy), zh: `${ticketTexts.zh.copy} ${ticketTexts.en.copy}` }
    blocks.push({ type: 'mark', kind: 'copy', text: locale === 'en' ? { zh: text.zh } : text })
  }
  if (facts.offline) blocks.push({ type: 'mark', kind: 'offline', text: say((t) => t.offline) })
  blocks.push(
    { type: 'number', label: say((t) => t.yourNumber), number: facts.number },
    { type: 'queue', name: named(facts.queue, locale) },
    ...where(facts, say),
    ...figures(facts, say),
    ...services(facts, say),
  )
  if (facts.visitorUrl !== undefined) {
    blocks.push({ type: 'qr', url: facts.visitorUrl, caption: say((t) => t.scan) })
  }
  blocks.push({ type: 'taken', label: say((t) => t.taken), at: takenAt(facts) })
  for (const note of facts.notes) blocks.push({ type: 'note', text: named(note, locale) })
  blocks.push({ type: 'note', text: say((t) => t.listen) })
  return { locale, blocks }
}

type Say = (pick: (texts: TicketTexts) => string) => Phrase

function phrase(locale: Locale, inLocale: (of: Locale) => string): Phrase {
  return locale === 'zh' ? { zh: inLocale('zh') } : { zh: inLocale('zh'), own: inLocale(locale) }
}

/** A catalogue name; an empty translation counts as none. */
function named(name: LocalText, locale: Locale): Phrase {
  const own = locale === 'zh' ? undefined : name[locale]
  return own === undefined || own === '' ? { zh: name.zh } : { zh: name.zh, own }
}

function where({ where: place, locale }: TicketFacts, say: Say): readonly TicketBlock[] {
  if (place.zone === undefined && place.counters.length === 0) return []
  return [
    {
      type: 'where',
      label: say((t) => t.whereToWait),
      ...(place.zone && { zone: named(place.zone, locale) }),
      ...(place.counters.length > 0 && { counters: phrase(locale, (of) => counterList(place.counters, of)) }),
    },
  ]
}

function counterList(labels: readonly string[], locale: Locale): string {
  const { counters, listSeparator } = ticketTexts[locale]
  const mark = directionOf(locale) === 'rightToLeft' ? isolated : (text: string): string => text
  return counters.replace('{list}', joinRuns(labels).map(mark).join(listSeparator))
}

/** Labels in order, three or more whole numbers in a row drawn together: 1, 3, 4, 5 → `1`, `3–5`. */
function joinRuns(labels: readonly string[]): readonly string[] {
  const sorted = [...new Set(labels)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const runs: string[][] = []
  for (const label of sorted) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    const follows = last !== undefined && /^\d+$/.test(label) && Number(label) === Number(last) + 1
    if (run && follows) run.push(label)
    else runs.push([label])
  }
  return runs.flatMap((run) => (run.length < 3 ? run : [`${run[0] ?? ''}–${run.at(-1) ?? ''}`]))
}

function figures({ ahead, wait }: TicketFacts, say: Say): readonly TicketBlock[] {
  const blocks: TicketBlock[] = []
  if (ahead !== undefined) {
    blocks.push({
      type: 'figure',
      kind: 'ahead',
      label: say((t) => t.ahead),
      value: String(ahead),
      unit: say((t) => (ahead === 1 ? t.person.one : t.person.other)),
    })
  }
  if (wait !== undefined) {
    blocks.push({
      type: 'figure',
      kind: 'wait',
      label: say((t) => t.wait),
      value: bandText(wait),
      unit: say((t) => t.minutes),
      ...(wait.approximate && { about: say((t) => t.about) }),
    })
  }
  return blocks
}

/** `10–25`; `<5` when it may be at once; `10` when both ends agree. */
function bandText({ lowMin, highMin }: WaitBand): string {
  if (lowMin === 0) return `<${Math.max(1, highMin)}`
  return lowMin >= highMin ? String(highMin) : `${lowMin}–${highMin}`
}

function services({ services: rows, locale }: TicketFacts, say: Say): readonly TicketBlock[] {
  if (rows.length === 0) return []
  const items = rows.map((row) => named(row.name, locale))
  const groups = rows.flatMap((row): MaterialsGroup[] => {
    const needed = (row.materials ?? []).map((material) => named(material, locale))
    if (needed.length === 0) return []
    return [rows.length === 1 ? { items: needed } : { service: named(row.name, locale), items: needed }]
  })
  const blocks: TicketBlock[] = [{ type: 'services', label: say((t) => t.services), items }]
  if (groups.length > 0) blocks.push({ type: 'materials', label: say((t) => t.bring), groups })
  return blocks
}

/** `2026-11-22 09:41` in the hall's zone: the same digits in every language. */
function takenAt({ takenAtMs, timeZone }: TicketFacts): string {
  const { date, minute } = localTime(takenAtMs, timeZone)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${date} ${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}
