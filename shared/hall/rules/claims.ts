/**
 * Claims: the next few visits of a counter, which it may call even without the
 * hub because nobody else may. Granted and given back through the ledger.
 */
import type { CounterId, VisitId } from '../../ids/ids.ts'
import { lineFor } from '../../queueing/line.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import type { HallEvent } from '../events.ts'
import { refuse } from '../refusals.ts'
import { counterNow } from '../state.ts'
import type { HallState } from '../state.ts'

/** One claim to be granted. */
export interface Claim {
  readonly visitId: VisitId
  readonly counterId: CounterId
}

/**
 * What these counters are still owed: each the first visits of its line that
 * nobody holds, one each in turn, so that no counter takes all of a short line.
 */
export function claimsDue(
  state: HallState,
  counterIds: readonly CounterId[],
  nowMs: number,
): readonly Claim[] {
  const most = state.settings?.claimsPerCounter ?? 0
  const granted: Claim[] = []
  const taken = new Set<VisitId>()
  const lines = counterIds.flatMap((counterId) => {
    const { state: now, staffId } = counterNow(state, counterId)
    if (now !== 'open' || staffId === undefined) return []
    const held = state.claims.count((holder) => holder === counterId)
    if (held >= most) return []
    const free = lineFor(state, counterId, staffId, nowMs).filter((c) => !state.claims.has(c.visit.id))
    return [{ counterId, wanted: most - held, free: free.map((c) => c.visit.id) }]
  })
  for (let round = 0; round < most; round += 1) {
    for (const { counterId, wanted, free } of lines) {
      const visitId = round < wanted ? free.find((id) => !taken.has(id)) : undefined
      if (visitId === undefined) continue
      taken.add(visitId)
      granted.push({ visitId, counterId })
    }
  }
  return granted
}

/** Gives each counter the claims it is owed now. */
export function grantClaims(
  state: HallState,
  { counterIds }: CommandOf<'grantClaims'>,
  { nowMs }: Context,
): Decision {
  const due = claimsDue(state, counterIds, nowMs)
  if (due.length === 0) return refuse('nothingToGrant')
  return accept(...due.map((claim): HallEvent => ({ type: 'claimGranted', ...claim })))
}

/** Gives back those of the named claims this counter holds. */
export function returnClaims(state: HallState, { counterId, visitIds }: CommandOf<'returnClaims'>): Decision {
  const held = visitIds.filter((id) => state.claims.get(id) === counterId)
  if (held.length === 0) return refuse('notClaimed', { counterId })
  return accept(...held.map((visitId): HallEvent => ({ type: 'claimReturned', visitId, counterId })))
}

/** Somebody in charge takes the claim from a counter that cannot be reached; a collision shows at merging. */
export function forceClaim(state: HallState, { visitId, reason }: CommandOf<'forceClaim'>): Decision {
  const counterId = state.claims.get(visitId)
  if (counterId === undefined) return refuse('notClaimed', { visitId })
  return accept({ type: 'claimForced', visitId, counterId, reason })
}
