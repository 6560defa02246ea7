/**
 * Goal: a screen for some zones tells what concerns people there, and no call is told nowhere. Method: a hall of two
 * floors with a counter that stands nowhere, and its state after what people do.
 */
import { describe, expect, it } from 'vitest'
import { cmd, hallWith, id, openHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { zoneId } from '../ids/ids.ts'
import type { ZoneId } from '../ids/ids.ts'
import { remembered } from '../client/announcements.ts'
import { reachOf, zonesGone } from './reach.ts'
import type { Reach } from './reach.ts'

const up = zoneId.parse('up')
const down = zoneId.parse('down')

/**
 * c1 and c2 stand downstairs and serve A and B, c3 upstairs serves C and helps with A; c4 stands nowhere and serves
 * D. Who waits for B was sent upstairs. E is served nowhere.
 */
function twoFloors(): TestHall {
  const hall = openHall(
    hallWith({
      queues: { A: {}, B: {}, C: {}, D: {}, E: {} },
      services: {
        idCard: { queue: 'A', department: 'police' },
        invoice: { queue: 'B', department: 'tax' },
        deed: { queue: 'C', department: 'housing' },
        lease: { queue: 'D', department: 'housing' },
        rare: { queue: 'E', department: 'housing' },
      },
      counters: {
        c1: { own: ['A'] },
        c2: { own: ['B'] },
        c3: { own: ['C'], help: ['A'] },
        c4: { own: ['D'] },
      },
      packages: {},
      incompatibleDuties: [],
    }),
  )
  place(hall, { c1: down, c2: down, c3: up }, { B: up })
  return hall
}

/** Puts counters and queues into zones; what is not named has none. */
function place(
  hall: TestHall,
  counters: Readonly<Record<string, ZoneId>>,
  queues: Readonly<Record<string, ZoneId>> = {},
  zones: readonly ZoneId[] = [down, up],
): void {
  const { catalogue } = hall.state
  const without = <T extends { readonly zoneId?: ZoneId | undefined }>({ zoneId: _zone, ...rest }: T) => rest
  hall.given('admin', {
    type: 'replaceCatalogue',
    catalogue: {
      ...catalogue,
      zones: zones.map((zone) => ({ id: zone, name: { zh: zone } })),
      counters: catalogue.counters.map((c) => {
        const zone = counters[c.id]
        return { ...without(c), ...(zone === undefined ? {} : { zoneId: zone }) }
      }),
      queues: catalogue.queues.map((q) => {
        const zone = queues[q.id]
        return { ...without(q), ...(zone === undefined ? {} : { zoneId: zone }) }
      }),
    },
  })
}

const countersOf = (hall: TestHall, reach: Reach): readonly string[] =>
  hall.state.catalogue.counters.filter((c) => reach.counter(c.id)).map((c) => c.id)
const queuesOf = (hall: TestHall, reach: Reach): readonly string[] =>
  hall.state.catalogue.queues.filter((q) => reach.queue(q.id)).map((q) => q.id)
const at = (counter: string, queue?: string) => ({
  counterId: id.counter(counter),
  ...(queue === undefined ? {} : { queueId: id.queue(queue) }),
})

describe('what a screen tells of the hall', () => {
  it('is all of it where no zone is chosen', () => {
    const hall = twoFloors()
    for (const chosen of [undefined, []]) {
      const reach = reachOf(hall.state, chosen)
      expect(reach.zones).toEqual([])
      expect(countersOf(hall, reach)).toEqual(['c1', 'c2', 'c3', 'c4'])
      expect(queuesOf(hall, reach)).toEqual(['A', 'B', 'C', 'D', 'E'])
      expect(reach.call(at('c3', 'C'))).toBe(true)
    }
  })

  it('is the counters of its zones, and those that stand nowhere', () => {
    const hall = twoFloors()
    expect(countersOf(hall, reachOf(hall.state, [down]))).toEqual(['c1', 'c2', 'c4'])
    expect(countersOf(hall, reachOf(hall.state, [up]))).toEqual(['c3', 'c4'])
    expect(countersOf(hall, reachOf(hall.state, [up, down]))).toEqual(['c1', 'c2', 'c3', 'c4'])
  })

  it('is a call to its counters, a call of somebody sent there to wait, and no other', () => {
    const { state } = twoFloors()
    const [below, above] = [reachOf(state, [down]), reachOf(state, [up])]
    expect([below, above].map((reach) => reach.call(at('c1', 'A')))).toEqual([true, false])
    expect([below, above].map((reach) => reach.call(at('c3', 'C')))).toEqual([false, true])
    expect([below, above].map((reach) => reach.call(at('c4', 'D')))).toEqual([true, true])
    // B waits upstairs and is called downstairs: both floors have to know.
    expect([below, above].map((reach) => reach.call(at('c2', 'B')))).toEqual([true, true])
    // The same where nobody knows any more from which queue.
    expect([below, above].map((reach) => reach.call(at('c2')))).toEqual([true, false])
    // A counter taken out of the catalogue while its call was under way.
    expect([below, above].map((reach) => reach.call(at('gone')))).toEqual([true, true])
  })

  it('is the lines its counters serve, those sent there to wait, and those nobody serves; not those it only helps', () => {
    const hall = twoFloors()
    expect(queuesOf(hall, reachOf(hall.state, [down]))).toEqual(['A', 'B', 'D', 'E'])
    expect(queuesOf(hall, reachOf(hall.state, [up]))).toEqual(['B', 'C', 'D', 'E'])
    place(hall, { c1: down, c2: down, c3: up }, { E: down })
    expect(queuesOf(hall, reachOf(hall.state, [up]))).toEqual(['C', 'D'])
  })

  it('follows a counter that was opened for other queues', () => {
    const hall = twoFloors()
    hall.given('t1', cmd.open('c3', ['A']))
    // C is served nowhere now, and so everybody's.
    expect(queuesOf(hall, reachOf(hall.state, [up]))).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect(queuesOf(hall, reachOf(hall.state, [down]))).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect(queuesOf(hall, reachOf(twoFloors().state, [up]))).not.toContain('A')
  })

  it('is the zones that are left, and the whole hall when none is', () => {
    const hall = twoFloors()
    place(hall, { c1: down, c2: down, c3: down }, {}, [down])
    expect(reachOf(hall.state, [down, up]).zones.map((zone) => zone.id)).toEqual([down])
    expect(zonesGone(hall.state, [down, up])).toEqual([up])
    const left = reachOf(hall.state, [up])
    expect(left.zones).toEqual([])
    expect(countersOf(hall, left)).toEqual(['c1', 'c2', 'c3', 'c4'])
    expect(zonesGone(hall.state)).toEqual([])
  })

  it('has the call of a visit sent to another floor told there alone', () => {
    const hall = twoFloors()
    hall.given('t1', cmd.open('c1'))
    hall.given('t4', cmd.open('c3'))
    const visit = hall.issue(['idCard', 'deed'])
    hall.serve('c1', 't1')
    hall.given('t1', {
      type: 'transfer',
      visitId: visit.id,
      to: { kind: 'queue', queueId: id.queue('C') },
      position: 'keep',
    })
    hall.next('c3', 't4')
    const calls = remembered(hall.state, hall.state.day?.day ?? expect.fail())
    const [below, above] = [reachOf(hall.state, [down]), reachOf(hall.state, [up])]
    expect(calls.map((call) => [call.counterId, below.call(call), above.call(call)])).toEqual([
      ['c1', true, false],
      ['c3', false, true],
    ])
  })
})
