/**
 * What the screens cost a real browser: the hall's display and a teller's console while ten calls a second come in,
 * each beside the other for a minute; the bytes each page loads; and how soon a kiosk paints. The pages and the hub are those
 * of the product, the hub a process of its own.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
// eslint-disable-next-line house/no-sleep -- calls come at the pace of a hall, and the clock is what is measured
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import type { Socket } from 'socket.io-client'
import { ensureBuilt } from '#build/screens.ts'
import { z } from 'zod'
import { helloOf } from '#shared/client/socketLink.ts'
import type { ServiceId } from '#shared/ids/ids.ts'
import { counterId, queueId, serviceId } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { findBrowser, launch } from '../e2e/findBrowser.ts'
import { asker, connect, signIn } from './load/clients.ts'
import type { Ask } from './load/clients.ts'
import { cli, startProgram } from './load/programs.ts'
import type { Program } from './load/programs.ts'
import { fixed, median, printTable, spread } from './table.ts'

const seconds = 60
/** Long enough to know the machine by. */
const emptySeconds = 15
const callsPerSecond = 10
const tellers = 10
const paintRounds = 5
/** Longer than this is felt as a stop. */
const limitMs = 50

const out = join(import.meta.dirname, '..', '..', 'out', 'renderer')

/** What a page noted of itself. */
interface Noted {
  readonly tasks: readonly number[]
  readonly frames: readonly number[]
}

/** Prints the tables. */
export async function bench(): Promise<void> {
  await ensureBuilt()
  bundles()
  const search = await findBrowser()
  if (search.found === undefined) {
    console.log(`no browser runs here (${search.why}): the rest is not measured`)
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'yihao-bench-'))
  const browser = await launch(search.found)
  const hub = await startProgram(cli, ['demo', '--data', folder, '--port', '0'])
  const sockets: Socket[] = []
  try {
    await paints(browser, hub)
    await underLoad(browser, hub, sockets)
  } finally {
    for (const socket of sockets) socket.disconnect()
    await browser.close()
    await hub.kill()
    rmSync(folder, { recursive: true })
  }
}

/** Files a page names before any of its programs runs, and what they weigh. */
function bundles(): void {
  const rows = (['renderer', 'kiosk'] as const).map((name) => {
    const html = readFileSync(join(out, name, 'index.html'), 'utf8')
    const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((m) => m[1] ?? '')
    const weigh = (ends: string): string => {
      const bytes = files
        .filter((f) => f.endsWith(ends) && existsSync(join(out, f)))
        .map((f) => readFileSync(join(out, f)))
      const kB = (of: readonly Uint8Array[]): string =>
        fixed(of.reduce((sum, b) => sum + b.length, 0) / 1000, 0)
      return `${kB(bytes)} (${kB(bytes.map((b) => gzipSync(b)))})`
    }
    return [
      name === 'renderer' ? 'staff and hall screens' : 'kiosk',
      files.length,
      weigh('.js'),
      weigh('.css'),
    ]
  })
  printTable(
    'First files of each page, kB (packed), before fonts and what is loaded as it is needed',
    ['', 'files', 'scripts', 'styles'],
    rows,
  )
}

async function paints(browser: Browser, hub: Program): Promise<void> {
  const rows: (string | number)[][] = []
  for (const path of ['/kiosk', '/display', '/console']) {
    const first: number[] = []
    const loaded: number[] = []
    for (let n = 0; n < paintRounds; n += 1) {
      // A context of its own keeps nothing of the round before.
      const context = await browser.newContext({ viewport: { width: 1080, height: 1920 } })
      const page = await context.newPage()
      let bytes = 0
      page.on('response', (answer) => {
        void answer
          .body()
          .then((body) => (bytes += body.length))
          .catch(() => undefined)
      })
      await page.goto(`${hub.origin}${path}`)
      const at = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            new PerformanceObserver((list) => {
              const [entry] = list.getEntriesByName('first-contentful-paint')
              if (entry !== undefined) resolve(entry.startTime)
            }).observe({ type: 'paint', buffered: true })
          }),
      )
      await page.waitForLoadState('networkidle')
      first.push(at)
      loaded.push(bytes / 1000)
      await context.close()
    }
    rows.push([path, spread(first), fixed(median(loaded), 0)])
  }
  printTable(
    `First paint of a page loaded for the first time, ms: median of ${String(paintRounds)} rounds (min–max); kB in all, fonts too`,
    ['', 'first paint', 'kB'],
    rows,
  )
}

