/**
 * The device dock: every emulated device on a port of this computer, and a page with the levers the tests press.
 * For developers and demonstrations; it does not start where a hall is at work.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { loadDrawing } from '#main/printing/drawing.ts'
import { openEmulatorPort } from './channel/emulatorPort.ts'
import type { EmulatorPort } from './channel/emulatorPort.ts'
import type { Timers } from './channel/channel.ts'
import { parseAct, parseLevers } from './dockRequests.ts'
import type { Act, LeverPull } from './dockRequests.ts'
import { dockPage } from './dockPage.ts'
import { startPrinterEmulator } from './printer/emulator.ts'
import { EmulatedRater } from './rater/emulatedRater.ts'
import { EmulatedCardReader, EmulatedScanner } from './reader/emulatedReaders.ts'
import { checkCharacter } from './reader/residentId.ts'
import { EmulatedSigns } from './sign/emulatedSigns.ts'
import type { SignProtocol } from './sign/emulatedWire.ts'

const require = createRequire(import.meta.url)
/** The computer may have no Chinese font of its own. */
const hanzi = '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'

export interface DockOptions {
  /** The page's port; devices take the ones after it. 0 takes any free ones. */
  readonly port: number
  readonly protocol: SignProtocol
  readonly signs: number
  /** Whether a hall is at work here; `NODE_ENV=production` says so too. */
  readonly production: boolean
  readonly timers: Timers
}

export interface Dock {
  /** The page. */
  readonly url: string
  /** Where each device is, as a station writes it. */
  readonly addresses: Readonly<Record<DeviceName, string>>
  readonly close: () => Promise<void>
}

export type DeviceName = 'printer' | 'signs' | 'rater' | 'cards' | 'scanner'

/** Starts the dock. Rejects in production, and when a port is taken. */
export async function startDock(options: DockOptions): Promise<Dock> {
  if (options.production || process.env['NODE_ENV'] === 'production')
    throw new Error('there are no emulated devices in production')
  const { port, protocol, timers } = options
  const nth = (i: number): { port: number } => ({ port: port === 0 ? 0 : port + i })
  const drawing = await loadDrawing()
  const addresses = Array.from({ length: options.signs }, (_, i) => i + 1)
  const signs = new EmulatedSigns({ protocol, addresses, timers })
  const rater = new EmulatedRater({ timers })
  const cards = new EmulatedCardReader({ timers })
  const scanner = new EmulatedScanner()
  const printer = await startPrinterEmulator({ ...nth(1), timers })
  const ports: EmulatorPort[] = []
  for (const [i, device] of [signs, rater, cards, scanner].entries())
    ports.push(await openEmulatorPort((stream) => device.attach(stream), nth(i + 2)))
  const [signPort, raterPort, cardPort, scannerPort] = ports
  const where = {
    printer: printer.address,
    signs: `${signPort?.address ?? ''}?driver=${protocol}`,
    rater: raterPort?.address ?? '',
    cards: cardPort?.address ?? '',
    scanner: scannerPort?.address ?? '',
  }

  const state = (): object => ({
    addresses: where,
    sampleNumber: `99999920000101001${checkCharacter('99999920000101001')}`,
    printer: { levers: printer.levers(), tickets: printer.tickets.length },
    signs: [...signs.signs].map(([address, { text, levers }]) => ({ address, text, levers })),
    rater: { levers: rater.levers, lit: rater.lit },
    cards: { levers: cards.levers, holdsCard: cards.holdsCard },
    scanner: { levers: scanner.levers, attached: scanner.attached },
  })
  const pull = async (lever: LeverPull): Promise<boolean> => {
    switch (lever.device) {
      case 'printer':
        await printer.set(lever.levers)
        return true
      case 'signs': {
        const sign = signs.signs.get(lever.sign)
        sign?.set(lever.levers)
        return sign !== undefined
      }
      case 'rater':
        rater.set(lever.levers)
        return true
      case 'cards':
        cards.set(lever.levers)
        return true
      case 'scanner':
        scanner.set(lever.levers)
        return true
    }
  }
  const act = (what: Act): boolean => {
    switch (what.act) {
      case 'press':
        return rater.press(what.level)
      case 'place':
        cards.place(what.name, what.number)
        return true
      case 'remove':
        cards.remove()
        return true
      case 'scan':
        scanner.scan(what.content)
        return scanner.attached
      case 'powerCycle':
        signs.signs.get(what.sign)?.powerCycle()
        return signs.signs.has(what.sign)
    }
  }

  const server = createServer((request, response) => {
    answer(request).then(
      ([status, type, body]) => reply(response, status, type, body),
      () => reply(response, 500, 'text/plain', 'fault'),
    )
  })
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    // Another site's page must not press levers here, whatever name it gives this computer.
    if (!/^(127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? '')) return notHere
    const route = `${request.method ?? ''} ${request.url ?? ''}`
    if (route === 'GET /') return [200, 'text/html; charset=utf-8', dockPage]
    if (route === 'GET /state') return [200, 'application/json', JSON.stringify(state())]
    if (route === 'GET /hanzi.ttf') return [200, 'font/ttf', await readFile(require.resolve(hanzi))]
    if (request.method === 'GET' && request.url?.startsWith('/ticket.png') === true) {
      const last = printer.tickets.at(-1)
      return last ? [200, 'image/png', drawing.toPng(last.bitmap)] : notHere
    }
    if (route !== 'POST /levers' && route !== 'POST /act') return notHere
    if (request.headers['content-type'] !== 'application/json') return wrong
    const body = await bodyOf(request)
    if (route === 'POST /levers') {
      const lever = parseLevers(body)
      return lever && (await pull(lever)) ? done : wrong
    }
    const what = parseAct(body)
    return what && act(what) ? done : wrong
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const bound = server.address()
  const pagePort = bound === null || typeof bound === 'string' ? port : bound.port
  return {
    url: `http://127.0.0.1:${pagePort}/`,
    addresses: where,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      for (const open of [printer, ...ports]) await open.close()
    },
  }
}

type Answer = readonly [status: number, type: string, body: string | Uint8Array]
const done: Answer = [200, 'application/json', '{}']
const wrong: Answer = [400, 'text/plain', 'not done']
const notHere: Answer = [404, 'text/plain', 'not here']

function reply(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; img-src 'self'; connect-src 'self'; font-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'none'",
  })
  response.end(body)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) {
    text += String(part)
    if (text.length > 10_000) throw new Error('too much')
  }
  return text
}
