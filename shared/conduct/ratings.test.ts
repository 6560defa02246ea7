/**
 * Goal: a rating counts once, from the visitor's own hand, while it may be given.
 * Method: given a visit, when somebody rates it, then what is recorded or why nothing is.
 */
import { describe, expect, it } from 'vitest'
import { cmd, id, openHall, staffedHall, visitorOf } from '#test/fixtures/hall.ts'
import { visitIn } from '#test/fixtures/visitIn.ts'
import { judge } from './ratings.ts'
import type { Ratable } from './ratings.ts'
import { levels } from './rating.ts'
import { reasonCodes, reasonListOn, reasonLists } from './ratingReasons.ts'

const dayMs = 86_400_000
const endedAtMs = Date.parse('2026-03-02T09:30:00+08:00')
const past: Ratable = {
  id: id.visit('v'),
  day: id.day('2026-03-02'),
  state: 'finished',
  endedAtMs,
  turns: [
    {
      id: id.turn('turn-1'),
      serviceId: id.service('idCard'),
      counterId: id.counter('c1'),
      staffId: id.staff('t1'),
      endedAtMs: endedAtMs - 60_000,
    },
    {
      id: id.turn('turn-2'),
      serviceId: id.service('deed'),
      counterId: id.counter('c1'),
      staffId: id.staff('t1'),
      endedAtMs,
    },
  ],
  rated: [],
}
const rules = { nowMs: endedAtMs + dayMs, by: 'visitor', today: id.day('2026-03-03'), days: 15 } as const

describe('a visit of today', () => {
  it('is rated by its visitor, and what was said is in the event', () => {
    const { hall, visit } = visitIn('finished')
    const reasons = ['slowHandling', 'poorAttitude']
    hall
      .when(cmd.rate(visit, { level: 'veryDissatisfied', reasons, text: ' 等太久 ' }), visitorOf(visit))
      .then(
        {
          type: 'visitRated',
          visitId: visit.id,
          day: id.day('2026-03-02'),
          ordinal: 1,
          channel: 'qr',
          about: { serviceId: id.service('idCard'), counterId: id.counter('c1'), staffId: id.staff('t1') },
          rating: { level: 'veryDissatisfied', reasons, reasonsVersion: '2020-1', text: '等太久' },
        },
        { type: 'caseOpened', case: { kind: 'badRating', stage: 'verify', text: '等太久' } },
      )
    expect(hall.visit(visit).rated).toEqual([{ ordinal: 1 }])
  })

  it('is rated at a pad for the turn just ended, and once more as a whole', () => {
    const { hall, visit } = visitIn('finished')
    const turnId = visit.turns[0]?.id
    hall.given('pad', cmd.rate(visit, { channel: 'pad', turnId })).given(visitorOf(visit), cmd.rate(visit))
    expect(hall.visit(visit).rated).toEqual([{ turnId, ordinal: 1 }, { ordinal: 1 }])
  })

  it('has one follow-up from its visitor and none from a pad', () => {
    const { hall, visit } = visitIn('finished')
    const turnId = visit.turns[0]?.id
    const atPad = cmd.rate(visit, { channel: 'pad', turnId })
    hall.given('pad', atPad).when(atPad, 'pad').refused('alreadyRated')
    const again = cmd.rate(visit, { turnId, level: 'basicallySatisfied' })
    hall.when(again, visitorOf(visit)).then({ type: 'visitRated', ordinal: 2 })
    hall.when(again, visitorOf(visit)).refused('alreadyRated')
  })

  it.each(['t1', 't4', 'guide', 'boss', 'admin', 'display', 'program', 'system'])(
    'is never rated by %s',
    (by) => {
      const { hall, visit } = visitIn('finished')
      for (const channel of ['pad', 'rater'] as const)
        hall.when(cmd.rate(visit, { channel }), by).refused('notAllowed')
    },
  )

  it('is rated through a console by the keys on its line alone, which cannot ask why', () => {
    const { hall, visit } = visitIn('finished')
    const turnId = visit.turns[0]?.id
    hall.when(cmd.rate(visit, { channel: 'pad', turnId }), 'console').refused('channelNotAllowed')
    hall
      .when(cmd.rate(visit, { channel: 'pad', turnId, level: 'dissatisfied' }), 'pad')
      .refused('reasonsNeeded')
    hall
      .when(cmd.rate(visit, { channel: 'rater', turnId, level: 'dissatisfied' }), 'console')
      .then({ type: 'visitRated', channel: 'rater' }, { type: 'caseOpened' })
  })

  it('is rated at a kiosk as at a kiosk alone', () => {
    const { hall, visit } = visitIn('finished')
    hall.when(cmd.rate(visit, { channel: 'pad' }), 'kiosk').refused('channelNotAllowed')
    hall.when(cmd.rate(visit, { channel: 'kiosk' }), 'pad').refused('channelNotAllowed')
    hall.when(cmd.rate(visit, { channel: 'kiosk' }), 'kiosk').then({ type: 'visitRated', channel: 'kiosk' })
  })

  it('stays unrated when nobody rates it', () => {
    const { hall, visit } = visitIn('finished')
    hall.at('04:00', '2026-03-03').given('system', cmd.rollOver)
    expect(hall.ledger.some(({ event }) => event.type === 'visitRated')).toBe(false)
    expect(visit.rated).toBeUndefined()
  })

  it('may be rated turn by turn before it is finished', () => {
    const hall = staffedHall({ c4: 't4' })
    hall.issue(['idCard', 'deed'])
    const visit = hall.serve('c4', 't4')
    hall.given('t4', cmd.record(visit, 'idCard', 'completed'))
    const turnId = hall.visit(visit).turns[0]?.id
    hall.when(cmd.rate(visit), visitorOf(visit)).refused('notYetRatable')
    hall.given('pad', cmd.rate(visit, { channel: 'pad', turnId }))
  })

  it('of another day is unknown to a hub whose ledger does not remember it', () => {
    openHall()
      .when(cmd.rate({ id: past.id }), visitorOf(past))
      .refused('unknownVisit')
  })
})

