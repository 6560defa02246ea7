/** What the shell asks the Node side and the hub over HTTP. */
import { launchCookie } from '../launchGate.ts'
import { hallSays } from './pin.ts'
import type { HallSays } from './pin.ts'

const patienceMs = 5_000

async function ask(
  url: string,
  init: RequestInit,
  launchToken?: string,
): Promise<{ status: number; body: unknown }> {
  const headers = new Headers(init.headers)
  if (launchToken !== undefined) headers.set('cookie', `${launchCookie}=${launchToken}`)
  try {
    const response = await fetch(url, {
      ...init,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    })
    const body: unknown = response.status === 204 ? undefined : await response.json()
    return { status: response.status, body }
  } catch {
    return { status: 0, body: undefined }
  }
}

/** Whether an administrator of the hall has this number and PIN. The session that came of asking is ended at once. */
export async function askAdministrator(
  origin: string | undefined,
  launchToken: string | undefined,
  staffNo: string,
  pin: string,
): Promise<HallSays> {
  if (origin === undefined) return 'unknown'
  const { status, body } = await ask(
    `${origin}/api/v1/sessions`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ staffNo, pin }),
    },
    launchToken,
  )
  if (typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string') {
    const headers = { authorization: `Bearer ${body.token}` }
    await ask(`${origin}/api/v1/sessions/current`, { method: 'DELETE', headers }, launchToken)
  }
  return hallSays(status, body)
}

/** The published catalogue of the first of these that answers; undefined when none does. */
export async function askCatalogue(
  origins: readonly string[],
  launchToken: string | undefined,
): Promise<unknown> {
  for (const origin of origins) {
    const { status, body } = await ask(`${origin}/api/v1/catalogue`, {}, launchToken)
    if (status === 200) return body
  }
  return undefined
}
