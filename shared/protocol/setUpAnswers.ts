/** What the hub answers the set-up pages over REST: files read, history, PINs, copies of the ledger, the audit log. */
import { z } from 'zod'
import { conductPart } from '../conduct/conductRules.ts'
import { setUpChange } from '../hall/setUp.ts'
import { staffId } from '../ids/ids.ts'

/** The account of every row of a file: `read` is the sum of `added`, `changed`, `unchanged` and those skipped. */
export const importReport = z.object({
  read: z.number(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  skipped: z.array(z.object({ line: z.number(), reason: z.string(), value: z.string() })),
  departmentsAdded: z.array(z.string()),
  queuesAdded: z.array(z.string()),
  queuesUnserved: z.array(z.string()),
})
export type ImportReport = z.infer<typeof importReport>

/** What a catalogue or a list of staff would change, or has changed. */
const imported = z.object({
  ok: z.literal(true),
  report: importReport,
  changes: z.array(setUpChange).readonly(),
  /** How many changes there are; `changes` has the first of them. */
  total: z.number(),
  /** They were made. */
  applied: z.boolean(),
})
export type Imported = z.infer<typeof imported>

/** Why a file is not imported at all. */
export const importProblems = [
  'fileEmpty',
  'fileTooLarge',
  'rowsTooMany',
  'fileUnreadable',
  'formatUnknown',
  'columnsMissing',
  'columnRepeated',
  'lettersExhausted',
] as const
export const importProblem = z.enum(importProblems)
export type ImportProblem = z.infer<typeof importProblem>

/** What came of an import: the changes, or why there are none: a code, of these or of a refusal, and one English sentence. */
export const importEnd = z.discriminatedUnion('ok', [
  imported,
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
])
export type ImportEnd = z.infer<typeof importEnd>

/** What was changed in the rules of ratings, cases and attendance, newest first. */
export const conductHistory = z.object({
  entries: z.array(
    z.object({
      seq: z.number().int(),
      at: z.string(),
      who: z.string(),
      parts: z.array(conductPart),
      /** It can be taken back now. */
      fits: z.boolean(),
    }),
  ),
})
export type ConductHistory = z.infer<typeof conductHistory>

/** What was changed in the set-up, newest first. */
export const setUpHistory = z.object({
  entries: z.array(
    z.object({
      seq: z.number(),
      at: z.string(),
      who: z.string(),
      changes: z.array(setUpChange),
      total: z.number(),
      undoes: z.number().optional(),
      undoneBy: z.number().optional(),
      /** Whether it can be taken back now. */
      fits: z.boolean(),
    }),
  ),
})
export type HistoryRow = z.infer<typeof setUpHistory>['entries'][number]

/** Who has a PIN to sign in with. */
export const pinHolders = z.object({ staff: z.array(z.object({ id: staffId, hasPin: z.boolean() })) })

/** The pictures and films a screen may be given: what lies in the hall's media folder. */
export const mediaList = z.object({
  files: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['picture', 'video']),
      bytes: z.number(),
    }),
  ),
})

/** Copies of the ledger, newest first. */
export const backupList = z.object({
  everyMinutes: z.number(),
  folder: z.string(),
  /** The most days for which what has left the ledger may still be in a copy. */
  keptDays: z.number().optional(),
  /** Ledgers put aside after damage, an update or a restoration: only a person removes them. */
  aside: z.array(z.object({ name: z.string(), bytes: z.number() })).optional(),
  busy: z.boolean(),
  /** How far the one being made is, 0 to 1. */
  share: z.number().optional(),
  copies: z.array(z.object({ name: z.string(), at: z.string(), bytes: z.number() })),
})
export type BackupList = z.infer<typeof backupList>

/** Lines of the audit log. */
export const auditRows = z.object({
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

/** Whether every line of the audit log is as it was written. */
export const auditCheck = z.object({ rows: z.number(), brokenAt: z.number().optional() })
