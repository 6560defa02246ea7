/** When the Node side ended: whether it is started again, and when. A hall never gives up on its hub. */

/** What is remembered of earlier ends. */
export interface Ends {
  /** Ends in a row that came soon after a start. */
  readonly quick: number
}

export const noEnds: Ends = { quick: 0 }

/** What to do after an end. `trouble` says that a person should be shown what it said last. */
export type AfterEnd =
  | { readonly do: 'restart'; readonly delayMs: number; readonly trouble: boolean; readonly ends: Ends }
  | { readonly do: 'stop' }

/** A run at least this long was a good one, ms. */
const goodRunMs = 60_000
const firstDelayMs = 500
const longestDelayMs = 30_000
/** From this many quick ends on somebody should look. */
const troubleAfter = 3
/** The Node side refuses its arguments: the same ones will not do any better. */
const wrongArguments = 2

/** Decides after an end with this exit code, `ranMs` after its start. */
export function afterEnd(ends: Ends, code: number, ranMs: number): AfterEnd {
  if (code === wrongArguments) return { do: 'stop' }
  const quick = ranMs >= goodRunMs ? 1 : ends.quick + 1
  const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(quick - 1, 16))
  return { do: 'restart', delayMs, trouble: quick >= troubleAfter, ends: { quick } }
}

/** An app that fell over starts itself again this often in a row before it stays down for somebody to look, times. */
const relaunches = 5
const counted = /^--relaunched=(\d{1,3})$/

/** Arguments of the app started again after a fault, `ranMs` after its own start; undefined to stay down. */
export function relaunchArgs(args: readonly string[], ranMs: number): readonly string[] | undefined {
  const before =
    ranMs >= goodRunMs ? 0 : Number(args.flatMap((arg) => counted.exec(arg)?.[1] ?? []).at(-1) ?? 0)
  if (before >= relaunches) return undefined
  return [...args.filter((arg) => !counted.test(arg)), `--relaunched=${String(before + 1)}`]
}
