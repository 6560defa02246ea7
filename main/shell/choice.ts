/** What this computer is: chosen once on the first start, kept, and used at every start after. */
import { z } from 'zod'
import { modes, usualPort } from './modes.ts'

const origin = z
  .string()
  .max(300)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'an address such as http://192.168.1.10:7800',
  )
  .transform((text) => new URL(text).origin)
const port = z.number().int().min(0).max(65_535)
/** Given to the Node side as an argument: nothing there may pass for a flag. */
const plain = z.string().min(1).max(300).regex(/^[^-]/, 'may not begin with a dash')

/** A monitor by its place from the left, 1 first, and what its display page is asked for (`distance=8&voice=off`). */
const screen = z.object({ monitor: z.number().int().min(1).max(16), query: z.string().max(200).optional() })

/** Where updates come from: a folder on a share, or an address of the intranet. Never there by default. */
const updates = z.object({
  from: z.string().min(1).max(300),
  /** Earliest and latest local hour at which an update may be put in, e.g. 21 and 5. */
  fromHour: z.number().int().min(0).max(23).default(21),
  untilHour: z.number().int().min(0).max(23).default(5),
})

/** What a computer speaks TLS with to others: a certificate it makes itself, or the hall's own and the next one (PEM files). */
const tls = z.union([z.literal('ownMade'), z.object({ cert: plain, key: plain, nextCert: plain.optional() })])

/** The PIN of this computer, for when the hall cannot be asked: never the PIN itself. */
const localPin = z.object({
  salt: z.string().regex(/^[\w-]{10,100}$/),
  hash: z.string().regex(/^[\w-]{40,200}$/),
})

export const choice = z.object({
  version: z.literal(1),
  mode: z.enum(modes),
  /** Computers that may be the hub, the usual one first; none for the hub itself. */
  hubs: z.array(origin).max(8).default([]),
  data: z.string().min(1).max(300).optional(),
  port: port.optional(),
  /** Where the hub listens: this computer alone, or the hall's network too. */
  host: z
    .string()
    .regex(/^[\w.:]{1,255}$/)
    .optional(),
  /** Encrypts what goes to other computers; without it a hub sends everything in the clear. */
  tls: tls.optional(),
  /** Names of this computer in the hall's network, beyond bare and local ones. */
  names: z
    .array(z.string().regex(/^[a-z\d-]{1,63}(\.[a-z\d-]{1,63})*$/i, 'a host name such as hall.example.cn'))
    .max(8)
    .optional(),
  counter: plain.optional(),
  printer: plain.optional(),
  profile: plain.optional(),
  /** A kiosk's ID-card reader and code scanner. */
  reader: plain.optional(),
  scanner: plain.optional(),
  signs: plain.optional(),
  /** Which monitors a display uses; absent means every one. */
  screens: z.array(screen).min(1).max(16).optional(),
  /** The console keeps its small strip above other programs. */
  strip: z.boolean().default(false),
  autostart: z.boolean().default(false),
  updates: updates.optional(),
  pin: localPin.optional(),
})
export type Choice = z.infer<typeof choice>
export type Screen = z.infer<typeof screen>

/** Reads a kept choice; undefined when the text is none, so that the person is asked again. */
export function parseChoice(text: string): Choice | undefined {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return undefined
  }
  const read = choice.safeParse(json)
  return read.success && problemOf(read.data) === undefined ? read.data : undefined
}

/** Why a choice cannot be run, in one line; undefined when it can. */
export function problemOf(chosen: Pick<Choice, 'mode' | 'hubs'>): string | undefined {
  if (chosen.mode !== 'hub' && chosen.hubs.length === 0)
    return 'this mode needs --hub http://HOST:PORT, once for each computer that may be the hub'
  return undefined
}

/** Arguments of the Node side, `main/cli.ts`. */
export function nodeArgsOf(chosen: Choice, dataDir: string): readonly string[] {
  const { mode, hubs, data = dataDir, port: at = usualPort[mode], printer, profile, signs, host } = chosen
  const shared = [
    ...['--data', data, '--port', String(at)],
    ...(signs === undefined ? [] : ['--signs', signs]),
    ...tlsArgsOf(chosen.tls),
    ...(chosen.names ?? []).flatMap((name) => ['--name', name]),
  ]
  if (mode === 'hub') {
    const peers = hubs.length === 0 ? [] : ['--peers', hubs.join(',')]
    return ['hub', ...shared, '--host', host ?? '127.0.0.1', ...peers]
  }
  const paper = mode !== 'kiosk' || printer === undefined ? [] : ['--printer', printer]
  const readers = (['reader', 'scanner'] as const).flatMap((name) => {
    const at = chosen[name]
    return mode !== 'kiosk' || at === undefined ? [] : [`--${name}`, at]
  })
  const width = mode !== 'kiosk' || profile === undefined ? [] : ['--profile', profile]
  return [
    'station',
    '--mode',
    mode,
    ...hubs.flatMap((hub) => ['--hub', hub]),
    ...shared,
    ...paper,
    ...width,
    ...readers,
  ]
}

function tlsArgsOf(chosen: Choice['tls']): readonly string[] {
  if (chosen === undefined) return []
  if (chosen === 'ownMade') return ['--tls']
  const { cert, key, nextCert } = chosen
  return ['--cert', cert, '--key', key, ...(nextCert === undefined ? [] : ['--next-cert', nextCert])]
}

/** Whether only this computer can reach the Node side: then it answers nobody but this launch of the shell. */
export function isPrivate(chosen: Choice): boolean {
  return (
    chosen.mode !== 'hub' ||
    chosen.host === undefined ||
    ['127.0.0.1', '::1', 'localhost'].includes(chosen.host)
  )
}
