/**
 * Goal: a verb is available exactly when the hub would carry it out, and says the hub's own reason when not.
 * Method: a hall in memory led through every state of a counter; each verb's command is tried on the side.
 */
import { describe, expect, it } from 'vitest'
import { screenHall, teller } from '#test/fixtures/screenHall.ts'
import type { ScreenHall } from '#test/fixtures/screenHall.ts'
import { counterId, serviceId } from '#shared/ids/ids.ts'
import { availability, commandOf } from './availability.ts'
import { deskOf, lineOf, parkedOf, sittingMs, todayOf } from './desk.ts'
import type { Desk } from './desk.ts'
import { verbs } from './keys.ts'
import type { Verb } from './keys.ts'

const me = teller('1001')
const counter = counterId.parse('counter-1')

function desk(hall: ScreenHall): Desk {
  return deskOf(hall.state, me, hall.nowMs) ?? expect.fail('no counter')
}

function available(hall: ScreenHall): Verb[] {
  return verbs.filter((verb) => availability(verb, desk(hall)).ok)
}

function openedHall(visits = 2): ScreenHall {
  const hall = screenHall()
  hall.act({ type: 'openCounter', counterId: counter }, me)
  const services = hall.state.catalogue.services.slice(0, 2).map((s) => serviceId.parse(s.id))
  for (let i = 0; i < visits; i += 1) hall.act({ type: 'issueVisit', serviceIds: services, channel: 'desk' })
  return hall
}

describe('what a teller may do', () => {
  it('with nobody at the counter: call, pause, close', () => {
    expect(available(openedHall())).toEqual(['next', 'call', 'pause', 'close', 'keys'])
  })

  it('with nobody waiting the reason for no next is the hub’s', () => {
    const can = availability('next', desk(openedHall(0)))
    expect(can).toMatchObject({ why: 'refused', refusal: { code: 'nobodyWaiting' } })
  })

  it('with somebody called: recall, start, finish, send back, hand on', () => {
    const hall = openedHall()
    hall.act({ type: 'callNext', counterId: counter }, me)
    expect(available(hall)).toEqual([
      'recall',
      'start',
      'finish',
      'addService',
      'requeue',
      'transfer',
      'raise',
      'pause',
      'keys',
    ])
  })

  it('with somebody served: outcomes, parks, hand on, finish', () => {
    const hall = openedHall()
    const visitId = hall.act({ type: 'callNext', counterId: counter }, me) ?? expect.fail()
    hall.act({ type: 'start', visitId }, me)
    expect(available(hall)).toEqual([
      'finish',
      'accepted',
      'completed',
      'advised',
      'declined',
      'transferred',
      'addService',
      'papersOut',
      'papersKept',
      'waiting',
      'transfer',
      'handOver',
      'raise',
      'pause',
      'keys',
    ])
  })

  it('a no-show only after enough calls, and it says how many are left and when', () => {
    const hall = openedHall()
    const visitId = hall.act({ type: 'callNext', counterId: counter }, me) ?? expect.fail()
    const facts = (): unknown => {
      const can = availability('noShow', desk(hall))
      return can.ok || can.why !== 'refused' ? can : can.refusal
    }
    expect(facts()).toMatchObject({ code: 'callsTooFew', facts: { calls: 1, needed: 3, nextCallInS: 20 } })
    for (const _ of [1, 2]) {
      hall.nowMs += 20_000
      hall.act({ type: 'recall', visitId }, me)
    }
    expect(facts()).toEqual({ ok: true })
  })

  it('agrees with the hub about every command a key sends, in every state of the counter', () => {
    const hall = openedHall(4)
    const steps: Verb[] = [
      'next',
      'recall',
      'start',
      'completed',
      'waiting',
      'next',
      'start',
      'completed',
      'completed',
      'finish',
      'resume',
      'finish',
      'pause',
      'close',
    ]
    let tried = 0
    for (const step of steps) {
      for (const verb of verbs) {
        const command = commandOf(verb, desk(hall))
        if (command === undefined) continue
        tried += 1
        expect(availability(verb, desk(hall)).ok, `${verb} before ${step}`).toBe(hall.would(command, me))
      }
      const command =
        commandOf(step, desk(hall)) ??
        (step === 'pause' ? { type: 'pauseCounter' as const, counterId: counter, reason: '用餐' } : undefined)
      hall.act(command ?? expect.fail(step), me)
      if (step === 'close') break
      hall.nowMs += 5000
    }
    expect(tried).toBeGreaterThan(100)
  })
})

describe('what a teller sees', () => {
  it('the line in the hub’s order, each place with its reason', () => {
    const hall = openedHall(1)
    const [service] = hall.state.catalogue.services
    hall.nowMs += 60_000
    hall.act({
      type: 'issueVisit',
      serviceIds: [serviceId.parse(service?.id)],
      channel: 'desk',
      priority: { class: 'elderly', ground: '70 周岁以上' },
    })
    const line = lineOf(desk(hall))
    expect(line.map((row) => [row.visit.number, row.why.because])).toEqual([
      ['A002', ['headStart']],
      ['A001', []],
    ])
    hall.act({ type: 'callNext', counterId: counter }, me)
    expect(hall.visit(hall.state.counters.get(counter)?.visitId).number).toBe('A002')
  })

  it('parked visits, the numbers of the day, and how long the sitting takes', () => {
    const hall = openedHall()
    const visitId = hall.act({ type: 'callNext', counterId: counter }, me) ?? expect.fail()
    hall.act({ type: 'start', visitId }, me)
    hall.nowMs += 90_000
    expect(sittingMs(hall.visit(visitId), hall.nowMs)).toBe(90_000)
    const first = hall.visit(visitId).services[0] ?? expect.fail()
    hall.act({ type: 'recordTurn', visitId, serviceId: first.serviceId, outcome: 'completed' }, me)
    hall.act({ type: 'park', visitId, kind: 'waiting' }, me)
    hall.nowMs += 600_000
    expect(parkedOf(desk(hall)).map((v) => v.id)).toEqual([visitId])
    hall.act({ type: 'resume', visitId }, me)
    hall.nowMs += 10_000
    expect(sittingMs(hall.visit(visitId), hall.nowMs)).toBe(100_000)
    expect(todayOf(hall.state, me.staffId)).toMatchObject([{ turns: 1, handledMs: 90_000 }])
  })
})
