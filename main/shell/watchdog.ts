/** Watches a page: a page that is silent, hung or gone is loaded again, then opened anew, then the app is. */

export interface Watch {
  /** Monotonic ms of the last sign of life. */
  readonly heardMs: number
  /** Monotonic ms of the last look, to tell a page that is silent from a computer that slept. */
  readonly lookedMs: number
  /** When the page was mended last, newest last; only those that still count. */
  readonly mended: readonly number[]
}

export type Seen = 'beat' | 'look' | 'hung' | 'gone'
export type Mend = 'nothing' | 'reload' | 'reopen' | 'relaunch'

/** A page says that it lives this often, ms. */
export const beatEveryMs = 2_000
/** Silence after which a page counts as hung, ms. */
const silentMs = 15_000
/** A look that comes this much later than the one before means the computer slept, ms. */
const sleptMs = 10_000
/** Mends are counted over this time, ms. */
const rememberMs = 10 * 60_000
const reloads = 2
const reopens = 4

/** A watch over a page opened now. */
export function watchFrom(nowMs: number): Watch {
  return { heardMs: nowMs, lookedMs: nowMs, mended: [] }
}

/** One step: what was seen at monotonic `nowMs`, and how to mend it. */
export function watched(
  watch: Watch,
  seen: Seen,
  nowMs: number,
): { readonly watch: Watch; readonly mend: Mend } {
  switch (seen) {
    case 'beat':
      return { watch: { ...watch, heardMs: nowMs }, mend: 'nothing' }
    case 'look': {
      const slept = nowMs - watch.lookedMs > sleptMs
      const looked = { ...watch, lookedMs: nowMs, heardMs: slept ? nowMs : watch.heardMs }
      return nowMs - looked.heardMs >= silentMs ? mended(looked, nowMs) : { watch: looked, mend: 'nothing' }
    }
    case 'hung':
    case 'gone':
      return mended(watch, nowMs)
  }
}

function mended(watch: Watch, nowMs: number): { readonly watch: Watch; readonly mend: Mend } {
  const before = watch.mended.filter((atMs) => nowMs - atMs < rememberMs)
  const mend = before.length < reloads ? 'reload' : before.length < reopens ? 'reopen' : 'relaunch'
  return { watch: { ...watch, heardMs: nowMs, mended: [...before, nowMs] }, mend }
}
