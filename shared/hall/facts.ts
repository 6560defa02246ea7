/**
 * Facts: what happened at a station while it was alone. The hub merges each once,
 * under its id; what no longer fits is kept and shown to a person (I6).
 */
import { z } from 'zod'
import { factId, stationId } from '../ids/ids.ts'
import { hallEvent } from './events.ts'
import { actor } from './visit.ts'

export const fact = z.object({
  id: factId,
  stationId,
  /** Who did it, as the station knew. */
  actor,
  events: z.array(hallEvent).min(1).max(50).readonly(),
  /** When it happened, by the hub's clock as the station believed it then, epoch ms. */
  believedMs: z.number(),
  /** The same moment as the hub corrects it at merging, epoch ms. */
  happenedMs: z.number(),
  /** The station's clock jumped by more than a minute between then and the merging. */
  clockJumped: z.boolean(),
})
export type Fact = z.infer<typeof fact>
