/** What the worker that reads an imported file is told, and what it says. */
import { z } from 'zod'
import { setUp, setUpChange } from '#shared/hall/setUp.ts'
import { importReport } from '#shared/protocol/setUpAnswers.ts'

export const importKinds = ['catalogue', 'staff'] as const

export const importOrder = z.object({
  kind: z.enum(importKinds),
  filename: z.string(),
  bytes: z.instanceof(Uint8Array),
  /** The hall as it is set up before. */
  before: setUp,
})
export type ImportOrder = z.infer<typeof importOrder>

/** What a file would change, or why it can be none of ours. */
export const importPlan = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    report: importReport,
    changes: z.array(setUpChange).readonly(),
    /** Of a catalogue: the report as lines for a terminal. */
    text: z.string().optional(),
  }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
])
export type ImportPlan = z.infer<typeof importPlan>

export const fromImportWorker = z.discriminatedUnion('said', [
  z.object({ said: z.literal('progress'), done: z.number(), of: z.number() }),
  z.object({ said: z.literal('planned'), plan: importPlan }),
  /** A fault of ours, for the log. */
  z.object({ said: z.literal('failed'), line: z.string() }),
])
export type FromImportWorker = z.infer<typeof fromImportWorker>
