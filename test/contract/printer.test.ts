/**
 * Goal: the driver and whatever stands at the other end of the line keep the port's promises. Method: one suite
 * run on the emulator over TCP, over a serial line and over a device file (a pair of pseudo-terminals), and on a
 * real printer when `YIHAO_PRINTER` holds its address (`YIHAO_PRINTER_PROFILE` its profile); real sockets and
 * lines, real time. Faults are levers of the emulator, so a real printer skips them.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { openPrinter, parsePrinterAddress } from '#main/devices/printer/address.ts'
import { startPrinterEmulator } from '#main/devices/printer/emulator.ts'
import type { PrinterEmulator } from '#main/devices/printer/emulator.ts'
import type { Limits } from '#main/devices/printer/line.ts'
import type { PrinterPort } from '#main/devices/printer/port.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { differenceOf } from '#main/printing/bitmap.ts'
import type { Bitmap } from '#main/printing/bitmap.ts'
import { loadDrawing } from '#main/printing/drawing.ts'
import { createPress } from '#main/printing/encode.ts'
import { memoryJobStore } from '#main/printing/job.ts'
import { createPrinting } from '#main/printing/printing.ts'
import { loadProfile } from '#main/printing/profiles.ts'
import { rasterTicket } from '#main/printing/raster.ts'
import { memoryRollStore } from '#main/printing/rollStore.ts'
import { ticketDocument } from '#shared/ticketing/ticket.ts'
import { lines } from './printerLines.ts'
import type { Line, Rig } from './printerLines.ts'
import { sampleFacts } from './sampleTickets.ts'

const drawing = await loadDrawing()
const profile = loadProfile('escpos-80')
const realProfile = loadProfile(process.env['YIHAO_PRINTER_PROFILE'] ?? profile.id)
const ticket = rasterTicket(ticketDocument(sampleFacts('zh')), profile, drawing)

/** Long enough for a busy machine; only a fault ever waits this long. */
const patient: Partial<Limits> = { watchMs: 50, pollMs: 200, answerMs: 10_000, connectMs: 10_000 }
/** For tests in which somebody is silent on purpose, and running out of patience is what is tested. */
const hasty: Partial<Limits> = { ...patient, answerMs: 1200, confirmMs: 2000, chunkMs: 1500 }

const ending: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

async function open(
  line: Line,
  limits = patient,
): Promise<{ rig: Rig; port: PrinterPort; print: () => ReturnType<PrinterPort['print']> }> {
  const rig = await line.open()
  ending.push(rig.end)
  const address = parsePrinterAddress(rig.address)
  if (!address) throw new Error(`not a printer address: ${rig.address}`)
  const model = rig.printer ? profile : realProfile
  const port = openPrinter(address, model, { timers: systemTimers, limits })
  ending.push(port.close)
  const press = createPress(model, port)
  const drawn = rasterTicket(ticketDocument(sampleFacts('zh')), model, drawing)
  return { rig, port, print: () => press.print(drawn, 'test') }
}

