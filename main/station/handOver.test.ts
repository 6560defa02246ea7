/**
 * Goal: when another computer becomes the hub, what only others hold is handed
 * over once, and each command is done once. Method: the product's own hub, desk
 * and stations over ledgers in memory, as in `station.test.ts`.
 */
import { describe, expect, test } from 'vitest'
import { memoryLedger } from '#main/ledger/memoryLedger.ts'
import { outranks } from '#shared/hall/reign.ts'
import { commandId } from '#shared/ids/ids.ts'
import { cmd, id } from '#test/fixtures/hall.ts'
import { graceMs, hallAtWork, StationHall } from '#test/fixtures/stationHall.ts'
import type { TestStation } from '#test/fixtures/stationHall.ts'

describe('another reign', () => {
  test('takes over what only others hold, once, and each command once', () => {
    const { hall, kiosk, console } = hallAtWork(1)
    const heir = hall.station('heir', 'console')
    heir.cut()
    // The heir misses a number; the kiosk misses the answer to another.
    kiosk.done('seen', cmd.issue(['idCard']), 'kiosk')
    kiosk.isDeaf = true
    const unheard = kiosk.ask('unheard', cmd.issue(['idCard']), 'kiosk')
    console.isDeaf = true
    hall.commit()
    expect(hall.visits).toEqual(['A001 waiting', 'A002 waiting', 'A003 waiting'])
    hall.kill()
    kiosk.isDeaf = false
    console.isDeaf = false
    const former = hall.promote(heir)
    expect(unheard).toMatchObject([{ ok: true, number: 'A10001' }])
    hall.expectLevel()
    expect(hall.visits).toEqual(['A001 waiting', 'A002 waiting', 'A10001 waiting'])
    expect(kiosk.setAside).toEqual(['diverged'])
    // It went back to what both have in common, and holds what followed event by event: another hub may lack it.
    const followed = hall.hub.ledger.eventsAfter(0, 1_000)
    const parted = followed.find(({ event }) => event.type === 'hubPromoted')?.seq ?? 0
    expect(kiosk.ledger.eventsAfter(parted - 1, 1_000)).toEqual(
      hall.hub.ledger.eventsAfter(parted - 1, 1_000),
    )

    // The old hub comes back with what it did; nothing of it is done again, and either number may be on paper.
    hall.station('former-hub', 'console', former)
    hall.pass(0)
    expect(hall.visits).toEqual(['A001 waiting', 'A002 waiting', 'A003 waiting', 'A10001 waiting'])
    expect(hall.hub.hub.state.conflicts.size).toBe(0)
    hall.expectLevel()
  })

  test('tells who asks once more, alone, what this computer did as the hub and could not yet hand over', () => {
    const { hall, kiosk } = hallAtWork(0)
    const heir = hall.station('heir', 'console')
    heir.cut()
    kiosk.cut()
    const actor = hall.actor('kiosk', kiosk)
    hall.hub.hub.submit({ id: commandId.parse('i'), command: cmd.issue(['idCard']), actor }, () => undefined)
    hall.commit()
    hall.stations.splice(0)
    const former = hall.promote(heir)
    hall.hub.ledger.breakDown('full')
    const old = hall.station('former-hub', 'kiosk', former)
    expect(old.station.factsLeft).toBe(1)
    old.cut()
    hall.pass(graceMs)
    const { number } = old.done('i', cmd.issue(['idCard']), 'kiosk')
    expect(number).toBe('A001')
    hall.hub.ledger.mend()
    old.join()
    hall.pass(2_000)
    expect(hall.visits).toEqual(['A001 waiting'])
    hall.expectLevel()
  })

  test('of two computers promoted to one epoch, everybody follows the same one, and nothing is lost', () => {
    const { hall, kiosk } = hallAtWork(1)
    const [first, second] = [hall.station('heir-1', 'console'), hall.station('heir-2', 'console')]
    for (const heir of [first, second]) {
      heir.cut()
      hall.stations.splice(hall.stations.indexOf(heir), 1)
    }
    hall.stations.push(first)
    hall.promote(first)
    kiosk.done('seen', cmd.issue(['idCard']), 'kiosk')
    expect(kiosk.station.reign).toMatchObject({ epoch: 1, hubId: 'heir-1' })
    hall.stations.push(second)
    const rival = hall.promote(second)
    expect(kiosk.station.reign).toMatchObject({ epoch: 1, hubId: 'heir-2' })
    expect(outranks(hall.hub.hub.state.reign, rival.load().state.reign)).toBe(true)
    hall.expectLevel()
    expect(hall.visits).toEqual(['A001 waiting', 'A10001 waiting'])
    // Each gives numbers of its own, so whatever the other gave meanwhile is another one.
    kiosk.done('next', cmd.issue(['idCard']), 'kiosk')
    expect(hall.visits).toEqual(['A001 waiting', 'A10001 waiting', 'A12001 waiting'])
    hall.station('former-hub', 'console', rival)
    hall.pass(0)
    hall.expectLevel()
  })

  test('a computer that is the hub a second time goes on in its own numbers, though its new hub lost what it handed over', () => {
    const { hall, kiosk } = hallAtWork(0)
    const [first, second] = [hall.station('heir-1', 'console'), hall.station('heir-2', 'console')]
    const aside = (...stations: TestStation[]): void => {
      for (const station of stations) {
        station.cut()
        hall.stations.splice(hall.stations.indexOf(station), 1)
      }
    }
    aside(second)
    hall.promote(first)
    expect(kiosk.done('one', cmd.issue(['idCard']), 'kiosk').number).toBe('A10001')
    // The rival is promoted apart from it, takes in all that both the kiosk and the first one hold, and is gone.
    const own = first.ledger
    hall.stations.push(second)
    hall.promote(second)
    first.ledger = own
    const again = hall.station('heir-1', 'console', own)
    hall.pass(0)
    expect(hall.visits).toEqual(['A10001 waiting'])
    expect(again.store.stood()?.queues).toContainEqual(
      expect.objectContaining({ queueId: 'A', next: 10_002 }),
    )
    // Nothing of that is left here but what this computer noted for itself.
    again.ledger = memoryLedger()
    const copy = new StationHall()
    copy.hub.given(
      'r1',
      { type: 'reserveRange', stationId: id.station('heir-1'), keep: 2 },
      { kind: 'system' },
    )
    const lone = copy.station('heir-1', 'console')
    const stood = again.store.stood()
    if (stood !== undefined) lone.store.setStood(stood)
    const pc = copy.station('kiosk-1', 'kiosk')
    copy.promote(lone)
    expect(pc.done('two', cmd.issue(['idCard']), 'kiosk').number).toBe('A10002')
  })

  test('what was withdrawn in vain while the disk was full is withdrawn again, and stays so when the old hub brings it', () => {
    const { hall, kiosk, console } = hallAtWork(0)
    const heir = hall.station('heir', 'console')
    // The hub gives a number and dies before anybody hears of it; the kiosk gives another.
    for (const station of [heir, kiosk, console]) station.isDeaf = true
    const heard = kiosk.ask('i', cmd.issue(['idCard']), 'kiosk')
    hall.commit()
    expect(hall.visits).toEqual(['A001 waiting'])
    hall.kill()
    hall.pass(graceMs)
    const own = heard[0]?.ok === true ? heard[0].number : undefined
    expect(kiosk.store.sent()).toMatchObject([{ id: 'i', superseded: true }])

    for (const station of [heir, kiosk, console]) station.isDeaf = false
    hall.stations.splice(hall.stations.indexOf(kiosk), 1)
    const former = hall.promote(heir)
    hall.hub.ledger.breakDown('full')
    hall.stations.push(kiosk)
    kiosk.join()
    hall.pass(0)
    hall.hub.ledger.mend()
    kiosk.station.tick()
    hall.pass(2_000)
    expect(kiosk.store.sent()).toEqual([])

    hall.station('former-hub', 'console', former)
    hall.pass(2_000)
    expect(hall.visits).toEqual([`${own ?? ''} waiting`])
    hall.expectLevel()
  })

  test('a kiosk gives no number again that it gave from its block, though its new hub has not heard of it', () => {
    const { hall, kiosk, console } = hallAtWork(0)
    const heir = hall.station('heir', 'console')
    heir.isDeaf = true
    console.isDeaf = true
    const alone = (): void => {
      kiosk.cut()
      hall.pass(graceMs)
    }
    alone()
    expect(kiosk.done('one', cmd.issue(['idCard']), 'kiosk').number).toBe('A801')
    // Taken in by the hub, which dies before anybody else hears of it; this kiosk has handed it in and keeps no copy.
    kiosk.join()
    hall.pass(0)
    expect(kiosk.station.factsLeft).toBe(0)
    hall.kill()
    kiosk.ledger = memoryLedger()
    kiosk.restart()
    heir.isDeaf = false
    console.isDeaf = false
    const former = hall.promote(heir)
    expect(hall.visits).toEqual([])
    alone()
    expect(kiosk.done('two', cmd.issue(['idCard']), 'kiosk').number).toBe('A802')
    kiosk.join()
    hall.station('former-hub', 'console', former)
    hall.pass(2_000)
    expect(hall.visits).toEqual(['A801 waiting', 'A802 waiting'])
    expect(hall.hub.hub.state.conflicts.size).toBe(0)
    hall.expectLevel()
  })

  test('brings what nobody but the old hub knew, and what depended on it fits after all', () => {
    const { hall, kiosk, console } = hallAtWork(0)
    const heir = hall.station('heir', 'console')
    heir.cut()
    console.cut()
    const { visitId, number } = kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    hall.pass(graceMs)
    hall.kill()
    hall.stations.splice(hall.stations.indexOf(kiosk), 1)
    // Of the living nobody knows the number, but a counter serves who has it on paper.
    const counterId = id.counter('c1')
    console.done('p', { type: 'callPaper', counterId, number: id.number(number ?? '') }, 't1')
    console.done('q', { type: 'finishPaper', counterId, outcome: 'completed' }, 't1')
    const former = hall.promote(heir)
    expect([...hall.hub.hub.state.conflicts.values()].map((c) => c.reason)).toEqual(['unknownNumber'])
    hall.station('former-hub', 'console', former)
    hall.pass(0)
    const { state } = hall.hub.hub
    expect(state.visits.get(visitId ?? id.visit('none'))?.state).toBe('finished')
    expect(state.conflicts.size).toBe(0)
    hall.expectLevel()
  })

  test('answers as it did while it was a station, whatever the hub before had made of it', () => {
    const { hall, kiosk } = hallAtWork(0)
    kiosk.isUnanswered = true
    kiosk.isDeaf = true
    kiosk.ask('i', cmd.issue(['idCard']), 'kiosk')
    hall.commit()
    hall.kill()
    hall.pass(graceMs)
    const told = kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    hall.revive()
    expect({ told: told.number, visits: hall.visits }).toEqual({
      told: 'A801',
      visits: ['A001 cancelled', 'A801 waiting'],
    })
    hall.kill()
    const actor = hall.actor('kiosk', kiosk)
    hall.promote(kiosk)
    const { number, visitId, key } = told
    expect(hall.hub.send('i', cmd.issue(['idCard']), actor)).toMatchObject({ ok: true, number, visitId, key })
    expect(hall.visits).toEqual(['A001 cancelled', 'A801 waiting'])
  })

  test('keeps the number of an id that was used for something else meanwhile, where nobody knew of the first', () => {
    const { hall, kiosk, console } = hallAtWork(0)
    const heir = hall.station('heir', 'console')
    heir.cut()
    console.cut()
    const { number } = kiosk.done('twice', cmd.issue(['idCard']), 'kiosk')
    const actor = hall.actor('kiosk', kiosk)
    hall.kill()
    hall.stations.splice(hall.stations.indexOf(kiosk), 1)
    const former = hall.promote(heir)
    hall.hub.given('twice', { type: 'callGuide', locale: 'zh' }, actor)
    hall.station('former-hub', 'console', former)
    hall.pass(0)
    expect(hall.visits).toEqual([`${number ?? ''} waiting`])
    hall.expectLevel()
  })

  test('does not give a counter back what it gave away, when its copy goes back to before that', () => {
    const { hall, console } = hallAtWork(1)
    const heir = hall.station('heir', 'console')
    const second = hall.station('console-2', 'console')
    second.done('open-4', cmd.open('c4'), 't4')
    heir.cut()
    expect(second.done('n', cmd.next('c4'), 't4').number).toBe('A001')
    hall.kill()
    hall.stations.splice(hall.stations.indexOf(console), 1)
    hall.promote(heir)
    const welcome = second.heard.findLast((m) => m.type === 'welcome') ?? expect.unreachable()
    console.station.connected(() => undefined)
    console.station.receive(welcome)
    console.station.receive({ type: 'events', events: [] })
    console.station.lost()
    hall.pass(graceMs)
    expect(console.refusal('n2', cmd.next('c1'), 't1')).toBe('nobodyWaiting')
  })
})
