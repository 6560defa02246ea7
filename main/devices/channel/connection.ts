/** A connection that is kept: opened again, ever less often, for as long as the device is away. */
import type { Channel, ChannelOpener, Timers } from './channel.ts'

export interface ConnectionOptions {
  readonly opener: ChannelOpener
  readonly timers: Timers
  /** How long opening may take, ms. */
  readonly connectMs?: number
  /** Waits between two tries, ms; the last one holds from then on. */
  readonly retryMs?: readonly number[]
  readonly opened: (channel: Channel) => void
  /** After `opened`, when that channel is gone; and once when the very first try fails. */
  readonly lost: () => void
}

const usualRetryMs: readonly number[] = [500, 1000, 2000, 5000, 10_000]

/** Starts connecting; returns what ends it for good. */
export function keepConnected(options: ConnectionOptions): () => void {
  const { opener, timers, connectMs = 2000, retryMs = usualRetryMs, opened, lost } = options
  let over = false
  let failures = 0
  let told = false
  let channel: Channel | undefined
  let cancel: () => void = () => undefined

  const again = (): void => {
    if (over) return
    const waitMs = retryMs[Math.min(failures, retryMs.length - 1)] ?? 0
    failures += 1
    cancel = timers.after(waitMs, dial)
  }
  const away = (): void => {
    if (!told && !over) {
      told = true
      lost()
    }
    again()
  }
  const dial = (): void => {
    let settled = false
    cancel = timers.after(connectMs, () => {
      settled = true
      away()
    })
    opener.open().then(
      (open) => {
        // Nobody waits for it any more.
        if (settled || over) {
          open.close()
          return
        }
        settled = true
        cancel()
        failures = 0
        told = false
        channel = open
        opened(open)
        open.onClose(() => {
          if (channel !== open) return
          channel = undefined
          away()
        })
      },
      () => {
        if (settled || over) return
        settled = true
        cancel()
        away()
      },
    )
  }
  dial()
  return () => {
    over = true
    cancel()
    const open = channel
    channel = undefined
    open?.close()
  }
}
