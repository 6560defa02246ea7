/** This browser's token as a pad: got with a code once, kept here, never left standing in an address. */
import { z } from 'zod'
import { counterId } from '#shared/ids/ids.ts'
import type { CounterId } from '#shared/ids/ids.ts'

const place = 'yihao.pad'
const given = z.object({ token: z.string().min(1), counterId })

/** The token kept; one in the page's address is taken from there first. Undefined where none is, or nothing can be kept. */
export function padToken(): string | undefined {
  const here = new URL(location.href)
  const named = here.searchParams.get('token')
  if (named !== null) {
    here.searchParams.delete('token')
    history.replaceState(history.state, '', here)
  }
  try {
    if (named !== null && named !== '') localStorage.setItem(place, named)
    return localStorage.getItem(place) ?? undefined
  } catch {
    return named ?? undefined
  }
}

export type PadPaired =
  | { readonly ok: true; readonly counterId: CounterId }
  | { readonly ok: false; readonly why: 'wrong' | 'tooMany' | 'elsewhere' | 'unreachable' }

/** Uses a code: from then on this browser is the pad of one counter. Never throws. */
export async function pairPad(code: string, fetcher: typeof fetch = fetch): Promise<PadPaired> {
  try {
    const answer = await fetcher('/api/v1/pairings/use', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, reach: 'screen' }),
    })
    // A station pairs no pads; only the hub does.
    if (answer.status === 404) return { ok: false, why: 'elsewhere' }
    if (answer.status === 429) return { ok: false, why: 'tooMany' }
    if (answer.status >= 500) return { ok: false, why: 'unreachable' }
    const read = answer.ok ? given.safeParse(await answer.json()) : undefined
    if (read?.success !== true) return { ok: false, why: 'wrong' }
    localStorage.setItem(place, read.data.token)
    return { ok: true, counterId: read.data.counterId }
  } catch {
    return { ok: false, why: 'unreachable' }
  }
}
