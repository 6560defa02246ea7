/** States held against each other. */
import { encodeState } from '#shared/hall/snapshot.ts'
import type { HallState } from '#shared/hall/state.ts'
import { redactState } from '#shared/protocol/redact.ts'
import type { Audience } from '#shared/protocol/redact.ts'

/** Where two states part, as this audience sees them; undefined when they are the same. */
export function difference(found: HallState, expected: HallState, audience: Audience): string | undefined {
  const [a, b] = [seenBy(found, audience), seenBy(expected, audience)]
  return isSame(a, b) ? undefined : parting(canonical(a), canonical(b))
}

/** One state is held against those of many machines. */
const seen = new WeakMap<HallState, Map<Audience, unknown>>()

function seenBy(state: HallState, audience: Audience): unknown {
  const known = seen.get(state) ?? new Map<Audience, unknown>()
  seen.set(state, known)
  const before = known.get(audience)
  if (before !== undefined) return before
  const made = encodeState(redactState(state, audience))
  known.set(audience, made)
  return made
}

/** As JSON would have it: whatever the order of fields, and a field that is undefined is none. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((v, i) => isSame(v, b[i]))
  if (!isRow(a) || !isRow(b)) return false
  for (const key in a) if (!isSame(a[key], b[key])) return false
  for (const key in b) if (b[key] !== undefined && a[key] === undefined) return false
  return true
}

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function canonical(of: unknown): string {
  return JSON.stringify(of, (_key, value: unknown) =>
    isRow(value) && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

function parting(a: string, b: string): string {
  let at = 0
  while (at < a.length && a[at] === b[at]) at += 1
  const from = Math.max(0, at - 60)
  return `…${a.slice(from, at + 60)}… is not …${b.slice(from, at + 60)}…`
}
