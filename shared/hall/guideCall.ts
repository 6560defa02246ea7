/** A person was asked for: at which kiosk or by which visitor, since when, and which guide is on the way. */
import { z } from 'zod'
import { locale } from '../catalogue/catalogue.ts'
import { guideCallId, staffId, stationId, ticketNumber, visitId } from '../ids/ids.ts'
import type { HallState } from './state.ts'
import type { Actor } from './visit.ts'

/** Who asked: whoever stands before a kiosk or a pad, or a visitor on their own page. */
export const guideCallFrom = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('station'), stationId }),
  // The visit lies one level down: the call is about help, and changes no visit.
  z.object({ kind: z.literal('visitor'), visitId, number: ticketNumber }),
])
export type GuideCallFrom = z.infer<typeof guideCallFrom>

export const guideCall = z.object({
  id: guideCallId,
  from: guideCallFrom,
  /** What the visitor reads and, perhaps, speaks. */
  locale,
  sinceMs: z.number(),
  /** The guide who is on the way, and since when; absent while nobody is. */
  takenBy: staffId.optional(),
  takenAtMs: z.number().optional(),
})
export type GuideCall = z.infer<typeof guideCall>

/** Open calls, those nobody has taken first, the longest wait first. */
export function openGuideCalls({ guideCalls }: Pick<HallState, 'guideCalls'>): readonly GuideCall[] {
  const rank = (call: GuideCall): number => (call.takenBy === undefined ? 0 : 1)
  return [...guideCalls.values()].sort((a, b) => rank(a) - rank(b) || a.sinceMs - b.sinceMs)
}

/** The open call of a source, if it has one; each has at most one. */
export function guideCallOf(
  { guideCalls }: Pick<HallState, 'guideCalls'>,
  from: GuideCallFrom,
): GuideCall | undefined {
  return guideCalls.find((call) => sourceOf(call.from) === sourceOf(from))
}

function sourceOf(from: GuideCallFrom): string {
  switch (from.kind) {
    case 'station':
      return `station ${from.stationId}`
    case 'visitor':
      return `visitor ${from.visitId}`
  }
}

/** Whether this actor is the one who asked, and so may take the call back. */
export function isFrom({ from }: Pick<GuideCall, 'from'>, actor: Actor): boolean {
  switch (from.kind) {
    case 'station':
      return actor.kind === 'station' && actor.stationId === from.stationId
    case 'visitor':
      return actor.kind === 'visitor' && actor.visitId === from.visitId
  }
}
