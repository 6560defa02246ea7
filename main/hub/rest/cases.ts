/** Cases over REST: what could not be done, complaints, findings and bad ratings, each shown to whoever may see it. */
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { caseContact, photo, photos as photoList } from '#shared/conduct/cases.ts'
import type { HallCase } from '#shared/conduct/cases.ts'
import { flowOfCase } from '#shared/conduct/conductRules.ts'
import { caseKind, flowWord } from '#shared/conduct/flows.ts'
import { holidayCalendar } from '#shared/conduct/workingDays.ts'
import { photosOf } from '#shared/conduct/records.ts'
import { maySeeCase } from '#shared/hall/rules/cases.ts'
import { casesWaitingFor } from '#shared/hall/rules/waiting.ts'
import { rulesOf } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { businessDay, caseId, counterId, serviceId, staffId, visitId } from '#shared/ids/ids.ts'
import type { CaseId } from '#shared/ids/ids.ts'
import { caseList, casesWaiting, caseView } from '#shared/protocol/cases.ts'
import { addDays } from '#shared/time/localTime.ts'
import { shippedCalendar } from '../../importing/shippedRules.ts'
import type { Photos } from '../photos.ts'
import { caseRowOf, caseViewOf } from './caseViews.ts'
import type { Telling } from './caseViews.ts'
import { actorOf, badInput, Refusing, send, unknown } from './context.ts'
import type { RestParts } from './context.ts'
import { takePhotos } from './photoBodies.ts'

export type CaseRouteParts = RestParts & { readonly photos: Photos }

/** Cases of one answer. */
const mostCases = 500

const words = z.string().trim().min(1).max(2000)
const params = z.object({ id: caseId })
const caseAnswer = z.object({ case: caseView })

