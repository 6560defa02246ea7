/**
 * Goal: nobody hears what is not for them. Method: every event the schemas
 * allow, each field filled, as displays and staff hear it; what a display may
 * be told is a list by name, so a new field or event is a failure until
 * somebody has thought about it.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cmd, staffedHall } from '#test/fixtures/hall.ts'
import { valuesOf } from '#test/fixtures/fromSchema.ts'
import { hallEvent, ledgerEvent } from '../hall/events.ts'
import type { LedgerEvent } from '../hall/events.ts'
import { evolve } from '../hall/evolve.ts'
import { encodeState } from '../hall/snapshot.ts'
import { initialState } from '../hall/state.ts'
import { hiddenKey, redactEvent, redactState } from './redact.ts'

/** Fields of a person, or that open something: their values must never be heard by the public. */
const secret = new Set([
  'key',
  'hash',
  'last4',
  'maskedName',
  'note',
  'missing',
  'reason',
  'ground',
  'name',
  'staffNo',
  'issuedBy.staffId',
  'issuedBy.stationId',
  'issuedBy.name',
  'appointmentCode',
  'code',
  'commandId',
])

/** Parts of events that staff hear nothing of. */
const apart = [
  'event.conflict.events.',
  ...'rating case move note punch voided roster leave step ended deduction appeal decided'
    .split(' ')
    .map((part) => `event.${part}.`),
]

/** All a display may be told of what happens; ids of places, numbers, times and kinds. */
const told = new Set(
  [
    'seq v atMs day commandId type visitId number counterId staffId serviceId queueId serviceIds queueIds',
    'actor.kind issuedBy.kind startsAtMs endsAtMs slotFromMs slotUntilMs code run callNo counts ends',
    'id ordinal packageId class ground locale channel applicant key arrivedAtMs effectiveAtMs frontSinceMs',
    'reentryAtCall kind firstCallAtMs lastCallAtMs countedCallAtMs startedAtMs markMs carriedMs sinceMs endedAtMs',
    'happenedMs believedMs used stationId from until factId epoch hubId reign how clockJumped conflict.reason',
    'day ordinal turnId channel about guideCallId',
    'undoes what',
    'to untilMs given',
    'caseId punchId rosterId leaveId deductionId',
    'after outcome unrecorded duty position rule line because waitedS headStartS passedOver endedAtMs reason',
  ].flatMap((names) => names.split(' ')),
)

interface Leaf {
  readonly name: string
  readonly path: string
  readonly value: unknown
}

/** Every value of an event but the catalogue, the settings, their changes and the screens, which hang on the wall of the hall. */
function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  const named = path.filter((part) => !/^\d+$/.test(part))
  if (['catalogue', 'settings', 'changes', 'displays'].includes(named.at(-1) ?? '')) return []
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]))
  if (value === undefined) return []
  const [owner = '', name = ''] = named.slice(-2)
  // These mean something else there than elsewhere.
  const apart = owner === 'actor' || owner === 'issuedBy' || (owner === 'conflict' && name === 'reason')
  return [{ name: apart ? `${owner}.${name}` : (named.at(-1) ?? ''), path: path.join('.'), value }]
}

const types = hallEvent.options.map((option) => option.shape.type.value)

/** Entries of one type, of all shapes. */
function entriesOf(type: (typeof types)[number]): fc.Arbitrary<LedgerEvent> {
  const option = hallEvent.options.find((o) => o.shape.type.value === type) ?? expect.fail(type)
  return fc
    .record({
      head: valuesOf(ledgerEvent.omit({ event: true })),
      event: valuesOf<LedgerEvent['event']>(option),
    })
    .map(({ head, event }) => ({ ...head, event }))
}

