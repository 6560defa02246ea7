/** A printer for the desk: `node build/run.mjs node build/dev/printerEmulator.ts --port 9100 --out tickets`. */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { startPrinterEmulator } from '#main/devices/printer/emulator.ts'
import type { EmulatorLevers } from '#main/devices/printer/emulator.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'

const usage =
  'usage: printerEmulator [--port 9100] [--host 127.0.0.1] [--out DIR] [--width 576]\n' +
  'then, on standard input, one lever a line: paper ok|nearEnd|out · rollMm N · slowMs N · coverOpen, offline,\n' +
  'cutterJam, stall, muteConfirm, dropMidJob, paperOutMidJob, garbageStatus, refuse: each on|off'

/** One lever as typed, e.g. `coverOpen on`; undefined when there is none such. */
function leverOf(line: string): Partial<EmulatorLevers> | undefined {
  const [name, value = ''] = line.trim().split(/\s+/)
  const on = value === 'on' ? true : value === 'off' ? false : undefined
  if (name === 'paper') {
    return value === 'ok' || value === 'nearEnd' || value === 'out' ? { paper: value } : undefined
  }
  if (name === 'rollMm') return /^\d{1,6}$/.test(value) ? { rollMm: Number(value) } : undefined
  if (name === 'slowMs') return /^\d{1,6}$/.test(value) ? { slowMs: Number(value) } : undefined
  if (on === undefined || name === undefined) return undefined
  switch (name) {
    case 'coverOpen':
      return { coverOpen: on }
    case 'offline':
      return { offline: on }
    case 'cutterJam':
      return { cutterJam: on }
    case 'stall':
      return { stall: on }
    case 'muteConfirm':
      return { muteConfirm: on }
    case 'dropMidJob':
      return { dropMidJob: on }
    case 'paperOutMidJob':
      return { paperOutMidJob: on }
    case 'garbageStatus':
      return { garbageStatus: on }
    case 'refuse':
      return { refuse: on }
  }
  return undefined
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}

function readArguments(): { port: number; host: string; out: string | undefined; width: number } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '9100' },
        host: { type: 'string', default: '127.0.0.1' },
        out: { type: 'string' },
        width: { type: 'string', default: '576' },
      },
    })
    return { port: Number(values.port), host: values.host, out: values.out, width: Number(values.width) }
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

const { port, host, out, width } = readArguments()
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`--port must be 0 to 65535\n${usage}`)
if (!Number.isInteger(width) || width < 8 || width % 8 !== 0)
  fail(`--width must be a multiple of 8\n${usage}`)

const emulator = await startPrinterEmulator({
  port,
  host,
  widthDots: width,
  timers: systemTimers,
  ...(out !== undefined && { outDir: out }),
  onTicket: ({ bitmap, cut }, file) => {
    console.log(
      `ticket ${bitmap.width}×${bitmap.height} dots, ${cut} cut${file === undefined ? '' : `: ${file}`}`,
    )
  },
})
console.log(`printer at ${emulator.address}`)

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  if (line.trim() === '') return
  const lever = leverOf(line)
  if (!lever) console.log(usage)
  else void emulator.set(lever).then(() => console.log(JSON.stringify(emulator.levers())))
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    lines.close()
    void emulator.close()
  })
}
