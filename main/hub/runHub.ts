/** One hub on a data folder, until it is told to end — or another computer is the hub, and this one hands over. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { commandId, hubId, stationId } from '#shared/ids/ids.ts'
import { refusalText } from '#shared/protocol/refusalText.ts'
import { readHallFile } from '../importing/hallFile.ts'
import { readIdentity } from '../station/identity.ts'
import { runStation } from '../station/runStation.ts'
import { openStationStore } from '../station/sqliteStationStore.ts'
import { untilTold } from '../untilTold.ts'
import type { Machine } from './machine.clock.ts'
import { openHub, serveHub, setUpFrom } from './openHub.ts'
import type { ServedHub } from './openHub.ts'
import { corrected } from './stationDesk.ts'

export interface RunHubOptions {
  readonly dataDir: string
  readonly host: string
  readonly port: number
  readonly hall?: string | undefined
  readonly promote: boolean
  readonly peers: readonly string[]
  readonly machine: Machine
  readonly screensDir: string
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
}

/** How often the other computers are asked whether one of them is the hub by now, ms. */
const askPeersMs = 5_000

/** Runs a hub; gives the exit code. */
export async function runHub(options: RunHubOptions): Promise<number> {
  const { dataDir, host, port, hall, promote, peers, machine, screensDir, say, warn } = options
  const read = hall === undefined ? undefined : await readHallFile(hall)
  if (read?.ok === false) {
    warn(read.message)
    return 2
  }
  const opened = openHub({ dataDir, machine, log: warn })
  let deposedBy: number | undefined
  let secret = ''
  try {
    if (promote && !(await promoted(opened, options))) return 1
    if (read?.ok === true) await setUpFrom(opened, read.hall)
    else if (opened.hub.state.settings === undefined)
      say('this hall is not set up yet: start it once with --hall FILE')
    secret = opened.keys().hubSecret
    let step: () => void = () => undefined
    const deposed = new Promise<void>((resolve) => {
      step = resolve
    })
    const learn = (epoch: number): void => {
      if (peers.length === 0) {
        warn(
          `a hub of epoch ${String(epoch)} is at work; say where with --peers so that this one can hand over`,
        )
        return
      }
      deposedBy = epoch
      step()
    }
    const ask = async (): Promise<void> => {
      const epoch = await highestEpoch(peers)
      if (epoch > opened.hub.state.reign.epoch) learn(epoch)
    }
    await ask()
    if (deposedBy === undefined) {
      const stopAsking = machine.every(askPeersMs, () => {
        ask().catch(warn)
      })
      const app = await serveHub({ opened, machine, screensDir, deposed: learn, log: warn })
      const told = await untilTold(app, { host, port, say, orUntil: deposed })
      stopAsking()
      if (told) return 0
    }
  } finally {
    opened.close()
  }
  warn(`a hub of epoch ${String(deposedBy)} is at work: this computer hands over and goes on as a station`)
  const identity = { stationId: stationId.parse('former-hub'), mode: 'console', token: secret } as const
  const end = await runStation({ ...options, mode: 'console', hubs: peers, profile: 'escpos-80', identity })
  return end === 'promote' ? runHub({ ...options, promote: true }) : 0
}

/** Takes over: a new reign, then what this computer did while it was alone. */
async function promoted(opened: ServedHub, { dataDir, machine, say, warn }: RunHubOptions): Promise<boolean> {
  const { hub } = opened
  if (hub.state.settings === undefined) {
    warn('this computer holds no copy of a hall; it cannot become the hub')
    return false
  }
  const epoch = hub.state.reign.epoch + 1
  const answer = await opened.asSystem({ type: 'promoteHub', hubId: hubId.parse(machine.newId()), epoch })
  if (!answer.ok) {
    warn(`this computer cannot become the hub: ${refusalText(answer.refusal)}`)
    return false
  }
  await takeOwnFacts(opened, dataDir, machine)
  say(`hub of epoch ${String(epoch)} from event ${String(hub.state.seq)} on`)
  return true
}

/** What this computer did alone as a station is merged like any other's. */
async function takeOwnFacts({ hub }: ServedHub, dataDir: string, machine: Machine): Promise<void> {
  const path = join(dataDir, 'station.db')
  if (!existsSync(path)) return
  const store = openStationStore(path)
  try {
    const own = readIdentity(dataDir)?.stationId ?? stationId.parse('former-hub')
    const now = { wallMs: machine.time.wallMs(), monotonicMs: machine.time.monotonicMs(), run: '' }
    for (const { wallMs, monotonicMs, run, ...fact } of store.facts()) {
      const times = corrected({ wallMs, monotonicMs, run }, now, hub.nowMs())
      await new Promise((resolve) => {
        hub.submit(
          {
            id: commandId.parse(fact.id),
            command: { type: 'mergeFact', fact: { ...fact, stationId: own, ...times } },
            actor: { kind: 'system' },
          },
          resolve,
        )
      })
    }
    store.dropFacts(store.facts().map((f) => f.id))
  } finally {
    store.close()
  }
}

const health = z.object({ role: z.literal('hub'), epoch: z.number() })

/** The highest epoch any of these computers serves as the hub; 0 when none does. */
async function highestEpoch(peers: readonly string[]): Promise<number> {
  const epochs = await Promise.all(
    peers.map(async (peer) => {
      try {
        const response = await fetch(`${peer}/healthz`, { signal: AbortSignal.timeout(2000) })
        const read = health.safeParse(await response.json())
        return read.success ? read.data.epoch : 0
      } catch {
        return 0
      }
    }),
  )
  return Math.max(0, ...epochs)
}
