/** Appointments over REST: booked and given up by other systems, the guide's desk and those in charge. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { appointmentCode, serviceId } from '#shared/ids/ids.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import { parseResidentId } from '../../devices/reader/residentId.ts'
import type { HolderSecret } from '../../ledger/holderSecret.ts'
import { badInput, send } from './context.ts'
import type { RestParts } from './context.ts'

export interface AppointmentRouteParts extends RestParts {
  readonly holderSecret?: HolderSecret | undefined
}

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))

const body = z.object({
  /** The sender's own; what the visitor holds, as a number or in a code. */
  code: appointmentCode,
  serviceIds: z.array(serviceId).min(1).max(20),
  from: instant,
  until: instant,
  /** The holder's resident ID number. It is hashed before anything else is done and kept nowhere. */
  idNumber: z.string().min(15).max(40).optional(),
})

/** Routes under `/appointments`. */
export function appointmentRoutes(parts: AppointmentRouteParts): FastifyPluginCallbackZod {
  const zone = (): string => parts.hub.state.settings?.timeZone ?? 'UTC'
  const holderOf = (
    idNumber: string | undefined,
  ): { holder?: { hash: string; last4?: string | undefined } } => {
    if (idNumber === undefined) return {}
    const id = parseResidentId(idNumber)
    const secret = parts.holderSecret?.orElse(undefined)
    if (id === undefined || secret === undefined) throw badInput('idNumber', 'not a resident ID number')
    return { holder: id.holder(Buffer.from(secret, 'base64url')) }
  }
  return (app, _options, done) => {
    app.post(
      '/appointments',
      {
        config: { right: 'command' },
        schema: {
          summary: 'Book an appointment; with an ID number the kiosk finds it by the card',
          tags: ['appointments'],
          body,
          response: {
            201: z.object({
              appointment: z.object({
                code: appointmentCode,
                serviceIds: z.array(serviceId),
                from: z.string(),
                until: z.string(),
              }),
            }),
          },
        },
      },
      async (request, reply) => {
        const { code, serviceIds, from: slotFromMs, until: slotUntilMs, idNumber } = request.body
        await send(parts, request, {
          type: 'bookAppointment',
          code,
          serviceIds,
          slotFromMs,
          slotUntilMs,
          ...holderOf(idNumber),
        })
        const [from, until] = [isoWithOffset(slotFromMs, zone()), isoWithOffset(slotUntilMs, zone())]
        return reply.code(201).send({ appointment: { code, serviceIds, from, until } })
      },
    )
    app.post(
      '/appointments/:code/cancel',
      {
        config: { right: 'command' },
        schema: {
          summary: 'Give an appointment up',
          tags: ['appointments'],
          params: z.object({ code: appointmentCode }),
          response: { 200: z.object({ cancelled: z.boolean() }) },
        },
      },
      async (request) => {
        await send(parts, request, { type: 'cancelAppointment', code: request.params.code })
        return { cancelled: true }
      },
    )
    done()
  }
}
