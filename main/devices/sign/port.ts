/** What the hall knows of the signs above its counters: what each shall show, and whether it does. */

/** What one sign shows. */
export type SignContent =
  | { readonly type: 'number'; readonly number: string }
  /** 欢迎: open, and nobody called. */
  | { readonly type: 'welcome' }
  /** 暂停服务 */
  | { readonly type: 'paused' }
  /** 暂离: back in a moment. */
  | { readonly type: 'away' }
  | { readonly type: 'blank' }

export type SignHealth =
  /** Not answered yet, and not given up on either. */
  | 'untried'
  | 'ok'
  /** It does not answer. */
  | 'silent'
  /** Something answers, but not as a sign does: two signs of one address, or a bad line. */
  | 'garbled'
  /** It answers that it cannot show this. */
  | 'refusing'
  /** The line itself is gone. */
  | 'unreachable'

/** One sign as it is known now. */
export interface SignReport {
  /** 1–250. */
  readonly address: number
  readonly health: SignHealth
  /** What it shall show. */
  readonly wanted: SignContent
  /** What it last said that it shows. */
  readonly shown: SignContent | undefined
}

/** Many signs on one line. */
export interface SignLine {
  /**
   * What a sign shall show from now on; what it was to show before is forgotten. Returns at once.
   * Throws RangeError on an address that no sign can have.
   */
  readonly show: (address: number, content: SignContent) => void
  /** Every sign that was ever to show something, by address. */
  readonly signs: () => readonly SignReport[]
  /** Hears of each sign whose report changes until the returned function is called. */
  readonly subscribe: (listener: (report: SignReport) => void) => () => void
  /** Lets go of the line; signs keep what they show. */
  readonly close: () => void
}

/** Whether two contents look the same. */
export function sameContent(a: SignContent | undefined, b: SignContent | undefined): boolean {
  if (a?.type === 'number' && b?.type === 'number') return a.number === b.number
  return a?.type === b?.type
}
