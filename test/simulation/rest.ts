/** What must be so once nothing is under way any more: everywhere the same state, nothing owed to anybody, nothing lost. */
import type { HallState } from '#shared/hall/state.ts'
import type { ClientNode } from './clientNode.ts'
import type { Computer } from './computer.ts'
import { checkState } from './invariants.ts'
import type { Oracle } from './oracle.ts'
import type { Programs } from './programs.ts'
import { difference, isSame } from './stateText.ts'

/** The machines of a hall. */
export interface Machines {
  readonly computers: readonly Computer[]
  readonly clients: readonly ClientNode[]
  readonly programs: Programs
}

/** The computers whose hub holds: one, once there is rest. */
export function hubsOf({ computers }: Machines): readonly Computer[] {
  return computers.filter((c) => c.hub !== undefined)
}

/** The most anybody's idea of the hub's time may be off once it has asked, ms: the slowest way there and back. */
const clockErrorMs = 3000

/** Why there is no rest yet; undefined when nothing is under way. */
export function unrest(machines: Machines): string | undefined {
  const { computers, clients, programs } = machines
  const hubs = hubsOf(machines)
  const hub = hubs[0]?.hub
  if (hub === undefined || hubs.length > 1) return `${hubs.length} hubs run`
  if (programs.unanswered > 0) return `${programs.unanswered} requests are unanswered`
  for (const { name, station, up, store } of computers) {
    if (!up) return `${name} is down`
    if (station === undefined) {
      if (store.facts().length + store.sent().length > 0) return `${name} has not taken its own in`
      continue
    }
    if (station.standing !== 'live') return `${name} is ${station.standing}`
    if (station.factsLeft > 0) return `${name} has ${station.factsLeft} facts left`
    const sent = store.sent().map((s) => `${s.id}${s.superseded ? ' (done another way)' : ''}`)
    if (sent.length > 0) return `${name} has commands under way: ${sent.join(', ')}`
    if (store.givenBack().length > 0) return `${name} gives claims back`
    if (station.state.seq !== hub.state.seq)
      return `${name} is at seq ${station.state.seq}, the hub at ${hub.state.seq}`
    if (Math.abs(station.nowMs() - hub.nowMs()) > clockErrorMs) return `${name} does not know the time`
  }
  for (const client of clients) {
    const { view } = client.client
    if (!client.connected || !view.ready) return `${client.name} is ${view.link}`
    if (view.unanswered > 0) return `${client.name} has ${view.unanswered} commands unanswered`
    if (view.state.seq !== hub.state.seq)
      return `${client.name} is at seq ${view.state.seq}, the hub at ${hub.state.seq}`
    if ((client.queue?.pending.length ?? 0) > 0) return `${client.name} still has announcements`
    if (Math.abs(client.client.hubNowMs() - hub.nowMs()) > 2 * clockErrorMs)
      return `${client.name} does not know the time`
  }
  return undefined
}

/** Compares one replica at a hub with the hall as that hub wrote it. */
export function checkReplica(oracle: Oracle, client: ClientNode): void {
  const { follows, state, identity } = client
  const expected = follows?.states[state.seq]
  if (expected === undefined) return
  const wrong = difference(state, expected, identity.audience)
  if (wrong !== undefined)
    oracle.fail('I3', `${client.name} differs from its hub at seq ${state.seq}: ${wrong}`)
}

/** Everything that must hold at rest. */
export function checkRest(oracle: Oracle, machines: Machines): void {
  const computer = hubsOf(machines)[0]
  const hub = computer?.hub
  if (computer === undefined || hub === undefined) return
  if (computer.chronicle !== oracle.main)
    oracle.fail('epoch', `${computer.name} holds, and not the last promoted`)
  const whole = oracle.state
  for (const { of, what } of checkState(hub.state)) oracle.fail(of, what)
  const running = difference(hub.state, whole, 'station')
  if (running !== undefined) oracle.fail('I3', `the hub differs from its ledger: ${running}`)
  checkLedger(oracle, computer, whole)
  for (const { name, station, ledger } of machines.computers) {
    if (station === undefined) continue
    const wrong = difference(station.state, whole, 'station')
    if (wrong !== undefined) oracle.fail('I3', `${name} differs from the hub: ${wrong}`)
    const kept = difference(ledger.load().state, whole, 'station')
    if (kept !== undefined) oracle.fail('I3', `the copy of ${name} differs from the hub’s ledger: ${kept}`)
  }
  for (const client of machines.clients) {
    const { audience, kind } = client.identity
    const wrong = difference(client.state, whole, audience)
    if (wrong !== undefined) oracle.fail('I3', `${client.name} differs from the hub: ${wrong}`)
    const left = kind === 'display' ? oracle.unannounced(client.name, oracle.main) : []
    if (left.length > 0) oracle.fail('I4', `${client.name} never announced seq ${left.join(', ')}`)
  }
  for (const what of oracle.lost()) oracle.fail('I6', what)
}

/** What the hub keeps: the state of a fresh start, the answers as they were told, a row of each visit. */
function checkLedger(oracle: Oracle, { ledger }: Computer, whole: HallState): void {
  const loaded = difference(ledger.load().state, whole, 'station')
  if (loaded !== undefined) oracle.fail('I3', `a fresh start differs from the ledger: ${loaded}`)
  for (const [id, answer] of oracle.main.answers) {
    const kept = ledger.answerTo(id)?.answer
    if (kept !== undefined && kept !== answer)
      oracle.fail('I3', `the record of ${id} says ${kept} and not ${answer}`)
  }
  for (const visit of oracle.state.visits.values()) {
    const row = ledger.visitById(visit.id)
    if (row?.state !== visit.state || row.number !== visit.number)
      oracle.fail('I3', `the row of ${visit.number} says ${row?.state ?? 'nothing'}`)
  }
  for (const record of oracle.state.records.values())
    if (!isSame(ledger.record(record.id), record))
      oracle.fail('I3', `the row of ${record.record} ${record.id} differs from the state`)
}
