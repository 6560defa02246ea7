/** Setting the hall up over REST: what is too large or too secret for a command. History, PINs, copies. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { staffId } from '#shared/ids/ids.ts'
import { pinProblem } from '#shared/hall/pin.ts'
import { applyChanges, opposite } from '#shared/hall/setUp.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { backupList, pinHolders, setUpHistory } from '#shared/protocol/setUpAnswers.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import type { CopyList } from '../copyList.ts'
import { historyOf } from '../setUpHistory.ts'
import { senderOf } from '../senderOf.ts'
import { actorOf, badInput, bearerOf, Refusing, send, setUpOf, unknown } from './context.ts'
import type { RestParts } from './context.ts'

export type SetUpRouteParts = RestParts & {
  /** Every event that made the set-up what it is, in order. */
  readonly setUpEvents: () => readonly LedgerEvent[]
  /** Copies of the ledger; absent where none are made. */
  readonly copies?: CopyList | undefined
}

/** Changes of one entry that are shown. */
const shownAtMost = 200

/** Routes of the set-up. */
export function setUpRoutes(parts: SetUpRouteParts): FastifyPluginCallbackZod {
  const { hub, access } = parts
  const zone = (): string => hub.state.settings?.timeZone ?? 'UTC'
  const setPin = async (
    id: z.infer<typeof staffId>,
    pin: string,
    by: Parameters<typeof access.setPin>[2],
    ip: string,
  ): Promise<void> => {
    const member = hub.state.staff.get(id)
    if (member === undefined) throw unknown('id')
    const problem = pinProblem(pin, member.staffNo)
    if (problem !== undefined) throw badInput('pin', problem)
    await access.setPin(id, pin, by, ip)
  }

  return (app, _options, done) => {
    app.get(
      '/setup/history',
      {
        config: { right: 'setUpHall' },
        schema: {
          summary: 'What was changed in the set-up, newest first',
          tags: ['set-up'],
          querystring: z.object({
            before: z.coerce.number().int().optional(),
            limit: z.coerce.number().int().min(1).max(200).default(50),
          }),
          response: {
            200: setUpHistory,
          },
        },
      },
      (request) => {
        const { before = Infinity, limit } = request.query
        const history = historyOf(parts.setUpEvents())
        const now = setUpOf(hub.state)
        const undone = new Map(history.flatMap((e) => (e.undoes === undefined ? [] : [[e.undoes, e.seq]])))
        return {
          entries: history
            .toReversed()
            .filter(({ seq }) => seq < before)
            .slice(0, limit)
            .map(({ seq, atMs, actor, changes, undoes, first }) => {
              const undoneBy = undone.get(seq)
              return {
                seq,
                at: isoWithOffset(atMs, zone()),
                who: senderOf(actor),
                changes: changes.slice(0, shownAtMost),
                total: changes.length,
                ...(undoes === undefined ? {} : { undoes }),
                ...(undoneBy === undefined ? {} : { undoneBy }),
                fits: !first && changes.length > 0 && applyChanges(now, opposite(changes)).ok,
              }
            }),
        }
      },
    )
    app.post(
      '/setup/history/:seq/undo',
      {
        config: { right: 'setUpHall' },
        schema: {
          summary: 'Takes one change back by a new one; refused where it no longer fits',
          tags: ['set-up'],
          params: z.object({ seq: z.coerce.number().int() }),
          response: { 200: z.object({ undone: z.literal(true) }) },
        },
      },
      async (request) => {
        const entry = historyOf(parts.setUpEvents()).find(({ seq }) => seq === request.params.seq)
        if (entry === undefined) throw unknown('seq')
        if (entry.first || entry.changes.length === 0) throw badInput('seq', 'there is nothing before it')
        const changes = opposite(entry.changes)
        await send(parts, request, { type: 'changeSetUp', changes, undoes: entry.seq })
        return { undone: true as const }
      },
    )
    app.get(
      '/staff',
      {
        config: { right: 'setPins' },
        schema: {
          summary: 'Who has a PIN to sign in with',
          tags: ['set-up'],
          response: { 200: pinHolders },
        },
      },
      () => ({ staff: [...hub.state.staff.keys()].map((id) => ({ id, hasPin: access.hasPin(id) })) }),
    )
    app.post(
      '/staff/:id/pin',
      {
        config: { right: 'setPins' },
        schema: {
          summary: 'Gives a person a PIN; their sessions end',
          tags: ['set-up'],
          params: z.object({ id: staffId }),
          body: z.object({ pin: z.string().max(64) }),
          response: { 200: z.object({ set: z.literal(true) }) },
        },
      },
      async (request) => {
        await setPin(request.params.id, request.body.pin, actorOf(parts, request), request.ip)
        return { set: true as const }
      },
    )
    app.post(
      '/sessions/current/pin',
      {
        config: { right: 'signedIn', limit: 'atTheDoor' },
        schema: {
          summary: 'A person changes their own PIN; every session of theirs ends',
          tags: ['sign-in'],
          body: z.object({ pin: z.string().min(1).max(64), next: z.string().max(64) }),
          response: { 200: z.object({ set: z.literal(true) }) },
        },
      },
      async (request) => {
        const actor = actorOf(parts, request)
        const member = actor.kind === 'staff' ? hub.state.staff.get(actor.staffId) : undefined
        if (member === undefined) throw new Refusing(403, { error: { path: '', message: 'people only' } })
        const { pin, next } = request.body
        const right = await access.signIn(member.staffNo, pin, request.ip)
        if (!right.ok)
          throw new Refusing(right.reason === 'wrong' ? 403 : 429, {
            error: { path: 'pin', message: right.reason },
          })
        const token = bearerOf(request)
        if (pin === next) throw badInput('next', 'sameAsBefore')
        await setPin(member.id, next, actor, request.ip)
        if (token !== undefined) access.signOut(token)
        return { set: true as const }
      },
    )
    app.get(
      '/backups',
      {
        config: { right: 'makeBackups' },
        schema: {
          summary: 'Copies of the ledger, newest first, and how often they are made',
          tags: ['set-up'],
          response: {
            200: backupList,
          },
        },
      },
      () => {
        if (parts.copies === undefined) return { everyMinutes: 0, folder: '', busy: false, copies: [] }
        const { everyMinutes, folder, keptDays, aside, busy, share, list } = parts.copies
        return {
          everyMinutes,
          folder,
          keptDays,
          aside: [...aside()],
          busy: busy(),
          share: share(),
          copies: list().map(({ atMs, ...copy }) => ({ ...copy, at: isoWithOffset(atMs, zone()) })),
        }
      },
    )
    app.post(
      '/backups',
      {
        config: { right: 'makeBackups' },
        schema: {
          summary: 'Makes a copy of the ledger now',
          tags: ['set-up'],
          response: { 202: z.object({ begun: z.literal(true) }) },
        },
      },
      (request, reply) => {
        if (parts.copies === undefined)
          throw new Refusing(409, {
            error: { path: '', message: 'this hub makes no copies (--backup-every 0)' },
          })
        parts.copies.make()
        parts.note?.('backedUp', actorOf(parts, request), {}, request.ip)
        reply.code(202)
        return { begun: true as const }
      },
    )
    app.delete(
      '/backups/current',
      {
        config: { right: 'makeBackups' },
        schema: {
          summary: 'Ends the copy that is being made; nothing of it is left',
          tags: ['set-up'],
          response: { 200: z.object({ cancelled: z.boolean() }) },
        },
      },
      async (request) => {
        const wasBusy = parts.copies?.share() !== undefined
        await parts.copies?.cancel()
        if (wasBusy) parts.note?.('backedUp', actorOf(parts, request), { cancelled: true }, request.ip)
        return { cancelled: wasBusy }
      },
    )
    done()
  }
}