async function underLoad(browser: Browser, hub: Program, sockets: Socket[]): Promise<void> {
  const services = await ownServices(hub.origin)
  const asks: Ask[] = []
  for (let n = 0; n < tellers; n += 1) {
    const socket = await connect(hub.origin, helloOf('console', await signIn(hub.origin, n)))
    sockets.push(socket)
    const ask = asker(socket)
    asks.push(ask)
    await given(ask({ type: 'openCounter', counterId: counterOf(n) }))
  }
  const watched = async (pages: readonly Watched[], forS: number): Promise<(string | number)[][]> => {
    await pause(1500)
    const before = await Promise.all(pages.map(async ({ spent }) => spent()))
    const fromMs = performance.now()
    const calls = await load(asks, services, forS)
    const tookS = (performance.now() - fromMs) / 1000
    const rows = await Promise.all(
      pages.map(async ({ name, spent, noted }, at) => {
        const after = await spent()
        const busyMs = after.allMs - (before[at]?.allMs ?? NaN)
        const ownMs = after.ownMs - (before[at]?.ownMs ?? NaN)
        const { tasks, frames } = await noted()
        return [
          name,
          calls,
          fixed(calls / tookS, 1),
          fixed(ownMs / calls, 1),
          fixed(busyMs / calls, 1),
          `${fixed(busyMs / tookS / 10, 0)} %`,
          tasks.length,
          fixed(Math.max(0, ...tasks), 0),
          `${String(frames.filter((ms) => ms > limitMs).length)} of ${String(frames.length)}`,
          fixed(Math.max(0, ...frames), 0),
        ]
      }),
    )
    for (const { close } of pages) await close()
    return rows
  }
  const empty = await watchedPage('empty page, nothing drawn', await emptyPage(browser))
  const rows = await watched([empty], emptySeconds)
  const board = await watchedPage('display, 1920×1080', await display(browser, hub))
  const desk = await watchedPage('console, 1366×768', await consoleOf(browser, hub))
  rows.push(...(await watched([board, desk], seconds)))
  printTable(
    `Screens while calls come in for ${String(seconds)} s, each an issue, a call and a finish, display and console at once; goal: none above ${String(limitMs)} ms; the empty page says what the machine itself costs, in ${String(emptySeconds)} s`,
    [
      '',
      'calls',
      'per s',
      'own ms per call',
      'with painting',
      'busy',
      'tasks > 50 ms',
      'longest',
      'frames > 50 ms',
      'longest',
    ],
    rows,
  )
}

/** A page at work, and what it says of itself. */
interface Watched {
  readonly name: string
  /** All the page's thread was busy with, and of it what is the page's own and not painting, ms. */
  readonly spent: () => Promise<{ readonly allMs: number; readonly ownMs: number }>
  /** What it noted between the last two times it was asked what it had spent. */
  readonly noted: () => Promise<Noted>
  readonly close: () => Promise<void>
}

async function watchedPage(name: string, page: Page): Promise<Watched> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  return {
    name,
    spent: async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      const of = (what: string): number => (metrics.find((m) => m.name === what)?.value ?? NaN) * 1000
      await page.evaluate(() => {
        const { noted } = globalThis as unknown as { noted: { tasks: number[]; frames: number[] } }
        Object.assign(noted, { past: { tasks: noted.tasks.splice(0), frames: noted.frames.splice(0) } })
      })
      return {
        allMs: of('TaskDuration'),
        ownMs: of('ScriptDuration') + of('RecalcStyleDuration') + of('LayoutDuration'),
      }
    },
    noted: async () => page.evaluate(() => (globalThis as unknown as { noted: { past: Noted } }).noted.past),
    close: async () => page.context().close(),
  }
}

