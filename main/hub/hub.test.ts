/**
 * Goal: the hub answers and tells only what is durably written, once for each
 * command however often it is heard, and a failing disk changes nothing.
 * Method: the hub's own class over a ledger in memory with fault levers; the
 * group commit runs when a test says so.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import { commandId, factId, stationId } from '#shared/ids/ids.ts'
import { hallEvent } from '#shared/hall/events.ts'
import type { HallEvent } from '#shared/hall/events.ts'
import { encodeState } from '#shared/hall/snapshot.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { cmd, id } from '#test/fixtures/hall.ts'
import { countedLedger, MemoryHub, openMemoryHub } from '#test/fixtures/memoryHub.ts'

const kiosk: Actor = { kind: 'station', stationId: stationId.parse('kiosk-1'), mode: 'kiosk' }
const teller = (name: string): Actor => ({ kind: 'staff', staffId: id.staff(name), roles: ['teller'] })
const t1 = teller('t1')
const card = cmd.issue(['idCard'])

const visitOf = (answer: Answer) => {
  if (!answer.ok || answer.visit === undefined) throw new Error(`no visit in ${JSON.stringify(answer)}`)
  return answer.visit
}
const codeOf = (answer: Answer | undefined): string | undefined =>
  answer?.ok === false ? answer.refusal.code : undefined

let hall: MemoryHub
beforeEach(() => {
  hall = openMemoryHub()
})

describe('group commit', () => {
  it('writes what several commands decided in one append', () => {
    const before = hall.ledger.batches.length
    const answers = [1, 2, 3].map((n) => hall.submit(`issue-${n}`, card, kiosk))
    expect(hall.commitsDue).toBe(1)
    hall.commit()
    expect(hall.ledger.batches.slice(before)).toEqual([{ events: 3, answers: 3 }])
    expect(answers.map(([a]) => a?.ok === true && a.number)).toEqual(['A001', 'A002', 'A003'])
  })

  it('lets a command see what one before it in the same batch decided', () => {
    const issued = hall.submit('issue', card, kiosk)
    const opened = hall.submit('open', cmd.open('c1'), t1)
    const called = hall.submit('call', cmd.next('c1'), t1)
    expect([issued, opened, called]).toEqual([[], [], []])
    hall.commit()
    expect(called[0]).toMatchObject({ ok: true, number: 'A001', visit: { state: 'called' } })
    expect(opened[0]).toMatchObject({ counter: { id: 'c1', state: 'open', staffId: 't1' } })
    // The first answer shows the visit as its own command left it, not as the batch did.
    expect(issued[0]).toMatchObject({ visit: { state: 'waiting', ahead: 0 } })
  })

  it('shows, tells and answers nothing before the commit, and then tells before it answers', () => {
    const { state } = hall.hub
    hall.submit('one', card, kiosk)
    hall.submit('two', card, kiosk)
    expect(hall.hub.state).toBe(state)
    expect(hall.said).toEqual([])
    hall.commit()
    expect(hall.said).toEqual(['told 2', 'answered one', 'answered two'])
    expect(hall.hub.state.visits.size).toBe(2)
    expect(hall.heard.map((e) => e.seq)).toEqual([state.seq + 1, state.seq + 2])
  })

  it('tells nobody of a batch that changed nothing', () => {
    expect(codeOf(hall.send('call', cmd.next('c1'), t1))).toBe('counterClosed')
    expect(hall.said).toEqual(['answered call'])
  })

  it('no longer calls a listener that left', () => {
    let heard = 0
    const leave = hall.hub.listen(() => (heard += 1))
    hall.given('one', card, kiosk)
    leave()
    hall.given('two', card, kiosk)
    expect(heard).toBe(1)
  })
})

describe('the same command twice', () => {
  it('in one batch: done once, both told', () => {
    const first = hall.submit('same', card, kiosk)
    const second = hall.submit('same', card, kiosk)
    hall.commit()
    expect(hall.hub.state.visits.size).toBe(1)
    expect(second).toEqual(first)
    expect(first).toHaveLength(1)
  })

  it('after the commit: the recorded answer, even when the hall has moved on', () => {
    hall.given('open', cmd.open('c1'), t1)
    const issued = hall.send('same', card, kiosk)
    hall.given('call', cmd.next('c1'), t1)
    const { seq } = hall.hub.state
    expect(hall.send('same', card, kiosk)).toEqual(issued)
    expect(visitOf(issued)).toMatchObject({ state: 'waiting', ahead: 0 })
    expect(hall.hub.state.seq).toBe(seq)
  })

  it('gives the counter as the command left it, in the repeat too', () => {
    const opened = hall.send('open', cmd.open('c1'), t1)
    hall.given('close', cmd.close('c1'), t1)
    expect(hall.send('open', cmd.open('c1'), t1)).toEqual(opened)
    expect(opened).toMatchObject({ counter: { state: 'open' } })
  })

  it('after a restart: the recorded answer, key and all', () => {
    const issued = hall.send('same', card, kiosk)
    expect(issued).toMatchObject({ ok: true, key: visitOf(issued).token })
    const again = hall.restarted()
    expect(again.send('same', card, kiosk)).toEqual(issued)
    expect(again.hub.state.visits.size).toBe(1)
  })

  it('refuses the same id with another body, whether pending, committed or from before a restart', () => {
    const other = cmd.issue(['residence'])
    hall.submit('same', card, kiosk)
    expect(codeOf(hall.submit('same', other, kiosk)[0])).toBe('commandIdReused')
    hall.commit()
    expect(codeOf(hall.send('same', other, kiosk))).toBe('commandIdReused')
    expect(codeOf(hall.restarted().send('same', other, kiosk))).toBe('commandIdReused')
    expect(hall.hub.state.visits.size).toBe(1)
  })

  it('refuses the same id from another sender: nobody learns an answer that is not theirs', () => {
    hall.given('same', card, kiosk)
    const stranger: Actor = { kind: 'station', stationId: stationId.parse('kiosk-2'), mode: 'kiosk' }
    expect(codeOf(hall.send('same', card, stranger))).toBe('commandIdReused')
  })

  it('answers the same person with other roles: a role is no other sender', () => {
    hall.given('same', cmd.open('c1'), t1)
    const promoted: Actor = { kind: 'staff', staffId: id.staff('t1'), roles: ['teller', 'supervisor'] }
    expect(hall.send('same', cmd.open('c1'), promoted).ok).toBe(true)
  })

  it('records a refusal too: what was refused then is refused again, though it could be done now', () => {
    expect(codeOf(hall.send('call', cmd.next('c1'), t1))).toBe('counterClosed')
    hall.given('open', cmd.open('c1'), t1)
    hall.given('issue', card, kiosk)
    expect(codeOf(hall.send('call', cmd.next('c1'), t1))).toBe('counterClosed')
    expect(hall.send('call-2', cmd.next('c1'), t1).ok).toBe(true)
  })
})

describe('a command asked after at a hub that took over', () => {
  const program: Actor = { kind: 'program', name: 'elsewhere' }
  const formerHub = { kind: 'station', stationId: stationId.parse('former-hub'), mode: 'console' } as const

  /** Another computer becomes the hub on a copy that began later than all that was done here. */
  function takenOver(): MemoryHub {
    const ledger = countedLedger()
    ledger.beginFrom(hall.hub.state)
    return new MemoryHub(ledger, hall.nowMs, undefined, 'heir')
  }

  it('tells the kiosk that issued its number and key', () => {
    const issued = hall.send('issue', card, kiosk)
    const { key } = issued.ok ? issued : expect.unreachable()
    const again = takenOver().send('issue', card, kiosk)
    expect(again).toMatchObject({ ok: true, number: 'A001', key, visit: { number: 'A001', token: key } })
  })

  it('and the computer in between, which asks for it in its own name', () => {
    const issued = hall.send('issue', card, kiosk)
    const { key } = issued.ok ? issued : expect.unreachable()
    expect(takenOver().send('issue', card, formerHub)).toMatchObject({ number: 'A001', key })
  })

  it('and after that day is over', () => {
    const issued = hall.send('issue', card, kiosk)
    const { key } = issued.ok ? issued : expect.unreachable()
    const heir = takenOver()
    heir.nowMs += 86_400_000
    heir.hub.rollOverIfDue()
    heir.commit()
    expect(heir.send('issue', card, kiosk)).toMatchObject({ ok: true, number: 'A001', key })
  })

  it('and where what the kiosk did alone came a day too late, and is kept for a person', () => {
    const issued = hall.send('issue', card, kiosk)
    const { key, visitId } = issued.ok ? issued : expect.unreachable()
    const events = hall.hub.ledger.writtenBy(commandId.parse('issue')).map((entry) => entry.event)
    const late = openMemoryHub()
    const happenedMs = late.nowMs
    late.nowMs += 86_400_000
    const stationId = formerHub.stationId
    const times = { happenedMs, believedMs: happenedMs, clockJumped: false }
    const merge = (id: string, of: readonly HallEvent[]) =>
      late.send(
        id,
        { type: 'mergeFact', fact: { id: factId.parse(id), stationId, actor: kiosk, events: of, ...times } },
        formerHub,
      )
    expect(merge('issue', events)).toMatchObject({ ok: true, number: 'A001' })
    expect(late.send('issue', card, kiosk)).toMatchObject({ ok: true, visitId, number: 'A001', key })
    // Of what else was done with it, at least whose it was.
    const started = { type: 'visitStarted', visitId, counterId: id.counter('c1'), staffId: id.staff('t1') }
    expect(merge('start', [hallEvent.parse(started)])).toMatchObject({ ok: true, visitId })
    expect([...late.hub.state.conflicts.values()].map((c) => c.reason)).toEqual(['dayOver', 'dayOver'])
  })

  it.each([
    ['a program', card, program],
    ['a teller who saw its id', card, t1],
    ['the kiosk with another command', { type: 'callGuide' } as const, kiosk],
  ])('never tells %s the key', (_who, command, actor) => {
    const issued = hall.send('issue', card, kiosk)
    const { key = '' } = issued.ok ? issued : expect.unreachable()
    const again = takenOver().send('issue', command, actor)
    expect(again).toMatchObject({ ok: true, number: 'A001' })
    expect(JSON.stringify(again)).not.toContain(key)
  })

  it('tells whoever rated that it was taken, and no more', () => {
    hall.given('open', cmd.open('c1'), t1)
    const { id: visitId } = visitOf(hall.send('issue', card, kiosk))
    hall.given('call', cmd.next('c1'), t1)
    hall.given('start', cmd.start({ id: visitId }), t1)
    hall.given('finish', cmd.finish({ id: visitId }), t1)
    const visitor: Actor = { kind: 'visitor', visitId }
    const rated = hall.send('rate', cmd.rate({ id: visitId }), visitor)
    expect(rated).toMatchObject({ ok: true, visitId })
    expect(takenOver().send('rate', cmd.rate({ id: visitId }), visitor)).toEqual(rated)
  })
})

