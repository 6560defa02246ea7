/** The console's verbs and the one key of each. Keys are places on the keyboard, the same under any input method. */

export const verbs = [
  'next',
  'recall',
  'start',
  'finish',
  'accepted',
  'completed',
  'advised',
  'declined',
  'transferred',
  'addService',
  'noShow',
  'requeue',
  'papersOut',
  'papersKept',
  'waiting',
  'resume',
  'transfer',
  'handOver',
  'call',
  'raise',
  'pause',
  'close',
  'yes',
  'no',
  'keys',
] as const
export type Verb = (typeof verbs)[number]

/** The key as its cap shows it. */
export const keyOf: Readonly<Record<Verb, string>> = {
  next: 'N',
  recall: 'R',
  start: 'S',
  finish: 'F',
  accepted: 'U',
  completed: 'I',
  advised: 'O',
  declined: 'P',
  transferred: 'L',
  addService: 'A',
  noShow: 'X',
  requeue: 'Q',
  papersOut: 'G',
  papersKept: 'H',
  waiting: 'J',
  resume: 'M',
  transfer: 'T',
  handOver: 'D',
  call: 'C',
  raise: 'K',
  pause: 'B',
  close: 'W',
  yes: 'Y',
  no: 'Z',
  keys: '?',
}

/** What a key pressed means: a verb, or a service of the visit by its place in the list. */
export type Pressed =
  { readonly kind: 'verb'; readonly verb: Verb } | { readonly kind: 'service'; readonly place: number }

/** As much of a keyboard event as is looked at. */
export type KeyPress = Pick<
  KeyboardEvent,
  'code' | 'key' | 'repeat' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'
>

/** What the key means, if anything. A key held down, or held with another, means nothing. */
export function pressed(event: KeyPress): Pressed | undefined {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined
  if (event.key === '?' || event.key === '？') return { kind: 'verb', verb: 'keys' }
  const digit = /^(?:Digit|Numpad)([1-9])$/u.exec(event.code)?.[1]
  if (digit !== undefined) return { kind: 'service', place: Number(digit) - 1 }
  const letter = /^Key([A-Z])$/u.exec(event.code)?.[1]
  const verb = verbs.find((v) => keyOf[v] === letter)
  return verb === undefined ? undefined : { kind: 'verb', verb }
}

/** Whether the event comes from where text is typed. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable)
  )
}
