/** What the manager's page asks the hub beside the hall's state: stations, pairing codes, what conflicts were made of. */
import { z } from 'zod'
import { factId } from '#shared/ids/ids.ts'
import { pairingCode, stationList } from '#shared/protocol/stationAnswers.ts'
import type { PairingCode, StationMode } from '#shared/protocol/stationAnswers.ts'

const conflictList = z.object({ conflicts: z.array(z.object({ factId, did: z.array(z.string()) })) })
export type ConflictDid = z.infer<typeof conflictList>['conflicts'][number]
const revoked = z.object({ revoked: z.number() })
const promoted = z.object({ promoted: z.literal(true) })

/** Why an answer is not what was asked for. `elsewhere`: whoever served this page does not answer that. */
export type Unanswered = 'unreachable' | 'notAllowed' | 'elsewhere' | 'badInput' | 'refused'
export type Asked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Unanswered }

/** Asks whoever served this page, in the name of one session. Never throws: no answer is an answer too. */
export interface ManagerRest {
  stations(): Promise<Asked<z.infer<typeof stationList>>>
  conflicts(): Promise<Asked<z.infer<typeof conflictList>>>
  pair(id: string, mode: StationMode, counterId?: string): Promise<Asked<PairingCode>>
  revoke(id: string): Promise<Asked<z.infer<typeof revoked>>>
  promote(): Promise<Asked<z.infer<typeof promoted>>>
}

/** The way to ask, for this session's token. */
export function managerRest(token: string, fetcher: typeof fetch = fetch): ManagerRest {
  async function ask<T>(
    method: string,
    path: string,
    answer: z.ZodType<T>,
    body?: object,
  ): Promise<Asked<T>> {
    try {
      const response = await fetcher(`/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!response.ok) return { ok: false, why: whyOf(response.status) }
      const read = answer.safeParse(await response.json())
      // Another program than ours may stand at that address.
      return read.success ? { ok: true, value: read.data } : { ok: false, why: 'elsewhere' }
    } catch {
      return { ok: false, why: 'unreachable' }
    }
  }
  return {
    stations: async () => ask('GET', '/stations', stationList),
    conflicts: async () => ask('GET', '/conflicts', conflictList),
    pair: async (id, mode, counterId) =>
      ask('POST', '/pairings', pairingCode, {
        stationId: id,
        mode,
        ...(counterId === undefined ? {} : { counterId }),
      }),
    revoke: async (id) => ask('DELETE', `/tokens/${encodeURIComponent(id)}`, revoked),
    promote: async () => ask('POST', '/promote', promoted, {}),
  }
}

function whyOf(status: number): Unanswered {
  if (status === 401 || status === 403) return 'notAllowed'
  if (status === 404) return 'elsewhere'
  if (status === 400) return 'badInput'
  return status === 409 ? 'refused' : 'unreachable'
}