describe('a visit of an earlier day', () => {
  it('is rated as the ledger remembers it', () => {
    expect(judge(past, { level: 'satisfied' }, rules)).toEqual({
      ok: true,
      about: { counterId: 'c1', staffId: 't1' },
      ordinal: 1,
      rating: { level: 'satisfied', reasons: [], reasonsVersion: '2020-1' },
    })
  })

  it('is rated until so many days after its end, and at no pad', () => {
    const at = (afterMs: number): unknown =>
      judge(past, { level: 'satisfied' }, { ...rules, nowMs: endedAtMs + afterMs })
    expect(at(15 * dayMs - 1)).toMatchObject({ ok: true })
    expect(at(15 * dayMs)).toMatchObject({ refusal: { code: 'ratingOver' } })
    const atPad = judge(past, { level: 'satisfied', turnId: id.turn('turn-1') }, { ...rules, by: 'device' })
    expect(atPad).toMatchObject({ refusal: { code: 'ratingOver' } })
  })

  it('is nobody’s in particular where two tellers served it', () => {
    const [first, second] = past.turns
    if (first === undefined || second === undefined) throw new Error('two turns')
    const shared = { ...past, turns: [first, { ...second, staffId: id.staff('t2') }] }
    expect(judge(shared, { level: 'satisfied' }, rules)).toMatchObject({ about: { counterId: 'c1' } })
    expect(judge(shared, { level: 'satisfied' }, rules)).not.toMatchObject({ about: { staffId: 't1' } })
  })
})

describe('reasons', () => {
  it.each(levels)('%s', (level) => {
    const low = level === 'dissatisfied' || level === 'veryDissatisfied'
    const bare = judge(past, { level }, rules)
    const reasoned = judge(past, { level, reasons: ['slowHandling'] }, rules)
    expect([bare.ok, reasoned.ok]).toEqual([!low, low])
    const twice = judge(past, { level, reasons: ['slowHandling', 'slowHandling'] }, rules)
    const unheard = judge(past, { level, reasons: ['weather'] }, rules)
    expect([twice.ok, unheard.ok]).toEqual([false, false])
  })

  it('are those of the list that holds on the day', () => {
    expect(reasonListOn('2026-03-02').version).toBe('2020-1')
    expect(reasonListOn('1999-01-01')).toBe(reasonLists[0])
    const used = new Set(reasonLists.flatMap((list) => Object.values(list.reasons).flat()))
    expect([...used].sort()).toEqual([...reasonCodes].sort())
    const froms = reasonLists.map((list) => list.from)
    expect(froms).toEqual([...froms].sort())
  })
})
