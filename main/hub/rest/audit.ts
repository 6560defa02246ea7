/** The audit log over REST, to read and to carry away. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { auditCheck } from '#shared/protocol/setUpAnswers.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import { auditKind } from '../../ledger/audit.ts'
import type { AuditRow, AuditStore } from '../../ledger/audit.ts'
import { csvOf } from '../csvCell.ts'
import { actorOf } from './context.ts'
import type { RestParts } from './context.ts'

const query = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  kind: auditKind.optional(),
  who: z.string().min(1).max(100).optional(),
  text: z.string().min(1).max(100).optional(),
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(100),
  format: z.enum(['json', 'csv']).default('json'),
})

/** Routes of the audit log. */
export function auditRoutes(parts: RestParts & { readonly audit: AuditStore }): FastifyPluginCallbackZod {
  const { hub, audit } = parts
  const at = (atMs: number): string => isoWithOffset(atMs, hub.state.settings?.timeZone ?? 'UTC')
  const row = ({ id, atMs, kind, who, origin, facts }: AuditRow) => ({
    id,
    at: at(atMs),
    kind,
    who,
    ...(origin === undefined ? {} : { origin }),
    facts: { ...facts },
  })
  return (app, _options, done) => {
    app.get(
      '/audit',
      {
        config: { right: 'readAudit' },
        schema: {
          summary: 'Who did what at the door and in charge, newest first; to carry away with format=csv',
          tags: ['safety'],
          querystring: query,
        },
      },
      (request, reply) => {
        const { from, until, format, ...rest } = request.query
        const rows = audit
          .find({
            ...rest,
            fromMs: from === undefined ? undefined : Date.parse(from),
            untilMs: until === undefined ? undefined : Date.parse(until),
          })
          .map(row)
        if (format === 'json') return { rows }
        parts.note?.('exported', actorOf(parts, request), { what: 'audit', rows: rows.length }, request.ip)
        const csv = csvOf([
          ['id', 'time', 'kind', 'who', 'from', 'facts'],
          ...rows.map((r) => [String(r.id), r.at, r.kind, r.who, r.origin ?? '', JSON.stringify(r.facts)]),
        ])
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="audit.csv"')
          .send(csv)
      },
    )
    app.get(
      '/audit/check',
      {
        config: { right: 'readAudit' },
        schema: {
          summary: 'Whether every line of the audit log is as it was written',
          tags: ['safety'],
          response: { 200: auditCheck },
        },
      },
      () => audit.verify(),
    )
    done()
  }
}
