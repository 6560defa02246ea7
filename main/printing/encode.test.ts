import { describe, expect, it } from 'vitest'
import type { PrintOutcome } from '#main/devices/printer/port.ts'
import { readCommand } from '#main/devices/printer/escposCommand.ts'
import type { PrinterCommand } from '#main/devices/printer/escposCommand.ts'
import { createPress } from './encode.ts'
import { loadProfile } from './profiles.ts'
import type { PrinterProfile } from './profiles.ts'

const profile: PrinterProfile = { ...loadProfile('escpos-80'), bandRows: 10 }

function pressOf(own: PrinterProfile = profile): {
  press: ReturnType<typeof createPress>
  jobs: Uint8Array[]
} {
  const jobs: Uint8Array[] = []
  const press = createPress(own, {
    status: () => ({ state: 'ready', paperNearEnd: false }),
    print: (bytes): Promise<PrintOutcome> => {
      jobs.push(Uint8Array.from(bytes))
      return Promise.resolve({ type: 'printed', confirmed: true })
    },
  })
  return { press, jobs }
}

function commandsOf(bytes: Uint8Array): PrinterCommand[] {
  const commands: PrinterCommand[] = []
  for (let rest = Buffer.from(bytes); rest.length > 0;) {
    const { command, length } = readCommand(rest)
    expect(length).toBeGreaterThan(0)
    commands.push(command)
    rest = rest.subarray(length)
  }
  return commands
}

const bitmap = { width: 576, height: 25, bits: Uint8Array.from({ length: 72 * 25 }, (_, i) => i % 251) }

describe('composing a job', () => {
  it('sends the picture in bands, feeds, cuts, and ends by asking whether it was done', () => {
    const commands = commandsOf(pressOf().press.encode(bitmap))
    expect(commands.map((c) => c.type)).toEqual([
      ...['ignored', 'raster', 'raster', 'raster', 'ignored', 'cut', 'ignored', 'paperQuery'],
    ])
    const dots = Buffer.concat(commands.map((c) => (c.type === 'raster' ? c.dots : Buffer.alloc(0))))
    const expected = Buffer.from(bitmap.bits)
    expect(dots).toEqual(expected)
  })

  it.each([
    ['full', 'full'],
    ['partial', 'partial'],
    ['none', undefined],
  ] as const)('cuts as the model does: %s', (cut, kind) => {
    const commands = commandsOf(pressOf({ ...profile, cut }).press.encode(bitmap))
    expect(commands.find((c) => c.type === 'cut')?.kind).toBe(kind)
  })

  it('asks nothing of a printer that cannot answer', () => {
    const commands = commandsOf(pressOf(loadProfile('escpos-80-mute')).press.encode(bitmap))
    expect(commands.some((c) => c.type === 'paperQuery')).toBe(false)
  })

  it('leaves no real-time command in the picture', () => {
    const bits = Uint8Array.from(
      { length: 72 },
      (_, i) => [0x10, 0x04, 0x10, 0x14, 0x10, 0x05, 0x10, 0x10][i % 8] ?? 0,
    )
    const bytes = pressOf().press.encode({ width: 576, height: 1, bits })
    const raster = commandsOf(bytes).find((c) => c.type === 'raster')
    for (const pair of [
      [0x10, 0x04],
      [0x10, 0x14],
      [0x10, 0x05],
    ]) {
      expect(raster?.dots.includes(Buffer.from(pair))).toBe(false)
    }
    // Not a dot is lost by it.
    for (const [i, byte] of bits.entries()) expect((raster?.dots[i] ?? 0) & byte).toBe(byte)
  })

  it('sends each job once, and nothing of the one before', async () => {
    const { press, jobs } = pressOf()
    expect(await press.print(bitmap, 'a')).toEqual({ type: 'printed', confirmed: true })
    await press.print(bitmap, 'b')
    expect(jobs).toHaveLength(2)
    expect(jobs[0]).toEqual(jobs[1])
    expect(jobs[0]).toEqual(press.encode(bitmap))
  })
})
