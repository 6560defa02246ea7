/**
 * Who will join the lines while the others wait and may stand before them:
 * parked visits coming back, appointments due, later arrivals with a head start,
 * and arrivals to queues that a counter serves before those it only helps with.
 */
import { arrivalOf } from '../hall/rules/appointments.ts'
import type { HallState } from '../hall/state.ts'
import type { Visit } from '../hall/visit.ts'
import type { Chance } from './chance.ts'
import { chanceBelow, drawFrom, restS } from './durations.ts'
import type { Draw } from './durations.ts'
import { perSecond } from './learnt.ts'
import type { Learnt } from './learnt.ts'
import type { Member, Plan } from './plan.ts'

/** Someone who joins a line at a time, seconds from now. */
export interface Entrant {
  readonly atS: number
  readonly line: number
  readonly member: Member
}

/** Draws who comes, one path at a time. */
export interface Entrants {
  /** In order of time. The list is the caller's. */
  readonly draw: (chance: Chance) => Entrant[]
}

interface Stream {
  readonly perS: number
  readonly untilS: number
  readonly headStartS: number
  readonly line: number
  readonly member: Member
}

interface Expected {
  readonly draw: Draw
  readonly elapsedS: number
  readonly below: number
  readonly line: number
  readonly member: Member
}

/** Arrivals are looked ahead for no longer than this. */
const horizonS = 900
/** Share of appointments kept: one in five is missed, until it is learnt. */
const keptAppointments = 0.8

/** Prepares drawing. Lines that nobody stands in yet are made in the plan. */
export function entrantsOf(state: HallState, learnt: Learnt, plan: Plan, nowMs: number): Entrants {
  const parked = parkedOf(state, learnt, plan, nowMs)
  const booked = bookedOf(state, plan, nowMs)
  const streams = streamsOf(state, learnt, plan, nowMs)
  const rate = streams.reduce((sum, s) => sum + s.perS, 0)
  const untilS = streams.reduce((most, s) => Math.max(most, s.untilS), 0)
  // As many as wait already, and some: those beyond could change little and would cost much.
  const most = plan.visits.length + 40

  return {
    draw(chance) {
      const coming: Entrant[] = []
      for (const { draw, elapsedS, below, line, member } of parked) {
        const atS = restS(draw, elapsedS, below, chance())
        coming.push({ atS, line, member: { ...member, rankS: atS, sinceS: atS } })
      }
      for (const { atS, line, member } of booked)
        if (chance() < keptAppointments) coming.push({ atS, line, member })
      const sorted = coming.length > 1
      let t = 0
      for (let n = 0; rate > 0 && n < most; n++) {
        t -= Math.log(1 - chance()) / rate
        if (t > untilS) break
        let u = chance() * rate
        const stream = streams.find((s) => (u -= s.perS) < 0)
        if (stream === undefined || t > stream.untilS) continue
        coming.push({
          atS: t,
          line: stream.line,
          member: { ...stream.member, rankS: t - stream.headStartS, sinceS: t },
        })
      }
      return sorted || parked.length + booked.length > 0 ? coming.sort((a, b) => a.atS - b.atS) : coming
    },
  }
}

function parkedOf(state: HallState, learnt: Learnt, plan: Plan, nowMs: number): Expected[] {
  const found: Expected[] = []
  for (const [id, { kind, sinceMs }] of Object.entries(learnt.parked)) {
    const visit = state.visits.find((v) => v.id === id)
    if (visit?.state !== 'parked' || visit.park === undefined) continue
    const draw = drawFrom(learnt.parks[kind])
    const elapsedS = (nowMs - sinceMs) / 1000
    const route =
      kind === 'papersOut' ? undefined : { kind: 'counter' as const, counterId: visit.park.counterId }
    const back: Visit = { ...visit, route, frontSinceMs: nowMs }
    found.push({
      draw,
      elapsedS,
      below: chanceBelow(draw, elapsedS),
      line: plan.lineOf(back),
      member: stranger(plan.memberOf(back, -1)),
    })
  }
  return found
}

function bookedOf(state: HallState, plan: Plan, nowMs: number): Entrant[] {
  const found: Entrant[] = []
  const like = plan.visits[0]
  if (state.settings === undefined || like === undefined) return found
  const { earlyS, lateS } = state.settings.appointment
  for (const appointment of state.appointments.values()) {
    const slotS = (appointment.slotFromMs - nowMs) / 1000
    if (appointment.visitId !== undefined || slotS < -lateS || slotS > horizonS + earlyS) continue
    const [serviceId] = appointment.serviceIds
    const queueId = serviceId === undefined ? undefined : state.lookup.services.get(serviceId)?.queueId
    if (serviceId === undefined || queueId === undefined) continue
    const atS = Math.max(1, slotS - earlyS / 2)
    const visit: Visit = {
      ...like,
      ...blank,
      queueId,
      services: [{ serviceId, queueId }],
      effectiveAtMs: arrivalOf(appointment, state.settings, state.day, nowMs + atS * 1000),
    }
    found.push({
      atS,
      line: plan.lineOf(visit),
      member: { ...stranger(plan.memberOf(visit, -1)), sinceS: atS },
    })
  }
  return found
}

const blank = {
  route: undefined,
  duties: [],
  turns: [],
  frontSinceMs: undefined,
  reentryAtCall: undefined,
} as const

function streamsOf(state: HallState, learnt: Learnt, plan: Plan, nowMs: number): Stream[] {
  const like = plan.visits[0]
  if (like === undefined) return []
  const passing = plan.desks.some((d) => d.lines.some((l) => l.helped || l.taking < 0.9))
  const streams: Stream[] = []
  for (const queue of state.catalogue.queues) {
    const known = learnt.queues[queue.id]
    if (known === undefined) continue
    for (const [kind, rate] of Object.entries(known.arrivals)) {
      const headStartS = state.settings?.priorityClasses.find((c) => c.id === kind)?.headStartS ?? 0
      const untilS = passing ? horizonS : Math.min(headStartS, horizonS)
      const perS = perSecond(rate, nowMs)
      if (untilS <= 0 || perS * untilS < 0.01) continue
      const visit: Visit = {
        ...like,
        ...blank,
        queueId: queue.id,
        services: [commonest(state, queue.id, known.services)].filter((s) => s !== undefined),
      }
      streams.push({
        perS,
        untilS,
        headStartS,
        line: plan.lineOf(visit),
        member: stranger(plan.memberOf(visit, -1)),
      })
    }
  }
  return streams
}

function commonest(
  state: HallState,
  queueId: string,
  services: Readonly<Record<string, { readonly count: number }>>,
): Visit['services'][number] | undefined {
  let best: Visit['services'][number] | undefined
  let most = -1
  for (const service of state.catalogue.services) {
    const count = services[service.id]?.count ?? 0
    if (service.queueId === queueId && count > most) {
      most = count
      best = { serviceId: service.id, queueId: service.queueId }
    }
  }
  return best
}

/** One who has not come yet: no patience to lose, behind those of equal rank. */
function stranger(member: Member): Member {
  return { ...member, patience: none, ordinal: Number.MAX_SAFE_INTEGER, visit: undefined }
}

const none = new Float64Array(0)
