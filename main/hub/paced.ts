/** Work beside the hall's own: whoever waits at a counter comes first. */

/**
 * The same work, left out while it has lately taken more than its share of the
 * time: what took 100 ms at a share of 0.1 rests for 900 ms.
 */
export function paced(work: () => void, share: number, monotonicMs: () => number): () => void {
  let restUntilMs = -Infinity
  return () => {
    const from = monotonicMs()
    if (from < restUntilMs) return
    work()
    const until = monotonicMs()
    restUntilMs = until + (until - from) * (1 / share - 1)
  }
}
