/**
 * One call to two hundred displays: from the teller's sending it to each
 * display's having it, beside a bare Socket.IO server that broadcasts the same
 * bytes when it is asked to. Each server is a process of its own; the displays
 * and the teller are one other.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
// eslint-disable-next-line house/no-sleep -- calls come at the pace of a hall, and the clock is what is measured
import { setTimeout as pause } from 'node:timers/promises'
import type { Socket } from 'socket.io-client'
import { helloOf } from '#shared/client/socketLink.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import { wireEvent } from '#shared/protocol/messages.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { asker, connect, openCounter, signIn } from './load/clients.ts'
import type { Ask } from './load/clients.ts'
import { counterAt, loadHall, serviceAt } from './load/hall.ts'
import { bareBroadcaster, cli, startProgram } from './load/programs.ts'
import type { Program } from './load/programs.ts'
import { fixed, median, printTable, spread } from './table.ts'

const displays = 200
const rounds = 5
const callsPerRound = 40
/** Between two calls: more than any hall makes, and enough for the last to have arrived. */
const pauseMs = 60

/** Times of one round, ms, sorted. */
type Times = readonly number[]

/** Does something that every display hears of, again and again; how long each display waited each time. */
async function round(
  sockets: readonly Socket[],
  isIt: (message: unknown) => boolean,
  act: () => void | Promise<void>,
): Promise<Times> {
  const times: number[] = []
  let sentMs = 0
  const hear = (message: unknown): void => {
    if (isIt(message)) times.push(performance.now() - sentMs)
  }
  for (const socket of sockets) socket.on(wireEvent, hear)
  for (let n = 0; n < callsPerRound; n += 1) {
    sentMs = performance.now()
    await act()
    const untilMs = performance.now() + 5_000
    while (times.length < (n + 1) * sockets.length && performance.now() < untilMs) await pause(2)
    await pause(pauseMs)
  }
  for (const socket of sockets) socket.off(wireEvent, hear)
  return times.sort((a, b) => a - b)
}

const at = (times: Times, share: number): number => times[Math.floor((times.length - 1) * share)] ?? NaN

const isCall = (message: unknown): boolean => {
  const { type, events } = message as { type: string; events?: readonly { event: { type: string } }[] }
  return type === 'events' && events?.some(({ event }) => event.type === 'visitCalled') === true
}

/** Prints the table. */
export async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-bench-'))
  const servers: Program[] = []
  const sockets: Socket[] = []
  try {
    const hall = join(folder, 'hall.json')
    writeFileSync(hall, JSON.stringify(loadHall(1, 12, true)))
    const hub = await startProgram(cli, [
      ...['hub', '--data', join(folder, 'hub'), '--hall', hall, '--port', '0', '--backup-every', '0'],
    ])
    servers.push(hub)
    const token = await signIn(hub.origin, 0)
    await openCounter(hub.origin, 0, token)
    const teller = await connect(hub.origin, helloOf('console', token))
    sockets.push(teller)
    const ask = asker(teller)
    for (let n = 0; n < callsPerRound * (rounds + 1); n += 1)
      await given(ask({ type: 'issueVisit', channel: 'desk', serviceIds: [serviceAt(0, n)] }))
    const ours = await Promise.all(
      Array.from({ length: displays }, async () => connect(hub.origin, helloOf('display', undefined))),
    )
    sockets.push(...ours)
    for (const socket of ours) socket.emit(wireEvent, { type: 'subscribe', afterSeq: 0 })
    let sample = ''
    ours[0]?.on(wireEvent, (message: unknown) => {
      if (isCall(message)) sample = JSON.stringify(message)
    })
    await round(ours, isCall, async () => call(ask))
    const kept = join(folder, 'call.json')
    writeFileSync(kept, sample)
    const bare = await startProgram(bareBroadcaster, [kept])
    servers.push(bare)
    const trigger = await connect(bare.origin, {})
    const bareOnes = await Promise.all(Array.from({ length: displays }, async () => connect(bare.origin, {})))
    sockets.push(trigger, ...bareOnes)
    const pull = (): void => void trigger.emit('go', {})
    await round(bareOnes, isCall, pull)

    const [mine, theirs]: [Times[], Times[]] = [[], []]
    for (let n = 0; n < rounds; n += 1) {
      mine.push(await round(ours, isCall, async () => call(ask)))
      theirs.push(await round(bareOnes, isCall, pull))
    }
    const row = (name: string, times: readonly Times[]): (string | number)[] => [
      name,
      spread(
        times.map((t) => at(t, 0.5)),
        1,
      ),
      spread(
        times.map((t) => at(t, 0.99)),
        1,
      ),
      fixed(Math.max(...times.map((t) => at(t, 1))), 1),
      times.reduce((sum, t) => sum + t.length, 0),
    ]
    printTable(
      `One call to ${String(displays)} displays, ms from the teller's click to the display: median of ${String(rounds)} rounds of ${String(callsPerRound)} calls (min–max); ${String(sample.length)} bytes`,
      ['', 'p50', 'p99', 'longest', 'received'],
      [row('hub (decided, durable, told)', mine), row('bare broadcast', theirs)],
    )
    const ratio = (share: number): string =>
      fixed(median(mine.map((t) => at(t, share))) / median(theirs.map((t) => at(t, share))))
    console.log(
      `Ratio p50 ${ratio(0.5)}, p99 ${ratio(0.99)}; goal p99 ≤ 1.5. ${String(displays * rounds * callsPerRound)} were to be received of each.`,
    )
  } finally {
    for (const socket of sockets) socket.disconnect()
    for (const server of servers) await server.kill()
    rmSync(folder, { recursive: true })
  }
}

/** Calls the next visit and lets it finish. */
async function call(ask: Ask): Promise<void> {
  const visitId = await given(ask({ type: 'callNext', counterId: counterAt(0) }))
  await given(ask({ type: 'finish', visitId }))
}

/** The visit an answer is about; throws on a refusal. */
async function given(asked: Promise<Answer>): Promise<VisitId> {
  const answer = await asked
  if (!answer.ok || answer.visitId === undefined) throw new Error(`refused: ${JSON.stringify(answer)}`)
  return answer.visitId
}
