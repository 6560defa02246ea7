/**
 * What a ticket costs: `npm run bench -- paper`. Drawing and bytes per language and
 * paper; and the whole way, from the visitor's tap as a kiosk's page sends it,
 * over its station and the hub, to the last byte at the printer, over TCP on this
 * machine. Beside it the same bytes sent alone.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect as connectTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Socket } from 'socket.io-client'
import { ensureBuilt } from '#build/screens.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { startPrinterEmulator } from '#main/devices/printer/emulator.ts'
import { tokenHash } from '#main/hub/access.ts'
import { databaseName } from '#main/hub/openHub.ts'
import { openDatabase } from '#main/ledger/database.ts'
import { sqliteTokens } from '#main/ledger/tokens.ts'
import { machine } from '#main/hub/machine.clock.ts'
import { loadDrawing } from '#main/printing/drawing.ts'
import { createPress } from '#main/printing/encode.ts'
import { loadProfile } from '#main/printing/profiles.ts'
import { rasterTicket } from '#main/printing/raster.ts'
import { locales } from '#shared/catalogue/catalogue.ts'
import { helloOf } from '#shared/client/socketLink.ts'
import { stationId } from '#shared/ids/ids.ts'
import { ticketDocument } from '#shared/ticketing/ticket.ts'
import { sampleFacts } from '#test/contract/sampleTickets.ts'
import { asker, connect } from './load/clients.ts'
import { loadHall, serviceAt } from './load/hall.ts'
import { builtCli, startProgram } from './load/programs.ts'
import type { Program } from './load/programs.ts'
import { fixed, median, printTable, spread } from './table.ts'

const rounds = 30
/** Tickets of each language on the whole way: all together no more than one kiosk may give at once. */
const tickets = 11
const goalMs = 300

function timed(run: () => void): readonly number[] {
  return Array.from({ length: rounds }, () => {
    const from = performance.now()
    run()
    return performance.now() - from
  })
}

function p95(times: readonly number[]): string {
  return fixed(times.toSorted((a, b) => a - b)[Math.floor(0.95 * (times.length - 1))] ?? NaN, 1)
}

/** Prints the tables. */
export async function bench(): Promise<void> {
  await ensureBuilt()
  const bytes = await drawing()
  const alone = await bytesAlone(bytes)
  const whole = await wholeWay()
  printTable(
    `From the tap to the last byte at the printer, ms: ${String(tickets)} tickets of each language on 80 mm; goal < ${String(goalMs)}`,
    ['', 'first', 'median (least–most)', 'p95', 'of the goal'],
    [
      ...[...whole].map(([locale, { firstMs, times }]) => [
        locale,
        fixed(firstMs, 0),
        spread(times, 1),
        p95(times),
        fixed(median(times) / goalMs),
      ]),
      [`${String(Math.round(bytes.length / 1000))} kB over TCP alone`, '', spread(alone, 1), p95(alone), ''],
    ],
  )
}

/** Prints what drawing and encoding cost; the bytes of one ticket. */
async function drawing(): Promise<Uint8Array> {
  const from = performance.now()
  const pens = await loadDrawing()
  const loadMs = performance.now() - from
  const rows: string[][] = []
  let bytes: Uint8Array = new Uint8Array()
  for (const id of ['escpos-58', 'escpos-80']) {
    const profile = loadProfile(id)
    const press = createPress(profile, {
      status: () => ({ state: 'unknown' }),
      print: () => Promise.resolve({ type: 'printed', confirmed: false }),
    })
    for (const locale of locales) {
      const facts = sampleFacts(locale)
      const first = performance.now()
      let bitmap = rasterTicket(ticketDocument(facts), profile, pens)
      const firstMs = performance.now() - first
      const draw = timed(() => {
        bitmap = rasterTicket(ticketDocument(facts), profile, pens)
      })
      const encode = timed(() => {
        bytes = press.encode(bitmap)
      })
      const mm = Math.round((bitmap.height / profile.dotsPerInch) * 25.4)
      rows.push([
        `${id} ${locale}`,
        String(mm),
        fixed(bytes.length / 1000, 1),
        ...[fixed(firstMs, 0), spread(draw, 1), spread(encode, 1)],
      ])
    }
  }
  printTable(
    `Raster and bytes by script, ms: median of ${String(rounds)} rounds (least–most); canvas and fonts once per process ${fixed(loadMs, 0)} ms`,
    ['', 'mm', 'kB', 'first', 'draw', 'encode'],
    rows,
  )
  return bytes
}

