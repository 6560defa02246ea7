/** Sends a visitor's rating. A second press of the same rating is the same rating. */
import { idBytes, timeOrderedId } from '#shared/ids/timeOrdered.ts'
import { z } from 'zod'
import type { Level } from '#shared/conduct/rating.ts'
import { refusalCode } from '#shared/hall/refusals.ts'
import type { RefusalCode } from '#shared/hall/refusals.ts'

export interface OwnRating {
  readonly key: string
  readonly level: Level
  readonly reasons: readonly string[]
  /** Empty for none. */
  readonly text: string
}

const refused = z.object({ refusal: z.object({ code: refusalCode }) })

/** The last rating tried and its key: a try whose answer was lost is repeated under it. */
let last = { body: '', id: '' }

function freshId(): string {
  return timeOrderedId(Date.now(), crypto.getRandomValues(new Uint8Array(idBytes)))
}

/** What became of it: taken, why not, or that the hall cannot be reached. Never throws. */
export async function sendRating(
  visitId: string,
  { key, level, reasons, text }: OwnRating,
  fetcher: typeof fetch = fetch,
): Promise<'taken' | 'unreachable' | RefusalCode> {
  const body = JSON.stringify({
    level,
    key,
    ...(reasons.length === 0 ? {} : { reasons }),
    ...(text === '' ? {} : { text }),
  })
  if (last.body !== body) last = { body, id: freshId() }
  try {
    const response = await fetcher(`/api/v1/visits/${encodeURIComponent(visitId)}/ratings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': last.id },
      body,
    })
    if (response.ok) {
      last = { body: '', id: '' }
      return 'taken'
    }
    const said = refused.safeParse(await response.json())
    return said.success ? said.data.refusal.code : 'unreachable'
  } catch {
    return 'unreachable'
  }
}
