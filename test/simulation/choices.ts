/** What people in a hall send: mostly what makes sense from what they see, now and then what does not. */
import type { Command, CommandOf } from '#shared/hall/commands.ts'
import { defaultDisplay } from '#shared/hall/displays.ts'
import { formatNumber } from '#shared/hall/numbering.ts'
import { counterNow } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import { locales } from '#shared/catalogue/catalogue.ts'
import type { Visit } from '#shared/hall/visit.ts'
import { outcomes } from '#shared/hall/visit.ts'
import { isLow, levels } from '#shared/conduct/rating.ts'
import {
  appointmentCode,
  counterId,
  guideCallId,
  packageId,
  queueId,
  serviceId,
  staffId,
  turnId,
} from '#shared/ids/ids.ts'
import type { CounterId, ServiceId, StaffId, VisitId } from '#shared/ids/ids.ts'
import type { Chance } from './chance.ts'
import { deskNext, handOverNext } from './handOvers.ts'
import type { World } from './world.ts'

export const parkKinds = ['papersOut', 'papersKept', 'waiting'] as const
const positions = ['first', 'keep', 'keep', 'last'] as const

/** Visits a person would look at: those of today, in the order of their numbers. */
export function visitsIn(state: HallState, ...states: readonly Visit['state'][]): readonly Visit[] {
  const found: Visit[] = []
  for (const visit of state.visits.values())
    if (states.length === 0 || states.includes(visit.state)) found.push(visit)
  return found.sort((a, b) => a.ordinal - b.ordinal)
}

/** A visitor's choice at a kiosk, at the desk or through a program. */
export function issue(
  chance: Chance,
  world: World,
  channel: CommandOf<'issueVisit'>['channel'],
): CommandOf<'issueVisit'> {
  const some = chance.happens(0.05)
    ? [serviceId.parse('nothing')]
    : [
        chance.pick(world.services),
        ...(chance.happens(0.3) ? [chance.pick(world.services), chance.pick(world.services)] : []),
      ]
  const twice = chance.happens(0.05)
  const special = chance.below(12)
  const byCode = special === 0 || special === 1
  return {
    type: 'issueVisit',
    serviceIds: byCode || chance.happens(0.02) ? [] : twice ? some : [...new Set(some)],
    channel: chance.happens(0.02) ? chance.pick(['kiosk', 'desk', 'api']) : channel,
    ...(byCode ? { appointmentCode: appointmentCode.parse(`p${String(chance.below(8))}`) } : {}),
    ...(special === 2 ? { packageId: packageId.parse(`package-${String(chance.below(3))}`) } : {}),
    ...(special >= 3 && special <= 5
      ? {
          priority: {
            class: chance.pick(['elderly', 'pregnant', 'urgent', 'urgent', 'king']),
            ground: chance.pick(['flight', 'age']),
          },
        }
      : {}),
    ...(special === 6 || special === 7
      ? { holder: { hash: chance.pick(['a', 'b']).repeat(32), maskedName: '张*' } }
      : {}),
    ...(chance.happens(0.3) ? { locale: chance.pick(locales) } : {}),
    ...(chance.happens(0.1) ? { applicant: chance.pick(['person', 'enterprise'] as const) } : {}),
  }
}

/** What a teller does next at their counter, by what their screen shows. Undefined: they wait. */
export function tellersNext(
  chance: Chance,
  state: HallState,
  world: World,
  here: CounterId,
  me: StaffId,
  absent: ReadonlySet<string>,
  isAlone: boolean,
): Command | undefined {
  const aside = isAlone ? undefined : handOverNext(chance, state, world, here, me)
  if (aside !== undefined) return aside
  if (chance.happens(0.03)) return { type: 'punch', direction: chance.pick(['in', 'out']) }
  const counter = counterNow(state, here)
  if (counter.state === 'closed') {
    const queues = world.catalogue.queues.map((q) => q.id)
    return {
      type: 'openCounter',
      counterId: here,
      seat: 'machine-a',
      ...(chance.happens(0.1) ? { queueIds: chance.some(queues, 0.5) } : {}),
    }
  }
  const visit = counter.visitId === undefined ? undefined : state.visits.get(counter.visitId)
  if (visit?.state === 'called') return withCalled(chance, state, visit, absent.has(visit.id))
  if (visit?.state === 'serving') return withServed(chance, state, world, visit)
  if (counter.paper !== undefined && chance.happens(0.9)) {
    const outcome = chance.pick(outcomes)
    return {
      type: 'finishPaper',
      counterId: here,
      outcome,
      ...(chance.happens(0.3) ? { note: 'by hand' } : {}),
    }
  }
  if (isAlone && counter.state === 'open' && chance.happens(0.35)) return byPaper(chance, state, here)
  if (counter.state === 'paused')
    return chance.happens(0.5) ? { type: 'resumeCounter', counterId: here } : parked(chance, state, me)
  switch (chance.weigh({ next: 70, chosen: 8, parked: 12, pause: 4, close: 3 })) {
    case 'next':
      return { type: 'callNext', counterId: here }
    case 'chosen': {
      const one = chance.any(visitsIn(state, 'waiting'))
      const reason = chance.happens(0.5) ? { reason: 'asked for' } : {}
      if (one === undefined) return undefined
      return chance.happens(0.3)
        ? { type: 'call', counterId: here, number: one.number, ...reason }
        : { type: 'call', counterId: here, visitId: one.id, ...reason }
    }
    case 'parked':
      return parked(chance, state, me)
    case 'pause':
      return { type: 'pauseCounter', counterId: here, reason: 'break' }
    case 'close':
      return { type: 'closeCounter', counterId: here }
  }
}

