/**
 * Goal: no ticket is promised that the roll may not hold, and the first that a new roll can hold is. Method: a
 * kiosk's paper with its file on a disk, and an emulated printer on a real socket whose roll gets shorter with each
 * ticket and whose sensor sees its end.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { parsePrinterAddress } from '#main/devices/printer/address.ts'
import { startPrinterEmulator } from '#main/devices/printer/emulator.ts'
import type { PrinterEmulator } from '#main/devices/printer/emulator.ts'
import type { PrintJob as StoredJob } from '#main/printing/job.ts'
import { openKioskPaper } from '#main/printing/kioskPaper.ts'
import type { CopyingPaper } from '#main/printing/kioskPaper.ts'
import type { Visit } from '#shared/hall/visit.ts'
import { commandId, stationId } from '#shared/ids/ids.ts'
import type { HubMessage, PrintJob } from '#shared/protocol/messages.ts'
import { ticketFactsOf } from '#shared/ticketing/fromVisit.ts'
import { openHall } from '#test/fixtures/hall.ts'

const bound = { timeout: 30_000 }

describe('a roll at its end', () => {
  const hall = openHall()
  let folder: string
  let printer: PrinterEmulator
  let paper: CopyingPaper
  let told: HubMessage[] = []
  let ids = 0

  async function open(): Promise<void> {
    told = []
    paper = await openKioskPaper({
      printer: parsePrinterAddress(printer.address) ?? expect.fail('no address'),
      kiosk: stationId.parse('kiosk-1'),
      profile: 'escpos-80',
      path: join(folder, 'print.db'),
      timers: systemTimers,
      limits: { pollMs: 50, quietMs: 50, answerMs: 10_000 },
      newId: () => `job-${(ids += 1)}`,
      state: () => hall.state,
      waitOf: () => undefined,
      origin: () => 'http://192.168.1.10:7800',
      alone: () => false,
      log: () => undefined,
    })
    paper.listen((message) => told.push(message))
    await expect.poll(() => paper.status().status, bound).not.toBe('unknown')
  }
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yihao-roll-'))
    printer = await startPrinterEmulator({ port: 0, timers: systemTimers })
    await open()
  })
  afterEach(async () => {
    await paper.close()
    await printer.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const jobOf = (visit: Visit): PrintJob | undefined =>
    told
      .flatMap((message) =>
        message.type === 'printJob' && message.job.visitId === visit.id ? [message.job] : [],
      )
      .at(-1)
  const settled = (visit: Visit): Promise<void> =>
    expect.poll(() => jobOf(visit)?.state, bound).toMatch(/printed|failed|uncertain/)
  /** Takes numbers, each with its ticket, until one gets none. */
  async function useUp(): Promise<Visit> {
    for (let i = 0; i < 60; i += 1) {
      const visit = hall.issue(['idCard'])
      paper.print(visit, commandId.parse(visit.id))
      await settled(visit)
      if (jobOf(visit)?.state !== 'printed') return visit
    }
    throw new Error('the roll never ended')
  }

  it('is seen coming: tickets stop while the printer still has paper, and come again with a new roll', async () => {
    await printer.set({ rollMm: 2500 })
    const without = await useUp()
    expect(printer.levers().paper).toBe('nearEnd')
    expect(printer.tickets.length).toBeGreaterThan(5)
    expect(paper.status()).toEqual({ configured: true, status: 'paperLow' })
    expect(paper.printer).toEqual({ address: printer.address, profile: 'escpos-80' })
    expect(jobOf(without)).toMatchObject({ state: 'failed', copy: false })

    // Nor is a copy promised, nor one more.
    const before = printer.tickets.length
    paper.copy(without)
    paper.reprint(without.id)
    await expect
      .poll(() => told.filter((m) => m.type === 'printJob' && m.job.state === 'failed').length, bound)
      .toBe(3)
    expect(printer.tickets).toHaveLength(before)

    told = []
    await printer.set({ rollMm: 0, paper: 'ok' })
    await expect.poll(() => paper.status().status, bound).toBe('ready')
    expect(told).toContainEqual({ type: 'paper', paper: { configured: true, status: 'ready' } })
    paper.reprint(without.id)
    // The first paper of this number: it is no copy.
    await expect.poll(() => jobOf(without), bound).toMatchObject({ state: 'printed', copy: false })
    expect(printer.tickets).toHaveLength(before + 1)
  })

  it('is remembered over a restart, with what came out before it', async () => {
    await printer.set({ rollMm: 1750 })
    await expect.poll(() => paper.status().status, bound).toBe('nearEnd')
    const first = hall.issue(['idCard'])
    paper.print(first, commandId.parse(first.id))
    await settled(first)
    await paper.close()
    await open()
    await useUp()
    const left = printer.levers().rollMm
    expect(left).toBeGreaterThan(0)
    await paper.close()
    await open()
    await expect.poll(() => paper.status().status, bound).toBe('paperLow')
    await useUp()
    expect(printer.levers().rollMm).toBe(left)
  })

  it('counts a ticket in whose midst the program ended', async () => {
    await printer.set({ rollMm: 1750 })
    await expect.poll(() => paper.status().status, bound).toBe('nearEnd')
    for (let restarts = 0; restarts < 4; restarts += 1) {
      await paper.close()
      const store = new SQLite(join(folder, 'print.db'))
      const visit = hall.issue(['idCard'])
      store
        .prepare('insert into print_jobs (id, visit_id, state, asked_at_ms, job) values (?, ?, ?, ?, ?)')
        .run(`torn-${restarts}`, visit.id, 'sending', 0, JSON.stringify(tornJob(`torn-${restarts}`, visit)))
      store.close()
      await open()
    }
    await expect.poll(() => paper.status().status, bound).toBe('paperLow')
    expect(printer.tickets).toEqual([])
  })

  it('puts a test page on paper, or says why it could not', async () => {
    paper.test(7)
    await expect.poll(() => paper.tested(), bound).toEqual({ seq: 7, state: 'printed' })
    expect(printer.tickets).toHaveLength(1)
    // Its hub is told with the state of the paper.
    expect(told.filter((m) => m.type === 'paper').length).toBeGreaterThanOrEqual(2)
    await printer.set({ paper: 'out' })
    await expect.poll(() => paper.status().status, bound).toBe('paperOut')
    paper.test(9)
    await expect.poll(() => paper.tested(), bound).toEqual({ seq: 9, state: 'failed', reason: 'paperOut' })
  })

  const tornJob = (jobId: string, visit: Visit): StoredJob => ({
    id: jobId,
    visitId: visit.id,
    copy: 0,
    facts: ticketFactsOf(hall.state, visit, { wait: undefined, origin: undefined, alone: false }),
    state: 'sending',
    askedAtMs: 0,
  })
})
