/**
 * A recorded day as the ledger of the hall it happened in: what came is said
 * when it came, and nothing before. A teller is on duty from their first
 * service; after standing idle for some time they are taken to have gone.
 */
import { evolve } from '#shared/hall/evolve.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import { counterNow } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import {
  commandId,
  counterId,
  queueId,
  serviceId,
  staffId,
  ticketNumber,
  turnId,
  visitId,
  visitKey,
} from '#shared/ids/ids.ts'
import type { CounterId, StaffId } from '#shared/ids/ids.ts'
import { lineFor } from '#shared/queueing/line.ts'
import { businessDayAt } from '#shared/time/businessDay.ts'
import { formatNumber } from '#shared/hall/numbering.ts'
import { queueNow } from '#shared/hall/state.ts'
import { groupOf } from './headStarts.ts'
import type { HeadStarts } from './headStarts.ts'
import { classOf, hallOf } from './read.ts'
import type { Person } from './read.ts'

/** Told of every event with the state after it; `person` for the calls and leavings of one. */
export interface Listener {
  readonly onEvent: (entry: LedgerEvent, after: HallState) => void
  /** All that happened at this instant has been said; these people arrived then. */
  readonly onArrived?: (people: readonly Person[], state: HallState, nowMs: number) => void
}

interface Moment {
  readonly atS: number
  /** Leaving before arriving before calling, as they are told at one second. */
  readonly order: number
  readonly person: Person
  readonly what: 'end' | 'leave' | 'arrive' | 'call'
}