describe('a ledger that fails', () => {
  it.each(['full', 'io', 'busy'] as const)('%s: refuses the whole batch and keeps the state', (kind) => {
    hall.given('before', card, kiosk)
    const before = encodeState(hall.hub.state)
    hall.said.length = 0
    hall.ledger.breakNext({ kind, when: 'before' })
    const answers = [hall.submit('a', card, kiosk), hall.submit('b', cmd.open('c1'), t1)]
    hall.commit()
    for (const [answer] of answers)
      expect(answer).toEqual({ ok: false, refusal: { code: 'ledgerUnavailable', facts: { fault: kind } } })
    expect(hall.said).toEqual(['answered a', 'answered b'])
    expect(encodeState(hall.hub.state)).toEqual(before)
    expect(hall.faults.map((f) => f.kind)).toEqual([kind])
  })

  it('recovers: the same commands sent again are carried out, without a gap in seq or numbers', () => {
    hall.ledger.breakDown('full')
    expect(codeOf(hall.send('a', card, kiosk))).toBe('ledgerUnavailable')
    expect(codeOf(hall.send('a', card, kiosk))).toBe('ledgerUnavailable')
    hall.ledger.mend()
    expect(visitOf(hall.send('a', card, kiosk)).number).toBe('A001')
    expect(visitOf(hall.send('b', card, kiosk)).number).toBe('A002')
    expect(encodeState(hall.restarted().hub.state)).toEqual(encodeState(hall.hub.state))
  })

  it('answers both who sent the same command into a failing batch', () => {
    hall.ledger.breakNext({ kind: 'io', when: 'before' })
    const answers = [hall.submit('a', card, kiosk), hall.submit('a', card, kiosk)]
    hall.commit()
    expect(answers.map(([a]) => codeOf(a))).toEqual(['ledgerUnavailable', 'ledgerUnavailable'])
  })

  it('crashing right after the write: the restarted hub answers from the record and does nothing twice', () => {
    hall.ledger.breakNext({ kind: 'io', when: 'after' })
    expect(codeOf(hall.send('a', card, kiosk))).toBe('ledgerUnavailable')
    const again = hall.restarted()
    expect(again.hub.state.visits.size).toBe(1)
    expect(visitOf(again.send('a', card, kiosk)).number).toBe('A001')
    expect(again.hub.state.visits.size).toBe(1)
  })

  it('keeps serving when a snapshot cannot be saved, and says so once', () => {
    hall.given('a', card, kiosk)
    hall.ledger.breakDown('full')
    hall.hub.saveSnapshot()
    hall.hub.saveSnapshot()
    expect(hall.faults).toHaveLength(1)
    hall.ledger.mend()
    expect(hall.send('b', card, kiosk).ok).toBe(true)
  })

  it('hides no fault of ours behind a refusal', () => {
    const broken = Object.defineProperty({ ...card }, 'serviceIds', {
      enumerable: false,
      get: () => {
        throw new TypeError('a bug')
      },
    })
    const before = hall.hub.state.seq
    expect(() => hall.submit('bug', broken, kiosk)).toThrow('a bug')
    expect(hall.send('next', card, kiosk)).toMatchObject({ ok: true, number: 'A001', seq: before + 1 })
  })
})

