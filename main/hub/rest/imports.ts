/** Files that set the hall up, over REST: read beside the hub's loop by a job, shown first, then carried out. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ImportEnd } from '#shared/protocol/setUpAnswers.ts'
import { importKinds } from '../../importing/importOrder.ts'
import type { Importer } from '../../importing/importer.ts'
import { actorOf, badInput, Refusing, send, setUpOf } from './context.ts'
import type { RestParts } from './context.ts'
import { jobView, staffOf, viewJob } from './jobs.ts'
import { busy } from './reports.ts'
import type { ReportParts } from './reports.ts'

/** A catalogue or a list of staff, bytes. */
const fileLimit = 8 * 1024 * 1024
/** Changes that are shown. */
const shownAtMost = 200

const filename = z
  .string()
  .min(1)
  .max(200)
  .transform((name) => basename(name))

/** Routes under `/setup/imports`. */
export function importRoutes(
  parts: RestParts & Pick<ReportParts, 'jobs' | 'exportsDir'> & { readonly importer: Importer },
): FastifyPluginCallbackZod {
  const { hub, jobs, exportsDir, importer, newId } = parts
  return (app, _options, done) => {
    // A file comes as it is; what it is is told from its content.
    app.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: fileLimit },
      (_request, body, parsed) => {
        parsed(null, body)
      },
    )
    app.post(
      '/setup/imports/:kind',
      {
        config: { right: 'setUpHall' },
        bodyLimit: fileLimit,
        schema: {
          summary:
            'Begins to import a catalogue or a list of staff from a CSV or xlsx; see /jobs. What came of it says what it would change, or changed',
          tags: ['set-up'],
          params: z.object({ kind: z.enum(importKinds) }),
          querystring: z.object({ filename, apply: z.enum(['true', 'false']).default('false') }),
          response: { 202: z.object({ job: jobView }) },
        },
      },
      (request, reply) => {
        const { body: bytes } = request
        if (!Buffer.isBuffer(bytes)) throw badInput('body', 'a file as application/octet-stream')
        const actor = staffOf(actorOf(parts, request))
        const { filename: name, apply } = request.query
        const { kind } = request.params
        const before = setUpOf(hub.state)
        const job = jobs.start({ kind: 'import', by: actor.staffId, title: name }, async (given) => {
          const order = { kind, filename: name, bytes: new Uint8Array(bytes), before }
          const plan = await importer.plan(order, given.progress, given.signal)
          const carryOut = async (): Promise<ImportEnd> => {
            if (!plan.ok) return plan
            const { report, changes } = plan
            const applied = apply === 'true' && changes.length > 0 && given.seal()
            // Each change says what stood there before: what somebody else changed meanwhile is not written over.
            if (applied) await send(parts, request, { type: 'changeSetUp', changes }, actor)
            return {
              ok: true,
              report,
              changes: changes.slice(0, shownAtMost),
              total: changes.length,
              applied,
            }
          }
          const end = await carryOut().catch(refused)
          mkdirSync(exportsDir, { recursive: true })
          const path = join(exportsDir, `${newId()}.json`)
          writeFileSync(path, JSON.stringify(end))
          return { path, name: 'import.json', type: 'application/json' }
        })
        if (job === undefined) throw busy()
        reply.code(202)
        return { job: viewJob(job, before.settings.timeZone) }
      },
    )
    done()
  }
}

/** The hub would not have the changes: that is an end too, to be told in words. */
function refused(error: unknown): ImportEnd {
  if (!(error instanceof Refusing)) throw error
  const said = refusedBody.safeParse(error.body)
  if (!said.success) throw error
  return { ok: false, ...said.data.refusal }
}
const refusedBody = z.object({ refusal: z.object({ code: z.string(), message: z.string() }) })
