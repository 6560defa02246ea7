/**
 * Goal: a station that loses its hub decides only what it may, loses nothing and
 * does nothing twice (I1–I3, I5, I6). Method: the product's own hub, desk and
 * stations over ledgers in memory, wires cut by hand, time moved by hand.
 */
import { describe, expect, test } from 'vitest'
import { commandId } from '#shared/ids/ids.ts'
import type { HubMessage } from '#shared/protocol/messages.ts'
import { cmd, id } from '#test/fixtures/hall.ts'
import { graceMs, hallAtWork } from '#test/fixtures/stationHall.ts'
import type { StationHall, TestStation } from '#test/fixtures/stationHall.ts'

function alone(hall: StationHall): void {
  hall.kill()
  hall.pass(graceMs)
}

describe('a station with its hub', () => {
  test('passes commands on and follows', () => {
    const { hall, kiosk } = hallAtWork(2)
    expect(kiosk.station.standing).toBe('live')
    expect(hall.visits).toEqual(['A001 waiting', 'A002 waiting'])
    hall.expectLevel()
  })

  test('begins with all events of a young hall, and goes on by seq', () => {
    const { hall, console } = hallAtWork(1)
    console.restart()
    console.join()
    expect(console.setAside).toEqual([])
    expect(console.ledger.eventsAfter(0, 1)).toMatchObject([{ seq: 1 }])
    expect(console.heard.some((m) => m.type === 'snapshot')).toBe(false)
    hall.expectLevel()
  })

  test('begins with a snapshot where too much came before, and takes the same snapshot twice', () => {
    const { hall, console } = hallAtWork(1)
    for (let n = 0; n < 1_000; n += 1) {
      hall.hub.given(`pause-${String(n)}`, cmd.pause('c1'), hall.actor('t1', console))
      hall.hub.given(`resume-${String(n)}`, cmd.resumeCounter('c1'), hall.actor('t1', console))
    }
    const late = hall.station('late', 'console')
    const snapshot = late.heard.find((m) => m.type === 'snapshot')
    late.station.receive(snapshot ?? expect.unreachable('it had a snapshot first'))
    late.join()
    hall.pass(0)
    hall.expectLevel()
  })

  test('tells an answer that came before its events once they are here, each for itself', () => {
    const { hall, kiosk } = hallAtWork(0)
    const { seq } = kiosk.station.state
    kiosk.isDeaf = true
    const told = ['i', 'j'].map((id) => kiosk.ask(id, cmd.issue(['idCard']), 'kiosk'))
    hall.commit()
    const { hub } = hall.hub
    kiosk.isDeaf = false
    for (const id of ['i', 'j'].map((named) => commandId.parse(named))) {
      const answer = hub.answerTo(id) ?? expect.unreachable()
      kiosk.station.receive({ type: 'answer', id, answer })
    }
    expect(told).toEqual([[], []])
    kiosk.station.receive({ type: 'events', events: hub.eventsAfter(seq, 1) })
    expect(told).toMatchObject([[{ ok: true, number: 'A001' }], []])
    kiosk.station.receive({ type: 'events', events: hub.eventsAfter(seq + 1, 100) })
    expect(told).toMatchObject([[{ ok: true, number: 'A001' }], [{ ok: true, number: 'A002' }]])
    hall.expectLevel()
  })

  test('keeps its state as a day begins: after years its start folds one day', () => {
    const { hall, console } = hallAtWork(2)
    const first = console.ledger.load().snapshotSeq
    hall.pass(86_400_000)
    hall.hub.hub.rollOverIfDue()
    hall.commit()
    const { state, snapshotSeq } = console.ledger.load()
    expect(snapshotSeq).toBeGreaterThan(first)
    expect(console.ledger.eventsAfter(snapshotSeq - 1, 1)).toMatchObject([{ event: { type: 'dayStarted' } }])
    expect(state.seq).toBe(hall.hub.hub.state.seq)
    hall.expectLevel()
  })

  test('waits a moment before it decides alone, and sends what waited when the hub is back', () => {
    const { hall, kiosk } = hallAtWork(0)
    hall.kill()
    const answers = kiosk.ask('i', cmd.issue(['idCard']), 'kiosk')
    hall.pass(200)
    expect(kiosk.station.standing).toBe('joining')
    hall.revive()
    expect(answers).toMatchObject([{ ok: true, number: 'A001' }])
    expect(kiosk.station.factsLeft).toBe(0)
  })

  test('works for a counter that its screen asked for and was given, and no longer for one it gave away', () => {
    const { hall, console } = hallAtWork(4)
    console.done('close', cmd.close('c1'), 't1')
    console.done('sit', cmd.sit('c1', 'machine-a'), 't1')
    const other = hall.station('console-2', 'console')
    const claims = (): number => hall.hub.hub.state.claims.size
    const worksThrough = (of: TestStation): string | undefined =>
      hall.desk.known().find((s) => s.stationId === of.station.stationId)?.counterId
    hall.pass(1_000)
    expect([worksThrough(console), worksThrough(other), claims()]).toEqual(['c1', undefined, 2])
    other.done('ask', cmd.ask('c1', 'machine-b'), 't4')
    console.done('give', cmd.answer('c1', true, 'machine-a'), 't1')
    hall.pass(1_000)
    expect([worksThrough(console), worksThrough(other), claims()]).toEqual([undefined, 'c1', 2])
    // The same teller moves on to a third machine, and nobody answers at the second.
    const third = hall.station('console-3', 'console')
    third.done('ask-2', cmd.ask('c1', 'machine-c'), 't4')
    hall.pass(60_000)
    third.done('force', cmd.force('c1'), 't4')
    hall.pass(1_000)
    expect([worksThrough(other), worksThrough(third)]).toEqual([undefined, 'c1'])
  })

  test('tells when its person’s session is unknown to the hub', () => {
    const { hall, console } = hallAtWork(0)
    hall.sessions.delete('t1')
    expect(console.refusal('n', cmd.next('c1'), 't1')).toBe('notAllowed')
    expect(console.over).toEqual(['t1'])
  })
})

