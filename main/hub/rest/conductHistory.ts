/** What was changed in the rules of ratings, cases and attendance, and taking a change back by a new one. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { changedParts, defaultConductRules, takenBack } from '#shared/conduct/conductRules.ts'
import type { ConductRules } from '#shared/conduct/conductRules.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { rulesOf } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { conductHistory } from '#shared/protocol/setUpAnswers.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import { senderOf } from '../senderOf.ts'
import { Refusing, send, unknown } from './context.ts'
import type { RestParts } from './context.ts'

type ConductHistoryParts = RestParts & { readonly setUpEvents: () => readonly LedgerEvent[] }

interface Change {
  readonly seq: number
  readonly atMs: number
  readonly actor: Actor
  readonly before: ConductRules
  readonly after: ConductRules
}

/** Changes of one answer. */
const shownAtMost = 100

/** Routes under `/conduct/history`. */
export function conductHistoryRoutes(parts: ConductHistoryParts): FastifyPluginCallbackZod {
  const { hub } = parts
  const changes = (): readonly Change[] => {
    let before: ConductRules = defaultConductRules
    return parts.setUpEvents().flatMap(({ seq, atMs, actor, event }) => {
      if (event.type !== 'conductConfigured' || event.rules === undefined) return []
      const change = { seq, atMs, actor, before, after: event.rules }
      before = event.rules
      return [change]
    })
  }
  const backTo = (change: Change): ConductRules | undefined =>
    takenBack(rulesOf(hub.state), change, hub.state.day?.day ?? '')

  return (app, _options, done) => {
    app.get(
      '/conduct/history',
      {
        config: { right: 'setUpHall' },
        schema: {
          summary: 'What was changed in the rules of ratings, cases and attendance, newest first',
          tags: ['cases'],
          response: { 200: conductHistory },
        },
      },
      () => ({
        entries: changes()
          .slice(-shownAtMost)
          .toReversed()
          .map((change) => ({
            seq: change.seq,
            at: isoWithOffset(change.atMs, hub.state.settings?.timeZone ?? 'UTC'),
            who: senderOf(change.actor),
            parts: [...changedParts(change.before, change.after)],
            fits: backTo(change) !== undefined,
          })),
      }),
    )
    app.post(
      '/conduct/history/:seq/undo',
      {
        config: { right: 'setUpHall' },
        schema: {
          summary: 'Takes one change of the rules back by a new one; refused where it no longer fits',
          tags: ['cases'],
          params: z.object({ seq: z.coerce.number().int() }),
          response: { 200: z.object({ undone: z.literal(true) }) },
        },
      },
      async (request) => {
        const change = changes().find(({ seq }) => seq === request.params.seq)
        if (change === undefined) throw unknown('seq')
        const rules = backTo(change)
        if (rules === undefined)
          throw new Refusing(409, {
            refusal: { code: 'changedMeanwhile', message: 'changed since, or in force already' },
          })
        await send(parts, request, { type: 'configureConduct', rules, was: rulesOf(hub.state) })
        return { undone: true as const }
      },
    )
    done()
  }
}
