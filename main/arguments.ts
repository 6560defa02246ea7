/** Command-line flags: what each mode takes, and one clear line for anything else. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { addressForms, parsePrinterAddress } from './devices/printer/address.ts'
import { parseRaterAddress, raterAddressForms } from './devices/rater/rater.ts'
import { isReaderAddress } from './devices/reader/idCardReader.ts'
import { parseSignAddress, signAddressForms } from './devices/sign/address.ts'
import type { SignLineAddress } from './devices/sign/address.ts'
import type { CertificateChoice } from './tls/certificate.ts'

/** What the command line asks for. */
export type Arguments =
  | ({
      readonly mode: 'demo'
      readonly fresh: boolean
      readonly simulate: boolean
      /** How long a screen's answer may take before it counts as gone, ms; as in a hall where not said. */
      readonly patienceMs?: number | undefined
    } & Serving &
      KioskDevices)
  | ({
      readonly mode: 'hub'
      readonly hall?: string | undefined
      /** Make this computer the hub, from the copy in its data folder. */
      readonly promote: boolean
      /** The hall's other computers that may be the hub. */
      readonly peers: readonly string[]
      /** Where copies of the ledger go; `backups` in the data folder without it. */
      readonly backupDir?: string | undefined
      /** Minutes between two copies; 0 for none. */
      readonly backupEvery: number
      /** Days for which copies are kept. */
      readonly backupDays: number
      /** A damaged ledger is put aside and the newest good copy put in its place. */
      readonly restoreNewest: boolean
    } & Serving)
  | ({
      readonly mode: 'station'
      readonly kind: 'kiosk' | 'console' | 'display' | 'pad'
      readonly hubs: readonly string[]
      readonly pair?: string | undefined
      /** The rater with keys at this counter. */
      readonly rater?: string | undefined
    } & Serving &
      KioskDevices)
  | { readonly mode: 'import'; readonly data: string; readonly catalogue: string }
  | {
      readonly mode: 'restore'
      readonly data: string
      readonly backupDir?: string | undefined
      /** A copy by its path; the newest good one without it. */
      readonly from?: string | undefined
      /** Only say which copies there are. */
      readonly list: boolean
    }

interface Serving {
  readonly data: string
  readonly host: string
  readonly port: number
  /** What to speak TLS with to other computers; absent: nothing is encrypted. */
  readonly tls?: CertificateChoice | undefined
  /** Names of this computer in the hall's network, beyond bare and local ones. */
  readonly names?: readonly string[] | undefined
  /** The line of counter signs that hangs on this computer. */
  readonly signs?: SignLineAddress | undefined
}
/** What hangs on a kiosk; addresses as its devices' drivers read them. */
interface KioskDevices {
  readonly printer?: string | undefined
  readonly profile: string
  /** The ID-card reader. */
  readonly reader?: string | undefined
  /** The code scanner. */
  readonly scanner?: string | undefined
}

export type ReadArguments =
  | { readonly ok: true; readonly value: Arguments }
  /** One line for the person who typed it. */
  | { readonly ok: false; readonly line: string }

const serving = {
  data: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '7800' },
  name: { type: 'string', multiple: true },
  tls: { type: 'boolean', default: false },
  cert: { type: 'string' },
  key: { type: 'string' },
  'next-cert': { type: 'string' },
  signs: { type: 'string' },
} as const

const kioskDevices = {
  printer: { type: 'string' },
  profile: { type: 'string', default: 'escpos-80' },
  reader: { type: 'string' },
  scanner: { type: 'string' },
} as const

const flags = {
  demo: {
    ...serving,
    fresh: { type: 'boolean', default: false },
    simulate: { type: 'boolean', default: false },
    patience: { type: 'string' },
    ...kioskDevices,
  },
  hub: {
    ...serving,
    hall: { type: 'string' },
    promote: { type: 'boolean', default: false },
    peers: { type: 'string', default: '' },
    'backup-dir': { type: 'string' },
    'backup-every': { type: 'string', default: '60' },
    'backup-days': { type: 'string', default: '30' },
    'restore-newest': { type: 'boolean', default: false },
  },
  station: {
    ...serving,
    mode: { type: 'string' },
    hub: { type: 'string', multiple: true },
    pair: { type: 'string' },
    rater: { type: 'string' },
    ...kioskDevices,
  },
  import: { data: { type: 'string' }, catalogue: { type: 'string' } },
  restore: {
    data: { type: 'string' },
    'backup-dir': { type: 'string' },
    from: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
} as const

const portNumber = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().max(65_535))
const minutes = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().max(10_080))
const days = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(365))
const seconds = z
  .string()
  .regex(/^\d{1,2}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(60))