describe('a station alone', () => {
  test('issues from its block, calls its claims and no other, takes paper by hand', () => {
    const { hall, kiosk, console } = hallAtWork(3)
    alone(hall)
    expect(kiosk.done('i', cmd.issue(['idCard']), 'kiosk').number).toBe('A801')
    for (const [n, number] of ['A001', 'A002'].entries()) {
      const called = console.done(`n${String(n)}`, cmd.next('c1'), 't1')
      expect(called.number).toBe(number)
      const { visitId } = called
      if (visitId === undefined) expect.unreachable()
      else console.done(`f${String(n)}`, cmd.finish({ id: visitId }), 't1')
    }
    expect(console.refusal('n3', cmd.next('c1'), 't1')).toBe('nobodyWaiting')
    const counterId = id.counter('c1')
    console.done('p', { type: 'callPaper', counterId, number: id.number('A801') }, 't1')
    console.done('q', { type: 'finishPaper', counterId, outcome: 'completed' }, 't1')
    hall.pass(60_000)
    hall.revive()
    expect(hall.visits).toEqual(['A001 finished', 'A002 finished', 'A003 waiting', 'A801 finished'])
    expect(hall.hub.hub.state.conflicts.size).toBe(0)
    hall.expectLevel()
  })

  test('answers the same command the same way, even after a restart, and issues once', () => {
    const { hall, kiosk } = hallAtWork(0)
    alone(hall)
    const first = kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    expect(kiosk.done('i', cmd.issue(['idCard']), 'kiosk')).toEqual(first)
    kiosk.restart()
    hall.pass(graceMs)
    expect(kiosk.done('i', cmd.issue(['idCard']), 'kiosk')).toEqual(first)
    expect(kiosk.done('j', cmd.issue(['idCard']), 'kiosk').number).toBe('A802')
    hall.revive()
    expect(hall.visits).toEqual(['A801 waiting', 'A802 waiting'])
    expect(kiosk.done('i', cmd.issue(['idCard']), 'kiosk')).toEqual(first)
  })

  test('does not call whom it has served by hand', () => {
    const { hall, console } = hallAtWork(2)
    alone(hall)
    const counterId = id.counter('c1')
    console.done('p', { type: 'callPaper', counterId, number: id.number('A001') }, 't1')
    console.done('q', { type: 'finishPaper', counterId, outcome: 'completed' }, 't1')
    expect(console.done('n', cmd.next('c1'), 't1').number).toBe('A002')
  })

  test('hands nothing in while events it has not heard stand between', () => {
    const { hall, kiosk, console } = hallAtWork(2)
    kiosk.cut()
    hall.pass(graceMs)
    kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    const { visitId = id.visit('nobody') } = console.done('n', cmd.next('c1'), 't1')
    console.done('s', cmd.start({ id: visitId }), 't1')
    const { hub } = hall.hub
    const said: string[] = []
    kiosk.station.connected(({ type }) => {
      said.push(type)
    })
    const late: HubMessage = { type: 'events', events: hub.eventsAfter(hub.state.seq - 1, 1) }
    // Before the hub has said which it is, what comes is of the line before, and proves nothing.
    kiosk.station.receive(late)
    expect(said).toEqual([])
    const { epoch, history: reigns } = hub.state.reign
    const hubMs = hub.nowMs()
    kiosk.station.receive({ type: 'welcome', protocol: 1, epoch, reigns, seq: hub.state.seq, hubMs })
    expect(said).toEqual(['ping', 'subscribe'])
    kiosk.station.receive(late)
    expect(said).toEqual(['ping', 'subscribe', 'subscribe'])
    kiosk.station.lost()
    hall.revive()
    expect(hall.visits).toContain('A801 waiting')
    hall.expectLevel()
  })

  test('leaves a visit at a counter to its teller: in charge or not, nobody else knows what became of it', () => {
    const { hall, console } = hallAtWork(1)
    const { visitId } = console.done('n', cmd.next('c1'), 't1')
    if (visitId === undefined) return expect.unreachable()
    alone(hall)
    expect(console.refusal('by-boss', cmd.requeue({ id: visitId }), 'boss')).toBe('hubNeeded')
    console.done('own', cmd.requeue({ id: visitId }), 't1')
    hall.revive()
    expect(hall.visits).toEqual(['A001 waiting'])
    hall.expectLevel()
  })

  test('says what needs the hub', () => {
    const { hall, console } = hallAtWork(0)
    alone(hall)
    expect(console.refusal('o', cmd.open('c2'), 't2')).toBe('hubNeeded')
  })

  test('says when its block is used up', () => {
    const { hall, kiosk } = hallAtWork(0)
    alone(hall)
    for (let n = 1; n <= 20; n += 1)
      expect(kiosk.done(`a${String(n)}`, cmd.issue(['idCard']), 'kiosk').number).toBe(
        `A8${String(n).padStart(2, '0')}`,
      )
    expect(kiosk.refusal('over', cmd.issue(['idCard']), 'kiosk')).toBe('blockUsedUp')
  })

  test('does not call another counter’s claims, nor its own once given back', () => {
    const { hall, kiosk, console } = hallAtWork(1)
    const other = hall.station('console-4', 'console')
    other.done('open-4', cmd.open('c4'), 't4')
    // c4 wants who is claimed for c1: the claim is asked back and given.
    expect(other.done('n', cmd.next('c4'), 't4').number).toBe('A001')
    hall.pass(1_000)
    expect(console.store.givenBack()).toEqual([])
    kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    // The hub hears nothing of what is given back now.
    console.isDeaf = true
    alone(hall)
    expect(other.refusal('n2', cmd.next('c4'), 't4')).toBe('counterBusy')
    expect(console.refusal('n3', cmd.next('c1'), 't1')).toBe('nobodyWaiting')
  })

  test('refuses and keeps nothing while its disk is full, and goes on after', () => {
    const { hall, kiosk } = hallAtWork(0)
    kiosk.ledger.breakDown('full')
    hall.kill()
    hall.pass(graceMs)
    expect(kiosk.done('i', cmd.issue(['idCard']), 'kiosk').number).toBe('A801')
    kiosk.ledger.mend()
    hall.revive()
    hall.expectLevel()
  })

  test('turns the day by itself and issues from the start of its block, when its clock can be believed', () => {
    const { hall, kiosk } = hallAtWork(0)
    alone(hall)
    kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    hall.pass(24 * 3_600_000)
    expect(kiosk.done('j', cmd.issue(['idCard']), 'kiosk').number).toBe('A801')
    hall.revive()
    expect(hall.visits).toEqual(['A801 waiting'])
    expect([...hall.hub.hub.state.conflicts.values()].map((c) => c.reason)).toEqual(['dayOver'])
    hall.expectLevel()
  })

  test('leaves the day to the hub when its clock cannot be believed', () => {
    const { hall, kiosk } = hallAtWork(0)
    alone(hall)
    // The clock has lost its battery, and no hub was heard since the computer started.
    kiosk.wrongByMs = -5 * 365 * 86_400_000
    kiosk.restart()
    hall.pass(24 * 3_600_000)
    expect(kiosk.refusal('k', cmd.issue(['idCard']), 'kiosk')).toBe('dayOver')
    hall.revive()
    hall.expectLevel()
  })
})

