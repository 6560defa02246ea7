/**
 * Goal: claims are asked back before a call and kept by whoever cannot answer,
 * blocks go to kiosks, facts are taken once. Method: the product's own hub, desk
 * and stations; wires cut and time moved by hand.
 */
import { describe, expect, test, vi } from 'vitest'
import { cmd, id } from '#test/fixtures/hall.ts'
import { graceMs, StationHall } from '#test/fixtures/stationHall.ts'
import type { TestStation } from '#test/fixtures/stationHall.ts'
import { StationDesk } from './stationDesk.ts'

/** Two counters with a station each that serve the same queue; one person waits, claimed for c1. */
function twoCounters(): { hall: StationHall; kiosk: TestStation; first: TestStation; second: TestStation } {
  const hall = new StationHall()
  const kiosk = hall.station('kiosk-1', 'kiosk')
  const first = hall.station('console-1', 'console')
  const second = hall.station('console-4', 'console')
  first.done('open-1', cmd.open('c1'), 't1')
  kiosk.done('issue', cmd.issue(['idCard']), 'kiosk')
  hall.pass(300)
  second.done('open-4', cmd.open('c4'), 't4')
  hall.pass(300)
  return { hall, kiosk, first, second }
}

const claims = (hall: StationHall): Record<string, string> => Object.fromEntries(hall.hub.hub.state.claims)

const ranges = (hall: StationHall): string[] =>
  hall.hub.hub.state.ranges.map((r) => `${r.stationId} ${String(r.from)}`)

describe('numbers for the time a station is the hub', () => {
  test('are kept for each as it comes, once, and for none that comes to a hub with numbers of its own', () => {
    const hall = new StationHall()
    hall.station('kiosk-1', 'kiosk')
    const heir = hall.station('console-1', 'console')
    heir.restart()
    heir.join()
    hall.pass(300)
    expect(ranges(hall)).toEqual(['kiosk-1 5001', 'console-1 7001'])
    hall.expectLevel()
    heir.cut()
    hall.promote(heir)
    hall.station('late', 'console')
    hall.pass(300)
    expect(ranges(hall)).toEqual(['kiosk-1 5001', 'console-1 7001'])
  })

  test('are the lowest for computers that are meant to be the hub, and there for this one too', () => {
    const hall = new StationHall()
    const met = new Set([id.station('spare')])
    const own = id.station('former-hub')
    hall.desk = new StationDesk({
      ...{ hub: hall.hub.hub, newId: () => `d-${String(hall.hub.hub.state.seq)}-${String((n += 1))}`, own },
      candidates: () => ({ count: 1, met }),
    })
    let n = 0
    hall.station('kiosk-1', 'kiosk')
    hall.station('spare', 'console')
    hall.pass(300)
    expect(ranges(hall).sort()).toEqual(['former-hub 10001', 'kiosk-1 7001', 'spare 5001'])
  })
})

test('two computers that were the hub hand over beside each other', () => {
  const { hall, first } = twoCounters()
  const heirs = [hall.station('heir-1', 'console'), hall.station('heir-2', 'console')]
  const formers = heirs.map((heir) => {
    heir.isDeaf = false
    first.cut()
    return hall.promote(heir)
  })
  const old = formers.map((ledger) => hall.station('former-hub', 'console', ledger))
  hall.pass(300)
  expect(hall.desk.known().filter((s) => s.stationId === 'former-hub' && s.connected)).toHaveLength(2)
  for (const one of old) expect(one.station.factsLeft).toBe(0)
})

