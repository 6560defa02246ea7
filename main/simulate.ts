/** Visitors and tellers for a demo: they come, are called and served through the hub's own rules. */
import { commandId } from '#shared/ids/ids.ts'
import type { CounterId, ServiceId, StaffId } from '#shared/ids/ids.ts'
import { locales } from '#shared/catalogue/catalogue.ts'
import type { Command } from '#shared/hall/commands.ts'
import { handleable } from '#shared/hall/rules/serving.ts'
import { counterNow } from '#shared/hall/state.ts'
import { outcomes } from '#shared/hall/visit.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { ownKiosk } from './hub/access.ts'
import type { Hub } from './hub/hub.ts'
import type { Machine } from './hub/machine.clock.ts'

/** Mean time between two arrivals, and a service's shortest and longest time, ms. */
const arrivalEveryMs = 4_500
const serviceMs = { from: 15_000, to: 60_000 }
const stepMs = 500

interface Working {
  readonly counterId: CounterId
  readonly actor: Extract<Actor, { kind: 'staff' }>
  /** When the present service will be done, hub time. */
  doneAtMs: number
}

/** Starts; returns how to stop. Counters where a person already works are left to them. */
export function simulate(hub: Hub, machine: Machine): () => void {
  const send = (command: Command, actor: Actor): void => {
    hub.submit({ id: commandId.parse(machine.newId()), command, actor }, () => undefined)
  }
  const working = placeTellers(hub, send)
  let nextArrivalMs = hub.nowMs()
  return machine.every(stepMs, () => {
    const nowMs = hub.nowMs()
    if (nowMs >= nextArrivalMs) {
      nextArrivalMs = nowMs + machine.chance(2 * arrivalEveryMs)
      arrive(hub, machine, send)
    }
    for (const teller of working) act(hub, machine, teller, send)
  })
}

type Send = (command: Command, actor: Actor) => void

function placeTellers(hub: Hub, send: Send): readonly Working[] {
  const tellers = [...hub.state.staff.values()]
    .filter((s) => s.roles.includes('teller'))
    .sort((a, b) => (a.staffNo < b.staffNo ? -1 : 1))
  // The last counters stay closed, for the person who looks at the demo.
  const counters = hub.state.catalogue.counters.slice(0, -2)
  return counters.flatMap(({ id }, i) => {
    const staff = tellers[i]
    if (staff === undefined || counterNow(hub.state, id).state !== 'closed') return []
    const actor = { kind: 'staff', staffId: staff.id, roles: staff.roles } as const
    send({ type: 'openCounter', counterId: id }, actor)
    return [{ counterId: id, actor, doneAtMs: 0 }]
  })
}

function arrive(hub: Hub, machine: Machine, send: Send): void {
  const { services } = hub.state.catalogue
  const top = services.filter((s) => s.top === true)
  const pick = (from: typeof services): ServiceId | undefined =>
    from[machine.chance(Math.max(1, from.length))]?.id
  const wanted = new Set<ServiceId>()
  const first = pick(machine.chance(3) === 0 || top.length === 0 ? services : top)
  if (first === undefined) return
  wanted.add(first)
  const second = machine.chance(4) === 0 ? pick(services) : undefined
  if (second !== undefined) wanted.add(second)
  const classes = hub.state.settings?.priorityClasses ?? []
  const priority = machine.chance(8) === 0 ? classes[machine.chance(Math.max(1, classes.length))] : undefined
  send(
    {
      type: 'issueVisit',
      serviceIds: [...wanted],
      channel: 'kiosk',
      locale: machine.chance(3) === 0 ? (locales[machine.chance(locales.length)] ?? 'zh') : 'zh',
      ...(priority === undefined
        ? {}
        : { priority: { class: priority.id, ground: priority.grounds[0] ?? priority.name.zh } }),
    },
    { kind: 'station', stationId: ownKiosk, mode: 'kiosk' },
  )
}

function act(hub: Hub, machine: Machine, teller: Working, send: Send): void {
  const { state } = hub
  const counter = counterNow(state, teller.counterId)
  if (counter.staffId !== teller.actor.staffId || counter.state !== 'open') return
  const visit = counter.visitId === undefined ? undefined : state.visits.get(counter.visitId)
  if (visit === undefined) {
    if (machine.chance(3) === 0) send({ type: 'callNext', counterId: teller.counterId }, teller.actor)
    return
  }
  const nowMs = hub.nowMs()
  if (visit.state === 'called') {
    if (nowMs - (visit.lastCallAtMs ?? nowMs) < 3_000) return
    send({ type: 'start', visitId: visit.id }, teller.actor)
    teller.doneAtMs = nowMs + serviceMs.from + machine.chance(serviceMs.to - serviceMs.from)
    return
  }
  if (nowMs < teller.doneAtMs) return
  const open = handleable(state, visit, staffOf(teller))[0]
  if (open === undefined) {
    send({ type: 'finish', visitId: visit.id }, teller.actor)
    return
  }
  const outcome =
    machine.chance(4) === 0 ? (outcomes[machine.chance(outcomes.length)] ?? 'completed') : 'completed'
  send(
    {
      type: 'recordTurn',
      visitId: visit.id,
      serviceId: open.serviceId,
      outcome,
      ...(outcome === 'advised' ? { missing: ['身份证原件'] } : {}),
    },
    teller.actor,
  )
  teller.doneAtMs = nowMs + serviceMs.from + machine.chance(serviceMs.to - serviceMs.from)
}

function staffOf({ actor }: Working): StaffId {
  return actor.staffId
}
