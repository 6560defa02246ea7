/** The signs of a running hall: a line that follows it, and its troubles told once each. */
import type { Timers } from '../channel/channel.ts'
import { openSignLine } from './address.ts'
import type { SignLineAddress } from './address.ts'
import { followHall } from './hallSigns.ts'
import type { SignHost } from './hallSigns.ts'
import type { SignReport } from './port.ts'

export interface HangSignsOptions {
  readonly address: SignLineAddress
  readonly host: SignHost
  readonly timers: Timers
  readonly warn: (line: string) => void
}

/** Keeps the signs at an address as the hall is; returns what ends it. */
export function hangSigns({ address, host, timers, warn }: HangSignsOptions): () => void {
  const line = openSignLine(address, timers)
  const told = new Map<number, SignReport['health']>()
  let lineGone = false
  line.subscribe(({ address: sign, health }) => {
    if (health === 'unreachable') {
      if (!lineGone) warn('the line of the counter signs cannot be reached')
      lineGone = true
      return
    }
    lineGone = false
    if (health === 'untried' || (told.get(sign) ?? 'ok') === health) return
    told.set(sign, health)
    warn(health === 'ok' ? `counter sign ${sign} answers again` : `counter sign ${sign} is ${health}`)
  })
  const stop = followHall(host, line, address.at)
  return () => {
    stop()
    line.close()
  }
}