/** A page that notes its long tasks and the time between its frames. */
async function noting(browser: Browser, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.addInitScript(() => {
    const noted: { tasks: number[]; frames: number[] } = { tasks: [], frames: [] }
    Object.assign(globalThis, { noted })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) noted.tasks.push(entry.duration)
    }).observe({ type: 'longtask', buffered: true })
    let lastMs: number | undefined
    const frame = (nowMs: number): void => {
      if (lastMs !== undefined) noted.frames.push(nowMs - lastMs)
      lastMs = nowMs
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  return page
}

/** What this machine and this browser do to a page that does nothing at all while the load runs. */
async function emptyPage(browser: Browser): Promise<Page> {
  const page = await noting(browser, 1920, 1080)
  await page.goto('about:blank')
  return page
}

async function display(browser: Browser, hub: Program): Promise<Page> {
  const page = await noting(browser, 1920, 1080)
  await page.goto(`${hub.origin}/display`)
  await page.locator('[data-link="live"]').waitFor()
  return page
}

/** A teller signed in and at work at the last counter, where nobody of the load is. */
async function consoleOf(browser: Browser, hub: Program): Promise<Page> {
  const page = await noting(browser, 1366, 768)
  await page.goto(`${hub.origin}/console`)
  await page.locator('input').first().waitFor()
  for (const typed of ['1012', '2580']) {
    await page.keyboard.type(typed)
    await page.keyboard.press('Enter')
  }
  await page.locator('[data-counter="counter-12"]').click()
  await page.locator('[data-verb="next"]').waitFor()
  return page
}

/** Ten calls a second, evenly, each teller in turn, for so many seconds; how many there were. */
async function load(asks: readonly Ask[], services: readonly ServiceId[], forS: number): Promise<number> {
  const total = forS * callsPerSecond
  const fromMs = performance.now()
  const under: Promise<void>[] = []
  for (let n = 0; n < total; n += 1) {
    const dueMs = fromMs + (n * 1000) / callsPerSecond
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await pause(waitMs)
    const at = n % asks.length
    const [ask, service] = [asks[at], services[at]]
    if (ask !== undefined && service !== undefined) under.push(oneCall(ask, counterOf(at), service))
  }
  await Promise.all(under)
  return total
}

async function oneCall(ask: Ask, at: ReturnType<typeof counterOf>, service: ServiceId): Promise<void> {
  await given(ask({ type: 'issueVisit', channel: 'desk', serviceIds: [service] }))
  const { visitId } = await given(ask({ type: 'callNext', counterId: at }))
  if (visitId === undefined) throw new Error('no visit')
  await given(ask({ type: 'finish', visitId }))
}

const counterOf = (n: number): ReturnType<typeof counterId.parse> =>
  counterId.parse(`counter-${String(n + 1)}`)

const catalogue = z.object({
  services: z.array(z.object({ id: serviceId, queueId })),
  counters: z.array(z.object({ id: counterId, queueIds: z.array(queueId) })),
})

/** For each of the counters at work one service it serves itself. */
async function ownServices(origin: string): Promise<readonly ServiceId[]> {
  const answer = await fetch(`${origin}/api/v1/catalogue`)
  const { services, counters } = catalogue.parse(await answer.json())
  return Array.from({ length: tellers }, (_, n) => {
    const own = counters.find((c) => c.id === counterOf(n))?.queueIds ?? []
    const found = services.find((s) => own.includes(s.queueId))
    if (found === undefined) throw new Error(`${counterOf(n)} serves nothing`)
    return found.id
  })
}

async function given(asked: Promise<Answer>): Promise<Extract<Answer, { ok: true }>> {
  const answer = await asked
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`)
  return answer
}
