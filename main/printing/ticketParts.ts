/** The parts of a ticket, each drawn at the sheet's cursor, which it leaves under itself. */
import { isolated } from '#shared/ticketing/document.ts'
import type { Phrase, TicketBlock } from '#shared/ticketing/document.ts'
import { dotsOf } from './profiles.ts'
import type { Sheet, Span } from './sheet.ts'

type Block<T extends TicketBlock['type']> = Extract<TicketBlock, { type: T }>

/** Height of the number's capitals where the paper is wide enough; 6.1 mm is what half a metre asks for. */
const capitalMm = 15

/** A warning in white on black, across the paper. */
export function mark(sheet: Sheet, { text }: Pick<Block<'mark'>, 'text'>): void {
  const top = sheet.y
  const { left, right } = sheet.full
  const words = text.own === undefined ? [text.zh] : [text.own, text.zh]
  const height = sheet.dots(words.length === 1 ? 60 : 94)
  sheet.put({ type: 'bar', x: left, y: top, width: right - left, height })
  sheet.gap(6)
  sheet.say(text, { size: 34, weight: 700, align: 'center', white: true })
  sheet.y = top + height
  sheet.gap(18)
}

/** The number, as tall as the paper allows up to `capitalMm`. */
export function number(sheet: Sheet, { label, number: text }: Block<'number'>): void {
  const both = label.own === undefined ? label.zh : `${label.own}  ·  ${isolated(label.zh)}`
  sheet.write(both, label.own === undefined ? 'hanzi' : 'latin', { size: 28, weight: 500, align: 'center' })
  sheet.gap(22)
  const style = { face: 'latin', weight: 800, size: 100 } as const
  const { width, ascent } = sheet.drawing.measure(text, style)
  const { left, right } = sheet.full
  const byHeight = (dotsOf(sheet.profile, capitalMm) / ascent) * 100
  const size = Math.floor(Math.min(byHeight, ((right - left) / width) * 94))
  const capitals = Math.ceil((ascent * size) / 100)
  sheet.put({
    type: 'text',
    text,
    x: (left + right) / 2,
    y: sheet.y + capitals,
    align: 'center',
    rightToLeft: false,
    style: { ...style, size },
    white: false,
  })
  sheet.y += capitals
  sheet.gap(22)
}

/** Where to wait, and at which counters. */
export function where(sheet: Sheet, { label, zone, counters }: Block<'where'>): void {
  sheet.rule(2)
  sheet.gap(14)
  heading(sheet, label)
  if (zone) sheet.pair(zone, { size: 36, weight: 700 })
  if (zone && counters) sheet.gap(4)
  if (counters) sheet.pair(counters, { size: zone ? 30 : 36, weight: zone ? 500 : 700 })
  sheet.gap(14)
}

/** One or two cells between rules, each a label over a large figure. */
export function figures(sheet: Sheet, cells: readonly Block<'figure'>[]): void {
  sheet.rule(2)
  const top = sheet.y
  const spans = cellSpans(sheet, cells.length)
  const bottoms = cells.map((cell, i) => {
    const span = spans[i] ?? sheet.full
    sheet.y = top
    sheet.gap(14)
    sheet.say(cell.label, { size: 26, weight: 500, span })
    return sheet.y
  })
  // Figures stand on one line however many lines the labels took.
  const baseline = Math.max(...bottoms) + sheet.dots(58)
  for (const [i, cell] of cells.entries()) figure(sheet, cell, spans[i] ?? sheet.full, baseline)
  sheet.y = baseline
  sheet.gap(18)
  if (cells.length === 2) {
    const middle = Math.round(sheet.profile.widthDots / 2)
    sheet.put({ type: 'bar', x: middle - 1, y: top, width: 2, height: sheet.y - top })
  }
}

function cellSpans(sheet: Sheet, count: number): readonly Span[] {
  const { left, right } = sheet.full
  if (count === 1) return [sheet.full]
  const middle = Math.round(sheet.profile.widthDots / 2)
  const spans = [
    { left, right: middle - sheet.dots(16) },
    { left: middle + sheet.dots(18), right },
  ]
  return sheet.rightToLeft ? spans.toReversed() : spans
}

/** `about`, the value, its unit: one after the other in the direction of reading, the value's digits never turned. */
function figure(sheet: Sheet, { value, unit, about }: Block<'figure'>, span: Span, baseline: number): void {
  const small = (phrase: Phrase): Piece => ({
    text: phrase.own ?? phrase.zh,
    style: sheet.styleOf(phrase.own === undefined ? 'hanzi' : 'latin', { size: 26, weight: 500 }),
  })
  const pieces: Piece[] = [{ text: value, style: sheet.styleOf('latin', { size: 60, weight: 700 }) }]
  if (about) pieces.unshift(small(about))
  if ((unit.own ?? unit.zh) !== '') pieces.push(small(unit))
  const gap = sheet.dots(8)
  const widths = pieces.map(({ text, style }) => sheet.drawing.measure(text, style).width)
  const whole = widths.reduce((sum, width) => sum + width, gap * (pieces.length - 1))
  const shrink = Math.min(1, (span.right - span.left) / whole)
  let x: number = sheet.rightToLeft ? span.right : span.left
  for (const [i, { text, style }] of pieces.entries()) {
    const size = Math.floor(style.size * shrink)
    sheet.put({
      type: 'text',
      text,
      x,
      y: baseline,
      align: sheet.rightToLeft ? 'right' : 'left',
      rightToLeft: sheet.rightToLeft && text !== value,
      style: { ...style, size },
      white: false,
    })
    const step = ((widths[i] ?? 0) + gap) * shrink
    x += sheet.rightToLeft ? -step : step
  }
}

