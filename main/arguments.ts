/** Command-line flags: what each mode takes, and one clear line for anything else. */
import { parseArgs } from 'node:util'
import { z } from 'zod'

/** What the command line asks for. */
export type Arguments =
  | ({ readonly mode: 'demo'; readonly fresh: boolean; readonly simulate: boolean } & Serving & Paper)
  | ({ readonly mode: 'hub'; readonly hall?: string | undefined } & Serving)
  | { readonly mode: 'import'; readonly data: string; readonly catalogue: string }

interface Serving {
  readonly data: string
  readonly host: string
  readonly port: number
}
interface Paper {
  readonly printer?: string | undefined
  readonly profile: string
}

export type ReadArguments =
  | { readonly ok: true; readonly value: Arguments }
  /** One line for the person who typed it. */
  | { readonly ok: false; readonly line: string }

const serving = {
  data: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '7800' },
} as const

const flags = {
  demo: {
    ...serving,
    fresh: { type: 'boolean', default: false },
    simulate: { type: 'boolean', default: false },
    printer: { type: 'string' },
    profile: { type: 'string', default: 'escpos-80' },
  },
  hub: { ...serving, hall: { type: 'string' } },
  import: { data: { type: 'string' }, catalogue: { type: 'string' } },
} as const

const portNumber = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().max(65_535))
const modes = ['demo', 'hub', 'import'] as const

/** Reads what follows the program's name. Port 0 asks for any free one. */
export function readArguments(argv: readonly string[]): ReadArguments {
  const mode = z.enum(modes).safeParse(argv[0])
  if (!mode.success) return wrong(`say what to run: ${modes.join(' | ')}`)
  try {
    return read(mode.data, argv.slice(1))
  } catch (error) {
    return wrong(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
}

function read(mode: (typeof modes)[number], args: readonly string[]): ReadArguments {
  switch (mode) {
    case 'demo': {
      const { values } = parseArgs({ args: [...args], options: flags.demo, strict: true })
      const serve = servingOf({ ...values, data: values.data ?? './data/demo' })
      if (typeof serve === 'string') return wrong(serve)
      const { fresh, simulate, printer, profile } = values
      return { ok: true, value: { mode, fresh, simulate, printer, profile, ...serve } }
    }
    case 'hub': {
      const { values } = parseArgs({ args: [...args], options: flags.hub, strict: true })
      const serve = servingOf(values)
      if (typeof serve === 'string') return wrong(serve)
      return { ok: true, value: { mode, hall: values.hall, ...serve } }
    }
    case 'import': {
      const { values } = parseArgs({ args: [...args], options: flags.import, strict: true })
      const { data, catalogue } = values
      if (data === undefined || data === '') return wrong('import needs --data DIR')
      if (catalogue === undefined || catalogue === '')
        return wrong('import needs --catalogue FILE.csv or FILE.xlsx')
      return { ok: true, value: { mode, data, catalogue } }
    }
  }
}

function servingOf(values: { data?: string | undefined; host: string; port: string }): Serving | string {
  const port = portNumber.safeParse(values.port)
  if (!port.success) return `--port takes a number from 0 to 65535, not "${values.port}"`
  if (values.data === undefined || values.data === '') return 'this needs --data DIR'
  if (!/^[\w.:-]{1,255}$/.test(values.host))
    return `--host takes a host name or address, not "${values.host}"`
  return { data: values.data, host: values.host, port: port.data }
}

function wrong(line: string): ReadArguments {
  return { ok: false, line }
}