/** The least anybody could do: as many bytes to a port, until the last was read there, ms. */
async function bytesAlone(bytes: Uint8Array): Promise<readonly number[]> {
  let got = 0
  let all: () => void = () => undefined
  const server = createServer((socket) => {
    socket.on('data', (piece) => {
      got += piece.length
      if (got >= bytes.length) all()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('no port')
  const times: number[] = []
  const socket = connectTcp(at.port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  for (let n = 0; n < rounds; n += 1) {
    got = 0
    const from = performance.now()
    await new Promise<void>((resolve) => {
      all = resolve
      socket.write(bytes)
    })
    times.push(performance.now() - from)
  }
  socket.destroy()
  await new Promise((resolve) => server.close(resolve))
  return times
}

interface Way {
  /** The first ticket of that language in this process. */
  readonly firstMs: number
  readonly times: readonly number[]
}

/** A hub, a kiosk's station with its printer, and tickets one after the other. */
async function wholeWay(): Promise<ReadonlyMap<string, Way>> {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-bench-'))
  let printed: () => void = () => undefined
  const emulator = await startPrinterEmulator({
    port: 0,
    timers: systemTimers,
    onTicket: () => {
      printed()
    },
  })
  const programs: Program[] = []
  let kiosk: Socket | undefined
  try {
    const hall = join(folder, 'hall.json')
    writeFileSync(hall, JSON.stringify(loadHall(1, 3, false)))
    const [hubDir, kioskDir] = [join(folder, 'hub'), join(folder, 'kiosk')]
    mkdirSync(hubDir)
    // As pairing leaves it, on both sides.
    const token = machine.newToken()
    const kioskId = stationId.parse('kiosk-1')
    const database = openDatabase(join(hubDir, databaseName))
    sqliteTokens(database.db).save(
      tokenHash(token),
      { kind: 'station', holder: kioskId, mode: 'kiosk' },
      Date.now(),
    )
    database.close()
    const hub = await startProgram(builtCli, [
      ...['hub', '--data', hubDir, '--hall', hall, '--port', '0', '--backup-every', '0'],
    ])
    programs.push(hub)
    mkdirSync(kioskDir)
    writeFileSync(
      join(kioskDir, 'station.json'),
      JSON.stringify({ stationId: kioskId, mode: 'kiosk', token }),
    )
    const station = await startProgram(builtCli, [
      ...['station', '--data', kioskDir, '--mode', 'kiosk', '--hub', hub.origin, '--port', '0'],
      ...['--printer', emulator.address, '--profile', 'escpos-80'],
    ])
    programs.push(station)
    kiosk = await connect(station.origin, helloOf('kiosk', undefined))
    const ask = asker(kiosk)
    const ways = new Map<string, Way>()
    for (const locale of locales) {
      const times: number[] = []
      for (let n = 0; n < tickets; n += 1) {
        const onPaper = new Promise<void>((resolve) => (printed = resolve))
        const tappedMs = performance.now()
        const answer = await ask({
          type: 'issueVisit',
          channel: 'kiosk',
          serviceIds: [serviceAt(n % 3, n)],
          locale,
        })
        if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`)
        await onPaper
        times.push(performance.now() - tappedMs)
      }
      const [firstMs = NaN, ...rest] = times
      ways.set(locale, { firstMs, times: rest })
    }
    return ways
  } finally {
    kiosk?.disconnect()
    for (const program of programs) await program.kill()
    await emulator.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
