/** What must be so once nothing is under way any more: everywhere the same state, nothing owed to anybody. */
import { encodeState } from '#shared/hall/snapshot.ts'
import type { HallState } from '#shared/hall/state.ts'
import { redactState } from '#shared/protocol/redact.ts'
import type { Audience } from '#shared/protocol/redact.ts'
import type { ClientNode } from './clientNode.ts'
import type { HubNode } from './hubNode.ts'
import { checkState } from './invariants.ts'
import type { Oracle } from './oracle.ts'
import type { Programs } from './programs.ts'

/** The state as an audience may see it, as one text. */
function textOf(state: HallState, audience: Audience): string {
  return JSON.stringify(encodeState(redactState(state, audience)))
}

/** The same text whatever the order of fields: a state read from a snapshot has another order than a folded one. */
function canonical(text: string): string {
  return JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

/** Where two states part, as this audience sees them; undefined when they are the same. */
function difference(found: string, expected: string): string | undefined {
  if (found === expected) return undefined
  const [a, b] = [canonical(found), canonical(expected)]
  if (a === b) return undefined
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const from = Math.max(0, at - 60)
  return `…${a.slice(from, at + 60)}… is not …${b.slice(from, at + 60)}…`
}

/** Why there is no rest yet; undefined when nothing is under way. */
export function unrest(hub: HubNode, clients: readonly ClientNode[], programs: Programs): string | undefined {
  if (hub.hub === undefined) return 'the hub is down'
  if (programs.unanswered > 0) return `${programs.unanswered} requests are unanswered`
  for (const client of clients) {
    const { view } = client.client
    if (!client.connected || !view.ready) return `${client.name} is ${view.link}`
    if (view.unanswered > 0) return `${client.name} has ${view.unanswered} commands unanswered`
    if (view.state.seq !== hub.hub.state.seq)
      return `${client.name} is at seq ${view.state.seq}, the hub at ${hub.hub.state.seq}`
    if ((client.queue?.pending.length ?? 0) > 0) return `${client.name} still has announcements`
  }
  return undefined
}

/** Compares one up-to-date replica with the hall as written. */
export function checkReplica(
  oracle: Oracle,
  client: ClientNode,
  expected = textOf(oracle.state, client.identity.audience),
): void {
  const wrong = difference(textOf(client.state, client.identity.audience), expected)
  if (wrong !== undefined)
    oracle.fail('I3', `${client.name} differs from the hub at seq ${oracle.state.seq}: ${wrong}`)
}

/** The most a client's idea of the hub's time may be off once it has asked, ms: the slowest way there and back. */
const clockErrorMs = 3000

/** Everything that must hold at rest. */
export function checkRest(oracle: Oracle, hub: HubNode, clients: readonly ClientNode[]): void {
  if (hub.hub === undefined) return
  const whole = textOf(oracle.state, 'station')
  for (const { of, what } of checkState(hub.hub.state)) oracle.fail(of, what)
  const running = difference(textOf(hub.hub.state, 'station'), whole)
  if (running !== undefined) oracle.fail('I3', `the hub differs from its ledger: ${running}`)
  const loaded = difference(textOf(hub.ledger.load().state, 'station'), whole)
  if (loaded !== undefined) oracle.fail('I3', `a fresh start differs from the ledger: ${loaded}`)
  for (const [id, answer] of oracle.answers) {
    const kept = hub.ledger.answerTo(id)?.answer
    if (kept !== undefined && kept !== answer)
      oracle.fail('I3', `the record of ${id} says ${kept} and not ${answer}`)
  }
  for (const visit of oracle.state.visits.values()) {
    const row = hub.ledger.visitById(visit.id)
    if (row?.state !== visit.state || row.number !== visit.number) {
      oracle.fail('I3', `the row of ${visit.number} says ${row?.state ?? 'nothing'}`)
    }
  }
  const expected = {
    station: whole,
    staff: textOf(oracle.state, 'staff'),
    public: textOf(oracle.state, 'public'),
  }
  for (const client of clients) {
    checkReplica(oracle, client, expected[client.identity.audience])
    const offMs = client.client.hubNowMs() - hub.hub.nowMs()
    if (Math.abs(offMs) > clockErrorMs)
      oracle.fail('clock', `${client.name} believes it is ${offMs} ms later than at the hub`)
    const left = client.identity.kind === 'display' ? oracle.unannounced(client.name) : []
    if (left.length > 0) oracle.fail('I4', `${client.name} never announced seq ${left.join(', ')}`)
  }
}