for (const line of lines) {
  if (line.missing !== undefined)
    console.warn(`printer contract: ${line.name} is left out, because ${line.missing}`)

  describe.skipIf(line.missing !== undefined)(`the printer port on ${line.name}`, () => {
    const real = line.name === 'a real printer'

    it('says that it is ready', async () => {
      const { port } = await open(line)
      expect(await port.refresh()).toMatchObject({ state: 'ready' })
      expect(port.status()).toMatchObject({ state: 'ready' })
    })

    it('prints tickets one after the other, each confirmed, dot for dot', async () => {
      const { rig, print } = await open(line)
      expect(await Promise.all([print(), print()])).toEqual(
        Array.from({ length: 2 }, () => ({ type: 'printed', confirmed: true })),
      )
      if (!rig.printer) return
      expect(rig.printer.tickets).toHaveLength(2)
      for (const paper of rig.printer.tickets) {
        // The few dots added so that no picture holds a real-time command.
        expect(differenceOf(paper.bitmap, ticket)).toBeLessThan(0.0005)
        expect([paper.text, paper.cut]).toEqual(['', 'partial'])
      }
    })

    const faults = [
      ['paper out', { paper: 'out' }, { paper: 'ok' }, 'paperOut'],
      ['the cover open', { coverOpen: true }, { coverOpen: false }, 'coverOpen'],
      ['the cutter jammed', { cutterJam: true }, { cutterJam: false }, 'cutter'],
      ['the printer offline', { offline: true }, { offline: false }, 'offline'],
    ] as const
    it.skipIf(real).each(faults)(
      'sends nothing with %s, and prints once it is put right',
      async (_, on, off, reason) => {
        const { rig, port, print } = await open(line)
        rig.printer?.set(on)
        expect(await print()).toEqual({ type: 'notSent', reason })
        rig.printer?.set(off)
        expect(await port.refresh()).toEqual({ state: 'ready', paperNearEnd: false })
        expect(rig.printer?.tickets).toEqual([])
        expect(await print()).toEqual({ type: 'printed', confirmed: true })
        expect(rig.printer?.tickets).toHaveLength(1)
      },
    )

    it.skipIf(real)('warns of paper near its end, and prints', async () => {
      const { rig, port, print } = await open(line)
      rig.printer?.set({ paper: 'nearEnd' })
      expect(await print()).toEqual({ type: 'printed', confirmed: true })
      expect(port.status()).toEqual({ state: 'ready', paperNearEnd: true })
    })

    it.skipIf(real)('tells of a fault by itself while idle, and of its end', async () => {
      const { rig, port } = await open(line)
      const heard: unknown[] = []
      port.subscribe((status) => heard.push(status))
      await port.refresh()
      rig.printer?.set({ coverOpen: true })
      await expect.poll(() => heard.at(-1)).toEqual({ state: 'fault', fault: 'coverOpen' })
      rig.printer?.set({ coverOpen: false })
      await expect.poll(() => heard.at(-1)).toEqual({ state: 'ready', paperNearEnd: false })
    })

    it.skipIf(real)('sends nothing to a printer that takes bytes and never answers', async () => {
      const { rig, port, print } = await open(line, hasty)
      await port.refresh()
      rig.printer?.set({ stall: true })
      expect(await print()).toEqual({ type: 'notSent', reason: 'silent' })
    })

    it.skipIf(real)('sends nothing to something that answers rubbish', async () => {
      const { rig, print } = await open(line, hasty)
      rig.printer?.set({ garbageStatus: true })
      expect(await print()).toEqual({ type: 'notSent', reason: 'garbled' })
    })

    it.skipIf(real)(
      'is uncertain when the paper ends in the middle, and never sends the ticket again',
      async () => {
        const { rig, port, print } = await open(line)
        rig.printer?.set({ paperOutMidJob: true })
        expect(await print()).toEqual({ type: 'uncertain', reason: 'paperOut' })
        rig.printer?.set({ paper: 'ok' })
        // The printer finishes what it was sent: one ticket, and there must never be two.
        await expect.poll(() => rig.printer?.tickets.length).toBe(1)
        await port.refresh()
        expect(await print()).toEqual({ type: 'printed', confirmed: true })
        expect(rig.printer?.tickets).toHaveLength(2)
      },
    )

    it.skipIf(real)('is uncertain when nothing confirms it, and believes the next confirmation', async () => {
      const { rig, print } = await open(line, hasty)
      rig.printer?.set({ muteConfirm: true })
      expect(await print()).toEqual({ type: 'uncertain', reason: 'notConfirmed' })
      rig.printer?.set({ muteConfirm: false })
      expect(await print()).toEqual({ type: 'printed', confirmed: true })
      expect(rig.printer?.tickets).toHaveLength(2)
    })

    it.skipIf(real)('waits for a slow printer', async () => {
      const { rig, print } = await open(line)
      rig.printer?.set({ slowMs: 120 })
      expect(await print()).toEqual({ type: 'printed', confirmed: true })
    })

    it.skipIf(real)('is uncertain when the line breaks in the middle', async () => {
      const { rig, port, print } = await open(line, hasty)
      await port.refresh()
      rig.printer?.set({ dropMidJob: true })
      const outcome = await print()
      // Over a cable nobody hears the other end go; the silence after it is all there is.
      expect(outcome.type).toBe('uncertain')
      expect(rig.printer?.tickets).toEqual([])
    })
  })
}

describe('a station’s printing', () => {
  async function station(
    store = memoryJobStore(),
  ): Promise<{ emulator: PrinterEmulator; printing: Awaited<ReturnType<typeof createPrinting>> }> {
    const emulator = await startPrinterEmulator({ port: 0, timers: systemTimers })
    ending.push(emulator.close)
    const address = parsePrinterAddress(emulator.address)
    if (!address) throw new Error('no address')
    let ids = 0
    const printing = await createPrinting({
      printer: address,
      profile,
      store,
      rolls: memoryRollStore(),
      timers: systemTimers,
      newId: () => `job-${(ids += 1)}`,
      limits: patient,
    })
    ending.push(printing.close)
    return { emulator, printing }
  }

  it('fails at once when connections are refused, then prints the same job when asked', async () => {
    const { emulator, printing } = await station()
    await emulator.set({ refuse: true })
    const job = await printing.print(sampleFacts('ug'))
    expect([job.state, job.reason]).toEqual(['failed', 'unreachable'])
    expect(printing.status()).toEqual({ state: 'fault', fault: 'unreachable' })
    await emulator.set({ refuse: false })
    expect((await printing.retry(job.id))?.state).toBe('printed')
    expect(emulator.tickets).toHaveLength(1)
  })

  it('marks a reprint on the paper itself', async () => {
    const { emulator, printing } = await station()
    const facts = sampleFacts('kk')
    await printing.print(facts)
    expect(await printing.reprint(facts.visitId)).toMatchObject({ copy: 1, state: 'printed' })
    const [first, second] = emulator.tickets
    const drawn = (copy: number): Bitmap => rasterTicket(ticketDocument(facts, copy), profile, drawing)
    expect(differenceOf(first?.bitmap ?? ticket, drawn(0))).toBeLessThan(0.0005)
    expect(differenceOf(second?.bitmap ?? ticket, drawn(1))).toBeLessThan(0.0005)
    expect(second?.bitmap.height).toBeGreaterThan(first?.bitmap.height ?? Infinity)
  })

  it('leaves a job that was under way as uncertain when it is closed', async () => {
    const store = memoryJobStore()
    const { emulator, printing } = await station(store)
    await printing.refresh()
    await emulator.set({ muteConfirm: true })
    const printed = printing.print(sampleFacts('zh'))
    await expect.poll(() => emulator.tickets.length).toBe(1)
    await printing.close()
    expect(await printed).toMatchObject({ state: 'uncertain', reason: 'closed' })
    expect(store.unsettled()).toEqual([])
  })
})
