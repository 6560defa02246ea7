/**
 * Every emulated device, with a page of levers:
 * `node build/run.mjs node build/dev/deviceDock.ts --port 7890`. With `--serial DIR` each device is also a serial line
 * in that folder (`DIR/signs` …), by socat.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readAddress } from '#main/devices/channel/address.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { startDock } from '#main/devices/dock.ts'

const usage =
  'usage: deviceDock [--port 7890] [--driver ascii|gb18030] [--signs 24] [--serial DIR] [--production]\n' +
  'the page on --port, the printer on the port after it, then signs, rater, ID-card reader and code scanner'

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}

function readArguments(): {
  port: number
  driver: 'ascii' | 'gb18030'
  signs: number
  serial: string | undefined
  production: boolean
} {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '7890' },
        driver: { type: 'string', default: 'ascii' },
        signs: { type: 'string', default: '24' },
        serial: { type: 'string' },
        production: { type: 'boolean', default: false },
      },
    })
    const { driver, serial, production } = values
    const [port, signs] = [Number(values.port), Number(values.signs)]
    if (driver !== 'ascii' && driver !== 'gb18030') return fail(usage)
    if (!Number.isInteger(port) || port < 0 || port > 65_530) return fail(usage)
    if (!Number.isInteger(signs) || signs < 1 || signs > 250) return fail(usage)
    return { port, driver, signs, serial, production }
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

const { port, driver, signs, serial, production } = readArguments()
const started = await startDock({ port, protocol: driver, signs, production, timers: systemTimers }).catch(
  (error: unknown) => fail(error instanceof Error ? error.message : String(error)),
)
console.log(`device dock at ${started.url}`)
for (const [name, address] of Object.entries(started.addresses)) console.log(`  ${name.padEnd(8)} ${address}`)

const pairs: ChildProcess[] = []
if (serial !== undefined) {
  mkdirSync(serial, { recursive: true })
  for (const [name, text] of Object.entries(started.addresses)) {
    const address = readAddress(text, { baudRate: 9600, flow: 'none' })?.address
    if (address?.kind !== 'tcp') continue
    const link = resolve(join(serial, name))
    const pair = spawn('socat', [`pty,raw,echo=0,link=${link}`, `tcp:${address.host}:${address.port}`], {
      stdio: 'ignore',
    })
    pair.on('error', () => console.error('--serial needs socat, which is not installed'))
    pairs.push(pair)
    console.log(`  ${name.padEnd(8)} serial:${link}?flow=none`)
  }
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const pair of pairs) pair.kill()
    void started.close()
  })
}
