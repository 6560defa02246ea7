/** A page being filled from the top: the cursor, the margins, and the few shapes every part of a ticket is made of. */
import QRCode from 'qrcode'
import type { Direction, Phrase } from '#shared/ticketing/document.ts'
import type { Drawing, Face, TextStyle, Weight } from './drawing.ts'
import type { Mark, Page } from './page.ts'
import { dotsOf } from './profiles.ts'
import type { PrinterProfile } from './profiles.ts'
import { wrapText } from './wrap.ts'

/** The stretch of the page a text may use, dots from the left edge. */
export interface Span {
  readonly left: number
  readonly right: number
}

/** Where a line stands: at the side where lines begin, or in the middle, of its span. */
export interface Place {
  readonly align?: 'start' | 'center'
  readonly span?: Span
  readonly white?: boolean
}

export interface Setting extends Place {
  /** Dots at full width; the sheet scales it to its paper. */
  readonly size: number
  readonly weight: Weight
}

/** The second language is set at this share of the first one's size. */
const secondShare = 0.76
/** Smallest text on any paper: 2.6 mm. */
const smallestMm = 2.6

/** Filled by calling its methods from the top of the ticket to its foot; `page` is what came of it. */
export class Sheet {
  readonly marks: Mark[] = []
  readonly profile: PrinterProfile
  readonly drawing: Pick<Drawing, 'measure'>
  readonly direction: Direction
  readonly full: Span
  y = 0
  private readonly scale: number

  constructor(profile: PrinterProfile, drawing: Pick<Drawing, 'measure'>, direction: Direction) {
    this.profile = profile
    this.drawing = drawing
    this.direction = direction
    this.full = { left: profile.marginDots, right: profile.widthDots - profile.marginDots }
    this.scale = Math.max(0.8, Math.min(1.4, profile.widthDots / 576))
  }

  get rightToLeft(): boolean {
    return this.direction === 'rightToLeft'
  }

  /** A length of the full-width design → dots on this paper. */
  dots(length: number): number {
    return Math.round(length * this.scale)
  }

  gap(length: number): void {
    this.y += this.dots(length)
  }

  rule(thickness: number, { left, right }: Span = this.full): void {
    this.marks.push({ type: 'bar', x: left, y: this.y, width: right - left, height: thickness })
    this.y += thickness
  }

  /** A phrase: the visitor's language first and large, Chinese under it; Chinese alone where there is no other. */
  say(phrase: Phrase, setting: Setting): void {
    if (phrase.own === undefined) {
      this.write(phrase.zh, 'hanzi', setting)
      return
    }
    this.write(phrase.own, 'latin', setting)
    this.write(phrase.zh, 'hanzi', { ...setting, size: setting.size * secondShare, weight: 500 })
  }

  /** A short phrase on one line, the second language at the far side; one under the other where both do not fit. */
  pair(phrase: Phrase, setting: Setting): void {
    const span = setting.span ?? this.full
    const first = this.styleOf('latin', setting)
    const second = this.styleOf('hanzi', { size: setting.size * secondShare, weight: 500 })
    const { own = '', zh } = phrase
    const room =
      this.drawing.measure(own, first).width + this.drawing.measure(zh, second).width + this.dots(28)
    if (phrase.own === undefined || room > span.right - span.left) {
      this.say(phrase, setting)
      return
    }
    const y = this.line(own, first, setting)
    const align = this.rightToLeft ? 'left' : 'right'
    this.put({
      type: 'text',
      text: zh,
      x: span[align],
      y,
      align,
      rightToLeft: false,
      style: second,
      white: false,
    })
  }

  /** Lines of one text, the cursor left under the last. */
  write(text: string, face: Face, setting: Setting): void {
    const style = this.styleOf(face, setting)
    const { left, right } = setting.span ?? this.full
    const widthOf = (line: string): number => this.drawing.measure(line, style).width
    for (const line of wrapText(text, right - left, widthOf)) this.line(line, style, setting)
  }

  /** One line, set as it is, the cursor left under it; returns its baseline. */
  line(text: string, style: TextStyle, { align = 'start', span = this.full, white = false }: Place): number {
    const height = Math.round(style.size * (this.rightToLeft && style.face === 'latin' ? 1.5 : 1.34))
    const baseline = this.y + Math.round((height - style.size) / 2 + style.size * 0.87)
    const side = this.rightToLeft ? 'right' : 'left'
    const x = align === 'center' ? (span.left + span.right) / 2 : span[side]
    this.marks.push({
      type: 'text',
      text,
      x,
      y: baseline,
      align: align === 'center' ? 'center' : side,
      rightToLeft: this.rightToLeft && style.face === 'latin',
      style,
      white,
    })
    this.y += height
    return baseline
  }

  /** Bars, boxes and codes, which carry their own place. */
  put(mark: Mark): void {
    this.marks.push(mark)
  }

  styleOf(face: Face, { size, weight }: Pick<Setting, 'size' | 'weight'>): TextStyle {
    return { face, weight, size: Math.max(this.dots(size), dotsOf(this.profile, smallestMm)) }
  }

  /** The span less `length` on the side where lines begin. */
  indented(length: number, span: Span = this.full): Span {
    const by = this.dots(length)
    return this.rightToLeft ? { ...span, right: span.right - by } : { ...span, left: span.left + by }
  }

  /** Left edge of a thing `width` dots wide standing at the side where lines begin. */
  startEdge(width: number, span: Span = this.full): number {
    return this.rightToLeft ? span.right - width : span.left
  }

  /** A code no wider than `room` dots where its modules can stay at least 4 dots (0.5 mm); returns its mark at (0, 0). */
  code(url: string, room: number): Extract<Mark, { type: 'code' }> {
    const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' })
    const cell = Math.max(4, Math.floor(room / modules.size))
    return { type: 'code', x: 0, y: 0, cell, side: modules.size, dark: modules.data }
  }

  page(): Page {
    return { width: this.profile.widthDots, height: Math.ceil(this.y), marks: this.marks }
  }
}
