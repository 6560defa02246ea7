/** What the set-up pages ask the hub beside commands: files, history, PINs, copies, the audit log. */
import { z } from 'zod'
import { setUpChange } from '#shared/hall/setUp.ts'

const imported = z.object({
  report: z.object({
    read: z.number(),
    added: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    skipped: z.array(z.object({ line: z.number(), reason: z.string(), value: z.string() })),
    departmentsAdded: z.array(z.string()),
    queuesAdded: z.array(z.string()),
    queuesUnserved: z.array(z.string()),
  }),
  changes: z.array(setUpChange),
  total: z.number(),
  applied: z.boolean(),
})
export type Imported = z.infer<typeof imported>
const history = z.object({
  entries: z.array(
    z.object({
      seq: z.number(),
      at: z.string(),
      who: z.string(),
      changes: z.array(setUpChange),
      total: z.number(),
      undoes: z.number().optional(),
      undoneBy: z.number().optional(),
      fits: z.boolean(),
    }),
  ),
})
export type HistoryRow = z.infer<typeof history>['entries'][number]
const staffList = z.object({ staff: z.array(z.object({ id: z.string(), hasPin: z.boolean() })) })
const backups = z.object({
  everyMinutes: z.number(),
  folder: z.string(),
  busy: z.boolean(),
  share: z.number().optional(),
  copies: z.array(z.object({ name: z.string(), at: z.string(), bytes: z.number() })),
})
export type BackupList = z.infer<typeof backups>
const auditRows = z.object({
  rows: z.array(
    z.object({
      id: z.number(),
      at: z.string(),
      kind: z.string(),
      who: z.string(),
      origin: z.string().optional(),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
  ),
})
export type AuditLine = z.infer<typeof auditRows>['rows'][number]
const auditCheck = z.object({ rows: z.number(), brokenAt: z.number().optional() })
const anything = z.unknown()
const failure = z.object({
  error: z.object({ path: z.string(), message: z.string() }).optional(),
  refusal: z.looseObject({ code: z.string(), message: z.string() }).optional(),
})

/** An answer, or why there is none: the status, and what was said. */
export type Told<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly path: string; readonly message: string }

export interface SetUpRest {
  import(kind: 'catalogue' | 'staff', file: File, apply: boolean): Promise<Told<Imported>>
  history(before?: number): Promise<Told<z.infer<typeof history>>>
  undo(seq: number): Promise<Told<unknown>>
  staff(): Promise<Told<z.infer<typeof staffList>>>
  setPin(id: string, pin: string): Promise<Told<unknown>>
  backups(): Promise<Told<BackupList>>
  backUp(): Promise<Told<unknown>>
  cancelBackUp(): Promise<Told<unknown>>
  audit(query: Readonly<Record<string, string>>): Promise<Told<z.infer<typeof auditRows>>>
  auditCheck(): Promise<Told<z.infer<typeof auditCheck>>>
  /** The log as a file. */
  auditFile(query: Readonly<Record<string, string>>): Promise<Blob | undefined>
}

/** The way to ask, for this session's token; never throws. */
export function setUpRest(token: string): SetUpRest {
  const headers = { authorization: `Bearer ${token}` }
  async function ask<T>(
    method: string,
    path: string,
    shape: z.ZodType<T>,
    body?: object | File,
  ): Promise<Told<T>> {
    try {
      const isFile = body instanceof File
      const response = await fetch(`/api/v1${path}`, {
        method,
        headers: {
          ...headers,
          ...(body === undefined
            ? {}
            : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
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
      }
    } catch {
      return { ok: false, status: 0, path: '', message: '' }
    }
  }
  const params = (query: Readonly<Record<string, string>>): string =>
    new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
  return {
    import: async (kind, file, apply) =>
      ask(
        'POST',
        `/setup/imports/${kind}?${params({ filename: file.name, apply: String(apply) })}`,
        imported,
        file,
      ),
    history: async (before) =>
      ask('GET', `/setup/history${before === undefined ? '' : `?before=${String(before)}`}`, history),
    undo: async (seq) => ask('POST', `/setup/history/${String(seq)}/undo`, anything, {}),
    staff: async () => ask('GET', '/staff', staffList),
    setPin: async (id, pin) => ask('POST', `/staff/${encodeURIComponent(id)}/pin`, anything, { pin }),
    backups: async () => ask('GET', '/backups', backups),
    backUp: async () => ask('POST', '/backups', anything, {}),
    cancelBackUp: async () => ask('DELETE', '/backups/current', anything),
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
