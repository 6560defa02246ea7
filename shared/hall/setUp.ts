/**
 * A hall's set-up as parts that change one by one: each change says what stood there before, so that two
 * people cannot overwrite each other unseen, and so that any change can be taken back by its opposite.
 */
import { z } from 'zod'
import { catalogue } from '../catalogue/catalogue.ts'
import { displays } from './displays.ts'
import { settings } from './settings.ts'
import { staffMember } from './staff.ts'

/** Parts that are lists of things with an id. */
export const listParts = [
  'zones',
  'departments',
  'services',
  'queues',
  'counters',
  'packages',
  'staff',
  'displays',
] as const
export type ListPart = (typeof listParts)[number]
export const setUpPart = z.enum([...listParts, 'settings', 'incompatibleDuties'])
export type SetUpPart = z.infer<typeof setUpPart>

/** One thing of the set-up, before and after; absent where it was or is not there. */
export const setUpChange = z.object({
  part: setUpPart,
  /** The id of the thing; a field's name for `settings`; empty for `incompatibleDuties`. */
  key: z.string().max(200),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  /** Where in its list it stands or stood; at the end where it is not said. */
  at: z.number().int().min(0).optional(),
})
export type SetUpChange = z.infer<typeof setUpChange>

/** All of a hall that is set up by people. */
export const setUp = z.object({
  settings,
  catalogue,
  staff: z.array(staffMember).max(5000).readonly(),
  displays,
})
export type SetUp = z.infer<typeof setUp>

/** The set-up as plain lists and fields, whatever their shape. */
interface Plain {
  readonly settings: Readonly<Record<string, unknown>>
  readonly lists: Readonly<Record<ListPart, readonly Row[]>>
  readonly incompatibleDuties: unknown
}
interface Row {
  readonly id: string
}

const withId = z.looseObject({ id: z.string() })

function plainOf({ settings: s, catalogue: c, staff, displays: screens }: SetUp): Plain {
  const { zones, departments, services, queues, counters, packages, incompatibleDuties } = c
  return {
    settings: s,
    lists: { zones, departments, services, queues, counters, packages, staff, displays: screens },
    incompatibleDuties,
  }
}

/** What stands at this place now; undefined for nothing. */
function standing(plain: Plain, { part, key }: Pick<SetUpChange, 'part' | 'key'>): unknown {
  if (part === 'settings') return Object.hasOwn(plain.settings, key) ? plain.settings[key] : undefined
  if (part === 'incompatibleDuties') return plain.incompatibleDuties
  return plain.lists[part].find(({ id }) => id === key)
}

function put(plain: Plain, change: SetUpChange): Plain {
  const { part, key, after } = change
  if (part === 'settings') {
    const others = Object.entries(plain.settings).filter(([name]) => name !== key)
    const own = after === undefined ? [] : [[key, after] as const]
    return { ...plain, settings: Object.fromEntries([...others, ...own]) }
  }
  if (part === 'incompatibleDuties') return { ...plain, incompatibleDuties: after ?? [] }
  return { ...plain, lists: { ...plain.lists, [part]: listWith(plain.lists[part], change) } }
}

function listWith(rows: readonly Row[], { key, after, at }: SetUpChange): readonly Row[] {
  const place = rows.findIndex(({ id }) => id === key)
  if (after === undefined) return rows.filter(({ id }) => id !== key)
  const row = withId.safeParse(after)
  if (!row.success || row.data.id !== key) throw new NotWhole('', `${key} has another id in it`)
  if (place >= 0) return rows.map((old) => (old.id === key ? row.data : old))
  return rows.toSpliced(at ?? rows.length, 0, row.data)
}

/** A change whose result is no set-up. */
class NotWhole extends Error {
  readonly path: string

  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

export type Applied =
  | { readonly ok: true; readonly setUp: SetUp }
  /** Something else stands there than the change says: it was changed meanwhile. */
  | { readonly ok: false; readonly why: 'changedMeanwhile'; readonly change: SetUpChange }
  /** What comes out has not the shape of a set-up. */
  | { readonly ok: false; readonly why: 'notWhole'; readonly path: string }

/** The set-up with all of these changes, or with none. */
export function applyChanges(present: SetUp, changes: readonly SetUpChange[]): Applied {
  let plain = plainOf(present)
  try {
    for (const change of changes) {
      if (!sameJson(standing(plain, change), change.before))
        return { ok: false, why: 'changedMeanwhile', change }
      plain = put(plain, change)
    }
  } catch (error) {
    if (error instanceof NotWhole) return { ok: false, why: 'notWhole', path: error.path }
    throw error
  }
  const { staff, displays: screens, ...rest } = plain.lists
  const read = setUp.safeParse({
    settings: plain.settings,
    catalogue: { ...rest, incompatibleDuties: plain.incompatibleDuties },
    staff,
    displays: screens,
  })
  if (read.success) return { ok: true, setUp: read.data }
  return { ok: false, why: 'notWhole', path: (read.error.issues[0]?.path ?? []).map(String).join('.') }
}

/** What makes the second out of the first. */
export function diffSetUp(before: SetUp, after: SetUp): readonly SetUpChange[] {
  const [a, b] = [plainOf(before), plainOf(after)]
  const fields = new Set([...Object.keys(a.settings), ...Object.keys(b.settings)])
  return [
    ...[...fields].flatMap((key) => changeOf('settings', key, a.settings[key], b.settings[key])),
    // Those taken away first: what comes may need their letter or label.
    ...listParts.flatMap((part) =>
      a.lists[part].flatMap((row, at) =>
        b.lists[part].some(({ id }) => id === row.id) ? [] : changeOf(part, row.id, row, undefined, at),
      ),
    ),
    ...listParts.flatMap((part) => {
      const old = new Map(a.lists[part].map((row) => [row.id, row]))
      return b.lists[part].flatMap((row, at) =>
        changeOf(part, row.id, old.get(row.id), row, old.has(row.id) ? undefined : at),
      )
    }),
    ...changeOf('incompatibleDuties', '', a.incompatibleDuties, b.incompatibleDuties),
  ]
}

function changeOf(
  part: SetUpPart,
  key: string,
  before: unknown,
  after: unknown,
  at?: number,
): readonly SetUpChange[] {
  if (sameJson(before, after)) return []
  return [
    {
      part,
      key,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      ...(at === undefined ? {} : { at }),
    },
  ]
}

/** The changes that take these back, to be made in their order. */
export function opposite(changes: readonly SetUpChange[]): readonly SetUpChange[] {
  return changes.toReversed().map(({ before, after, ...change }) => ({
    ...change,
    ...(after === undefined ? {} : { before: after }),
    ...(before === undefined ? {} : { after: before }),
  }))
}

/** Whether two values are the same as JSON: the order of keys is nothing, and a key without a value is no key. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => sameJson(x, b[i]))
    )
  }
  const [x, y] = [new Map(valued(a)), new Map(valued(b))]
  return x.size === y.size && [...x].every(([key, value]) => y.has(key) && sameJson(value, y.get(key)))
}

const valued = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([, v]: [string, unknown]) => v !== undefined)
