/** The lines device contracts are run over: in memory, TCP, a pair of pseudo-terminals, and real hardware. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { duplexPair } from 'node:stream'
import type { Duplex } from 'node:stream'
import { SerialPort } from 'serialport'
import { expect } from 'vitest'
import { openerOf, readAddress } from '#main/devices/channel/address.ts'
import type { Channel, ChannelOpener } from '#main/devices/channel/channel.ts'
import { openEmulatorPort } from '#main/devices/channel/emulatorPort.ts'
import { pollBoth } from '#main/devices/channel/pollBoth.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'

/** A way to a device that stands ready. */
export interface OpenLine {
  readonly opener: ChannelOpener
  /** Breaks the connection there is; it may be opened again. Absent where nothing can. */
  readonly cut?: () => void
  readonly end: () => Promise<void>
}

export interface DeviceLine {
  readonly name: string
  /** No emulator is at its other end. */
  readonly real: boolean
  /** Why it cannot be had here. */
  readonly missing?: string
  /** @param attach the emulator, for each connection */
  readonly open: (attach: (stream: Duplex) => void) => Promise<OpenLine>
}

/** A stream as a driver sees it. */
function channelOf(stream: Duplex): Channel {
  let ended = false
  const ending: (() => void)[] = []
  stream.on('error', () => undefined)
  stream.on('close', () => {
    ended = true
    for (const end of ending.splice(0)) end()
  })
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (ended) reject(new Error('the line is closed'))
        else
          stream.write(bytes, (error) => {
            if (error) reject(error)
            else resolve()
          })
      }),
    onBytes: (listener) => stream.on('data', listener),
    onClose: (listener) => {
      if (ended) listener()
      else ending.push(listener)
    },
    close: () => {
      stream.destroy()
    },
  }
}

/** A line in memory, with nothing between the two ends. */
export function memoryLine(attach: (stream: Duplex) => void): OpenLine & { readonly cut: () => void } {
  let near: Duplex | undefined
  return {
    opener: {
      startsClean: true,
      open: () => {
        const [here, there] = duplexPair()
        near = here
        attach(there)
        return Promise.resolve(channelOf(here))
      },
    },
    cut: () => near?.destroy(),
    end: () => Promise.resolve(),
  }
}

async function tcpLine(attach: (stream: Duplex) => void): Promise<OpenLine> {
  const streams: Duplex[] = []
  const served = await openEmulatorPort(
    (stream) => {
      streams.push(stream)
      attach(stream)
    },
    { port: 0 },
  )
  return {
    opener: openerTo(served.address),
    cut: () => {
      for (const stream of streams.splice(0)) stream.destroy()
    },
    end: served.close,
  }
}

/** Two pseudo-terminals joined by socat, the emulator at the far one. */
async function serialLine(attach: (stream: Duplex) => void): Promise<OpenLine> {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-line-'))
  const near = join(folder, 'near')
  const far = join(folder, 'far')
  const joined = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], {
    stdio: 'ignore',
  })
  await expect.poll(() => readdirSync(folder).length, { timeout: 20_000 }).toBe(2)
  const serial = new SerialPort({ path: far, baudRate: 9600, autoOpen: false })
  serial.on('error', () => undefined)
  await new Promise<void>((resolve, reject) => {
    serial.open((error) => {
      if (error) reject(error)
      else resolve()
    })
  })
  pollBoth(serial.port)
  attach(serial)
  return {
    opener: openerTo(`serial:${near}`),
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

function openerTo(text: string): ChannelOpener {
  const read = readAddress(text, { baudRate: 9600, flow: 'none' })
  if (!read) throw new Error(`not a device’s address: ${text}`)
  return openerOf(read.address, systemTimers)
}

const socat =
  spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0 ? undefined : 'socat is not installed'

/** The lines for one kind of device; `variable` may name a real one's address. */
export function linesFor(variable: string): readonly DeviceLine[] {
  const real = process.env[variable]
  const lines: readonly DeviceLine[] = [
    { name: 'the emulator in memory', real: false, open: (attach) => Promise.resolve(memoryLine(attach)) },
    { name: 'the emulator over TCP', real: false, open: tcpLine },
    {
      name: 'the emulator over a serial line',
      real: false,
      ...(socat !== undefined && { missing: socat }),
      open: serialLine,
    },
    {
      name: 'real hardware',
      real: true,
      ...(real === undefined && { missing: `${variable} is not set` }),
      open: () => Promise.resolve({ opener: openerTo(real ?? ''), end: () => Promise.resolve() }),
    },
  ]
  for (const { name, missing } of lines)
    if (missing !== undefined) console.warn(`${variable}: ${name} is left out, because ${missing}`)
  return lines
}
