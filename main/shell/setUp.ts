/** From the set-up page's answers to a choice that can be kept, and back. */
import { pinProblem } from '#shared/hall/pin.ts'
import type { SetUpAnswer, ShellSays, ShellState } from '#shared/protocol/shellBridge.ts'
import { choice } from './choice.ts'
import type { Choice } from './choice.ts'
import { isUpdateSource } from './updateSource.ts'

export type ReadAnswer =
  | { readonly ok: true; readonly chosen: Omit<Choice, 'pin'>; readonly newPin: string | undefined }
  | Extract<ShellSays, { ok: false }>

/** Reads the answers. A first choice needs a PIN; later an empty one keeps what there is. */
export function readAnswer(answer: SetUpAnswer, kept?: Choice): ReadAnswer {
  const newPin = answer.newPin.trim()
  if (newPin === '' ? kept?.pin === undefined : pinProblem(newPin) !== undefined) return no('badPin')
  const hubs: string[] = []
  for (const text of answer.hubs.split(/[\s,，、;；]+/).filter((part) => part !== '')) {
    const origin = hubOrigin(text)
    if (origin === undefined) return no('badAddress')
    hubs.push(origin)
  }
  if (answer.mode !== 'hub' && hubs.length === 0) return no('hubsMissing')
  const printer = answer.printer.trim()
  if (printer !== '' && !/^(tcp:\/\/|serial:|file:)\S/.test(printer)) return no('badPrinter')
  const counter = answer.counter.trim()
  if (counter.startsWith('-')) return no('badCounter')
  const from = answer.updatesFrom.trim()
  if (from !== '' && !isUpdateSource(from)) return no('badUpdates')
  // What the page does not ask stays as it was set by hand.
  const {
    data,
    port,
    tls,
    names,
    profile,
    reader,
    scanner,
    signs,
    screens: before,
  } = kept?.mode === answer.mode ? kept : {}
  // The page asks it of the hub; a certificate of the hall's own that was set by hand stays.
  const isEncrypted = answer.mode === 'hub' ? answer.isEncrypted : tls !== undefined
  const encryption = isEncrypted ? (tls ?? 'ownMade') : undefined
  const monitors = answer.monitors.toSorted((a, b) => a - b)
  const screens = monitors.map(
    (monitor) => before?.find((screen) => screen.monitor === monitor) ?? { monitor },
  )
  const read = choice.safeParse({
    version: 1,
    mode: answer.mode,
    hubs,
    ...(answer.mode === 'hub' && answer.isOpenToHall ? { host: '0.0.0.0' } : {}),
    ...(encryption === undefined ? {} : { tls: encryption }),
    ...(names === undefined ? {} : { names }),
    ...(answer.mode === 'kiosk' && printer !== '' ? { printer } : {}),
    ...(answer.mode === 'pad' && counter !== '' ? { counter } : {}),
    ...(answer.mode === 'display' && screens.length > 0 ? { screens } : {}),
    strip: answer.mode === 'console' && answer.strip,
    autostart: answer.autostart,
    ...(from === '' ? {} : { updates: { ...kept?.updates, from } }),
    ...(data === undefined ? {} : { data }),
    ...(port === undefined ? {} : { port }),
    ...(profile === undefined ? {} : { profile }),
    ...(reader === undefined ? {} : { reader }),
    ...(scanner === undefined ? {} : { scanner }),
    ...(signs === undefined ? {} : { signs }),
  })
  if (!read.success) return no('badAddress')
  return { ok: true, chosen: read.data, newPin: newPin === '' ? undefined : newPin }
}

/** What a person types for a hub: an address, or a name or number with or without its port. */
export function hubOrigin(text: string): string | undefined {
  const address = /^https?:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.hostname === '')
    return undefined
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return undefined
  // Port 80 is what a bare name would mean to a browser; a hub is never there unless that was said.
  const isPortSaid = /:\d+\/?$/.test(address)
  // A full name with https may stand for a server in front of the hub; a number or a bare name is the hub itself.
  const isFullName = /\.[a-z]/i.test(url.hostname)
  if (!isPortSaid && (url.protocol === 'http:' || !isFullName)) url.port = '7800'
  return url.origin
}

/** What is kept, as the set-up page shows it. */
export function shownOf(kept: Choice): NonNullable<ShellState['kept']> {
  return {
    mode: kept.mode,
    hubs: kept.hubs.join(', '),
    isOpenToHall: kept.host !== undefined && kept.host !== '127.0.0.1',
    isEncrypted: kept.tls !== undefined,
    counter: kept.counter ?? '',
    printer: kept.printer ?? '',
    monitors: kept.screens?.map(({ monitor }) => monitor) ?? [],
    strip: kept.strip,
    autostart: kept.autostart,
    updatesFrom: kept.updates?.from ?? '',
  }
}

function no(why: Extract<ShellSays, { ok: false }>['why']): Extract<ShellSays, { ok: false }> {
  return { ok: false, why }
}