/** Writes and folds ledgers of recorded days, one after the other. */
export function recorder(
  initial: HallState,
  everyone: readonly Person[],
  headStarts: HeadStarts,
  idleS: number,
  listener: Listener,
) {
  let state = initial
  const hall = hallOf(everyone)
  let n = 0

  function say(atMs: number, event: HallEvent): void {
    const entry: LedgerEvent = {
      seq: state.seq + 1,
      v: 1,
      atMs: Math.max(atMs, state.atMs),
      commandId: commandId.parse(`c${String((n += 1))}`),
      actor: { kind: 'system' },
      event,
    }
    state = evolve(state, entry)
    listener.onEvent(entry, state)
  }

  function play(people: readonly Person[]): void {
    const [first] = people
    if (first === undefined) return
    const midnight = Date.parse(`${first.date}T00:00:00Z`)
    if (state.settings === undefined) {
      say(midnight, { type: 'hallConfigured', settings: hall.settings })
      say(midnight, { type: 'catalogueReplaced', catalogue: hall.catalogue })
      say(midnight, { type: 'staffReplaced', staff: hall.staff })
    }
    for (const c of state.counters.values()) {
      if (c.staffId !== undefined)
        say(midnight, { type: 'counterClosed', counterId: c.id, staffId: c.staffId })
    }
    say(midnight, { type: 'dayStarted', ...businessDayAt(midnight, 'UTC', 0) })

    const moments = momentsOf(people)
    const idleSince = new Map<CounterId, number>()
    let arrived: Person[] = []
    let now = 0
    const settle = (): void => {
      if (arrived.length > 0) listener.onArrived?.(arrived, state, midnight + now * 1000)
      arrived = []
    }
    for (const { atS, person, what } of moments) {
      if (atS > now) {
        settle()
        for (const [id, since] of idleSince) {
          if (atS - since <= idleS) continue
          idleSince.delete(id)
          const { staffId: who } = counterNow(state, id)
          if (who !== undefined)
            say(midnight + (since + idleS) * 1000, { type: 'counterClosed', counterId: id, staffId: who })
        }
        now = atS
      }
      const atMs = midnight + atS * 1000
      if (what === 'arrive') {
        issue(person, atMs)
        arrived.push(person)
      } else if (what === 'leave') {
        say(atMs, { type: 'visitCancelled', visitId: visitId.parse(person.key), reason: 'gave up' })
      } else if (what === 'call') {
        const id = counterId.parse(person.teller)
        idleSince.delete(id)
        call(person, id, staffId.parse(person.teller), atMs)
      } else {
        const id = counterId.parse(person.teller)
        if (end(person, id, staffId.parse(person.teller), atMs)) idleSince.set(id, atS)
      }
    }
    settle()
    for (const c of [...state.counters.values()]) {
      if (c.staffId !== undefined)
        say(midnight + 86_399_000, { type: 'counterClosed', counterId: c.id, staffId: c.staffId })
    }
  }

  function issue(person: Person, atMs: number): void {
    const queue = state.lookup.queues.get(queueId.parse(person.kind))
    if (queue === undefined) throw new Error(`no queue ${person.kind}`)
    const run = queueNow(state, queue.id).next
    const headStartS = headStarts.get(groupOf(person)) ?? 0
    say(atMs, {
      type: 'visitIssued',
      run,
      visit: {
        id: visitId.parse(person.key),
        number: ticketNumber.parse(formatNumber(queue.letter, run)),
        ordinal: state.visits.size + 1,
        services: [{ serviceId: serviceId.parse(person.kind), queueId: queue.id }],
        queueId: queue.id,
        ...(headStartS > 0 ? { priority: { class: classOf(headStartS), ground: 'recorded' } } : {}),
        locale: 'zh',
        channel: 'kiosk',
        issuedBy: { kind: 'system' },
        key: visitKey.parse('recorded-recorded-'),
        arrivedAtMs: atMs,
        effectiveAtMs: atMs - headStartS * 1000,
      },
    })
  }

  function call(person: Person, counter: CounterId, teller: StaffId, atMs: number): void {
    const now = counterNow(state, counter)
    // The record has services of one teller overlap by some seconds; the earlier one ends then.
    if (now.visitId !== undefined) finish(now.visitId, counter, teller, atMs)
    if (now.state === 'closed') say(atMs, { type: 'counterOpened', counterId: counter, staffId: teller })
    const id = visitId.parse(person.key)
    const before = lineFor(state, counter, teller, atMs).findIndex((c) => c.visit.id === id)
    const visit = state.visits.get(id)
    if (visit === undefined) throw new Error(`no visit ${id}`)
    say(atMs, {
      type: 'visitCalled',
      visitId: id,
      number: visit.number,
      queueId: visit.queueId,
      counterId: counter,
      staffId: teller,
      callNo: state.callNo + 1,
      why: {
        rule: before === 0 ? 'next' : 'chosen',
        line: 'own',
        because: [],
        waitedS: person.waitS,
        ...(before > 0 ? { passedOver: before } : {}),
      },
    })
    say(atMs, { type: 'visitStarted', visitId: id, counterId: counter, staffId: teller })
  }

  function end(person: Person, counter: CounterId, teller: StaffId, atMs: number): boolean {
    if (counterNow(state, counter).visitId !== person.key) return false
    finish(visitId.parse(person.key), counter, teller, atMs)
    return true
  }

  function finish(
    id: Person['key'] & ReturnType<typeof visitId.parse>,
    counter: CounterId,
    teller: StaffId,
    atMs: number,
  ): void {
    const visit = state.visits.get(id)
    const service = visit?.services[0]
    if (visit === undefined || service === undefined) throw new Error(`no visit ${id}`)
    say(atMs, {
      type: 'turnRecorded',
      visitId: id,
      queueId: service.queueId,
      turn: {
        id: turnId.parse(`t${String((n += 1))}`),
        serviceId: service.serviceId,
        counterId: counter,
        staffId: teller,
        startedAtMs: visit.markMs ?? atMs,
        endedAtMs: atMs,
        outcome: 'completed',
      },
    })
    say(atMs, { type: 'visitFinished', visitId: id, counterId: counter, staffId: teller })
  }

  return { play, state: () => state }
}

function momentsOf(people: readonly Person[]): readonly Moment[] {
  const moments: Moment[] = []
  for (const person of people) {
    const { arrivalS, waitS, serviceS } = person
    moments.push({ atS: arrivalS, order: 1, person, what: 'arrive' })
    if (person.teller === undefined) moments.push({ atS: arrivalS + waitS, order: 2, person, what: 'leave' })
    else {
      moments.push({ atS: arrivalS + waitS, order: 3, person, what: 'call' })
      moments.push({ atS: arrivalS + waitS + serviceS, order: serviceS === 0 ? 4 : 0, person, what: 'end' })
    }
  }
  return moments.sort((a, b) => a.atS - b.atS || a.order - b.order || a.person.arrivalS - b.person.arrivalS)
}