describe('the business day', () => {
  const day = 86_400_000
  const days = (): string[] =>
    hall.heard.flatMap(({ event }) => (event.type === 'dayStarted' ? event.day : []))

  it('rolls over by time alone, with nobody sending anything', () => {
    hall.given('issue', card, kiosk)
    hall.nowMs += day
    hall.hub.rollOverIfDue()
    hall.commit()
    expect(days()).toEqual(['2026-03-03'])
    expect(hall.heard.map(({ event }) => event.type)).toEqual(['visitIssued', 'visitExpired', 'dayStarted'])
    hall.hub.rollOverIfDue()
    expect(hall.commitsDue).toBe(0)
  })

  it('rolls over at the first command of a new day, which then belongs to that day', () => {
    hall.given('issue', card, kiosk)
    hall.nowMs += day
    const issued = hall.send('issue-2', card, kiosk)
    expect(visitOf(issued).number).toBe('A001')
    expect(hall.heard.at(-1)).toMatchObject({ day: '2026-03-03', event: { type: 'visitIssued' } })
  })

  it('never refuses a command for the day’s end, in the very millisecond of it', () => {
    const ends = hall.hub.state.day?.endsAtMs ?? 0
    // Each reading of the clock is a millisecond later, as a busy computer's is.
    let nowMs = ends - 1
    Object.defineProperty(hall, 'nowMs', { get: () => nowMs++ })
    const answers = ['a', 'b', 'c', 'd'].map((name) => hall.send(name, card, kiosk))
    expect(answers.map((a) => codeOf(a))).toEqual([undefined, undefined, undefined, undefined])
  })

  it('keeps a snapshot and forgets answers nobody asks for any more', () => {
    hall.given('old', card, kiosk)
    expect(hall.ledger.answerTo(commandId.parse('old'))).toBeDefined()
    const pass = (days: number): void => {
      hall.nowMs += days * day
      hall.hub.rollOverIfDue()
      hall.commit()
    }
    pass(4)
    // Perhaps the clock was only set forward, and whoever sent it still waits for its answer.
    expect(hall.ledger.answerTo(commandId.parse('old'))).toBeDefined()
    pass(4)
    // Or set forward to a moment before the next day's end.
    expect(hall.ledger.answerTo(commandId.parse('old'))).toBeDefined()
    pass(4)
    expect(hall.ledger.answerTo(commandId.parse('old'))).toBeUndefined()
    expect(hall.ledger.load()).toMatchObject({ snapshotSeq: hall.hub.state.seq, folded: 0 })
  })

  it('tries again when the roll-over could not be written', () => {
    hall.nowMs += day
    hall.ledger.breakNext({ kind: 'full', when: 'before' })
    hall.hub.rollOverIfDue()
    hall.commit()
    expect(days()).toEqual([])
    hall.hub.rollOverIfDue()
    hall.commit()
    expect(days()).toEqual(['2026-03-03'])
  })

  it('does nothing in a hall that is not set up', () => {
    const empty = new MemoryHub()
    empty.hub.rollOverIfDue()
    expect(empty.commitsDue).toBe(0)
    expect(codeOf(empty.send('a', card, kiosk))).toBe('hallNotSetUp')
  })
})

describe('start', () => {
  it('is the same from a snapshot as from the events', () => {
    hall.given('open', cmd.open('c1'), t1)
    for (let n = 0; n < 20; n += 1) hall.given(`i-${n}`, card, kiosk)
    hall.hub.saveSnapshot()
    hall.given('call', cmd.next('c1'), t1)
    expect(hall.ledger.load().folded).toBe(1)
    const fromSnapshot = encodeState(hall.restarted().hub.state)
    expect(fromSnapshot).toEqual(encodeState(hall.hub.state))
    hall.ledger.damageSnapshot()
    expect(encodeState(hall.restarted().hub.state)).toEqual(fromSnapshot)
  })

  it('continues numbers and seq where the ledger ended', () => {
    hall.given('a', card, kiosk)
    const again = hall.restarted()
    expect(again.send('b', card, kiosk)).toMatchObject({ number: 'A002', seq: hall.hub.state.seq + 1 })
  })
})
