/** Plain tables for the terminal. */

/** Prints rows under headings, numbers to the right. */
export function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const text = rows.map((r) => r.map(String))
  const widths = head.map((h, i) => Math.max(h.length, ...text.map((r) => (r[i] ?? '').length)))
  const line = (cells: readonly string[], numbers: boolean): string =>
    cells.map((c, i) => (i > 0 && numbers ? c.padStart(widths[i] ?? 0) : c.padEnd(widths[i] ?? 0))).join('  ')
  console.log(`\n${title}`)
  console.log(line(head, true))
  console.log(widths.map((w) => '-'.repeat(w)).join('  '))
  for (const r of text) console.log(line(r, true))
}

/** A number to so many places. */
export function fixed(n: number, places = 2): string {
  return Number.isFinite(n) ? n.toFixed(places) : '–'
}

/** Middle of a list; NaN of an empty one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const mid = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[mid] ?? NaN)
    : ((sorted[mid - 1] ?? NaN) + (sorted[mid] ?? NaN)) / 2
}

/** Median of the rounds with the least and the most of them. */
export function spread(rounds: readonly number[], places = 0): string {
  return `${fixed(median(rounds), places)} (${fixed(Math.min(...rounds), places)}–${fixed(Math.max(...rounds), places)})`
}