/** Routes under `/cases`. */
export function caseRoutes(parts: CaseRouteParts): FastifyPluginCallbackZod {
  const { hub, photos } = parts
  const telling = (): Telling => ({ state: hub.state, nowMs: hub.nowMs() })
  const sees = (of: HallCase, actor: Actor): boolean =>
    maySeeCase(flowOfCase(rulesOf(hub.state), of, hub.state.day?.day), of, actor)
  /** The case as it stands; nobody who may not see it learns that there is one. */
  const seen = (request: FastifyRequest, id: CaseId): { found: HallCase; actor: Actor } => {
    const actor = actorOf(parts, request)
    const found = hub.state.records.get(id) ?? hub.ledger.record(id)
    if (found?.record !== 'case' || !sees(found, actor)) throw unknown('id')
    return { found, actor }
  }
  const view = (request: FastifyRequest, id: CaseId): z.infer<typeof caseAnswer> => {
    const { found, actor } = seen(request, id)
    return { case: caseViewOf(found, telling(), actor) }
  }

  return (app, _options, done) => {
    takePhotos(app)

    app.get(
      '/cases',
      {
        config: { right: 'readCases' },
        schema: {
          summary: 'Cases you may see: those open, or those about the business days [from, to)',
          tags: ['cases'],
          querystring: z.object({
            kind: caseKind.optional(),
            /** `closed` and `all` are of a period: the last 31 days where none is named. */
            state: z.enum(['open', 'closed', 'all']).default('open'),
            from: businessDay.optional(),
            to: businessDay.optional(),
          }),
          response: { 200: caseList },
        },
      },
      (request) => {
        const actor = actorOf(parts, request)
        const { kind, state } = request.query
        const today = hub.state.day?.day
        const to = request.query.to ?? (today === undefined ? undefined : addDays(today, 1))
        const from = request.query.from ?? (to === undefined ? undefined : addDays(to, -31))
        if (from !== undefined && to !== undefined && to <= from) throw badInput('to', 'later than from')
        const all =
          state === 'open'
            ? [...hub.state.records.values()].filter((r) => r.record === 'case')
            : hub.ledger.recordsOf({ record: 'case', what: kind, from, until: to })
        const mine = all
          .filter((c) => kind === undefined || c.kind === kind)
          .filter((c) => state !== 'closed' || c.closedAtMs !== undefined)
          .filter((c) => sees(c, actor))
          .sort((a, b) => b.openedAtMs - a.openedAtMs || (a.id < b.id ? 1 : -1))
        return {
          cases: mine.slice(0, mostCases).map((c) => caseRowOf(c, telling(), actor)),
          more: mine.length > mostCases,
        }
      },
    )

    app.get(
      '/cases/waiting',
      {
        config: { right: 'readCases' },
        schema: {
          summary: 'How many open cases wait for you to take the next step',
          tags: ['cases'],
          response: { 200: casesWaiting },
        },
      },
      (request) => ({ waiting: casesWaitingFor(hub.state, actorOf(parts, request)) }),
    )

    app.get(
      '/cases/:id',
      {
        config: { right: 'readCases' },
        schema: {
          summary: 'A case with its trail, and what you may do with it',
          tags: ['cases'],
          params,
          response: { 200: caseAnswer },
        },
      },
      (request) => view(request, request.params.id),
    )

    app.post(
      '/cases',
      {
        config: { right: 'command' },
        schema: {
          summary: 'Opens a case: what could not be done, a complaint, or a finding',
          tags: ['cases'],
          body: z.object({
            kind: caseKind.exclude(['badRating']),
            text: words,
            item: z.string().trim().min(1).max(200).optional(),
            visitId: visitId.optional(),
            serviceId: serviceId.optional(),
            counterId: counterId.optional(),
            staffId: staffId.optional(),
            contact: caseContact.optional(),
            photos: photoList.optional(),
            /** Its last day, where the flow's own clock is not to hold. */
            dueDay: businessDay.optional(),
            assignee: staffId.optional(),
          }),
          response: { 201: z.object({ case: z.object({ id: caseId, no: z.string() }) }) },
        },
      },
      async (request, reply) => {
        const { visitId: visit, serviceId: service, counterId: counter, staffId: who, ...rest } = request.body
        const about = {
          ...(visit === undefined ? {} : { visitId: visit }),
          ...(service === undefined ? {} : { serviceId: service }),
          ...(counter === undefined ? {} : { counterId: counter }),
          ...(who === undefined ? {} : { staffId: who }),
        }
        const answer = await send(parts, request, { type: 'openCase', about, ...rest })
        const opened = hub.ledger
          .eventsAfter(answer.seq - 1, 1)
          .flatMap(({ event }) => (event.type === 'caseOpened' && event.case ? [event.case] : []))[0]
        if (opened === undefined) throw new Error('a case was opened and is not there')
        return reply.code(201).send({ case: { id: opened.id, no: opened.no } })
      },
    )

    app.post(
      '/cases/:id/moves',
      {
        config: { right: 'command' },
        schema: {
          summary: 'Moves a case on from the stage you saw it in',
          tags: ['cases'],
          params,
          body: z.object({
            from: flowWord,
            to: flowWord,
            note: words.optional(),
            assignee: staffId.optional(),
            level: flowWord.optional(),
            outcome: flowWord.optional(),
            callBack: z.enum(['reached', 'notReached']).optional(),
            photos: photoList.optional(),
          }),
          response: { 200: z.object({ moved: z.literal(true) }) },
        },
      },
      async (request) => {
        seen(request, request.params.id)
        await send(parts, request, { type: 'moveCase', caseId: request.params.id, ...request.body })
        return { moved: true as const }
      },
    )

    app.post(
      '/cases/:id/notes',
      {
        config: { right: 'command' },
        schema: {
          summary: 'Adds a remark to an open case',
          tags: ['cases'],
          params,
          body: z.object({ note: words, photos: photoList.optional() }),
          response: { 200: z.object({ noted: z.literal(true) }) },
        },
      },
      async (request) => {
        seen(request, request.params.id)
        await send(parts, request, { type: 'noteCase', caseId: request.params.id, ...request.body })
        return { noted: true as const }
      },
    )

    app.post(
      '/cases/:id/contact',
      {
        config: { right: 'command' },
        schema: {
          summary: 'Whom to answer, whole; who looked and why is written down first',
          tags: ['cases'],
          params,
          body: z.object({ reason: z.string().trim().min(1).max(200) }),
          response: { 200: z.object({ contact: caseContact }) },
        },
      },
      async (request) => {
        const { found, actor } = seen(request, request.params.id)
        const { reason } = request.body
        await send(parts, request, { type: 'seeContact', caseId: found.id, reason })
        parts.note?.('unmasked', actor, { what: `case ${found.no}`, reason }, request.ip)
        return { contact: found.contact ?? {} }
      },
    )

    app.get(
      '/conduct/calendar',
      {
        config: { right: 'setUpHall' },
        schema: {
          summary: 'The holiday calendar that comes with the product, for the hall’s time zone',
          tags: ['cases'],
          response: { 200: z.object({ calendar: holidayCalendar }) },
        },
      },
      () => ({ calendar: shippedCalendar(hub.state.settings?.timeZone ?? 'UTC') }),
    )

    app.post(
      '/photos',
      {
        config: { right: 'readCases' },
        schema: {
          summary: 'Sends a photograph (JPEG, PNG or WebP, at most 3 MB), to be named in a case then',
          tags: ['cases'],
          response: { 201: z.object({ photo }) },
        },
      },
      async (request, reply) => {
        const bytes: unknown = request.body
        const kept = Buffer.isBuffer(bytes) ? await photos.keep(bytes) : undefined
        if (kept === undefined)
          throw new Refusing(400, { error: { path: 'body', message: 'not a JPEG, PNG or WebP photograph' } })
        return reply.code(201).send({ photo: kept })
      },
    )

    app.get(
      '/cases/:id/photos/:sha256',
      {
        config: { right: 'readCases' },
        schema: {
          summary: 'A photograph of a case',
          tags: ['cases'],
          params: z.object({ id: caseId, sha256: photo.shape.sha256 }),
        },
      },
      async (request, reply) => {
        const { found } = seen(request, request.params.id)
        const one = photosOf(found).find((p) => p.sha256 === request.params.sha256)
        if (one === undefined || !(await photos.has(one))) throw unknown('sha256')
        return reply.type(one.type).send(createReadStream(photos.pathOf(one)))
      },
    )
    done()
  }
}
