/** How long a server of the hall waits for a client that sends slowly, begins and never ends, or answers no more. */

export interface Patience {
  /** From the connection, or the end of the last request, to the end of the head, ms. */
  readonly headMs: number
  /** To the end of the body, ms. */
  readonly requestMs: number
  /** Overdue clients are looked for so often, ms. */
  readonly lookEveryMs: number
  /** From a ping over a socket to its answer, ms. */
  readonly answerMs: number
}

/** Between two pings, ms: with the usual answer a silent hub is noticed in 1.5 s, and a station alone within two. */
export const pingEveryMs = 700

/** A catalogue of 4 MB comes in time over the slowest line of a hall, and a head in one piece over any. */
export const usualPatience: Patience = {
  headMs: 10_000,
  requestMs: 60_000,
  lookEveryMs: 5_000,
  answerMs: 800,
}

/** The server's options for it. Once a socket is the protocol's own they no longer count: that one has its pings. */
export function patient({ headMs, requestMs, lookEveryMs }: Patience = usualPatience): {
  readonly requestTimeout: number
  readonly http: { readonly headersTimeout: number; readonly connectionsCheckingInterval: number }
} {
  return {
    requestTimeout: requestMs,
    http: { headersTimeout: headMs, connectionsCheckingInterval: lookEveryMs },
  }
}
