/** What the estimator has learnt, read back from where it was kept. */
import { z } from 'zod'
import { initialLearnt } from '#shared/queueing/learnt.ts'
import type { Learnt } from '#shared/queueing/learnt.ts'

const outline = z.looseObject({
  form: z.literal(initialLearnt.form),
  queues: z.record(z.string(), z.unknown()),
  tellers: z.record(z.string(), z.unknown()),
})

/** The learnt figures in this text; undefined when it is of another form: then everything is learnt anew. */
export function parseLearnt(text: string): Learnt | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  // Written by this program under this form's number; only the outline is looked at.
  return outline.safeParse(json).success ? { ...initialLearnt, ...(json as Learnt) } : undefined
}
