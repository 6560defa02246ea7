/** Goal: a claimed visit is called by its holder and nobody else, and claims are shared fairly. Method: given, when, then. */
import { describe, expect, test } from 'vitest'
import { cmd, hallWith, id, staffedHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'

const grant = (...counters: readonly string[]) =>
  ({ type: 'grantClaims', counterIds: counters.map(id.counter) }) as const
const giveBack = (counter: string, ...visits: readonly { id: string }[]) =>
  ({
    type: 'returnClaims',
    counterId: id.counter(counter),
    visitIds: visits.map((v) => id.visit(v.id)),
  }) as const
const holders = (hall: TestHall): Record<string, string> =>
  Object.fromEntries(
    [...hall.state.claims].map(([visitId, counter]) => [hall.visit({ id: visitId }).number, counter]),
  )

describe('granting', () => {
  test('gives each open counter its next two', () => {
    const hall = staffedHall({ c1: 't1' })
    for (let n = 0; n < 3; n += 1) hall.issue(['idCard'])
    hall.given('system', grant('c1'))
    expect(holders(hall)).toEqual({ A001: 'c1', A002: 'c1' })
    hall.when(grant('c1'), 'system').refused('nothingToGrant')
  })

  test('shares a short line one each in turn', () => {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    for (let n = 0; n < 3; n += 1) hall.issue(['idCard'])
    hall.given('system', grant('c1', 'c4'))
    expect(holders(hall)).toEqual({ A001: 'c1', A002: 'c4', A003: 'c1' })
  })

  test('gives nothing to a counter that is paused or closed, nor what its teller may not handle', () => {
    const hall = staffedHall({ c1: 't1', c2: 't2' })
    hall.issue(['idCard'])
    hall.given('t1', cmd.pause('c1'))
    hall.when(grant('c1', 'c2', 'c3'), 'system').refused('nothingToGrant')
  })

  test('follows the hall’s number', () => {
    const none = staffedHall({ c1: 't1' }, hallWith({ settings: (d) => ({ ...d, claimsPerCounter: 0 }) }))
    none.issue(['idCard'])
    none.when(grant('c1'), 'system').refused('nothingToGrant')
  })
})

describe('a claim', () => {
  test('keeps other counters from calling, by order or by name', () => {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    const visit = hall.issue(['idCard'])
    hall.given('system', grant('c1'))
    hall.when(cmd.next('c4'), 't4').refused('nobodyWaiting')
    hall.when(cmd.call('c4', visit, 'asked for'), 't4').refused('claimedElsewhere')
    hall.when(cmd.next('c1'), 't1').then({ type: 'visitCalled', visitId: visit.id })
    expect(hall.state.claims.size).toBe(0)
  })

  test('given back may be called by anyone; given back twice is refused', () => {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    const visit = hall.issue(['idCard'])
    hall.given('system', grant('c1'))
    hall.when(giveBack('c4', visit), 'console').refused('notClaimed')
    hall.when(giveBack('c1', visit), 'console').then({ type: 'claimReturned', visitId: visit.id })
    hall.when(giveBack('c1', visit), 'console').refused('notClaimed')
    hall.given('t4', cmd.next('c4'))
  })

  test('forced from a counter nobody can reach says by whom and why', () => {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    const visit = hall.issue(['idCard'])
    const force = { type: 'forceClaim', visitId: visit.id, reason: 'cable cut' } as const
    hall.when(force, 'boss').refused('notClaimed')
    hall.given('system', grant('c1'))
    hall.when(force, 't4').refused('notAllowed')
    hall
      .when(force, 'boss')
      .then({ type: 'claimForced', visitId: visit.id, counterId: id.counter('c1'), reason: 'cable cut' })
    hall.given('t4', cmd.next('c4'))
  })

  test('alone, a counter calls its own claims and nothing else', () => {
    const hall = staffedHall({ c1: 't1' })
    for (let n = 0; n < 3; n += 1) hall.issue(['idCard'])
    hall.given('system', grant('c1'))
    hall.alone = id.station('console-1')
    for (const number of ['A001', 'A002']) {
      const visit = hall.next('c1', 't1')
      expect(visit.number).toBe(number)
      hall.given('t1', cmd.finish(visit))
    }
    hall.when(cmd.next('c1'), 't1').refused('nobodyWaiting')
  })

  test('ends when its visit leaves', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.given('system', grant('c1'))
    hall.given('guide', cmd.cancel(visit))
    expect(hall.state.claims.size).toBe(0)
  })
})
