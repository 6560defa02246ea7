/**
 * A recorded day run again by the hall's own rules: everyone comes when they
 * came, tellers are there when they were there and call the next whenever they
 * are free, services take as long as they took, and who gave up leaves when they
 * left unless called before (their service then takes their kind's mean).
 */
import { decide } from '#shared/hall/decide.ts'
import type { Command } from '#shared/hall/commands.ts'
import { evolve } from '#shared/hall/evolve.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { initialState, counterNow } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { commandId, counterId, serviceId, staffId, visitId } from '#shared/ids/ids.ts'
import type { QueueId, VisitId } from '#shared/ids/ids.ts'
import { queueId } from '#shared/ids/ids.ts'
import { classOf, hallOf } from './read.ts'
import type { Person } from './read.ts'

/** One person's wait in the replay, seconds; undefined for who left before being called. */
export interface Replayed {
  readonly person: Person
  readonly waitS: number | undefined
}

/** A teller was away where they stood idle longer than this while their kinds waited. */
const awayS = 300
/** The business day ends at midnight; what the record has beyond is told in its last second. */
const lastS = 86_399

interface Teller {
  readonly name: string
  readonly kinds: readonly QueueId[]
  /** Present [from, until), seconds after midnight. */
  readonly present: readonly { readonly fromS: number; readonly untilS: number }[]
}

type What =
  | { readonly do: 'come'; readonly person: Person }
  | { readonly do: 'leave'; readonly person: Person }
  | { readonly do: 'open' | 'close'; readonly teller: Teller }
  | { readonly do: 'finish'; readonly teller: Teller; readonly visitId: VisitId }

/** Replays one day's people. Throws where the rules refuse what a hall must be able to do. */
export function replayDay(people: readonly Person[]): {
  readonly waits: readonly Replayed[]
  readonly state: HallState
  readonly calls: number
  /** Everything that happened, in order. */
  readonly ledger: readonly LedgerEvent[]
} {
  const [first] = people
  if (first === undefined) return { waits: [], state: initialState, calls: 0, ledger: [] }
  const midnight = Date.parse(`${first.date}T00:00:00Z`)
  const hall = hallOf(people)
  const tellers = tellersOf(people)
  const meanS = meanByKind(people)
  const agenda: { readonly atS: number; readonly order: number; readonly what: What }[] = []
  const plan = (wantedS: number, order: number, what: What): void => {
    const atS = Math.min(lastS, wantedS)
    let i = agenda.length
    agenda.push({ atS, order, what })
    const later = (a: { atS: number; order: number } | undefined): boolean =>
      a !== undefined && (a.atS < atS || (a.atS === atS && a.order < order))
    // Kept from last to first, so that the next is taken off the end.
    while (i > 0 && later(agenda[i - 1])) {
      const before = agenda[i - 1]
      if (before !== undefined) agenda[i] = before
      i--
    }
    agenda[i] = { atS, order, what }
  }
  for (const person of people) {
    plan(person.arrivalS, 3, { do: 'come', person })
    if (person.teller === undefined) plan(person.arrivalS + person.waitS, 4, { do: 'leave', person })
  }
  for (const teller of tellers) {
    for (const { fromS, untilS } of teller.present) {
      plan(fromS, 2, { do: 'open', teller })
      plan(untilS, 0, { do: 'close', teller })
    }
  }

  let state = initialState
  const ledger: LedgerEvent[] = []
  let n = 0
  let calls = 0
  const waits = new Map<VisitId, Replayed>()
  const came = new Map<Person, VisitId>()
  const idle: Teller[] = []
  const present = new Map<Teller, number>()

  function command(order: Command, actor: Actor, atS: number): boolean {
    const nowMs = midnight + atS * 1000
    const decision = decide(state, order, {
      nowMs,
      actor,
      newId: () => `r${String((n += 1))}`,
      newKey: () => 'replayed-replayed-',
    })
    if (!decision.ok) {
      if (decision.refusal.code === 'nobodyWaiting') return false
      throw new Error(`${order.type} refused at ${String(atS)}: ${decision.refusal.code}`)
    }
    for (const event of decision.events) {
      const entry: LedgerEvent = {
        seq: state.seq + 1,
        v: 1,
        atMs: nowMs,
        ...(state.day === undefined ? {} : { day: state.day.day }),
        commandId: commandId.parse(`r${String(n)}`),
        actor,
        event,
      }
      state = evolve(state, entry)
      ledger.push(entry)
    }
    return true
  }
  const actorOf = (teller: Teller): Actor => ({
    kind: 'staff',
    staffId: staffId.parse(teller.name),
    roles: ['teller'],
  })
  const counterOf = (teller: Teller) => counterId.parse(teller.name)

  function callNext(teller: Teller, atS: number): boolean {
    if (!command({ type: 'callNext', counterId: counterOf(teller) }, actorOf(teller), atS)) return false
    calls++
    const id = counterNow(state, counterOf(teller)).visitId
    const person = [...came].find(([, v]) => v === id)?.[0]
    if (id === undefined || person === undefined) throw new Error('a call brought nobody')
    command({ type: 'start', visitId: id }, actorOf(teller), atS)
    waits.set(id, { person, waitS: atS - person.arrivalS })
    came.delete(person)
    const serviceS = person.teller === undefined ? (meanS.get(person.kind) ?? 60) : person.serviceS
    plan(atS + serviceS, 1, { do: 'finish', teller, visitId: id })
    return true
  }
  /** Who has been idle longest tries first. */
  function offer(atS: number): void {
    for (const teller of [...idle]) if (callNext(teller, atS)) idle.splice(idle.indexOf(teller), 1)
  }

  command({ type: 'configureHall', settings: hall.settings }, { kind: 'system' }, 0)
  command({ type: 'replaceCatalogue', catalogue: hall.catalogue }, { kind: 'system' }, 0)
  command({ type: 'replaceStaff', staff: hall.staff }, { kind: 'system' }, 0)
  command({ type: 'rollOver' }, { kind: 'system' }, 0)
  for (let next = agenda.pop(); next !== undefined; next = agenda.pop()) {
    const { atS, what } = next
    switch (what.do) {
      case 'come': {
        const { person } = what
        command(
          {
            type: 'issueVisit',
            serviceIds: [serviceId.parse(person.kind)],
            channel: 'api',
            ...(person.isPriority ? { priority: { class: classOf(90), ground: 'recorded' } } : {}),
          },
          { kind: 'program', name: 'replay' },
          atS,
        )
        came.set(person, visitId.parse(`r${String(n)}`))
        offer(atS)
        break
      }
      case 'leave': {
        const id = came.get(what.person)
        if (id === undefined) break
        command({ type: 'cancel', visitId: id, reason: 'gave up' }, { kind: 'program', name: 'replay' }, atS)
        came.delete(what.person)
        waits.set(id, { person: what.person, waitS: undefined })
        break
      }
      case 'open':
        present.set(what.teller, (present.get(what.teller) ?? 0) + 1)
        if (counterNow(state, counterOf(what.teller)).state !== 'closed') break
        command(
          { type: 'openCounter', counterId: counterOf(what.teller), queueIds: what.teller.kinds },
          actorOf(what.teller),
          atS,
        )
        idle.push(what.teller)
        offer(atS)
        break
      case 'close':
        present.set(what.teller, (present.get(what.teller) ?? 0) - 1)
        release(what.teller, atS)
        break
      case 'finish':
        command({ type: 'finish', visitId: what.visitId }, actorOf(what.teller), atS)
        idle.push(what.teller)
        release(what.teller, atS)
        offer(atS)
        break
    }
  }
  return { waits: [...waits.values()], state, calls, ledger }

  /** Closes the counter of a teller who has gone and is with nobody. */
  function release(teller: Teller, atS: number): void {
    if ((present.get(teller) ?? 0) > 0 || !idle.includes(teller)) return
    idle.splice(idle.indexOf(teller), 1)
    command({ type: 'closeCounter', counterId: counterOf(teller) }, actorOf(teller), atS)
  }
}

