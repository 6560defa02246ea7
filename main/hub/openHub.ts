/** One hub on a data folder: database, ledger, rules, sign-in, server. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { commandId } from '#shared/ids/ids.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import type { HallFile } from '../importing/hallFile.ts'
import { openDatabase } from '../ledger/database.ts'
import { sqliteSignIn } from '../ledger/signIn.ts'
import { sqliteLedger } from '../ledger/sqliteLedger.ts'
import { sqliteTokens } from '../ledger/tokens.ts'
import { Access } from './access.ts'
import { Hub } from './hub.ts'
import type { KioskPaper } from './kioskPaper.ts'
import type { Machine } from './machine.clock.ts'
import { createMetrics } from './metrics.ts'
import { buildServer } from './server.ts'
import { steadyClock } from './steady.clock.ts'
import { timedLedger } from './timedLedger.ts'

/** Name of the hall's database in its data folder. */
export const databaseName = 'hall.db'

export interface HubOptions {
  readonly dataDir: string
  readonly machine: Machine
  /** One line per event worth a person's eye. */
  readonly log: (line: string) => void
}

/** A hub without a server: what `import` needs. */
export interface OpenedHub {
  readonly hub: Hub
  readonly access: Access
  /** Sends a command as the system itself and waits until it is durable. */
  readonly asSystem: (command: Command) => Promise<Answer>
  readonly close: () => void
}

/** Opens the hall in a data folder, making it if there is none. Throws `LedgerFault` with one clear line. */
export function openHub({
  dataDir,
  machine,
  log,
}: HubOptions): OpenedHub & { metrics: ReturnType<typeof createMetrics> } {
  mkdirSync(dataDir, { recursive: true })
  const database = openDatabase(join(dataDir, databaseName))
  for (const copy of database.copies) log(`kept a copy before migrating: ${copy}`)
  const metrics = createMetrics(() => hub.state.seq)
  const ledger = timedLedger(sqliteLedger(database.db), machine.time.monotonicMs, metrics.committed)
  const loaded = ledger.load()
  for (const line of loaded.ignored) log(line)
  const clock = steadyClock(machine.time, loaded.state.atMs)
  const hub: Hub = new Hub({
    ledger,
    nowMs: clock.nowMs,
    newId: machine.newId,
    newKey: machine.newKey,
    digest: machine.digest,
    later: machine.later,
    onFault: (fault) => {
      log(`the ledger could not be written: ${fault.message}`)
    },
  })
  const access = new Access({
    signIns: sqliteSignIn(database.db),
    tokens: sqliteTokens(database.db),
    nowMs: clock.nowMs,
    newToken: machine.newToken,
    state: () => hub.state,
  })
  const stopDay = machine.every(1000, () => {
    hub.rollOverIfDue()
  })
  const system: Actor = { kind: 'system' }
  return {
    hub,
    access,
    metrics,
    asSystem: async (command) =>
      new Promise((resolve) => {
        hub.submit({ id: commandId.parse(machine.newId()), command, actor: system }, resolve)
      }),
    close: () => {
      stopDay()
      hub.flush()
      hub.saveSnapshot()
      ledger.close()
      database.close()
    },
  }
}

/** Gives a hall that has none its settings, catalogue, staff and first PINs; what is there already stays. */
export async function setUpFrom({ hub, access, asSystem }: OpenedHub, file: HallFile): Promise<void> {
  const commands: Command[] = []
  if (hub.state.settings === undefined) {
    commands.push({ type: 'configureHall', settings: file.settings })
    if (hub.state.staff.isEmpty()) commands.push({ type: 'replaceStaff', staff: file.staff })
  }
  if (hub.state.catalogue.queues.length === 0)
    commands.push({ type: 'replaceCatalogue', catalogue: file.catalogue })
  for (const command of commands) {
    const answer = await asSystem(command)
    if (!answer.ok)
      throw new Error(
        `the hall file is refused: ${answer.refusal.code} ${JSON.stringify(answer.refusal.facts)}`,
      )
  }
  for (const staff of hub.state.staff.values()) {
    const pin = file.pins?.[staff.staffNo]
    if (pin !== undefined && !access.hasPin(staff.id)) await access.setPin(staff.id, pin)
  }
  hub.rollOverIfDue()
  hub.flush()
}

export interface ServeOptions {
  readonly opened: ReturnType<typeof openHub>
  readonly machine: Machine
  readonly screensDir?: string | undefined
  readonly localKiosk: boolean
  readonly paper?: KioskPaper | undefined
  readonly log: (line: string) => void
}

/** The hub's server, not yet listening. */
export async function serveHub({
  opened,
  machine,
  screensDir,
  localKiosk,
  paper,
  log,
}: ServeOptions): Promise<FastifyInstance> {
  const { hub, access, metrics } = opened
  return buildServer({
    hub,
    access,
    metrics,
    newId: machine.newId,
    localKiosk,
    paper,
    screensDir,
    onFault: (error) => {
      log(`fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    },
  })
}