interface Piece {
  readonly text: string
  readonly style: ReturnType<Sheet['styleOf']>
}

function heading(sheet: Sheet, label: Phrase): void {
  sheet.pair(label, { size: 26, weight: 500 })
  sheet.gap(8)
}

/** What the visitor came for, numbered when there are several. */
export function services(sheet: Sheet, { label, items }: Block<'services'>): void {
  sheet.rule(2)
  sheet.gap(14)
  heading(sheet, label)
  for (const [i, item] of items.entries()) {
    const top = sheet.y
    if (items.length > 1) sheet.write(`${i + 1}`, 'hanzi', { size: 30, weight: 700 })
    sheet.y = top
    const span = items.length > 1 ? sheet.indented(36) : sheet.full
    sheet.say(item, { size: 30, weight: 700, span })
    sheet.gap(6)
  }
  sheet.gap(8)
}

/** A box to tick before each thing to bring. */
export function materials(sheet: Sheet, { label, groups }: Block<'materials'>): void {
  sheet.rule(2)
  sheet.gap(14)
  heading(sheet, label)
  for (const { service, items } of groups) {
    if (service) groupHead(sheet, service)
    for (const item of items) {
      const size = sheet.dots(22)
      const line = sheet.dots(28 * (sheet.rightToLeft ? 1.5 : 1.34))
      sheet.put({
        type: 'box',
        x: sheet.startEdge(size),
        y: sheet.y + Math.round((line - size) / 2),
        width: size,
        height: size,
        line: 2,
      })
      sheet.say(item, { size: 28, weight: 500, span: sheet.indented(36) })
      sheet.gap(4)
    }
    sheet.gap(6)
  }
  sheet.gap(6)
}

/** The service was named in both languages further up; here one line of it is enough. */
function groupHead(sheet: Sheet, { zh, own }: Phrase): void {
  sheet.write(own ?? zh, own === undefined ? 'hanzi' : 'latin', { size: 26, weight: 700 })
  sheet.gap(4)
}

/** The code at the side where lines begin, its caption and the time beside it; under it on narrow paper. */
export function code(sheet: Sheet, { url, caption }: Block<'qr'>, time: Block<'taken'> | undefined): void {
  sheet.rule(2)
  sheet.gap(22)
  const narrow = sheet.profile.widthDots < 480
  const made = sheet.code(url, narrow ? 210 : sheet.dots(220))
  const side = made.cell * made.side
  const { left, right } = sheet.full
  if (narrow) {
    sheet.put({ ...made, x: Math.round((left + right - side) / 2), y: sheet.y })
    sheet.y += side
    sheet.gap(16)
    sheet.say(caption, { size: 28, weight: 700, align: 'center' })
    if (time) {
      sheet.gap(10)
      sheet.say(time.label, { size: 24, weight: 500, align: 'center' })
      sheet.line(isolated(time.at), sheet.styleOf('latin', { size: 26, weight: 500 }), { align: 'center' })
    }
    sheet.gap(14)
    return
  }
  const top = sheet.y
  sheet.put({ ...made, x: sheet.startEdge(side), y: top })
  const span = sheet.indented(0, beside(sheet, side + sheet.dots(28)))
  sheet.say(caption, { size: 30, weight: 700, span })
  if (time) {
    sheet.gap(18)
    sheet.say(time.label, { size: 24, weight: 500, span })
    sheet.line(isolated(time.at), sheet.styleOf('latin', { size: 28, weight: 500 }), { span })
  }
  sheet.y = Math.max(sheet.y, top + side)
  sheet.gap(22)
}

function beside(sheet: Sheet, taken: number): Span {
  const { left, right } = sheet.full
  return sheet.rightToLeft ? { left, right: right - taken } : { left: left + taken, right }
}

/** When the number was taken, where no code stands beside which it could be said. */
export function taken(sheet: Sheet, { label, at }: Block<'taken'>): void {
  sheet.rule(2)
  sheet.gap(14)
  sheet.say(label, { size: 24, weight: 500 })
  sheet.line(isolated(at), sheet.styleOf('latin', { size: 28, weight: 500 }), {})
  sheet.gap(14)
}

/** The rule above the small print. */
export function foot(sheet: Sheet): void {
  sheet.rule(3)
  sheet.gap(14)
}
