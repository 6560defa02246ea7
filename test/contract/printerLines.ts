/** The lines the printer contract is run over. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SerialPort } from 'serialport'
import { expect } from 'vitest'
import { EmulatedPrinter } from '#main/devices/printer/emulatedPrinter.ts'
import { startPrinterEmulator } from '#main/devices/printer/emulator.ts'
import type { PrinterEmulator } from '#main/devices/printer/emulator.ts'
import { pollBoth } from '#main/devices/channel/pollBoth.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'

/** A printer to test on. */
export interface Rig {
  readonly address: string
  /** Absent for a real printer. */
  readonly printer?: EmulatedPrinter
  /** A TCP emulator, which can also refuse connections. */
  readonly emulator?: PrinterEmulator
  readonly end: () => Promise<void>
}

/** A way to reach one; `missing` says why it cannot be had here. */
export interface Line {
  readonly name: string
  readonly missing?: string
  readonly open: () => Promise<Rig>
}

async function tcpRig(): Promise<Rig> {
  const emulator = await startPrinterEmulator({ port: 0, timers: systemTimers })
  return { address: emulator.address, printer: emulator.printer, emulator, end: emulator.close }
}

/** Two pseudo-terminals joined by socat, the emulator at the far one. */
async function pairRig(addressOf: (path: string) => string): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-printer-'))
  const near = join(folder, 'near')
  const far = join(folder, 'far')
  const joined = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], {
    stdio: 'ignore',
  })
  await expect.poll(() => readdirSync(folder).length).toBe(2)
  const serial = new SerialPort({ path: far, baudRate: 115_200, autoOpen: false })
  serial.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    serial.open((error) => {
      if (error) reject(error)
      else resolve()
    })
  })
  pollBoth(serial.port)
  const printer = new EmulatedPrinter({ widthDots: 576, timers: systemTimers })
  printer.attach(serial)
  return {
    address: addressOf(near),
    printer,
    end: async () => {
      if (serial.isOpen) await new Promise<void>((resolve) => serial.close(() => resolve()))
      await new Promise<void>((resolve) => {
        joined.once('exit', () => resolve())
        joined.kill()
      })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const socat =
  spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0 ? undefined : 'socat is not installed'
const realAddress = process.env['YIHAO_PRINTER']

export const lines: readonly Line[] = [
  { name: 'the emulator over TCP', open: tcpRig },
  {
    name: 'the emulator over a serial line',
    ...(socat !== undefined && { missing: socat }),
    open: () => pairRig((path) => `serial:${path}?flow=none`),
  },
  {
    name: 'the emulator as a device file',
    ...(socat !== undefined && { missing: socat }),
    open: () => pairRig((path) => `file:${path}`),
  },
  {
    name: 'a real printer',
    ...(realAddress === undefined && { missing: 'YIHAO_PRINTER is not set' }),
    open: () => Promise.resolve({ address: realAddress ?? '', end: () => Promise.resolve() }),
  },
]
