/**
 * Goal: what happened at a station is merged whole or kept whole with the right
 * reason, and a person settles what is left (I6). Method: two halls part ways;
 * what happened in one is merged into the other.
 */
import { describe, expect, test } from 'vitest'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'
import type { By, Outcomes, TestHall } from '#test/fixtures/hall.ts'
import type { Command } from '../commands.ts'
import type { ConflictReason, HallEvent } from '../events.ts'
import { applyEvent } from '../evolve.ts'
import type { Visit } from '../visit.ts'
import { claimedPapers, clearedConflicts } from './merging.ts'

let facts = 0

/** Merges events as a station's fact. */
function merge(hall: TestHall, events: readonly HallEvent[], happenedMs = hall.nowMs): Outcomes {
  facts += 1
  return hall.when(
    {
      type: 'mergeFact',
      fact: {
        id: id.fact(`fact-${String(facts)}`),
        stationId: id.station('console-1'),
        actor: { kind: 'system' },
        events,
        believedMs: happenedMs,
        happenedMs,
        clockJumped: false,
      },
    },
    'console',
  )
}

/** A hall with c1 and c4 open, blocks and claims given; and the same hall as the station at c1 sees it, alone. */
function parted(people = 2): { hall: TestHall; away: TestHall } {
  const hall = staffedHall({ c1: 't1', c4: 't4' })
  hall.given('system', { type: 'leaseBlocks', stationId: id.station('kiosk-1') })
  for (let n = 0; n < people; n += 1) hall.issue(['idCard'])
  if (people > 0) hall.given('system', { type: 'grantClaims', counterIds: [id.counter('c1')] })
  const away = hall.fork()
  away.alone = id.station('kiosk-1')
  return { hall, away }
}

/** Does it away, and merges what it came to. */
function later({ hall, away }: { hall: TestHall; away: TestHall }, command: Command, by: By): Outcomes {
  return merge(hall, away.when(command, by).events, away.nowMs)
}

function expectConflict(merged: Outcomes, reason: ConflictReason): void {
  merged.then({ type: 'factConflicted', conflict: { reason } })
}

