/**
 * What a ticket says in Mongolian: columns read downwards, the first at the left. A word lies on its side as the
 * script wants it; figures of up to three digits and hanzi stand upright in the column.
 */
import type { Phrase, TicketDocument } from '#shared/ticketing/document.ts'
import type { TextStyle } from './drawing.ts'
import type { Sheet } from './sheet.ts'
import { wrapText } from './wrap.ts'

const textSize = 32
const columnPitch = 46
/** Where the search for the panel's height begins, in dots of the full-width design. */
const firstHeight = 320

/** Draws the panel at the cursor and leaves the cursor under it. */
export function mongolianPanel(sheet: Sheet, document: TicketDocument): void {
  const stanzas = stanzasOf(document)
  if (stanzas.length === 0) return
  sheet.rule(2)
  sheet.gap(16)
  const pitch = sheet.dots(columnPitch)
  const { left, right } = sheet.full
  const { columns, height } = fit(sheet, stanzas, Math.floor((right - left) / pitch))
  const start = left + Math.round((right - left - columns.length * pitch) / 2)
  for (const [i, column] of columns.entries())
    drawColumn(sheet, column, start + i * pitch + pitch / 2, sheet.y)
  sheet.y += height
  sheet.gap(18)
}

/** The shortest panel that takes everything in `most` columns; a panel grows rather than drop a word. */
function fit(
  sheet: Sheet,
  stanzas: readonly string[],
  most: number,
): { columns: readonly Column[]; height: number } {
  for (let height = sheet.dots(firstHeight); ; height += sheet.dots(40)) {
    const lines = stanzas.flatMap((stanza) => linesOf(sheet, stanza, height))
    const columns = lines.length <= most ? lines : packed(sheet, lines, height)
    if (columns.length <= most) {
      return { columns, height: Math.ceil(Math.max(...columns.map(lengthOf))) }
    }
  }
}

/** Lines one after the other in a column as long as there is room, a clear space between them. */
function packed(sheet: Sheet, lines: readonly Column[], height: number): readonly Column[] {
  const space = sheet.dots(textSize * 1.4)
  const columns: Column[] = []
  for (const line of lines) {
    const last = columns.at(-1)
    if (last && lengthOf(last) + space + lengthOf(line) <= height) {
      const [{ style } = { style: sheet.styleOf('mongolian', { size: textSize, weight: 500 }) }] = line
      columns[columns.length - 1] = [...last, { text: '', way: 'turned', style, advance: space }, ...line]
    } else columns.push(line)
  }
  return columns
}

/** What stands together, beginning a column of its own. */
function stanzasOf({ blocks }: TicketDocument): readonly string[] {
  const own = (phrase: Phrase): string => phrase.own ?? phrase.zh
  return blocks.flatMap((block): string | readonly string[] => {
    switch (block.type) {
      case 'hall':
      case 'queue':
        return block.name.own ?? []
      case 'mark':
      case 'note':
        return block.text.own ?? []
      case 'number':
        return `${own(block.label)} ${block.number}`
      case 'where':
        return [block.label, block.zone, block.counters].flatMap((part) => (part ? own(part) : [])).join(' ')
      case 'figure':
        return [
          own(block.label),
          ...(block.about ? [own(block.about)] : []),
          block.value,
          own(block.unit),
        ].join(' ')
      case 'services':
        return list(block.label, block.items)
      case 'materials':
        return list(
          block.label,
          block.groups.flatMap((group) => group.items),
        )
      case 'qr':
        return own(block.caption)
      case 'taken':
        return []
    }
  })
}

/** Names nobody has translated stand in the Chinese list below, so they are not repeated here. */
function list(label: Phrase, items: readonly Phrase[]): string {
  const translated = items.flatMap(({ own }) => (own === undefined ? [] : [`· ${own}`]))
  return [label.own ?? label.zh, ...translated].join(' ')
}

/** A stretch of one column that is set in one way; `advance` is how far down it reaches, dots. */
interface Run {
  readonly text: string
  readonly way: 'turned' | 'upright' | 'word'
  readonly style: TextStyle
  readonly advance: number
}

type Column = readonly Run[]

const runPattern =
  /([\u1800-\u18af\u202f\u200c\u200d]+)|((?<![A-Z])[0-9]{1,3}(?![0-9]))|(\p{Script=Han})|([A-Z]{1,2}[0-9]{3,5}|[^\s\u1800-\u18af\p{Script=Han}0-9]+|[0-9]{4,})|(\s+)/gu

function runsOf(sheet: Sheet, text: string): Column {
  const turned = sheet.styleOf('mongolian', { size: textSize, weight: 500 })
  const upright = sheet.styleOf('hanzi', { size: textSize * 0.88, weight: 700 })
  const space = turned.size * 0.3
  return Array.from(text.matchAll(runPattern), ([run, mongolian, digits, hanzi, other]): Run => {
    if (mongolian !== undefined) {
      return { text: run, way: 'turned', style: turned, advance: sheet.drawing.measure(run, turned).width }
    }
    if (digits !== undefined || hanzi !== undefined) {
      return { text: run, way: 'upright', style: fitted(sheet, run, upright), advance: upright.size * 1.08 }
    }
    if (other !== undefined) {
      // Capitals before a number stand upright with it; dashes and words lie down.
      if (/^[A-Z]{1,2}$/.test(run)) {
        return { text: run, way: 'upright', style: fitted(sheet, run, upright), advance: upright.size * 1.02 }
      }
      return { text: run, way: 'word', style: upright, advance: sheet.drawing.measure(run, upright).width }
    }
    return { text: ' ', way: 'turned', style: turned, advance: space }
  })
}

/** Small enough that up to three digits stand side by side within a column. */
function fitted(sheet: Sheet, text: string, style: TextStyle): TextStyle {
  const { width } = sheet.drawing.measure(text, style)
  const room = sheet.dots(columnPitch - 2)
  return width <= room ? style : { ...style, size: Math.floor((style.size * room) / width) }
}

function lengthOf(column: Column): number {
  return column.reduce((sum, run) => sum + run.advance, 0)
}

function linesOf(sheet: Sheet, stanza: string, height: number): readonly Column[] {
  const lines = wrapText(stanza, height, (text) => lengthOf(runsOf(sheet, text)))
  return lines.map((line) => runsOf(sheet, line))
}

function drawColumn(sheet: Sheet, runs: Column, middle: number, top: number): void {
  let y = top
  for (const { text, way, style, advance } of runs) {
    switch (way) {
      case 'turned':
        // The script's own axis lies a third of the size above the baseline it is drawn on.
        sheet.put({ type: 'turned', text, x: Math.round(middle - style.size * 0.3), y, style })
        break
      case 'word':
        sheet.put({ type: 'turned', text, x: Math.round(middle - style.size * 0.34), y, style })
        break
      case 'upright':
        sheet.put({
          type: 'text',
          text,
          x: middle,
          y: Math.round(y + advance / 2 + style.size * 0.36),
          align: 'center',
          rightToLeft: false,
          style,
          white: false,
        })
        break
    }
    y += advance
  }
}
