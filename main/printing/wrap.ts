/** Breaking a text into lines that fit, by the words of its language. */
import { isolate } from '#shared/ticketing/document.ts'

const words = new Intl.Segmenter('zh', { granularity: 'word' })
const letters = new Intl.Segmenter('zh', { granularity: 'grapheme' })
const isolatedRun = new RegExp(`(${isolate.start}[^${isolate.end}]*${isolate.end})`)

/** Marks that may not begin a line; they stay with what is before them. */
const clinging = /^[\s\p{Pe}\p{Pf}\p{Po}、，。；：！？）》”’–-]+$/u

/**
 * Lines no wider than `room` where breaking can achieve it; an isolated number or name is never torn apart
 * unless it is wider than a whole line.
 * @param widthOf width of a text set on one line, in the unit of `room`
 */
export function wrapText(text: string, room: number, widthOf: (text: string) => number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of piecesOf(text)) {
    if (widthOf((line + piece).trimEnd()) <= room) {
      line += piece
      continue
    }
    if (line.trim() !== '') lines.push(line.trimEnd())
    line = ''
    for (const part of widthOf(piece.trimEnd()) <= room ? [piece] : split(piece)) {
      if (line !== '' && widthOf(line + part) > room) {
        lines.push(line)
        line = ''
      }
      line += part
    }
    line = line.trimStart()
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines
}

/** Smallest pieces a line may be broken between: words, each with the marks that cling to it. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  for (const run of text.split(isolatedRun)) {
    const parts = run.startsWith(isolate.start) ? [run] : Array.from(words.segment(run), (s) => s.segment)
    for (const part of parts) {
      if (part === '') continue
      const before = pieces.at(-1)
      const opens = before !== undefined && /[\p{Ps}\p{Pi}《“‘（]$/u.test(before)
      // Mongolian suffixes hang on their word by a narrow no-break space or a vowel separator.
      const bound = before !== undefined && (/[\u202f\u180e]$/.test(before) || /^[\u202f\u180e]/.test(part))
      if (before !== undefined && (clinging.test(part) || opens || bound)) {
        pieces[pieces.length - 1] = before + part
      } else pieces.push(part)
    }
  }
  return pieces
}

function split(piece: string): readonly string[] {
  return Array.from(letters.segment(piece), (s) => s.segment)
}