describe('what fits', () => {
  test('who looked at names under another hub stays on record, on whatever day', () => {
    const { hall } = parted(0)
    const looked = { type: 'unmasked', what: 'report', reason: 'a complaint' } as const
    merge(hall, [looked]).then(looked)
    merge(hall, [looked], hall.nowMs - 86_400_000).then(looked)
  })

  test('a number from a block keeps number and key, and takes its place by when it was given', () => {
    const both = parted(0)
    const { hall, away } = both
    const givenMs = away.nowMs
    // Copies of one hall count the same ids; two computers never do.
    const events = away
      .when(cmd.issue(['idCard']), 'kiosk')
      .events.map((e) =>
        e.type === 'visitIssued' ? { ...e, visit: { ...e.visit, id: id.visit('away') } } : e,
      )
    hall.later(600).issue(['idCard'])
    merge(hall, events, givenMs).then({
      type: 'visitIssued',
      visit: { number: id.number('A801'), arrivedAtMs: givenMs, ordinal: 2 },
    })
    expect(hall.next('c1', 't1').number).toBe('A801')
  })

  test('a call, a start, an outcome and a finish, one after another, with their own times', () => {
    const both = parted()
    const called = later(both, cmd.next('c1'), 't1')
    called.then({ type: 'visitCalled', callNo: 0 })
    const visit = both.away.visit({ id: both.hall.counter('c1').visitId ?? id.visit('none') })
    later(both, cmd.recall(visit), 't1').then({ type: 'visitRecalled' })
    later(both, cmd.start(visit), 't1').then({ type: 'visitStarted' })
    both.away.later(120)
    later(both, cmd.record(visit, 'idCard', 'completed'), 't1').then({ type: 'turnRecorded' })
    later(both, cmd.finish(visit), 't1').then({ type: 'visitFinished' })
    expect(both.hall.visit(visit).state).toBe('finished')
    // It was called out where it was called; not again.
    expect(both.hall.state.announcements.size).toBe(0)
  })

  test('parking, resuming, missing and requeueing', () => {
    const both = parted()
    later(both, cmd.next('c1'), 't1')
    const visit = both.away.visit({ id: both.hall.counter('c1').visitId ?? id.visit('none') })
    later(both, cmd.start(visit), 't1')
    later(both, cmd.park(visit, 'waiting'), 't1').then({ type: 'visitParked' })
    later(both, cmd.resume(visit), 't1').then({ type: 'visitResumed' })
    later(both, cmd.finish(visit), 't1')
    later(both, cmd.pause('c1'), 't1').then({ type: 'counterPaused' })
    later(both, cmd.resumeCounter('c1'), 't1').then({ type: 'counterResumed' })
    later(both, cmd.next('c1'), 't1').then({ type: 'visitCalled' })
    const second = both.away.visit({ id: both.hall.counter('c1').visitId ?? id.visit('none') })
    later(both, cmd.requeue(second), 't1').then({ type: 'visitRequeued' })
  })

  test('a paper served by hand becomes the call, the turn and the end of its visit', () => {
    const both = parted()
    const [, second] = [...both.hall.state.visits.values()].sort((a, b) => a.ordinal - b.ordinal)
    if (second === undefined) return expect.unreachable()
    const counterId = id.counter('c1')
    later(both, { type: 'callPaper', counterId, number: second.number }, 't1').then()
    both.away.later(60)
    both.hall.later(60)
    later(both, { type: 'finishPaper', counterId, outcome: 'advised', note: 'photo missing' }, 't1').then(
      { type: 'visitCalled', why: { rule: 'byHand' } },
      { type: 'visitStarted' },
      { type: 'turnRecorded', turn: { missing: ['photo missing'] } },
      { type: 'visitFinished' },
    )
  })

  test('a paper served by hand closes no duty that excludes one its teller has just carried out', () => {
    const hall = staffedHall({ c2: 't2', c3: 't3' })
    const visit = hall.issue(['invoice', 'refund'])
    hall.serve('c2', 't2')
    hall.given('t2', cmd.transfer(visit, { queue: 'C' }))
    const away = hall.fork()
    away.alone = id.station('console-3')
    const counterId = id.counter('c3')
    later({ hall, away }, { type: 'callPaper', counterId, number: visit.number }, 't3').then()
    later({ hall, away }, { type: 'finishPaper', counterId, outcome: 'completed' }, 't3').then(
      { type: 'visitCalled' },
      { type: 'visitStarted' },
      { type: 'turnRecorded', turn: { serviceId: id.service('invoice') }, duty: 'accept' },
      { type: 'visitContinued', queueId: id.queue('B') },
    )
  })

  test('taking out of the line who is gone already changes nothing; who was served stays served', () => {
    const { hall } = parted()
    const [gone, served] = [...hall.state.visits.values()].sort((a, b) => b.ordinal - a.ordinal)
    if (gone === undefined || served === undefined) return expect.unreachable()
    hall.given('guide', cmd.cancel(gone)).given('t1', cmd.next('c1'), cmd.finish(served))
    const cancelled = (visitId: Visit['id']) =>
      ({ type: 'visitCancelled', visitId, reason: 'again' }) as const
    merge(hall, [cancelled(gone.id)]).then()
    expectConflict(merge(hall, [cancelled(served.id)]), 'visitEnded')
  })

  test('a turn at a station whose clock was set back meanwhile ends no earlier than it starts', () => {
    const { hall } = parted(1)
    const visit = hall.serve('c1', 't1')
    const away = hall.fork()
    const [recorded] = away.when(cmd.record(visit, 'idCard', 'completed'), 't1').events
    if (recorded?.type !== 'turnRecorded') return expect.unreachable()
    const { turn } = recorded
    const late = { ...recorded, turn: { ...turn, startedAtMs: turn.endedAtMs + 3_600_000 } }
    const atMs = turn.endedAtMs
    merge(hall, [late], atMs).then({ type: 'turnRecorded', turn: { startedAtMs: atMs, endedAtMs: atMs } })
  })

  test('nor is what a visit was handled before it was parked ever less than nothing', () => {
    const { hall } = parted(1)
    const visit = hall.serve('c1', 't1')
    const markMs = hall.visit(visit).markMs ?? expect.unreachable()
    const at = { counterId: id.counter('c1'), staffId: id.staff('t1') }
    const parked = { type: 'visitParked', visitId: visit.id, kind: 'waiting', ...at } as const
    const after = applyEvent(hall.state, parked, { seq: hall.state.seq + 1, atMs: markMs - 3_600_000 })
    expect(after.visits.get(visit.id)?.carriedMs).toBe(0)
    const resumed = { type: 'visitResumed', visitId: visit.id, ...at } as const
    const back = applyEvent(after, resumed, { seq: hall.state.seq + 2, atMs: markMs - 7_200_000 })
    expect(back.visits.get(visit.id)?.parkedMs).toBe(0)
  })

  test('housekeeping of another hub changes nothing here', () => {
    const { hall } = parted(1)
    const [visit] = [...hall.state.visits.values()]
    if (visit === undefined) return expect.unreachable()
    merge(hall, [
      { type: 'claimGranted', visitId: visit.id, counterId: id.counter('c4') },
      { type: 'blockLeased', stationId: id.station('k'), queueId: id.queue('A'), from: 1, until: 9 },
      { type: 'visitExpired', visitId: visit.id },
      { type: 'reignSettled' },
    ]).then()
    expect(hall.visit(visit).state).toBe('waiting')
  })
})