describe('commands the dying hub did not answer', () => {
  test('a number it gave and nobody heard of is cancelled; the one on paper stays', () => {
    const { hall, kiosk } = hallAtWork(0)
    kiosk.isDeaf = true
    const answers = kiosk.ask('i', cmd.issue(['idCard']), 'kiosk')
    hall.commit()
    expect(hall.visits).toEqual(['A001 waiting'])
    alone(hall)
    expect(answers).toMatchObject([{ ok: true, number: 'A801' }])
    hall.revive()
    expect(hall.visits).toEqual(['A001 cancelled', 'A801 waiting'])
    hall.expectLevel()
  })

  test('a visit it called while another was called alone goes back to its place', () => {
    const { hall, console } = hallAtWork(3)
    console.isDeaf = true
    const called = console.ask('n', cmd.next('c1'), 't1')
    hall.commit()
    alone(hall)
    expect(called).toMatchObject([{ ok: true, number: 'A001' }])
    const [answer] = called
    if (answer?.ok !== true || answer.visitId === undefined) return expect.unreachable()
    console.done('f', cmd.finish({ id: answer.visitId }), 't1')
    hall.revive()
    expect(hall.visits).toEqual(['A001 finished', 'A002 waiting', 'A003 waiting'])
    expect(hall.hub.hub.state.conflicts.size).toBe(0)
    hall.expectLevel()
  })

  test('a finish done by the hub and again alone is done once', () => {
    const { hall, console } = hallAtWork(1)
    const { visitId } = console.done('n', cmd.next('c1'), 't1')
    if (visitId === undefined) return expect.unreachable()
    console.isDeaf = true
    console.ask('f', cmd.finish({ id: visitId }), 't1')
    hall.commit()
    alone(hall)
    hall.revive()
    const { state } = hall.hub.hub
    expect(state.visits.get(visitId)?.turns).toHaveLength(1)
    expect(state.conflicts.size).toBe(0)
    hall.expectLevel()
  })

  test('what the ledger told before the hub died is answered from it', () => {
    const { hall, kiosk } = hallAtWork(0)
    const answers = kiosk.ask('i', cmd.issue(['idCard']), 'kiosk')
    // The event arrives, the answer does not.
    kiosk.isUnanswered = true
    hall.commit()
    alone(hall)
    expect(answers).toMatchObject([{ ok: true, number: 'A001' }])
    hall.revive()
    expect(hall.visits).toEqual(['A001 waiting'])
  })

  test('withdrawn after a restart, and then asked again and done alone, is merged all the same', () => {
    const { hall, kiosk, console } = hallAtWork(1)
    const { visitId } = console.done('n', cmd.next('c1'), 't1')
    if (visitId === undefined) return expect.unreachable()
    const commands = { i: cmd.issue(['idCard']), f: cmd.finish({ id: visitId }) }
    kiosk.store.addSent({ id: commandId.parse('i'), command: commands.i, superseded: false })
    console.store.addSent({ id: commandId.parse('f'), command: commands.f, token: 't1', superseded: false })
    // They come back, and nobody at their screens has asked again yet; the hub hears of it and is gone.
    for (const station of [kiosk, console]) {
      station.restart()
      station.isUnanswered = true
      station.join()
    }
    hall.pass(0)
    alone(hall)
    const { number } = kiosk.done('i', commands.i, 'kiosk')
    console.done('f', commands.f, 't1')
    hall.revive()
    expect(hall.visits).toEqual(['A001 finished', `${number ?? ''} waiting`])
    expect(hall.hub.hub.state.conflicts.size).toBe(0)
    hall.expectLevel()
  })

  test('what nobody waits for after a restart is not carried out late', () => {
    const { hall, console } = hallAtWork(1)
    hall.hub.ledger.breakDown('full')
    console.store.addSent({
      id: commandId.parse('late'),
      command: cmd.next('c1'),
      token: 't1',
      superseded: false,
    })
    console.restart()
    hall.kill()
    hall.hub.ledger.mend()
    hall.revive()
    expect(hall.visits).toEqual(['A001 waiting'])
    expect(console.store.sent()).toEqual([])
  })
})
