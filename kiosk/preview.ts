/** A kiosk that is only looked at: it decides by the hall's own rules for itself, and nobody hears of it. */
import { decide } from '#shared/hall/decide.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { HallEvent } from '#shared/hall/events.ts'
import { applyEvent } from '#shared/hall/evolve.ts'
import type { Refusal } from '#shared/hall/refusals.ts'
import type { HallState } from '#shared/hall/state.ts'
import { stationId } from '#shared/ids/ids.ts'
import type { Issued } from './flow/flow.ts'

const here = stationId.parse('preview')

export type Previewed =
  | { readonly ok: true; readonly issued: Issued; readonly events: readonly HallEvent[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** The number that would be given now. */
export function previewOf(state: HallState, command: Command, nowMs: number, newId: () => string): Previewed {
  const decision = decide(state, command, {
    nowMs,
    actor: { kind: 'station', stationId: here, mode: 'kiosk' },
    newId,
    newKey: newId,
  })
  if (!decision.ok) return decision
  for (const event of decision.events) {
    if (event.type !== 'visitIssued') continue
    const { id: visitId, number } = event.visit
    return { ok: true, issued: { visitId, number, key: undefined }, events: decision.events }
  }
  throw new Error('a number was given and is not there')
}

/** The hall with what was done here alone on top; without it where the two no longer fit together. */
export function withPreview(state: HallState, events: readonly HallEvent[], nowMs: number): HallState {
  const standing = { atMs: nowMs, seq: state.seq, happenedMs: nowMs }
  return events.reduce((now, event) => applyEvent(now, event, standing), state)
}
