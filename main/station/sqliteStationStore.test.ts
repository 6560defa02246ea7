/** Goal: what a station must not forget is there after any end, in its order. Method: real files, opened again; the same suite for the store in memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  businessDay,
  commandId,
  counterId,
  factId,
  queueId,
  staffId,
  stationId,
  ticketNumber,
  visitId,
} from '#shared/ids/ids.ts'
import type { SentFact } from '#shared/protocol/messages.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import { memoryStationStore } from './memoryStationStore.ts'
import { openStationStore } from './sqliteStationStore.ts'
import type { StationStore } from './stationStore.ts'

const fact = (name: string): SentFact => ({
  id: factId.parse(name),
  actor: { kind: 'system' },
  events: [{ type: 'visitCancelled', visitId: visitId.parse('v'), reason: name }],
  believedMs: 1,
  wallMs: 2,
  monotonicMs: 3,
  run: 'run',
})
const command = { type: 'callNext', counterId: counterId.parse('c1') } as const
const id = (text: string) => commandId.parse(text)
const answer = { ok: true, seq: 7 } as const
const ids = (store: StationStore): readonly string[] => store.facts().map((f) => f.id)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-store-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe.each<[string, () => { store: StationStore; again: () => StationStore }]>([
  [
    'on disk',
    () => {
      let open = openStationStore(join(folder, 'station.db'))
      return {
        store: open,
        again: () => {
          open.close()
          open = openStationStore(join(folder, 'station.db'))
          return open
        },
      }
    },
  ],
  [
    'in memory',
    () => {
      const store = memoryStationStore()
      return { store, again: () => store }
    },
  ],
])('the store %s', (_where, made) => {
  it('keeps facts in their order, earlier ones first, each once', () => {
    const { store, again } = made()
    for (const name of ['b', 'c'])
      store.decided({ commandId: id(name), fact: fact(name), answer, sent: 'forgotten' })
    store.addFactsFirst([fact('0'), fact('a')])
    store.addFactsFirst([fact('a')])
    store.decided({ commandId: id('c2'), fact: fact('c'), answer, sent: 'forgotten' })
    expect(ids(store)).toEqual(['0', 'a', 'b', 'c'])
    const later = again()
    expect(ids(later)).toEqual(['0', 'a', 'b', 'c'])
    expect(later.facts()[1]).toEqual(fact('a'))
    later.dropFacts([factId.parse('0'), factId.parse('b')])
    expect(ids(again())).toEqual(['a', 'c'])
  })

  it('decides all or nothing: the fact, the answer, and what becomes of the command on its way', () => {
    const { store, again } = made()
    for (const name of ['x', 'y']) store.addSent({ id: id(name), command, token: 't', superseded: false })
    store.decided({ commandId: id('x'), fact: fact('fx'), answer, sent: 'superseded' })
    store.decided({ commandId: id('y'), fact: undefined, answer: { ok: true, seq: 8 }, sent: 'forgotten' })
    const later = again()
    expect(later.sent()).toEqual([{ id: 'x', command, token: 't', superseded: true }])
    expect(later.answerTo(id('x'))).toEqual(answer)
    expect(later.answerTo(id('y'))).toEqual({ ok: true, seq: 8 })
    expect(later.answerTo(id('z'))).toBeUndefined()
    expect(ids(later)).toEqual(['fx'])
    later.dropSent(id('x'))
    expect(again().sent()).toEqual([])
  })

  it('remembers the numbers given here, by their day, over a restart', () => {
    const { store, again } = made()
    const given = { day: businessDay.parse('2026-03-02'), number: ticketNumber.parse('A801') }
    store.decided({ commandId: id('x'), fact: fact('fx'), answer, given, sent: 'forgotten' })
    store.dropFacts([factId.parse('fx')])
    const later = again()
    expect(later.hasGiven(given)).toBe(true)
    expect(later.hasGiven({ ...given, number: ticketNumber.parse('A802') })).toBe(false)
    expect(later.hasGiven({ ...given, day: businessDay.parse('2026-03-03') })).toBe(false)
  })

  it('remembers how far it came as the hub', () => {
    const { store, again } = made()
    expect(store.stood()).toBeUndefined()
    const lease = { stationId: stationId.parse('kiosk-1'), from: 5801, until: 5820, next: 5803 }
    const queues = [{ queueId: queueId.parse('A'), next: 5012, leases: [lease] }]
    const stood = { day: businessDay.parse('2026-03-02'), cases: 2, queues }
    store.setStood(stood)
    expect(again().stood()).toEqual(stood)
  })

  it('keeps claims given back, sessions, the counter and the clock’s offset', () => {
    const { store, again } = made()
    const session = {
      tokenHash: 'h',
      staffId: staffId.parse('t1'),
      roles: ['teller'],
      expiresAtMs: 9,
    } as const
    store.setGivenBack([visitId.parse('v1')])
    store.addSession(session)
    store.addSession({ ...session, tokenHash: 'gone' })
    store.dropSession('gone')
    store.setCounterId(counterId.parse('c1'))
    store.setOffsetMs(-1234)
    const later = again()
    expect(later.givenBack()).toEqual(['v1'])
    expect(later.sessions()).toEqual([session])
    expect(later.counterId()).toBe('c1')
    expect(later.offsetMs()).toBe(-1234)
    later.setCounterId(undefined)
    expect(again().counterId()).toBeUndefined()
  })
})

it('a file of a newer version is refused by name, and stays as it is', () => {
  const path = join(folder, 'station.db')
  openStationStore(path).close()
  const file = new SQLite(path)
  file.pragma('user_version = 99')
  file.close()
  expect(() => openStationStore(path)).toThrow(LedgerFault)
})