describe.each(types)('%s', (type) => {
  it('tells the public nothing of a person and opens nothing', () => {
    fc.assert(
      fc.property(entriesOf(type), (entry) => {
        const heard = redactEvent(entry, 'public')
        expect(ledgerEvent.parse(JSON.parse(JSON.stringify(heard)))).toBeDefined()
        const unknown = leavesOf(heard).filter(({ name }) => !told.has(name))
        expect(unknown, 'a field nobody has allowed').toEqual([])
        const text = JSON.stringify({ ...heard, event: withoutWalls(heard.event) })
        for (const { name, path, value } of leavesOf(entry)) {
          const isSecret = secret.has(name) || (path.startsWith('actor.') && name !== 'actor.kind')
          // Short values stand in others by chance.
          if (isSecret && typeof value === 'string' && value.length >= 6)
            expect(text, path).not.toContain(`"${value}"`)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('tells the staff no visitor’s key and everything else', () => {
    fc.assert(
      fc.property(entriesOf(type), (entry) => {
        // A station's own account of a conflict has keys in it; people see what it came to.
        // What a visitor said of whom, cases and attendance are for those in charge, who ask for them.
        const before = leavesOf(entry).filter(({ path }) => !apart.some((part) => path.startsWith(part)))
        const after = leavesOf(redactEvent(entry, 'staff'))
        expect(after.map(({ path }) => path)).toEqual(before.map(({ path }) => path))
        after.forEach(({ name, value }, i) => {
          expect(value).toEqual(name === 'key' ? hiddenKey : before[i]?.value)
        })
      }),
      { numRuns: 20 },
    )
  })

  it('keeps its seq, time and type for everybody, and all of it for a station', () => {
    fc.assert(
      fc.property(entriesOf(type), (entry) => {
        for (const audience of ['station', 'staff', 'public'] as const) {
          const { seq, atMs, event } = redactEvent(entry, audience)
          expect([seq, atMs, event.type]).toEqual([entry.seq, entry.atMs, type])
        }
        expect(redactEvent(entry, 'station')).toBe(entry)
      }),
      { numRuns: 5 },
    )
  })
})

function withoutWalls(event: LedgerEvent['event']): unknown {
  return { ...event, catalogue: undefined, settings: undefined, changes: undefined, displays: undefined }
}

it('tells the public of a changed set-up, and of nobody in it', () => {
  const event = {
    type: 'setUpChanged',
    changes: [
      { part: 'staff', key: 's1', after: { id: 's1', name: 'Somebody' } },
      { part: 'settings', key: 'targetWaitS', before: 60, after: 90 },
    ],
  } as const
  const entry = ledgerEvent.parse({
    ...{ seq: 9, v: 1, atMs: 1, commandId: 'c', actor: { kind: 'system' } },
    event,
  })
  expect(redactEvent(entry, 'public').event).toEqual({ ...event, changes: event.changes.slice(1) })
  expect(redactEvent(entry, 'staff').event).toEqual(event)
})

describe('a replica of what is heard', () => {
  /** A morning with everything private in it. */
  const morning = () => {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    hall.given('guide', cmd.book('P-4711', ['idCard'], hall.nowMs + 600_000))
    const own = hall.issue(['idCard', 'taxReg'], { priority: { class: 'elderly', ground: 'card shown' } })
    hall.issue(['idCard'])
    hall.serve('c1', 't1')
    hall.given('t1', {
      ...cmd.record(own, 'idCard', 'advised', ['the old card']),
      note: 'came without it',
    } as never)
    hall.given('t1', { ...cmd.transfer(own, { queue: 'B' }), note: 'speaks Uyghur' } as never)
    hall.given('t1', cmd.pause('c1', 'feeling ill'))
    return hall
  }
  const privateWords = [
    'card shown',
    'the old card',
    'came without it',
    'speaks Uyghur',
    'feeling ill',
    'P-4711',
    'key-0',
  ]

  it.each(['staff', 'public'] as const)('%s: has the visits, lines and counters of the hall', (audience) => {
    const hall = morning()
    const folded = hall.ledger.map((e) => redactEvent(e, audience)).reduce(evolve, initialState)
    const shown = encodeState(redactState(hall.state, audience))
    expect(JSON.parse(JSON.stringify(encodeState(folded)))).toMatchObject(
      // Commands done are for whoever may become the hub; a screen keeps those it heard of.
      JSON.parse(JSON.stringify({ ...shown, appointments: undefined, done: undefined })),
    )
  })

  it('has no private word in it, nor has the snapshot, and the hall itself has them all', () => {
    const hall = morning()
    const heard = JSON.stringify(hall.ledger.map((e) => redactEvent(e, 'public')))
    const snapshot = JSON.stringify(encodeState(redactState(hall.state, 'public')))
    const known = JSON.stringify(hall.ledger)
    for (const word of privateWords) {
      expect(known).toContain(word)
      expect(heard).not.toContain(word)
      expect(snapshot).not.toContain(word)
    }
    expect(JSON.parse(snapshot)).toMatchObject({ staff: [], appointments: [] })
  })

  it('gives a station everything', () => {
    const { state } = morning()
    expect(redactState(state, 'station')).toBe(state)
  })
})