describe('what does not fit is kept with its reason', () => {
  test.each<[ConflictReason, (both: ReturnType<typeof parted>) => Outcomes]>([
    [
      'numberUsed',
      ({ hall, away }) => {
        const issued = away.issue(['idCard'])
        const events = away.ledger.slice(-1).map((e) => e.event)
        hall.happened(...events)
        const [event] = events
        if (event?.type !== 'visitIssued') return expect.unreachable()
        expect(issued.number).toBe('A801')
        return merge(hall, [{ ...event, visit: { ...event.visit, id: id.visit('another') } }])
      },
    ],
    [
      'visitEnded',
      (both) => {
        later(both, cmd.next('c1'), 't1')
        const visit = both.away.visit({ id: both.hall.counter('c1').visitId ?? id.visit('none') })
        both.hall.given('t1', cmd.finish(visit))
        return later(both, cmd.finish(visit), 't1')
      },
    ],
    [
      'visitElsewhere',
      (both) => {
        const { events } = both.away.when(cmd.next('c1'), 't1')
        const [called] = events
        if (called?.type !== 'visitCalled') return expect.unreachable()
        both.hall.given('boss', { type: 'forceClaim', visitId: called.visitId, reason: 'gone' })
        both.hall.given('t4', cmd.next('c4'))
        return merge(both.hall, events)
      },
    ],
    [
      'counterElsewhere',
      (both) => {
        both.hall.given('t1', cmd.close('c1'))
        return later(both, cmd.next('c1'), 't1')
      },
    ],
    [
      'unknownVisit',
      ({ hall }) => merge(hall, [{ type: 'visitCancelled', visitId: id.visit('nobody'), reason: 'x' }]),
    ],
    [
      'dayOver',
      (both) => {
        both.hall.at('05:00', '2026-03-03').given('system', cmd.rollOver)
        return later(both, cmd.next('c1'), 't1')
      },
    ],
    ['notMergeable', ({ hall }) => merge(hall, [{ type: 'staffReplaced', staff: [] }])],
    [
      'notMergeable',
      // Parked and sent back to wait there, while its last service was closed here.
      (both) => {
        const visit = both.hall.serve('c1', 't1')
        const elsewhere = both.hall.fork().later(1)
        const parked = elsewhere.when(cmd.park(visit, 'papersOut'), 't1').events
        const returned = elsewhere.when(cmd.resume(visit), 'guide').events
        both.hall.given('t1', cmd.record(visit, 'idCard', 'declined'))
        merge(both.hall, parked).then({ type: 'visitParked' })
        expect(both.hall.visit(visit).state).toBe('parked')
        // Nor may anybody send it to wait here, for nothing.
        both.hall.when(cmd.resume(visit), 'guide').refused('nothingOpen')
        return merge(both.hall, returned)
      },
    ],
  ])('%s', (reason, happens) => {
    expectConflict(happens(parted()), reason)
  })

  test('a duty that excludes one the same teller carried out here meanwhile', () => {
    const hall = staffedHall({ c2: 't2', c3: 't3' })
    const visit = hall.issue(['invoice', 'refund'])
    hall.serve('c2', 't2')
    hall.given('t2', cmd.transfer(visit, { queue: 'C' }))
    hall.serve('c3', 't3')
    const away = hall.fork()
    hall.given('t3', cmd.record(visit, 'refund', 'completed'))
    const merged = later({ hall, away }, cmd.record(visit, 'invoice', 'accepted'), 't3')
    expectConflict(merged, 'incompatibleDuties')
  })

  test('a fact is never half merged', () => {
    const both = parted()
    const before = both.hall.state.visits
    const issued = both.away.when(cmd.issue(['idCard']), 'kiosk').events
    expectConflict(
      merge(both.hall, [...issued, { type: 'visitCancelled', visitId: id.visit('nobody'), reason: 'x' }]),
      'unknownVisit',
    )
    expect(both.hall.state.visits).toBe(before)
  })
})

