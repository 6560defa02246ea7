/** The first run over REST: a hub without a hall gets its name and its first administrator, by the code it shows. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { commandId, hallId, staffId } from '#shared/ids/ids.ts'
import { text } from '#shared/catalogue/catalogue.ts'
import type { Command } from '#shared/hall/commands.ts'
import { pinProblem } from '#shared/hall/pin.ts'
import { defaultSettings } from '#shared/hall/settings.ts'
import { isTimeZone } from '#shared/time/localTime.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { shippedRules } from '../../importing/shippedRules.ts'
import type { FirstRun } from '../firstRun.ts'
import { badInput, Refusing, refusingOf } from './context.ts'
import type { RestParts } from './context.ts'

const code = z.string().min(1).max(20)

/** Routes of a hub's first run. */
export function firstRunRoutes(parts: RestParts & { readonly firstRun: FirstRun }): FastifyPluginCallbackZod {
  const { hub, access, firstRun, newId } = parts
  /** One at a time: two browsers with the right code must not make two halves of a hall. */
  let underWay = false
  const check = (given: string, address: string): void => {
    const checked = firstRun.check(given)
    if (checked.ok) return
    if (checked.why === 'setUp')
      throw new Refusing(409, { error: { path: '', message: 'this hall is set up already' } })
    parts.note?.('setUpCodeWrong', undefined, {}, address)
    if (checked.why !== 'pause') throw new Refusing(401, { error: { path: 'code', message: 'not the code' } })
    const { retryAfterS } = checked
    throw new Refusing(
      429,
      {
        error: { path: 'code', message: 'too many wrong codes; there is another one now' },
        retryAfter: retryAfterS,
      },
      { 'retry-after': String(retryAfterS) },
    )
  }
  const asSystem = async (command: Command): Promise<void> => {
    const answer = await new Promise<Answer>((resolve) => {
      hub.submit({ id: commandId.parse(newId()), command, actor: { kind: 'system' } }, resolve)
    })
    if (!answer.ok) throw refusingOf(answer)
  }
  return (app, _options, done) => {
    app.get(
      '/first-run',
      {
        config: { right: 'anybody' },
        schema: {
          summary: 'Whether this hub waits to be set up',
          tags: ['set-up'],
          response: { 200: z.object({ needed: z.boolean() }) },
        },
      },
      () => ({ needed: firstRun.isNeeded }),
    )
    app.post(
      '/first-run/code',
      {
        config: { right: 'anybody', limit: 'atTheDoor' },
        schema: {
          summary: 'Whether this is the code on the hub’s own screen',
          tags: ['set-up'],
          body: z.object({ code }),
          response: { 200: z.object({ right: z.literal(true) }) },
        },
      },
      (request) => {
        check(request.body.code, request.ip)
        return { right: true as const }
      },
    )
    app.post(
      '/first-run',
      {
        config: { right: 'anybody', limit: 'atTheDoor' },
        schema: {
          summary: 'Gives the hall its name, its time zone and its first administrator, once',
          tags: ['set-up'],
          body: z.object({
            code,
            name: text,
            timeZone: z.string().min(1).max(60),
            administrator: z.object({
              staffNo: z.string().regex(/^[A-Za-z0-9]{1,20}$/),
              name: z.string().trim().min(1).max(60),
              pin: z.string().max(64),
            }),
          }),
          response: { 201: z.object({ hall: hallId }) },
        },
      },
      async (request, reply) => {
        const { name, timeZone, administrator } = request.body
        check(request.body.code, request.ip)
        if (!isTimeZone(timeZone)) throw badInput('timeZone', 'no IANA time zone')
        const problem = pinProblem(administrator.pin, administrator.staffNo)
        if (problem !== undefined) throw badInput('administrator.pin', problem)
        const id = staffId.parse(`staff-${administrator.staffNo}`)
        const hall = hallId.parse(`hall-${newId().slice(0, 8)}`)
        if (underWay) throw new Refusing(409, { error: { path: '', message: 'another browser is at it' } })
        underWay = true
        try {
          // The staff first: a hall with a name and nobody in it could never be entered.
          await asSystem({
            type: 'replaceStaff',
            staff: [
              {
                id,
                staffNo: administrator.staffNo,
                name: administrator.name,
                roles: ['administrator'],
                skills: [],
              },
            ],
          })
          await access.setPin(id, administrator.pin, undefined, request.ip)
          await asSystem({ type: 'configureHall', settings: defaultSettings(hall, name, timeZone) })
          await asSystem({ type: 'configureConduct', rules: shippedRules(timeZone) })
        } finally {
          underWay = false
        }
        hub.rollOverIfDue()
        parts.note?.('hallSetUp', `staff:${id}`, { hall }, request.ip)
        reply.code(201)
        return { hall }
      },
    )
    done()
  }
}