describe('claims', () => {
  test('are granted to counters that work through a station, and go with the counter', () => {
    const { hall, first } = twoCounters()
    expect(Object.values(claims(hall))).toEqual(['c1'])
    first.done('pause', cmd.pause('c1'), 't1')
    // A counter that does not call gives them back, and another is granted them.
    hall.pass(300)
    hall.pass(300)
    expect(Object.values(claims(hall))).toEqual(['c4'])
  })

  test('are asked back before somebody else calls who is next', () => {
    const { hall, second } = twoCounters()
    expect(second.done('n', cmd.next('c4'), 't4').number).toBe('A001')
    expect(claims(hall)).toEqual({})
    hall.expectLevel()
  })

  test('stay with a holder that does not answer: the call waits a moment and takes the next', () => {
    const { hall, kiosk, first, second } = twoCounters()
    kiosk.done('issue-2', cmd.issue(['idCard']), 'kiosk')
    kiosk.done('issue-3', cmd.issue(['idCard']), 'kiosk')
    hall.pass(300)
    first.isDeaf = true
    const answers = second.ask('n', cmd.next('c4'), 't4')
    hall.commit()
    expect(answers).toEqual([])
    hall.pass(500)
    expect(answers).toMatchObject([{ ok: true }])
    const [answer] = answers
    expect(answer?.ok === true && answer.number).not.toBe('A001')
    expect(Object.values(claims(hall))).toContain('c1')
  })

  test('stay with a holder that is away, until somebody in charge forces them', () => {
    const { hall, first, second } = twoCounters()
    first.cut()
    hall.pass(graceMs)
    expect(second.refusal('n', cmd.next('c4'), 't4')).toBe('nobodyWaiting')
    const [visitId] = hall.hub.hub.state.claims.keys()
    if (visitId === undefined) return expect.unreachable()
    second.done('force', { type: 'forceClaim', visitId, reason: 'cable cut' }, 'boss')
    expect(second.done('n2', cmd.next('c4'), 't4').number).toBe('A001')
    // The holder, alone, had called it too: that shows, and nothing is done twice.
    expect(first.done('n3', cmd.next('c1'), 't1').number).toBe('A001')
    first.join()
    hall.pass(0)
    const conflicts = [...hall.hub.hub.state.conflicts.values()]
    expect(conflicts.map((c) => [c.reason, c.number, c.counterId])).toEqual([
      ['visitElsewhere', 'A001', 'c1'],
    ])
    hall.expectLevel()
  })

  test('on a paper that another counter served by hand are given back, and it counts as served', () => {
    const { hall, kiosk, first, second } = twoCounters()
    kiosk.cut()
    second.cut()
    hall.pass(graceMs)
    const { number } = kiosk.done('issue-2', cmd.issue(['idCard']), 'kiosk')
    if (number === undefined) return expect.unreachable()
    const counterId = id.counter('c4')
    second.done('paper', { type: 'callPaper', counterId, number: id.number(number) }, 't4')
    second.done('paper-done', { type: 'finishPaper', counterId, outcome: 'completed' }, 't4')
    // The kiosk is back first: its number waits at the hub, and is claimed for a counter that is here.
    kiosk.join()
    hall.pass(300)
    const { numbers } = hall.hub.hub.state
    expect(claims(hall)[numbers.get(id.number(number)) ?? '']).toBe('c1')
    first.isDeaf = true
    second.join()
    hall.pass(300)
    const reasons = () => [...hall.hub.hub.state.conflicts.values()].map(({ reason }) => reason)
    expect(reasons()).toEqual(['visitElsewhere'])
    first.isDeaf = false
    hall.pass(300)
    hall.pass(300)
    expect(reasons()).toEqual([])
    const visit = hall.hub.hub.state.visits.get(numbers.get(id.number(number)) ?? id.visit('none'))
    expect(visit).toMatchObject({ state: 'finished' })
    hall.expectLevel()
  })

  test('given back while the hub dies are not used, and given back again', () => {
    const { hall, first, second } = twoCounters()
    hall.hub.ledger.breakDown('io')
    second.ask('n', cmd.next('c4'), 't4')
    hall.commit()
    expect(first.store.givenBack()).toHaveLength(1)
    hall.kill()
    hall.pass(graceMs)
    expect(first.refusal('n1', cmd.next('c1'), 't1')).toBe('nobodyWaiting')
    hall.hub.ledger.mend()
    hall.revive()
    hall.pass(300)
    expect(first.store.givenBack()).toEqual([])
    hall.expectLevel()
  })

  test('belong to the station where the counter was opened last', () => {
    const { hall, first, second } = twoCounters()
    first.done('close', cmd.close('c1'), 't1')
    second.done('close-4', cmd.close('c4'), 't4')
    second.done('open-1b', cmd.open('c1'), 't1')
    hall.pass(300)
    hall.kill()
    hall.pass(graceMs)
    expect(first.refusal('n1', cmd.next('c1'), 't1')).toBe('nobodyWaiting')
    expect(second.done('n2', cmd.next('c1'), 't1').number).toBe('A001')
  })
})

