/**
 * Goal: a change of the set-up says what it changes, never overwrites another's, and can be taken back.
 * Method: given/when/then on the small hall, and random pairs of set-ups.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cmd, openHall, partsOf, smallHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { counterId, displayId, queueId } from '../ids/ids.ts'
import { defaultDisplay } from './displays.ts'
import type { SetUp, SetUpChange } from './setUp.ts'
import { applyChanges, diffSetUp, opposite, sameJson } from './setUp.ts'

const { settings, catalogue, staff } = partsOf(smallHall)
const whole: SetUp = { settings, catalogue, staff, displays: [] }

const change = (changes: readonly SetUpChange[], undoes?: number) =>
  ({ type: 'changeSetUp', changes, ...(undoes === undefined ? {} : { undoes }) }) as const

function setUpOf(hall: TestHall): SetUp {
  const { state } = hall
  if (state.settings === undefined) throw new Error('not set up')
  return {
    settings: state.settings,
    catalogue: state.catalogue,
    staff: [...state.staff.values()],
    displays: state.displays,
  }
}

describe('a change of the set-up', () => {
  const longer: SetUpChange = { part: 'settings', key: 'targetWaitS', before: settings.targetWaitS, after: 7 }

  it('changes what it names and nothing else, and its opposite takes it back', () => {
    const hall = openHall()
    hall.given('admin', change([longer]))
    expect(setUpOf(hall)).toEqual({ ...whole, settings: { ...settings, targetWaitS: 7 } })
    hall.given('admin', change(opposite([longer]), hall.state.seq))
    expect(setUpOf(hall)).toEqual(whole)
  })

  it('is refused to whoever has not seen what stands there now, also when it is an undo', () => {
    const hall = openHall()
    hall.given('admin', change([longer]))
    hall.when(change([longer]), 'admin').refused('changedMeanwhile', { part: 'settings', key: 'targetWaitS' })
    hall.given('admin', change([{ ...longer, before: 7, after: 8 }]))
    hall.when(change(opposite([longer])), 'admin').refused('changedMeanwhile')
  })

  it('is made whole or not at all', () => {
    const hall = openHall()
    const before = hall.state
    const wrong: SetUpChange = {
      part: 'counters',
      key: 'c9',
      after: { id: 'c9', label: '9', queueIds: ['none'] },
    }
    hall.when(change([longer, wrong]), 'admin').refused('catalogueInvalid', { first: 'referenceUnknown' })
    expect(hall.state).toBe(before)
  })

  it.each([
    ['another id inside', { part: 'counters', key: 'c9', after: { id: 'c8', label: '9', queueIds: [] } }],
    ['no id', { part: 'staff', key: 'x', after: 5 }],
    ['a wrong shape', { part: 'settings', key: 'noShow', before: settings.noShow, after: { minCalls: 0 } }],
    ['a needed field gone', { part: 'settings', key: 'timeZone', before: settings.timeZone }],
  ] as const)('is refused with %s', (_what, wrong) => {
    openHall()
      .when(change([wrong]), 'admin')
      .refused('catalogueInvalid')
  })

  it('takes nobody away who is at a counter, and not the last administrator', () => {
    const hall = openHall()
    hall.given('t1', cmd.open('c1'))
    const gone = (id: string): SetUpChange => ({
      part: 'staff',
      key: id,
      before: staff.find((s) => s.id === id),
    })
    hall.when(change([gone('t1')]), 'admin').refused('catalogueInvalid', { path: 'staff', inUse: 'c1' })
    hall.when(change([gone('admin')]), 'admin').refused('catalogueInvalid', { first: 'noAdministrator' })
  })

  it('is the administrator’s alone', () => {
    openHall()
      .when(change([longer]), 'boss')
      .refused('notAllowed')
  })

  it('sets up screens beside what was set up whole, and takes that back; no screen that cannot be', () => {
    const lobby = { ...defaultDisplay, id: displayId.parse('lobby') }
    const hall = openHall()
    hall.given('boss', { type: 'configureDisplays', displays: [lobby] })
    const larger: SetUpChange = {
      part: 'displays',
      key: 'lobby',
      before: lobby,
      after: { ...lobby, inches: 75 },
    }
    hall.given('admin', change([larger]))
    expect(hall.state.displays).toEqual([{ ...lobby, inches: 75 }])
    hall.given('admin', change(opposite([larger])))
    expect(hall.state.displays).toEqual([lobby])
    const wrong = { ...lobby, languages: ['zh', 'zh'] }
    hall
      .when(change([{ part: 'displays', key: 'lobby', before: lobby, after: wrong }]), 'admin')
      .refused('catalogueInvalid', { path: 'displays.lobby.languages', value: 'zh' })
  })

  it('puts back what was taken away where it stood', () => {
    const [first] = catalogue.counters
    const without = { ...whole, catalogue: { ...catalogue, counters: catalogue.counters.slice(1) } }
    const taken = diffSetUp(whole, without)
    expect(taken).toEqual([{ part: 'counters', key: first?.id, before: first, at: 0 }])
    const back = applyChanges(without, opposite(taken))
    expect(back).toEqual({ ok: true, setUp: whole })
  })
})

describe('the difference of two set-ups', () => {
  /** A hall with these counters, these letters and this target. */
  const anySetUp = fc
    .record({
      counters: fc.uniqueArray(fc.nat(9), { maxLength: 6 }),
      relabelled: fc.boolean(),
      queues: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 4 }),
      targetWaitS: fc.nat(3),
      people: fc.uniqueArray(fc.constantFrom(...staff), { maxLength: staff.length }),
      screens: fc.uniqueArray(fc.nat(3), { maxLength: 3 }),
      inches: fc.integer({ min: 20, max: 22 }),
    })
    .map(({ counters, relabelled, queues, targetWaitS, people, screens, inches }): SetUp => {
      const ids = queues.map((n) => queueId.parse(`q${String(n)}`))
      return {
        settings: { ...settings, targetWaitS },
        catalogue: {
          ...catalogue,
          services: [],
          packages: [],
          incompatibleDuties: [],
          queues: ids.map((id, i) => ({ id, letter: String.fromCharCode(65 + i), name: { zh: id } })),
          counters: counters.map((n) => ({
            id: counterId.parse(`n${String(n)}`),
            label: relabelled ? `${String(n)}x` : String(n),
            queueIds: ids.slice(0, 1),
          })),
        },
        staff: people,
        displays: screens.map((n) => ({ ...defaultDisplay, id: displayId.parse(`d${String(n)}`), inches })),
      }
    })
  const sorted = ({ settings: s, catalogue: c, staff: p, displays: d }: SetUp): unknown => ({
    s,
    queues: c.queues.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    counters: c.counters.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    p: p.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    d: d.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  })

  it('makes the second of the first, and its opposite the first again', () => {
    fc.assert(
      fc.property(anySetUp, anySetUp, (a, b) => {
        const changes = diffSetUp(a, b)
        const there = applyChanges(a, changes)
        expect(there.ok && sorted(there.setUp)).toEqual(sorted(b))
        const back = applyChanges(b, opposite(changes))
        expect(back.ok && sorted(back.setUp)).toEqual(sorted(a))
      }),
    )
  })

  it('is nothing between the same, whatever the order of their keys', () => {
    expect(diffSetUp(whole, { ...whole, settings: { ...settings } })).toEqual([])
    expect(sameJson({ a: 1, b: [{ c: undefined, d: 2 }] }, { b: [{ d: 2 }], a: 1 })).toBe(true)
    expect(sameJson({ a: 1 }, { a: 1, b: null })).toBe(false)
    expect(sameJson([1], { 0: 1 })).toBe(false)
  })
})