const modes = ['demo', 'hub', 'station', 'import', 'restore'] as const

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
      const devices = kioskDevicesOf(values)
      if (typeof devices === 'string') return wrong(devices)
      const { fresh, simulate } = values
      const patience = seconds.optional().safeParse(values.patience)
      if (!patience.success)
        return wrong(`--patience takes seconds from 1 to 60, not "${String(values.patience)}"`)
      const patienceMs = patience.data === undefined ? undefined : patience.data * 1000
      return { ok: true, value: { mode, fresh, simulate, patienceMs, ...devices, ...serve } }
    }
    case 'hub': {
      const { values } = parseArgs({ args: [...args], options: flags.hub, strict: true })
      const serve = servingOf(values)
      if (typeof serve === 'string') return wrong(serve)
      const peers = addressesOf([values.peers])
      if (typeof peers === 'string') return wrong(peers)
      const every = minutes.safeParse(values['backup-every'])
      if (!every.success)
        return wrong(`--backup-every takes minutes from 0 to 10080, not "${values['backup-every']}"`)
      const keep = days.safeParse(values['backup-days'])
      if (!keep.success)
        return wrong(`--backup-days takes days from 1 to 365, not "${values['backup-days']}"`)
      const { hall, promote, 'backup-dir': backupDir, 'restore-newest': restoreNewest } = values
      if (backupDir === '') return wrong('--backup-dir takes a folder')
      const backup = { backupDir, backupEvery: every.data, backupDays: keep.data, restoreNewest }
      return { ok: true, value: { mode, hall, promote, peers, ...backup, ...serve } }
    }
    case 'station': {
      const { values } = parseArgs({ args: [...args], options: flags.station, strict: true })
      const serve = servingOf(values)
      if (typeof serve === 'string') return wrong(serve)
      const kind = z.enum(['kiosk', 'console', 'display', 'pad']).safeParse(values.mode)
      if (!kind.success) return wrong('station needs --mode kiosk, console, display or pad')
      const hubs = addressesOf(values.hub ?? [])
      if (typeof hubs === 'string') return wrong(hubs)
      if (hubs.length === 0)
        return wrong('station needs --hub http://HOST:PORT, once for each computer that may be the hub')
      const devices = kioskDevicesOf(values)
      if (typeof devices === 'string') return wrong(devices)
      const { pair, rater } = values
      if (rater !== undefined && parseRaterAddress(rater) === undefined)
        return wrong(`--rater takes ${raterAddressForms}`)
      if (rater !== undefined && kind.data !== 'console' && kind.data !== 'pad')
        return wrong('--rater stands at a counter: it goes with --mode console or pad')
      // A computer that may become the hub of a hall that speaks TLS needs a certificate the others know by then.
      const isSecure = hubs.some((hub) => hub.startsWith('https:'))
      const tls = serve.tls ?? (isSecure ? { from: 'ownMade' as const } : undefined)
      return { ok: true, value: { mode, kind: kind.data, hubs, pair, rater, ...devices, ...serve, tls } }
    }
    case 'import': {
      const { values } = parseArgs({ args: [...args], options: flags.import, strict: true })
      const { data, catalogue } = values
      if (data === undefined || data === '') return wrong('import needs --data DIR')
      if (catalogue === undefined || catalogue === '')
        return wrong('import needs --catalogue FILE.csv or FILE.xlsx')
      return { ok: true, value: { mode, data, catalogue } }
    }
    case 'restore': {
      const { values } = parseArgs({ args: [...args], options: flags.restore, strict: true })
      const { data, from, list, 'backup-dir': backupDir } = values
      if (data === undefined || data === '') return wrong('restore needs --data DIR')
      if (from === '') return wrong('--from takes a file')
      if (backupDir === '') return wrong('--backup-dir takes a folder')
      if (list && from !== undefined) return wrong('restore takes --from FILE or --list, not both')
      return { ok: true, value: { mode, data, backupDir, from, list } }
    }
  }
}

/** Addresses, each an origin; several may stand in one flag with commas between. */
function addressesOf(given: readonly string[]): readonly string[] | string {
  const origins: string[] = []
  for (const text of given.flatMap((g) => g.split(',')).map((t) => t.trim())) {
    if (text === '') continue
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
      return `"${text}" is not an address such as http://192.168.1.10:7800`
    origins.push(new URL(text).origin)
  }
  return origins
}

function servingOf(values: {
  data?: string | undefined
  host: string
  port: string
  name?: string[] | undefined
  signs?: string | undefined
  tls: boolean
  cert?: string | undefined
  key?: string | undefined
  'next-cert'?: string | undefined
}): Serving | string {
  const port = portNumber.safeParse(values.port)
  if (!port.success) return `--port takes a number from 0 to 65535, not "${values.port}"`
  if (values.data === undefined || values.data === '') return 'this needs --data DIR'
  if (!/^[\w.:-]{1,255}$/.test(values.host))
    return `--host takes a host name or address, not "${values.host}"`
  const names = values.name?.map((name) => name.toLowerCase())
  const odd = names?.find((name) => !/^[a-z\d-]{1,63}(\.[a-z\d-]{1,63})*$/.test(name))
  if (odd !== undefined) return `--name takes a host name such as hall.example.cn, not "${odd}"`
  const signs = values.signs === undefined ? undefined : parseSignAddress(values.signs)
  if (values.signs !== undefined && signs === undefined) return `--signs takes ${signAddressForms}`
  const tls = certificateOf(values)
  if (typeof tls === 'string') return tls
  return { data: values.data, host: values.host, port: port.data, names, signs, tls }
}

function certificateOf({
  tls,
  cert,
  key,
  'next-cert': next,
}: {
  tls: boolean
  cert?: string | undefined
  key?: string | undefined
  'next-cert'?: string | undefined
}): CertificateChoice | undefined | string {
  if (cert === undefined && key === undefined && next === undefined)
    return tls ? { from: 'ownMade' } : undefined
  if (cert === undefined || key === undefined || [cert, key, next].includes(''))
    return '--cert FILE and --key FILE go together, each a PEM file; --next-cert FILE may come with them'
  return { from: 'files', cert, key, next }
}

function kioskDevicesOf({ printer, profile, reader, scanner }: KioskDevices): KioskDevices | string {
  if (printer !== undefined && parsePrinterAddress(printer) === undefined)
    return `--printer takes ${addressForms}`
  for (const [flag, text] of [
    ['reader', reader],
    ['scanner', scanner],
  ] as const) {
    if (text !== undefined && !isReaderAddress(text))
      return `--${flag} takes serial:PATH[?baud=N] or tcp://HOST:PORT, not "${text}"`
  }
  return { printer, profile, reader, scanner }
}

function wrong(line: string): ReadArguments {
  return { ok: false, line }
}
