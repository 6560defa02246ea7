/** A member of staff signed in at this screen; kept for as long as its tab lives. */
import { z } from 'zod'
import { role } from '#shared/hall/staff.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { staffId } from '#shared/ids/ids.ts'

const session = z.object({
  token: z.string().min(1),
  staff: z.object({ id: staffId, name: z.string(), roles: z.array(role) }),
})
export type Session = z.infer<typeof session>

const lockedOut = z.object({ retryAfter: z.number() })

export type SignIn =
  | { readonly ok: true; readonly session: Session }
  | { readonly ok: false; readonly why: 'wrong' | 'unreachable' }
  | { readonly ok: false; readonly why: 'lockedOut'; readonly retryAfterS: number }

const place = 'yihao.session'

/** Signs this tab in. Never throws: an unreachable hub is an answer too. */
export async function signIn(staffNo: string, pin: string, fetcher: typeof fetch = fetch): Promise<SignIn> {
  const answer = await askSession(staffNo, pin, fetcher)
  if (answer.ok) sessionStorage.setItem(place, JSON.stringify(answer.session))
  return answer
}

/** Asks the hub for a session this tab does not keep: for what somebody else does here once. Never throws. */
export async function askSession(
  staffNo: string,
  pin: string,
  fetcher: typeof fetch = fetch,
): Promise<SignIn> {
  try {
    const answer = await fetcher('/api/v1/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ staffNo, pin }),
    })
    const body: unknown = await answer.json()
    if (answer.status === 429) {
      const wait = lockedOut.safeParse(body)
      return { ok: false, why: 'lockedOut', retryAfterS: wait.success ? wait.data.retryAfter : 60 }
    }
    const found = session.safeParse(body)
    if (found.success && answer.ok) return { ok: true, session: found.data }
    return { ok: false, why: answer.status >= 500 ? 'unreachable' : 'wrong' }
  } catch {
    return { ok: false, why: 'unreachable' }
  }
}

/** The session this tab holds, if any. */
export function keptSession(): Session | undefined {
  try {
    const found = session.safeParse(JSON.parse(sessionStorage.getItem(place) ?? 'null'))
    return found.success ? found.data : undefined
  } catch {
    return undefined
  }
}

/** Forgets the session. */
export function signOut(): void {
  sessionStorage.removeItem(place)
}

/** What the hall knows this person as. */
export function actorOf({ staff }: Session): Extract<Actor, { kind: 'staff' }> {
  return { kind: 'staff', staffId: staff.id, roles: staff.roles }
}
