/** The other computers that may be the hub: who of them is, and as which station each is known. */
import { join } from 'node:path'
import { z } from 'zod'
import { outranks } from '#shared/hall/reign.ts'
import type { Rank } from '#shared/hall/reign.ts'
import { hubId, stationId } from '#shared/ids/ids.ts'
import type { StationId } from '#shared/ids/ids.ts'
import { certificatesAt } from '../ledger/certificates.ts'
import { hallCalls } from '../tls/hallCalls.ts'
import { databaseName } from './openHub.ts'
import type { Candidates } from './stationDesk.ts'

const health = z.discriminatedUnion('role', [
  z.object({ role: z.literal('hub'), epoch: z.number(), hubId: hubId.nullish() }),
  z.object({ role: z.literal('station'), stationId: stationId.optional() }),
])

export interface Peers {
  /** Asks all of them: the highest rank any has as the hub; epoch 0 when none is. */
  readonly highestRank: () => Promise<Rank>
  readonly candidates: () => Candidates
}

/** @param urls where they are */
export function peersAt(urls: readonly string[], dataDir: string, secureOnly: boolean): Peers {
  const none: Rank = { epoch: 0 }
  const met = new Set<StationId>()
  const ask = async (): Promise<Rank> => {
    if (urls.length === 0) return none
    const known = new Set(certificatesAt(join(dataDir, databaseName)))
    const { fetch } = hallCalls({ isKnown: (seen) => known.has(seen), secureOnly })
    const ranks = await Promise.all(
      urls.map(async (url): Promise<Rank> => {
        try {
          const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })
          const read = health.safeParse(await response.json())
          if (!read.success) return none
          if (read.data.role === 'hub') return { epoch: read.data.epoch, hubId: read.data.hubId ?? undefined }
          if (read.data.stationId !== undefined) met.add(read.data.stationId)
          return none
        } catch {
          return none
        }
      }),
    )
    return ranks.reduce((highest, rank) => (outranks(rank, highest) ? rank : highest), none)
  }
  return { highestRank: ask, candidates: () => ({ count: Math.min(urls.length, 20), met }) }
}