/** Somebody stands at the counter with a number on paper: known here, given elsewhere meanwhile, or misread. */
function byPaper(chance: Chance, state: HallState, here: CounterId): Command {
  const one = chance.any(visitsIn(state, 'waiting'))
  const run = chance.pick([chance.between(1, 30), chance.between(801, 815), 5000 + chance.between(1, 9)])
  const letter = chance.any([...state.lookup.queues.values()])?.letter ?? 'A'
  const number = one === undefined || chance.happens(0.4) ? formatNumber(letter, run) : one.number
  return { type: 'callPaper', counterId: here, number }
}

function withCalled(
  chance: Chance,
  state: HallState,
  { id: of, queueId: from }: Visit,
  isAbsent: boolean,
): Command {
  if (isAbsent)
    return chance.happens(0.55) ? { type: 'recall', visitId: of } : { type: 'markNoShow', visitId: of }
  switch (chance.weigh({ start: 70, recall: 10, requeue: 4, finish: 5, transfer: 4, cancel: 2 })) {
    case 'start':
      return { type: 'start', visitId: of }
    case 'recall':
      return { type: 'recall', visitId: of }
    case 'requeue':
      return { type: 'requeue', visitId: of }
    case 'finish':
      return { type: 'finish', visitId: of }
    case 'transfer':
      return {
        type: 'transfer',
        visitId: of,
        to: { kind: 'queue', queueId: chance.any([...state.lookup.queues.keys()]) ?? from },
        position: 'keep',
      }
    case 'cancel':
      return { type: 'cancel', visitId: of, reason: 'left' }
  }
}

function withServed(chance: Chance, state: HallState, world: World, visit: Visit): Command {
  switch (chance.weigh({ record: 45, finish: 25, add: 7, park: 11, transfer: 12 })) {
    case 'record':
      return record(chance, visit, world)
    case 'finish':
      return { type: 'finish', visitId: visit.id }
    case 'add':
      return { type: 'addServices', visitId: visit.id, add: [chance.pick(world.services)] }
    case 'park':
      return { type: 'park', visitId: visit.id, kind: chance.pick(parkKinds) }
    case 'transfer':
      return transfer(chance, state, visit, world)
  }
}

function parked(chance: Chance, state: HallState, me: StaffId): Command | undefined {
  const all = visitsIn(state, 'parked')
  const one = chance.any(all.filter((v) => v.park?.staffId === me)) ?? chance.any(all)
  return one === undefined ? undefined : { type: 'resume', visitId: one.id }
}

/** An outcome for a service of the visit, mostly a fitting one. */
export function record(chance: Chance, visit: Visit, world: World): Command {
  const open = visit.services.filter((s) => s.outcome === undefined).map((s) => s.serviceId)
  const of: ServiceId = chance.happens(0.92)
    ? (chance.any(open) ?? chance.pick(world.services))
    : chance.pick(world.services)
  const outcome = chance.pick(outcomes)
  const missing = chance.happens(0.92) === (outcome === 'advised') ? { missing: ['a photograph'] } : {}
  return {
    type: 'recordTurn',
    visitId: visit.id,
    serviceId: of,
    outcome,
    ...missing,
    ...(chance.happens(0.1) ? { note: 'seen' } : {}),
  }
}

/** Sends a visit on, now and then to nowhere. */
export function transfer(chance: Chance, state: HallState, visit: Visit, world: World): Command {
  const to = chance.weigh({ queue: 4, counter: 3, staff: 3 })
  const position = chance.pick(positions)
  const odd = chance.happens(0.08)
  switch (to) {
    case 'queue':
      return {
        type: 'transfer',
        visitId: visit.id,
        position,
        to: {
          kind: 'queue',
          queueId: queueId.parse(odd ? 'Z' : (chance.any([...state.lookup.queues.keys()]) ?? 'Z')),
        },
      }
    case 'counter':
      return {
        type: 'transfer',
        visitId: visit.id,
        position,
        to: {
          kind: 'counter',
          counterId: odd ? counterId.parse('c9') : chance.pick(world.consoles).counterId,
        },
      }
    case 'staff':
      return {
        type: 'transfer',
        visitId: visit.id,
        position,
        to: { kind: 'staff', staffId: odd ? staffId.parse('nobody') : chance.pick(world.staff).id },
        note: 'yours',
      }
  }
}

