/** A ticket laid out: every mark with its place, nothing painted yet. All lengths in dots, origin at the top left. */
import type { TextStyle } from './drawing.ts'

export type Mark =
  /** `y` is the baseline; `x` is the left end, middle or right end by `align`. */
  | {
      readonly type: 'text'
      readonly text: string
      readonly x: number
      readonly y: number
      readonly align: 'left' | 'center' | 'right'
      readonly rightToLeft: boolean
      readonly style: TextStyle
      readonly white: boolean
    }
  /** Lies on its side, reading downwards: `x` is its baseline, letters' tops to the right; `y` its beginning. */
  | {
      readonly type: 'turned'
      readonly text: string
      readonly x: number
      readonly y: number
      readonly style: TextStyle
    }
  | {
      readonly type: 'bar'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
    }
  /** An outline `line` dots thick, inside the given box. */
  | {
      readonly type: 'box'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly line: number
    }
  /** Dark modules of a code, `cell` dots each; `dark` is row by row, `side` modules to a row. */
  | {
      readonly type: 'code'
      readonly x: number
      readonly y: number
      readonly cell: number
      readonly side: number
      readonly dark: Uint8Array
    }

export interface Page {
  readonly width: number
  readonly height: number
  readonly marks: readonly Mark[]
}