function tellersOf(people: readonly Person[]): readonly Teller[] {
  const byTeller = new Map<string, Person[]>()
  for (const person of people) {
    if (person.teller === undefined) continue
    const list = byTeller.get(person.teller) ?? []
    byTeller.set(person.teller, list)
    list.push(person)
  }
  const startS = (p: Person): number => p.arrivalS + p.waitS
  return [...byTeller].map(([name, served]) => {
    served.sort((a, b) => startS(a) - startS(b))
    const kinds = new Set(served.map((p) => p.kind))
    const present: { fromS: number; untilS: number }[] = []
    for (const person of served) {
      const fromS = startS(person)
      const untilS = fromS + Math.max(1, person.serviceS)
      const last = present.at(-1)
      if (
        last !== undefined &&
        (fromS - last.untilS <= awayS ||
          !people.some(
            (p) =>
              kinds.has(p.kind) && p.waitS > 0 && p.arrivalS < fromS - 60 && startS(p) > last.untilS + 60,
          ))
      ) {
        last.untilS = Math.max(last.untilS, untilS)
      } else present.push({ fromS, untilS })
    }
    return { name, kinds: [...kinds].map((k) => queueId.parse(k)), present }
  })
}

function meanByKind(people: readonly Person[]): ReadonlyMap<string, number> {
  const sums = new Map<string, { n: number; s: number }>()
  for (const p of people) {
    if (p.teller === undefined) continue
    const known = sums.get(p.kind) ?? { n: 0, s: 0 }
    sums.set(p.kind, { n: known.n + 1, s: known.s + p.serviceS })
  }
  return new Map([...sums].map(([kind, { n, s }]) => [kind, Math.round(s / n)]))
}