describe('a station that comes back before its old wire was missed', () => {
  test('is one station', () => {
    const { hall, first, second } = twoCounters()
    const actor = { kind: 'station', stationId: id.station('console-1'), mode: 'console' } as const
    const told: string[] = []
    hall.desk.join(actor, (message) => {
      told.push(message.type)
    })
    first.join()
    hall.pass(0)
    expect(second.done('n', cmd.next('c4'), 't4').number).toBe('A001')
    expect(told).toEqual([])
  })
})

describe('blocks', () => {
  test('are leased to kiosks as they come and to nobody else', () => {
    const { hall } = twoCounters()
    hall.station('kiosk-2', 'kiosk')
    const leases = hall.hub.hub.state.queues.get(id.queue('A'))?.leases ?? []
    expect(leases.map((l) => l.stationId)).toEqual(['kiosk-1', 'kiosk-2'])
  })
})

describe('facts', () => {
  test('come in pieces and are all taken', () => {
    const { hall, kiosk } = twoCounters()
    hall.kill()
    hall.pass(graceMs)
    let given = 0
    for (const service of ['idCard', 'taxReg', 'deed'])
      for (let n = 0; n < 20; n += 1) {
        kiosk.done(`${service}-${String(n)}`, cmd.issue([service]), 'kiosk')
        given += 1
      }
    hall.revive()
    expect(kiosk.heard.filter((m) => m.type === 'factsTaken').length).toBeGreaterThan(1)
    expect(hall.hub.hub.state.visits.size).toBe(given + 1)
    hall.expectLevel()
  })

  test('are told with how many are left, until the hub has them all', () => {
    const { hall, kiosk } = twoCounters()
    const told = () => hall.desk.known().find((s) => s.stationId === 'kiosk-1')?.handingIn
    kiosk.cut()
    hall.pass(graceMs)
    for (let n = 0; n < 20; n += 1)
      for (const service of ['idCard', 'taxReg', 'deed'])
        kiosk.done(`${service}-${String(n)}`, cmd.issue([service]), 'kiosk')
    const seen: unknown[] = []
    const facts = hall.desk.facts.bind(hall.desk)
    vi.spyOn(hall.desk, 'facts').mockImplementation((key, message) => {
      facts(key, message)
      seen.push(told())
    })
    expect(told()).toBeUndefined()
    kiosk.join()
    expect(seen).toEqual([
      { left: 60, of: 60 },
      { left: 10, of: 60 },
    ])
    hall.pass(0)
    expect(told()).toBeUndefined()
    hall.expectLevel()
  })

  test('whose command the hub had refused before are merged all the same', () => {
    const { hall, first } = twoCounters()
    const { visitId } = first.done('n', cmd.next('c1'), 't1')
    if (visitId === undefined) return expect.unreachable()
    // Too few calls: the hub refuses; its answer is lost, and alone it is allowed later.
    first.isDeaf = true
    first.ask('miss', cmd.noShow({ id: visitId }), 't1')
    hall.commit()
    hall.kill()
    for (let n = 0; n < 2; n += 1) {
      hall.pass(25_000)
      first.done(`recall-${String(n)}`, cmd.recall({ id: visitId }), 't1')
    }
    hall.pass(25_000)
    first.done('miss', cmd.noShow({ id: visitId }), 't1')
    hall.revive()
    expect(hall.hub.hub.state.visits.get(visitId)?.noShows).toBe(1)
    hall.expectLevel()
  })
})