/** What whoever walks the hall does: guides, and those in charge. Undefined: nothing now. */
export function walkersNext(
  chance: Chance,
  state: HallState,
  world: World,
  nowMs: number,
): Command | undefined {
  switch (
    chance.weigh({
      issue: 20,
      add: 10,
      resume: 25,
      requeue: 12,
      cancel: 8,
      book: 20,
      unbook: 4,
      transfer: 10,
      call: 6,
      force: 16,
      guide: 12,
      look: 30,
      desk: 12,
      displays: 2,
    })
  ) {
    case 'issue':
      return issue(chance, world, 'desk')
    case 'add': {
      const one = chance.any(visitsIn(state, 'waiting'))
      return one === undefined
        ? undefined
        : { type: 'addServices', visitId: one.id, add: [chance.pick(world.services)] }
    }
    case 'resume': {
      const one = chance.any(visitsIn(state, 'parked'))
      return one === undefined ? undefined : { type: 'resume', visitId: one.id }
    }
    case 'requeue': {
      const one = chance.any(visitsIn(state, 'noShow', 'called'))
      return one === undefined ? undefined : { type: 'requeue', visitId: one.id }
    }
    case 'cancel': {
      const one = chance.any(visitsIn(state, 'waiting', 'parked', 'called'))
      return one === undefined ? undefined : { type: 'cancel', visitId: one.id, reason: 'went home' }
    }
    case 'desk':
      return deskNext(chance, state, world)
    case 'displays': {
      const height = { distanceM: chance.between(4, 12) }
      const one = { ...defaultDisplay, ...height }
      return { type: 'configureDisplays', displays: chance.happens(0.8) ? [one] : [one, one] }
    }
    case 'book':
      return book(chance, world, nowMs)
    case 'unbook':
      return { type: 'cancelAppointment', code: appointmentCode.parse(`p${String(chance.below(9))}`) }
    case 'look': {
      const one = chance.any([...state.conflicts.keys()])
      return one === undefined
        ? undefined
        : { type: 'resolveConflict', factId: one, how: chance.pick(['apply', 'apply', 'dismiss']) }
    }
    case 'force': {
      const one = chance.any([...state.claims.keys()]) ?? chance.any(visitsIn(state, 'waiting'))?.id
      return one === undefined ? undefined : { type: 'forceClaim', visitId: one, reason: 'cannot be reached' }
    }
    case 'guide': {
      const one = chance.any([...state.guideCalls.keys()]) ?? guideCallId.parse('over')
      return { type: chance.pick(['takeGuideCall', 'takeGuideCall', 'endGuideCall']), guideCallId: one }
    }
    case 'transfer': {
      const one = chance.any(visitsIn(state, 'called', 'serving'))
      return one === undefined ? undefined : transfer(chance, state, one, world)
    }
    case 'call': {
      const one = chance.any(visitsIn(state, 'waiting'))
      return one === undefined
        ? undefined
        : {
            type: 'call',
            counterId: chance.pick(world.consoles).counterId,
            visitId: one.id,
            reason: 'in a hurry',
          }
    }
  }
}

/** A visitor's word on a visit of any day, now and then one that cannot count. */
export function rating(chance: Chance, of: VisitId): CommandOf<'rateVisit'> {
  const level = chance.pick(levels)
  const reasons = isLow(level) ? chance.happens(0.7) : chance.happens(0.2)
  return {
    type: 'rateVisit',
    visitId: of,
    level,
    channel: 'qr',
    ...(reasons ? { reasons: ['poorAttitude'] } : {}),
    ...(chance.happens(0.05) ? { turnId: turnId.parse('nothing') } : {}),
    ...(chance.happens(0.1) ? { text: '谢谢' } : {}),
  }
}

/** An appointment some minutes from now, or already over. */
export function book(chance: Chance, world: World, nowMs: number): Command {
  const slotFromMs = Math.max(0, Math.floor(nowMs) + chance.between(-10, 25) * 60_000)
  return {
    type: 'bookAppointment',
    code: appointmentCode.parse(`p${String(chance.below(8))}`),
    serviceIds: [chance.happens(0.03) ? serviceId.parse('nothing') : chance.pick(world.services)],
    slotFromMs,
    slotUntilMs: slotFromMs + chance.pick([0, 10, 30, 30, 30]) * 60_000,
    ...(chance.happens(0.2) ? { holder: { hash: 'a'.repeat(32), last4: '1234' } } : {}),
  }
}
