/**
 * Readers that pretend to be a keyboard (键盘口). They are told from a person's typing by what they put before and
 * after, never by how fast they type: a busy computer hands keys over late. Time only ends a scan that was begun
 * and never finished, so that a stray prefix does not swallow the keyboard for good.
 */

export interface WedgeOptions {
  /** What the reader is set to type first: keys that nobody types, e.g. `~~`. Never empty. */
  readonly prefix: string
  /** The key it ends with, as browsers name it. */
  readonly suffix: string
  /** Longest a whole scan may take, ms. */
  readonly longestMs: number
  readonly longest: number
}

export const usualWedge: WedgeOptions = { prefix: '~~', suffix: 'Enter', longestMs: 3000, longest: 512 }

export type WedgeHeard =
  /** Somebody's typing: these keys, among them such as were held back, belong to whoever has the focus. */
  | { readonly type: 'typed'; readonly keys: readonly string[] }
  /** Perhaps the reader's; nobody else shall have it yet. */
  | { readonly type: 'held' }
  | { readonly type: 'scanned'; readonly content: string }

/** Begins listening; give it every key (as `KeyboardEvent.key`) with its own time. Throws RangeError without a prefix. */
export function wedgeParser(options: WedgeOptions = usualWedge): (key: string, atMs: number) => WedgeHeard {
  const { prefix, suffix, longestMs, longest } = options
  if (prefix === '') throw new RangeError('a reader that types needs a prefix')
  let held = ''
  let begunAtMs = 0

  return (key, atMs) => {
    const late = held !== '' && atMs - begunAtMs > longestMs
    // What was begun and given up is dropped when it had its whole prefix: it was no person's typing.
    const back = late && held.length < prefix.length ? [...held] : []
    if (late) held = ''
    if (held.length >= prefix.length) return within(key)
    if (key.length === 1 && prefix.startsWith(held + key)) {
      if (held === '') begunAtMs = atMs
      held += key
      return back.length > 0 ? { type: 'typed', keys: back } : { type: 'held' }
    }
    // Shift and its like come between the characters of a prefix.
    if (held !== '' && isModifier(key)) return { type: 'held' }
    const keys = [...back, ...held, key]
    held = ''
    return { type: 'typed', keys }
  }

  function within(key: string): WedgeHeard {
    if (key === suffix) {
      const content = held.slice(prefix.length)
      held = ''
      return { type: 'scanned', content }
    }
    if (key.length === 1) held += key
    if (held.length - prefix.length > longest) held = ''
    return { type: 'held' }
  }
}

function isModifier(key: string): boolean {
  return ['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'Process', 'Unidentified'].includes(key)
}
