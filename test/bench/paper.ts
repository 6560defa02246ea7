/**
 * What a ticket costs: `npm run bench -- paper`. Drawing and bytes per language and
 * paper, and the whole way from the facts to the printer's confirmation over TCP on this machine. Figures are
 * printed for people; nothing is asserted.
 */
import { performance } from 'node:perf_hooks'
import { parsePrinterAddress } from '#main/devices/printer/address.ts'
import { startPrinterEmulator } from '#main/devices/printer/emulator.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { loadDrawing } from '#main/printing/drawing.ts'
import { createPress } from '#main/printing/encode.ts'
import { memoryJobStore } from '#main/printing/job.ts'
import { createPrinting } from '#main/printing/printing.ts'
import { loadProfile } from '#main/printing/profiles.ts'
import { rasterTicket } from '#main/printing/raster.ts'
import { memoryRollStore } from '#main/printing/rollStore.ts'
import { locales } from '#shared/catalogue/catalogue.ts'
import { ticketDocument } from '#shared/ticketing/ticket.ts'
import { sampleFacts } from '#test/contract/sampleTickets.ts'

const rounds = 30

/** Median and 95th percentile of the times of `rounds` runs, ms. */
function summary(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)
  return `p50 ${at(0.5).padStart(6)}  p95 ${at(0.95).padStart(6)} ms`
}

function timed(run: () => void): readonly number[] {
  return Array.from({ length: rounds }, () => {
    const from = performance.now()
    run()
    return performance.now() - from
  })
}

/** Prints the figures. */
export async function bench(): Promise<void> {
  await drawing()
  await wholeWay()
}

async function drawing(): Promise<void> {
  const from = performance.now()
  const pens = await loadDrawing()
  console.log(`canvas and fonts, once per process: ${(performance.now() - from).toFixed(0)} ms`)

  for (const id of ['escpos-80', 'escpos-58']) {
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
      let bytes = press.encode(bitmap)
      const encode = timed(() => {
        bytes = press.encode(bitmap)
      })
      const mm = Math.round((bitmap.height / profile.dotsPerInch) * 25.4)
      console.log(
        `${id} ${locale}: ${String(mm).padStart(3)} mm, ${(bytes.length / 1000).toFixed(1).padStart(5)} kB` +
          `  first ${firstMs.toFixed(0).padStart(3)} ms  draw ${summary(draw)}  encode ${summary(encode)}`,
      )
    }
  }
}

async function wholeWay(): Promise<void> {
  const emulator = await startPrinterEmulator({ port: 0, timers: systemTimers })
  const printer = parsePrinterAddress(emulator.address)
  if (!printer) throw new Error('no address')
  let ids = 0
  const printing = await createPrinting({
    printer,
    profile: loadProfile('escpos-80'),
    store: memoryJobStore(),
    rolls: memoryRollStore(),
    timers: systemTimers,
    newId: () => `job-${(ids += 1)}`,
  })
  await printing.refresh()
  for (const locale of locales) {
    const times: number[] = []
    for (let i = 0; i < rounds; i += 1) {
      const asked = performance.now()
      const job = await printing.print(sampleFacts(locale))
      if (job.state !== 'printed') throw new Error(`job ${job.state}`)
      times.push(performance.now() - asked)
    }
    console.log(`facts to confirmation over TCP, ${locale}: ${summary(times)}`)
  }
  await printing.close()
  await emulator.close()
}
