/** The shell's command line, and what it comes to together with what is kept on this computer. */
import { parseArgs } from 'node:util'
import { choice, problemOf } from './choice.ts'
import type { Choice } from './choice.ts'
import { loopbackOrigin } from './doors.ts'
import { modes, pageOf } from './modes.ts'
import type { Mode } from './modes.ts'

/** What was said on the command line. */
export interface ShellOrder {
  readonly mode?: Mode
  /** Screens already served at this origin; no Node side is started. */
  readonly attach?: string
  /** With `attach`: visitors' screens in ordinary frames, to look at beside each other. */
  readonly isFramed?: boolean
  /** Only there with `attach`: the page of a hall that runs already. */
  readonly page?: string
  /** What the line says instead of what is kept, for this run only. */
  readonly instead: Readonly<Record<string, unknown>>
  /** Ask again what this computer is, though a choice is kept. */
  readonly choose: boolean
  /** Said by the running app to the start it makes to be set up anew. */
  readonly pass?: string
  /** Started with the computer: a console or hub opens in the tray. */
  readonly hidden: boolean
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

const flags = {
  mode: { type: 'string' },
  attach: { type: 'string' },
  hub: { type: 'string', multiple: true },
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  tls: { type: 'boolean' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'next-cert': { type: 'string' },
  name: { type: 'string', multiple: true },
  counter: { type: 'string' },
  printer: { type: 'string' },
  profile: { type: 'string' },
  reader: { type: 'string' },
  scanner: { type: 'string' },
  signs: { type: 'string' },
  monitor: { type: 'string', multiple: true },
  strip: { type: 'boolean' },
  framed: { type: 'boolean', default: false },
  choose: { type: 'boolean', default: false },
  hidden: { type: 'boolean', default: false },
  /** How often in a row this app started itself again after a fault; for itself. */
  relaunched: { type: 'string' },
  pass: { type: 'string' },
} as const

/** What an administrator may have to tell Chromium itself; it opens nothing. All else is refused. */
const forChromium =
  /^--(ozone-platform(-hint)?=\w+|force-device-scale-factor=[\d.]+|disable-gpu|lang=[\w-]+)$/

/**
 * Reads the shell's arguments. `--mode`, `--hub`, `--data` and the others say what this run is; with none of them
 * it is what was chosen on this computer. `--attach ORIGIN` shows screens that are served here already.
 */
export function parseShellOrder(line: readonly string[]): Parsed<ShellOrder> {
  const args = line.filter((arg) => !forChromium.test(arg))
  let values
  try {
    values = parseArgs({ args, options: flags }).values
  } catch (error) {
    return wrong(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))
  }
  const { choose, hidden, attach, mode: said, counter, pass, framed } = values
  const mode = modes.find((known) => known === said)
  if (said !== undefined && mode === undefined) return wrong(`--mode must be one of ${modes.join(', ')}`)
  if (attach !== undefined) {
    const origin = loopbackOrigin(attach)
    if (origin === undefined) return wrong('--attach must be an address on this machine')
    if (mode === undefined) return wrong(`--attach needs --mode: one of ${modes.join(', ')}`)
    return right({
      mode,
      attach: origin,
      page: pageOf(mode, counter),
      isFramed: framed,
      instead: {},
      choose: false,
      hidden,
    })
  }
  // A visitors' screen of a real hall is never without its locks.
  if (framed) return wrong('--framed is for --attach')
  const { hub, data, port, host, printer, profile, reader, scanner, signs, monitor, strip } = values
  const { cert, key, 'next-cert': nextCert } = values
  if ((cert === undefined) !== (key === undefined) || (nextCert !== undefined && cert === undefined))
    return wrong(
      '--cert FILE and --key FILE go together, each a PEM file; --next-cert FILE may come with them',
    )
  const given = {
    hubs: hub?.flatMap((text) => text.split(',')),
    data,
    port: port === undefined ? undefined : Number(port),
    host,
    tls: cert === undefined ? (values.tls === true ? 'ownMade' : undefined) : { cert, key, nextCert },
    names: values.name,
    counter,
    printer,
    profile,
    reader,
    scanner,
    signs,
    screens: monitor?.map((number) => ({ monitor: Number(number) })),
    strip,
  }
  const instead = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return right({
    ...(mode === undefined ? {} : { mode }),
    ...(pass === undefined ? {} : { pass }),
    instead,
    choose,
    hidden,
  })
}

/** What this start is: the set-up page, screens served already, or a mode with its own Node side. */
export type Start =
  | { readonly do: 'setUp'; readonly kept?: Choice }
  | {
      readonly do: 'attach'
      readonly mode: Mode
      readonly origin: string
      readonly page: string
      readonly isFramed: boolean
    }
  | { readonly do: 'run'; readonly chosen: Choice; readonly hidden: boolean }

/**
 * The command line before what is kept, what is kept before what was prepared for the whole computer, and the
 * set-up page when there is none. Another mode than the kept one takes nothing from it but the hubs and the PIN.
 */
export function startOf(order: ShellOrder, kept?: Choice, prepared?: Choice): Parsed<Start> {
  const { mode, attach, page, isFramed = false, instead, hidden } = order
  if (attach !== undefined && mode !== undefined && page !== undefined)
    return right({ do: 'attach', mode, origin: attach, page, isFramed })
  const base = kept ?? prepared
  if (order.choose) return right({ do: 'setUp', ...(base === undefined ? {} : { kept: base }) })
  if (mode === undefined && base === undefined) {
    return Object.keys(instead).length === 0
      ? right({ do: 'setUp' })
      : wrong(`say what this computer is: --mode ${modes.join(' | ')}`)
  }
  const same = mode === undefined || mode === base?.mode
  const carried = same ? base : base && { hubs: mode === 'hub' ? [] : base.hubs, pin: base.pin }
  const read = choice.safeParse({
    version: 1,
    ...carried,
    ...(mode === undefined ? {} : { mode }),
    ...instead,
  })
  if (!read.success) {
    const issue = read.error.issues[0]
    return wrong(`--${flagOf(issue?.path[0])}: ${issue?.message ?? 'not valid'}`)
  }
  const problem = problemOf(read.data)
  if (problem !== undefined) return wrong(problem)
  return right({ do: 'run', chosen: read.data, hidden })
}

function flagOf(field: PropertyKey | undefined): string {
  if (field === 'hubs') return 'hub'
  if (field === 'names') return 'name'
  return field === 'screens' ? 'monitor' : String(field)
}

function right<T>(value: T): Parsed<T> {
  return { ok: true, value }
}

function wrong(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem }
}
