/** What the set-up pages ask the hub beside commands: history, PINs, copies, the audit log. */
import { z } from 'zod'
import { refusal as refusalShape } from '#shared/hall/refusals.ts'
import type { Refusal } from '#shared/hall/refusals.ts'
import {
  auditCheck,
  auditRows,
  backupList,
  mediaList,
  pinHolders,
  setUpHistory,
} from '#shared/protocol/setUpAnswers.ts'
import type { BackupList } from '#shared/protocol/setUpAnswers.ts'

const anything = z.unknown()
const failure = z.object({
  error: z.object({ path: z.string(), message: z.string() }).optional(),
  refusal: z.looseObject({ code: z.string(), message: z.string() }).optional(),
})

/** An answer, or why there is none: the status, and what was said. */
export type Told<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly status: number
      readonly path: string
      readonly message: string
      /** The hall's own, where it is one: it has words in every language. */
      readonly refusal?: Refusal
    }

export interface SetUpRest {
  history(before?: number): Promise<Told<z.infer<typeof setUpHistory>>>
  undo(seq: number): Promise<Told<unknown>>
  staff(): Promise<Told<z.infer<typeof pinHolders>>>
  setPin(id: string, pin: string): Promise<Told<unknown>>
  backups(): Promise<Told<BackupList>>
  backUp(): Promise<Told<unknown>>
  cancelBackUp(): Promise<Told<unknown>>
  /** Pictures and films in the hall's media folder. */
  media(): Promise<Told<z.infer<typeof mediaList>>>
  audit(query: Readonly<Record<string, string>>): Promise<Told<z.infer<typeof auditRows>>>
  auditCheck(): Promise<Told<z.infer<typeof auditCheck>>>
  /** The log as a file. */
  auditFile(query: Readonly<Record<string, string>>): Promise<Blob | undefined>
}

/** The way to ask, for this session's token; never throws. */
export function setUpRest(token: string): SetUpRest {
  const headers = { authorization: `Bearer ${token}` }
  async function ask<T>(method: string, path: string, shape: z.ZodType<T>, body?: object): Promise<Told<T>> {
    try {
      const response = await fetch(`/api/v1${path}`, {
        method,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const json: unknown = await response.json().catch(() => undefined)
      const read = response.ok ? shape.safeParse(json) : undefined
      if (read?.success === true) return { ok: true, value: read.data }
      const said = failure.safeParse(json)
      const { error, refusal } = said.success ? said.data : {}
      return {
        ok: false,
        status: response.status,
        path: error?.path ?? refusal?.code ?? '',
        message: error?.message ?? refusal?.message ?? '',
        ...refusalOf(refusal),
      }
    } catch {
      return { ok: false, status: 0, path: '', message: '' }
    }
  }
  const params = (query: Readonly<Record<string, string>>): string =>
    new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
  return {
    history: async (before) =>
      ask('GET', `/setup/history${before === undefined ? '' : `?before=${String(before)}`}`, setUpHistory),
    undo: async (seq) => ask('POST', `/setup/history/${String(seq)}/undo`, anything, {}),
    staff: async () => ask('GET', '/staff', pinHolders),
    setPin: async (id, pin) => ask('POST', `/staff/${encodeURIComponent(id)}/pin`, anything, { pin }),
    backups: async () => ask('GET', '/backups', backupList),
    backUp: async () => ask('POST', '/backups', anything, {}),
    cancelBackUp: async () => ask('DELETE', '/backups/current', anything),
    media: async () => ask('GET', '/media', mediaList),
    audit: async (query) => ask('GET', `/audit?${params(query)}`, auditRows),
    auditCheck: async () => ask('GET', '/audit/check', auditCheck),
    auditFile: async (query) => {
      try {
        const answer = await fetch(`/api/v1/audit?${params({ ...query, format: 'csv', limit: '5000' })}`, {
          headers,
        })
        return answer.ok ? await answer.blob() : undefined
      } catch {
        return undefined
      }
    },
  }
}

/** What REST says flat: the code beside the facts and a sentence for programs. */
function refusalOf(told: z.infer<typeof failure>['refusal']): { readonly refusal?: Refusal } {
  if (told === undefined) return {}
  const { code, message: _message, ...facts } = told
  const read = refusalShape.safeParse({ code, facts })
  return read.success ? { refusal: read.data } : {}
}
