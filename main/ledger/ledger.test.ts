/**
 * Goal: the ledger on disk and the ledger in memory keep the same promises.
 * Method: one suite, run against both, fed with a hall day written by hand.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { businessDay, commandId, turnId, visitId } from '#shared/ids/ids.ts'
import type { HallState } from '#shared/hall/state.ts'
import { hallFolding } from './folding.ts'
import type { Batch, Ledger, LedgerFaultKind } from './ledger.ts'
import { LedgerFault } from './ledger.ts'
import { memoryLedger } from './memoryLedger.ts'
import { keptLedgers } from '#test/fixtures/ledger/keptLedgers.ts'
import type { KeptLedger } from '#test/fixtures/ledger/keptLedgers.ts'
import { queueA, Script, teller1 } from '#test/fixtures/ledger/script.ts'

function faultOf(work: () => unknown): LedgerFaultKind | undefined {
  try {
    work()
  } catch (error) {
    if (error instanceof LedgerFault) return error.kind
    throw error
  }
  return undefined
}

describe.each(keptLedgers)('a ledger %s', (_name, make) => {
  let kept: KeptLedger
  let ledger: Ledger
  let script: Script

  beforeEach(() => {
    kept = make()
    ledger = kept.open()
    script = new Script()
  })
  afterEach(() => {
    kept.close()
  })

  const appendAll = (batches: readonly Batch[]): void => {
    for (const batch of batches) ledger.append(batch)
  }
  const plain = (state: HallState): unknown => hallFolding.encode(state)

  it('is empty at first', () => {
    expect(ledger.lastSeq).toBe(0)
    expect(ledger.load()).toMatchObject({ snapshotSeq: 0, folded: 0, ignored: [] })
    expect(ledger.eventsAfter(0, 10)).toEqual([])
    expect(ledger.epoch()).toBe(0)
    expect(ledger.hubId()).toBeUndefined()
  })

  it('gives back every event as it was, in order and in pieces', () => {
    const batches = script.twoDays(8)
    appendAll(batches)
    const events = batches.flatMap((batch) => batch.events)
    expect(ledger.lastSeq).toBe(events.length)
    expect(ledger.eventsAfter(0, 10_000)).toEqual(events)
    expect(ledger.eventsAfter(5, 3)).toEqual(events.slice(5, 8))
    expect(ledger.eventsAfter(events.length, 3)).toEqual([])
  })

  it('keeps ratings of visits of any day, and says what was said', () => {
    appendAll(script.twoDays(4))
    const id = visitId.parse('v-2026-11-20-2')
    const day = businessDay.parse('2026-11-20')
    const about = { turnId: turnId.parse(`turn-${id}`), staffId: teller1 }
    const rating = { level: 'dissatisfied', reasons: ['slowHandling'], reasonsVersion: '2020-1' } as const
    const said = { type: 'visitRated', visitId: id, day, channel: 'qr' } as const
    appendAll([
      script.batch({ ...said, about, ordinal: 1, rating }),
      script.batch({ ...said, about: {}, ordinal: 1, rating: { ...rating, text: '谢谢' } }),
    ])
    ledger = kept.open()
    expect(ledger.ratable(id)).toMatchObject({
      day,
      state: 'finished',
      turns: [{ id: about.turnId, staffId: teller1 }],
      rated: [{ turnId: about.turnId, ordinal: 1 }, { ordinal: 1 }],
    })
    expect(ledger.ratable(visitId.parse('nobody'))).toBeUndefined()
    const until = businessDay.parse('2026-11-21')
    expect(ledger.ratingsOf({ from: day, until })).toMatchObject({
      visits: 1,
      ratings: [
        { visitId: id, channel: 'qr', ...about, ...rating },
        { visitId: id, channel: 'qr', ...rating, text: '谢谢' },
      ],
    })
    expect(ledger.ratingsOf({ from: until, until: businessDay.parse('2026-11-22') })).toMatchObject({
      visits: 1,
      ratings: [],
    })
    expect(ledger.history(id).map(({ event }) => event.type)).toContain('visitRated')
    const key = ledger.visitById(id)?.key
    expect(key === undefined ? undefined : ledger.visitByKey(key)?.id).toBe(id)
  })

  it('loads the state that the events fold to, after being closed', () => {
    appendAll(script.twoDays(8))
    ledger = kept.open()
    expect(plain(ledger.load().state)).toEqual(plain(script.state))
  })

  it('loads from the newest snapshot and folds only the rest', () => {
    appendAll([script.opening(), script.batch(script.issued())])
    ledger.saveSnapshot(script.state)
    appendAll([script.batch(script.issued())])
    ledger = kept.open()
    const loaded = ledger.load()
    expect(loaded).toMatchObject({ snapshotSeq: 5, folded: 1, ignored: [] })
    expect(plain(loaded.state)).toEqual(plain(script.state))
  })

  it('refuses a snapshot of what was never appended', () => {
    script.opening()
    expect(
      faultOf(() => {
        ledger.saveSnapshot(script.state)
      }),
    ).toBe('conflict')
  })

  it('tells the history of one visit', () => {
    appendAll([script.opening(), script.batch(script.issued()), script.batch(script.issued())])
    const id = visitId.parse('v-2026-11-20-1')
    appendAll(script.served(id))
    expect(ledger.history(id).map((entry) => entry.event.type)).toEqual([
      'visitIssued',
      'visitCalled',
      'visitStarted',
      'turnRecorded',
      'visitFinished',
    ])
    expect(ledger.history(visitId.parse('nobody'))).toEqual([])
  })

  it('keeps each visit as it ended, over the roll-over too', () => {
    appendAll(script.twoDays(8))
    const first = ledger.visitsOf({ day: businessDay.parse('2026-11-20'), limit: 100 })
    expect(first.map((v) => [v.number, v.state, v.callsMade])).toEqual([
      ['A001', 'cancelled', 0],
      ['A002', 'finished', 1],
      ['A003', 'noShow', 3],
      ['A004', 'expired', 0],
      ['A005', 'cancelled', 0],
      ['A006', 'finished', 1],
      ['A007', 'noShow', 3],
      ['A008', 'expired', 0],
    ])
    const one = first[1]
    expect(one === undefined ? undefined : ledger.visitById(one.id)).toEqual(one)
    expect(one).toMatchObject({ applicant: 'enterprise', services: [{ outcome: 'advised' }], staffId: 't1' })
    expect(first[2]).toMatchObject({ priority: { class: 'elderly', ground: '70岁' }, noShows: 2 })
    expect(ledger.visitById(visitId.parse('nobody'))).toBeUndefined()
  })

  it('lists visits by day, state and queue, page by page', () => {
    appendAll(script.twoDays(8))
    const ids = (list: ReturnType<Ledger['visitsOf']>): string[] => list.map((v) => v.id)
    expect(ledger.visitsOf({ limit: 100 })).toHaveLength(16)
    expect(ledger.visitsOf({ queueId: queueA, state: 'expired', limit: 100 })).toHaveLength(4)
    const page = ledger.visitsOf({ state: 'finished', limit: 3 })
    expect(ids(page)).toEqual(['v-2026-11-20-2', 'v-2026-11-20-6', 'v-2026-11-21-2'])
    expect(ids(ledger.visitsOf({ state: 'finished', limit: 3, after: page[2]?.id }))).toEqual([
      'v-2026-11-21-6',
    ])
    expect(ledger.visitsOf({ limit: 3, after: visitId.parse('nobody') })).toEqual([])
  })

  it('answers a command heard again from the record, until it is pruned', () => {
    appendAll([script.opening()])
    const id = commandId.parse('cmd-1')
    expect(ledger.answerTo(id)).toEqual(script.answer(id))
    expect(ledger.answerTo(commandId.parse('never'))).toBeUndefined()
    ledger.append({ events: [], answers: [script.answer('refused')], changed: [] })
    expect(ledger.answerTo(commandId.parse('refused'))).toMatchObject({ fingerprint: 'f' })
    expect(ledger.pruneAnswers(script.state.atMs, 0)).toBe(0)
    expect(ledger.pruneAnswers(script.state.atMs + 1_000_000, 1)).toBe(0)
    expect(ledger.pruneAnswers(script.state.atMs + 1, 0)).toBe(2)
    expect(ledger.answerTo(id)).toBeUndefined()
  })

  it('never lets the epoch fall', () => {
    ledger.setEpoch(3)
    ledger.setHubId('hub-a')
    expect(
      faultOf(() => {
        ledger.setEpoch(2)
      }),
    ).toBe('conflict')
    ledger = kept.open()
    expect([ledger.epoch(), ledger.hubId()]).toEqual([3, 'hub-a'])
  })

  describe('refuses whole, and goes on after', () => {
    const refused = (name: string, spoil: (good: Batch) => Batch): void => {
      it(name, () => {
        appendAll([script.opening(), script.batch(script.issued())])
        const before = ledger.lastSeq
        const good = script.batch(script.issued(), script.issued())
        const bad = spoil(good)
        expect(
          faultOf(() => {
            ledger.append(bad)
          }),
        ).toBe('conflict')
        expect(ledger.lastSeq).toBe(before)
        expect(ledger.eventsAfter(before, 10)).toEqual([])
        expect(ledger.visitsOf({ limit: 10 })).toHaveLength(1)
        expect(ledger.answerTo(commandId.parse(`cmd-${before + 1}`))).toBeUndefined()
        ledger.append(good)
        expect(ledger.lastSeq).toBe(before + 2)
      })
    }
    refused('a gap before the batch', (good) => ({ ...good, events: good.events.slice(1) }))
    refused('a gap inside the batch', ({ events, ...rest }) => ({
      ...rest,
      events: events.map((entry, n) => ({ ...entry, seq: entry.seq + n })),
    }))
    refused('a batch heard twice', ({ events, ...rest }) => ({
      ...rest,
      events: events.map((entry) => ({ ...entry, seq: entry.seq - 2 })),
    }))
    refused('a number given already that day', ({ changed, ...rest }) => ({
      ...rest,
      changed: changed.map((visit) => ({ ...visit, number: changed[0]?.number ?? visit.number })),
    }))
    refused('a touched visit left out', (good) => ({ ...good, changed: good.changed.slice(1) }))
    refused('a visit that was never issued', ({ changed, ...rest }) => ({
      ...rest,
      changed: [...changed, ...changed.map((visit) => ({ ...visit, id: visitId.parse('nobody') }))],
    }))
    refused('a visit issued on no day', ({ events, ...rest }) => ({
      ...rest,
      events: events.map((entry) => ({ ...entry, day: undefined })),
    }))
    refused('a command answered already', (good) => ({ ...good, answers: [script.answer('cmd-1')] }))
    refused('a command answered twice', (good) => ({ ...good, answers: [...good.answers, ...good.answers] }))
  })
})

describe('the levers of the ledger in memory', () => {
  it('fail an append before or after it is written, once or until mended', () => {
    const ledger = memoryLedger()
    const script = new Script()
    const opening = script.opening()
    ledger.breakNext({ kind: 'full', when: 'before' })
    expect(
      faultOf(() => {
        ledger.append(opening)
      }),
    ).toBe('full')
    expect(ledger.lastSeq).toBe(0)
    ledger.breakNext({ kind: 'io', when: 'after' })
    expect(
      faultOf(() => {
        ledger.append(opening)
      }),
    ).toBe('io')
    expect(ledger.lastSeq).toBe(4)
    const next = script.batch(script.issued())
    ledger.breakDown('full')
    expect(
      faultOf(() => {
        ledger.append(next)
      }),
    ).toBe('full')
    expect(
      faultOf(() => {
        ledger.saveSnapshot(script.state)
      }),
    ).toBe('full')
    ledger.mend()
    ledger.append(next)
    expect(ledger.lastSeq).toBe(5)
  })

  it('damage a snapshot, which is passed over', () => {
    const ledger = memoryLedger()
    const script = new Script()
    expect(ledger.damageSnapshot()).toBe(false)
    ledger.append(script.opening())
    ledger.saveSnapshot(script.state)
    expect(ledger.damageSnapshot()).toBe(true)
    expect(ledger.load()).toMatchObject({ snapshotSeq: 0, folded: 4, ignored: ['snapshot 4 cannot be read'] })
  })
})
