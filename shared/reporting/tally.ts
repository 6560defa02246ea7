/**
 * Facts into figures. A part's rows are filled fact by fact, and its total is
 * made of the rows themselves, each kept whole until the end: a total that is
 * not the sum of its rows cannot be written down (I8).
 */
import type { Fact, Grouping } from './fact.ts'
import { figureOf } from './figures.ts'
import type { Aim, Figure, FigureId } from './figures.ts'
import type { KeyOf } from './grouping.ts'

/** A figure's value: a count, a share from 0 to 1, or seconds; `null` where there is nothing to make it of. */
export type FigureValue = number | null

export interface PartRow {
  /** What the row is of; `null` for facts that belong to no other row. */
  readonly key: string | null
  readonly values: Readonly<Partial<Record<FigureId, FigureValue>>>
}

export interface TalliedPart {
  readonly rows: readonly PartRow[]
  readonly total: PartRow['values']
}

/** What one figure of one row has seen so far. */
class Cell {
  counted = 0
  whole = 0
  sum = 0
  most = -Infinity
  #values = new Float64Array(0)
  #kept = 0

  keep(value: number): void {
    if (this.#kept === this.#values.length) {
      const grown = new Float64Array(Math.max(16, this.#kept * 2))
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#kept++] = value
  }

  /** All of these as one. */
  static sum(cells: readonly Cell[]): Cell {
    const all = new Cell()
    all.#values = new Float64Array(cells.reduce((kept, cell) => kept + cell.#kept, 0))
    for (const cell of cells) {
      all.counted += cell.counted
      all.whole += cell.whole
      all.sum += cell.sum
      all.most = Math.max(all.most, cell.most)
      all.#values.set(cell.#values.subarray(0, cell.#kept), all.#kept)
      all.#kept += cell.#kept
    }
    return all
  }

  sorted(): Float64Array {
    return this.#values.subarray(0, this.#kept).sort()
  }
}

interface Column {
  readonly id: FigureId
  readonly figure: Figure
  readonly keepsAll: boolean
  readonly at: number
}

/** One part of a report while it is being counted. */
export class Tally {
  readonly #columns: readonly Column[]
  readonly #bySource: ReadonlyMap<string, readonly Column[]>
  readonly #rows = new Map<string | null, Cell[]>()
  readonly #aim: Aim
  readonly #keyOf: KeyOf

  constructor(figureIds: readonly FigureId[], aim: Aim, keyOf: KeyOf) {
    this.#aim = aim
    this.#keyOf = keyOf
    this.#columns = figureIds.map((id, at) => {
      const figure = figureOf(id)
      return { id, figure, at, keepsAll: figure.how === 'median' || figure.how === 'p90' }
    })
    this.#bySource = Map.groupBy(this.#columns, ({ figure }) => figure.source)
  }

  /** Counts one fact wherever it belongs. */
  add(fact: Fact): void {
    const columns = this.#bySource.get(fact.source)
    if (columns === undefined) return
    const key = this.#keyOf(fact, false)
    const cells = this.#cellsOf(key)
    let byCall: Cell[] | undefined
    for (const { figure, keepsAll, at } of columns) {
      let row = cells
      if (figure.byCall === true) row = byCall ??= this.#cellsOf(this.#keyOf(fact, true))
      const cell = row[at]
      if (cell === undefined) continue
      const weight = figure.weight?.(fact) ?? 1
      if (figure.of?.(fact, this.#aim) === true) cell.whole += weight
      if (!figure.counts(fact, this.#aim)) continue
      cell.counted += weight
      const value = figure.value?.(fact)
      if (value === undefined || value === null) continue
      cell.sum += value
      if (value > cell.most) cell.most = value
      if (keepsAll) cell.keep(value)
    }
  }

  /** The part as far as it was counted. */
  done(): TalliedPart {
    const rows = [...this.#rows.values()]
    const total = this.#columns.map(({ at }) => Cell.sum(rows.flatMap((cells) => cells[at] ?? [])))
    return {
      rows: [...this.#rows].map(([key, cells]) => ({ key, values: this.#valuesOf(cells) })),
      total: this.#valuesOf(total),
    }
  }

  #valuesOf(cells: readonly Cell[]): PartRow['values'] {
    const values: Partial<Record<FigureId, FigureValue>> = {}
    for (const { id, figure, at } of this.#columns) {
      const cell = cells[at]
      values[id] = cell === undefined ? null : valueOf(figure, cell)
    }
    return values
  }

  #cellsOf(key: string | null): Cell[] {
    let cells = this.#rows.get(key)
    if (cells === undefined) this.#rows.set(key, (cells = this.#emptyRow()))
    return cells
  }

  #emptyRow(): Cell[] {
    return this.#columns.map(() => new Cell())
  }
}

function valueOf({ how, unit }: Figure, cell: Cell): FigureValue {
  const raw = rawOf(how, cell)
  if (raw === null) return null
  if (unit === 'amount') return Math.round(raw) / 100
  return unit === 'seconds' ? Math.round(raw) / 1000 : raw
}

function rawOf(how: Figure['how'], cell: Cell): number | null {
  switch (how) {
    case 'count':
      return cell.counted
    case 'share':
      return cell.whole === 0 ? null : cell.counted / cell.whole
    case 'total':
      return cell.sum
    case 'mean':
      return cell.counted === 0 ? null : cell.sum / cell.counted
    case 'median':
      return medianOf(cell.sorted())
    case 'p90':
      return nearestRank(cell.sorted(), 0.9)
    case 'max':
      return cell.counted === 0 ? null : cell.most
  }
}

/** The middle value, or halfway between the two in the middle. */
function medianOf(sorted: Float64Array): number | null {
  const middle = sorted.length >> 1
  const high = sorted[middle]
  if (high === undefined) return null
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2
}

/** The least value that at least this share of all values does not exceed. */
function nearestRank(sorted: Float64Array, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

/** Which groupings always show a row for what belongs to no other, be it nothing. */
export function showsUnclassified(grouping: Grouping): boolean {
  switch (grouping) {
    case 'service':
    case 'department':
    case 'counter':
    case 'teller':
    case 'applicant':
    case 'caseKind':
      return true
    case 'none':
    case 'hour':
    case 'day':
    case 'month':
    case 'queue':
    case 'channel':
    case 'person':
    case 'priority':
      return false
  }
}
