/** Issuing a visit: one number for everything the visitor came for. */
import { visitId, visitKey } from '../../ids/ids.ts'
import type { QueueId } from '../../ids/ids.ts'
import { isoWithOffset } from '../../time/localTime.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Context, Decision, Found } from '../decision.ts'
import { formatNumber } from '../numbering.ts'
import { refuse } from '../refusals.ts'
import type { Refused } from '../refusals.ts'
import type { Settings } from '../settings.ts'
import type { Appointment, HallState } from '../state.ts'
import { hasEnded, nextService } from '../visit.ts'
import type { Holder, Priority, Visit, VisitService } from '../visit.ts'
import { arrivalOf, arrivalRefusal } from './appointments.ts'
import { freeRun, leasedRun } from './numbers.ts'
import { openingRefusal } from './opening.ts'
import { visitServices } from './services.ts'

/** Gives one number for all services chosen, the package’s and the appointment’s. */
export function issueVisit(state: HallState, command: CommandOf<'issueVisit'>, context: Context): Decision {
  const { settings } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  const wrongDoor = channelRefusal(command, context)
  if (wrongDoor !== undefined) return wrongDoor

  const booked = appointmentOf(state, command, settings, context.nowMs)
  if (!booked.ok) return booked
  const appointment = booked.value
  const chosen = command.serviceIds.length === 0 ? (appointment?.serviceIds ?? []) : command.serviceIds
  const services = visitServices(state, chosen, command.packageId)
  if (!services.ok) return services
  const first = firstOf(services.value)
  if (first === undefined) return refuse('noServices')

  const head = headStart(settings, command.priority)
  if (!head.ok) return head
  const shut = openingRefusal(
    state,
    services.value.map((s) => s.queueId),
    first.queueId,
    context.nowMs,
    settings.timeZone,
  )
  if (shut !== undefined) return shut
  const person = command.holder ?? appointment?.holder
  const twice = personRefusal(state, settings, person, first.queueId)
  if (twice !== undefined) return twice

  const queue = state.lookup.queues.get(first.queueId)
  if (queue === undefined) return refuse('unknownQueue', { queueId: first.queueId })
  const run = context.alone === undefined ? freeRun(state, queue) : leasedRun(state, queue, context.alone)
  if (run === undefined) {
    return refuse(context.alone === undefined ? 'numbersUsedUp' : 'blockUsedUp', { queueId: queue.id })
  }

  const applicant = command.applicant ?? audienceOf(state, services.value)
  return accept({
    type: 'visitIssued',
    run,
    visit: {
      id: visitId.parse(context.newId()),
      number: formatNumber(queue.letter, run),
      ordinal: state.visits.size + 1,
      services: services.value,
      queueId: queue.id,
      ...(command.packageId === undefined ? {} : { packageId: command.packageId }),
      ...(command.priority === undefined ? {} : { priority: command.priority }),
      locale: command.locale ?? 'zh',
      channel: command.channel,
      issuedBy: context.actor,
      ...(applicant === undefined ? {} : { applicant }),
      ...(person === undefined ? {} : { holder: person }),
      ...(appointment === undefined ? {} : { appointmentCode: appointment.code }),
      key: visitKey.parse(context.newKey()),
      arrivedAtMs: context.nowMs,
      effectiveAtMs: arrivalOf(appointment, settings, state.day, context.nowMs) - head.value * 1000,
    },
  })
}

/** Whom all of these services are for; nobody is asked what the catalogue knows. */
function audienceOf({ lookup }: Pick<HallState, 'lookup'>, services: Visit['services']): Visit['applicant'] {
  const [first, ...rest] = services.map(({ serviceId }) => lookup.services.get(serviceId)?.audience)
  return rest.every((audience) => audience === first) ? first : undefined
}

function firstOf(services: readonly VisitService[]): VisitService | undefined {
  const standIn = services[0]
  return standIn === undefined ? undefined : nextService({ services, queueId: standIn.queueId })
}

/** The kiosk's channel is for paired kiosks, the desk's for staff, the other for programs. */
function channelRefusal(command: CommandOf<'issueVisit'>, { actor }: Context): Refused | undefined {
  const fits = { kiosk: 'station', desk: 'staff', api: 'program' } as const
  return actor.kind === fits[command.channel]
    ? undefined
    : refuse('channelNotAllowed', { channel: command.channel })
}

function appointmentOf(
  state: HallState,
  command: CommandOf<'issueVisit'>,
  settings: Settings,
  nowMs: number,
): Found<Appointment | undefined> {
  const code = command.appointmentCode
  if (code === undefined) return { ok: true, value: undefined }
  const appointment = state.appointments.get(code)
  if (appointment === undefined) return refuse('unknownAppointment', { appointmentCode: code })
  if (appointment.visitId !== undefined) {
    const number = state.visits.get(appointment.visitId)?.number
    return refuse('appointmentUsed', { appointmentCode: code, ...(number === undefined ? {} : { number }) })
  }
  return arrivalRefusal(appointment, settings, nowMs) ?? { ok: true, value: appointment }
}

/** Seconds the stated class puts the arrival forward; its ground must be one of the class's. */
export function headStart(settings: Settings, priority: Priority | undefined): Found<number> {
  if (priority === undefined) return { ok: true, value: 0 }
  const stated = settings.priorityClasses.find((c) => c.id === priority.class)
  if (stated === undefined) {
    return refuse('unknownPriorityClass', {
      class: priority.class,
      known: settings.priorityClasses.map((c) => c.id),
    })
  }
  if (stated.grounds.length > 0 && !stated.grounds.includes(priority.ground)) {
    return refuse('groundNotAllowed', { ground: priority.ground, allowed: stated.grounds })
  }
  return { ok: true, value: stated.headStartS }
}

function personRefusal(
  state: HallState,
  settings: Settings,
  person: Holder | undefined,
  queueId: QueueId,
): Refused | undefined {
  if (!settings.onePerPerson || person === undefined) return undefined
  const live = state.visits
    .filter((v) => v.holder?.hash === person.hash && v.queueId === queueId && !hasEnded(v))
    .minBy((v) => v.ordinal)
  return live === undefined
    ? undefined
    : refuse('alreadyWaiting', {
        number: live.number,
        since: isoWithOffset(live.arrivedAtMs, settings.timeZone),
      })
}
