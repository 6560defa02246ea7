/** Asking whoever served this page, in the name of one session. Never throws: no answer is an answer too. */
import type { z } from 'zod'

/** Why there is no answer. `elsewhere`: whoever served this page makes no reports. */
export type Why = 'unreachable' | 'notAllowed' | 'elsewhere' | 'busy' | 'badInput'
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Why }

/** Questions in the name of one session. */
export interface Asking {
  readonly send: (method: string, path: string, body?: object) => Promise<Answer<Response>>
  readonly ask: <T>(method: string, path: string, form: z.ZodType<T>, body?: object) => Promise<Answer<T>>
}

/** The way to ask whoever served this page, for this session's token. A blob is sent as it is, anything else as JSON. */
export function asking(token: string): Asking {
  const send: Asking['send'] = async (method, path, body) => {
    const sent = body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }
    const type = body === undefined ? undefined : body instanceof Blob ? body.type : 'application/json'
    try {
      const response = await fetch(`/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(type === undefined ? {} : { 'content-type': type }),
        },
        ...sent,
      })
      return response.ok ? { ok: true, value: response } : { ok: false, why: whyOf(response.status) }
    } catch {
      return { ok: false, why: 'unreachable' }
    }
  }
  return {
    send,
    ask: async (method, path, form, body) => {
      const sent = await send(method, path, body)
      if (!sent.ok) return sent
      const read = form.safeParse(await sent.value.json().catch(() => undefined))
      return read.success ? { ok: true, value: read.data } : { ok: false, why: 'elsewhere' }
    },
  }
}

function whyOf(status: number): Why {
  if (status === 401 || status === 403) return 'notAllowed'
  if (status === 404) return 'elsewhere'
  if (status === 400) return 'badInput'
  return status === 503 ? 'busy' : 'unreachable'
}
