/** Which of two hubs holds. */
import type { HubId } from '../ids/ids.ts'

/** A hub's place among all there were. The first one, of epoch 0, has no id. */
export interface Rank {
  readonly epoch: number
  readonly hubId?: HubId | undefined
}

/**
 * The higher epoch holds. Two computers promoted apart from each other may have
 * come to the same one: then the greater id holds, so that everybody who meets
 * both decides alike, and the other steps down and hands over.
 */
export function outranks(a: Rank, b: Rank): boolean {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch
  return a.hubId !== undefined && b.hubId !== undefined && a.hubId > b.hubId
}

/** Two hubs may have come to one epoch, apart from each other. */
export function isSameReign(a: Rank, b: Rank): boolean {
  return a.epoch === b.epoch && a.hubId === b.hubId
}
