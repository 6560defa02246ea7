/** What a form of the set-up is made of: each field is where its value stands, and how people give it. */
import type { StaffWords } from '#shared/locale/setUp.ts'

export interface Option {
  readonly value: string
  readonly text: string
}

export type Field = {
  /** Where in the row; dots go deeper. */
  readonly path: string
  readonly label: StaffWords
  /** What it is called where it is told, not asked for. */
  readonly short?: StaffWords
  readonly hint?: StaffWords
  /** Shown in the table as well. */
  readonly inTable?: boolean
  /** Given once, with a new thing; never changed after. */
  readonly once?: boolean
} & (
  | {
      readonly kind: 'text'
      readonly optional?: boolean
      readonly max?: number
      /** What is wrong with it, said while it is typed. */
      readonly wrong?: (text: string) => StaffWords | undefined
    }
  | {
      readonly kind: 'number'
      readonly optional?: boolean
      readonly min?: number
      readonly max?: number
      readonly times?: number
    }
  /** `explicit`: a box that is not ticked says no; else it says nothing. */
  | { readonly kind: 'check'; readonly explicit?: boolean }
  /** A name in Chinese with its translations. */
  | { readonly kind: 'names'; readonly optional?: boolean }
  /** One of these; empty for none where it is optional. */
  | { readonly kind: 'choice'; readonly optional?: boolean; readonly options: () => readonly Option[] }
  | { readonly kind: 'several'; readonly ordered?: boolean; readonly options: () => readonly Option[] }
  /** A list of texts, one a line. */
  | { readonly kind: 'lines'; readonly names?: boolean }
  | { readonly kind: 'hours' }
  | { readonly kind: 'skills' }
  | { readonly kind: 'steps' }
  | { readonly kind: 'panels' }
)

export type Row = Readonly<Record<string, unknown>>

/** Whether it is a plain object. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What stands at this path. */
export function at(row: Row, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => (isRow(inner) ? inner[name] : undefined), row)
}

/** The row with this value there; an undefined value takes the field away. */
export function withAt(row: Row, path: string, value: unknown): Row {
  const [name = '', ...deeper] = path.split('.')
  const inner = row[name]
  const next = deeper.length === 0 ? value : withAt(isRow(inner) ? inner : {}, deeper.join('.'), value)
  if (next === undefined) return Object.fromEntries(Object.entries(row).filter(([key]) => key !== name))
  return { ...row, [name]: next }
}

export const textOfValue = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((item) => typeof item === 'string')