describe('a conflict', () => {
  test('is applied once it fits, or dismissed, by somebody in charge, once', () => {
    const both = parted()
    both.hall.given('t1', cmd.close('c1'))
    expectConflict(later(both, cmd.next('c1'), 't1'), 'counterElsewhere')
    const [conflict] = [...both.hall.state.conflicts.values()]
    if (conflict === undefined) return expect.unreachable()
    const { factId } = conflict
    expect(conflict).toMatchObject({ counterId: 'c1', staffId: 't1', number: 'A001' })
    const apply = { type: 'resolveConflict', factId, how: 'apply' } as const
    both.hall.when(apply, 't1').refused('notAllowed')
    both.hall.when(apply, 'boss').refused('stillConflicts', { reason: 'counterElsewhere' })
    both.hall.given('t1', cmd.open('c1'))
    both.hall.when(apply, 'boss').then({ type: 'visitCalled' }, { type: 'conflictResolved', how: 'applied' })
    both.hall.when(apply, 'boss').refused('unknownConflict')
  })

  test('put aside leaves everything as it is', () => {
    const { hall } = parted()
    merge(hall, [{ type: 'visitCancelled', visitId: id.visit('nobody'), reason: 'x' }])
    const [factId] = [...hall.state.conflicts.keys()]
    if (factId === undefined) return expect.unreachable()
    hall
      .when({ type: 'resolveConflict', factId, how: 'dismiss', note: 'asked' }, 'boss')
      .then({ type: 'conflictResolved', how: 'dismissed', note: 'asked' })
    expect(hall.state.conflicts.size).toBe(0)
  })

  test('about a paper nobody knew fits by itself once its kiosk has spoken', () => {
    const both = parted(0)
    const { hall, away } = both
    const givenMs = away.nowMs
    const issued = away.when(cmd.issue(['idCard']), 'kiosk').events
    const counterId = id.counter('c1')
    away.later(30)
    away.given('t1', { type: 'callPaper', counterId, number: id.number('A801') })
    away.later(30)
    const served = away.when({ type: 'finishPaper', counterId, outcome: 'completed' }, 't1').events
    hall.later(600)
    expectConflict(merge(hall, served, away.nowMs), 'unknownNumber')
    expect(clearedConflicts(hall.state)).toEqual([])
    merge(hall, issued, givenMs)
    const [factId] = clearedConflicts(hall.state)
    if (factId === undefined) return expect.unreachable()
    hall.given('system', { type: 'resolveConflict', factId, how: 'apply' })
    const visit = hall.visit({ id: hall.state.numbers.get(id.number('A801')) ?? id.visit('none') })
    expect(visit).toMatchObject({ state: 'finished', arrivedAtMs: givenMs, endedAtMs: givenMs + 60_000 })
  })

  test('about a paper that another counter claims fits by itself once the claim is given back, unless moved since', () => {
    const { hall, away } = parted()
    const visitId = hall.state.claims.keySeq().first() ?? id.visit('none')
    const visit = hall.visit({ id: visitId })
    away.later(30)
    const paper = {
      type: 'paperFinished',
      number: visit.number,
      counterId: id.counter('c4'),
      staffId: id.staff('t4'),
      startedAtMs: away.nowMs,
      outcome: 'completed',
    } as const
    away.later(30)
    const [servedMs, calledToo] = [away.nowMs, hall.fork()]
    for (const hub of [hall, calledToo]) {
      hub.later(600)
      expectConflict(merge(hub, [paper], servedMs), 'visitElsewhere')
      expect(claimedPapers(hub.state)).toEqual([{ visitId, holder: 'c1' }])
      expect(clearedConflicts(hub.state)).toEqual([])
    }
    hall.given('console', { type: 'returnClaims', counterId: id.counter('c1'), visitIds: [visitId] })
    const [factId] = clearedConflicts(hall.state)
    if (factId === undefined) return expect.unreachable()
    hall.given('system', { type: 'resolveConflict', factId, how: 'apply' })
    expect(hall.visit({ id: visitId })).toMatchObject({ state: 'finished', endedAtMs: servedMs })
    expect(claimedPapers(hall.state)).toEqual([])

    // The holder called and met that visitor: they are here after all.
    calledToo.given('t1', cmd.next('c1'))
    expect(calledToo.counter('c1').visitId).toBe(visitId)
    calledToo.given('t1', cmd.start(visit))
    calledToo.given('t1', {
      type: 'transfer',
      visitId,
      to: { kind: 'queue', queueId: visit.queueId },
      position: 'keep',
    })
    expect(calledToo.visit(visit).state).toBe('waiting')
    expect(clearedConflicts(calledToo.state)).toEqual([])
    expect(claimedPapers(calledToo.state)).toEqual([])
  })

  test('kept by an earlier hub is kept by the one after it', () => {
    const { hall } = parted()
    const kept = hall.fork()
    merge(kept, [{ type: 'visitCancelled', visitId: id.visit('nobody'), reason: 'x' }])
    const events = kept.ledger.slice(-1).map((e) => e.event)
    merge(hall, events).then({ type: 'factConflicted' })
    merge(hall, events).then()
    expect(hall.state.conflicts).toEqual(kept.state.conflicts)
  })
})
