/**
 * Goal: each call is handed out once, in order, whatever the link does (I4). Method: a hall in memory, links cut
 * and mended at moments a seed chooses, and what comes out compared with what was called.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { screenHall, teller } from '#test/fixtures/screenHall.ts'
import { initialState } from '#shared/hall/state.ts'
import { counterId, serviceId } from '#shared/ids/ids.ts'
import { emptyQueue, hear, takeNext } from './announcements.ts'
import type { AnnouncementQueue, Pending } from './announcements.ts'

const who = teller('1001')
const counter = counterId.parse('counter-1')

function openHall(): {
  readonly hall: ReturnType<typeof screenHall>
  /** Calls one visitor, and again as often as asked. */
  readonly call: (recalls?: number) => void
} {
  const hall = screenHall()
  hall.act({ type: 'openCounter', counterId: counter }, who)
  const service = serviceId.parse(hall.state.catalogue.services[0]?.id)
  return {
    hall,
    call(recalls = 0) {
      hall.act({ type: 'issueVisit', serviceIds: [service], channel: 'desk' })
      const id = hall.act({ type: 'callNext', counterId: counter }, who)
      if (id === undefined) throw new Error('nobody was called')
      for (let i = 0; i < recalls; i += 1) hall.act({ type: 'recall', visitId: id }, who)
      hall.act({ type: 'finish', visitId: id }, who)
    },
  }
}

function takeAll(
  queue: AnnouncementQueue,
  tells?: (call: Pending) => boolean,
): { said: string[]; queue: AnnouncementQueue } {
  const said: string[] = []
  let rest = queue
  for (;;) {
    const { next, queue: left } = takeNext(rest, tells)
    if (next === undefined) return { said, queue: left }
    said.push(`${String(next.callNo)} ${next.number}${next.again ? ' again' : ''}`)
    rest = left
  }
}

describe('the announcements of a display', () => {
  it('does not say again what was called before it came', () => {
    const { hall, call } = openHall()
    call()
    const cable = hall.connect({ kind: 'system' })
    expect(hear(emptyQueue(), cable.linked.client.view).pending).toEqual([])
  })

  it('says what was called since the hub greeted it, and nothing older', () => {
    const { hall, call } = openHall()
    call()
    const came = { seq: hall.state.seq, atMs: hall.nowMs }
    call()
    const view = { state: hall.state, ready: true, came }
    const queue = hear(emptyQueue(), view)
    expect(takeAll(queue).said).toEqual(['2 A002'])
    expect(queue.announced?.callNo).toBe(1)
    // The same again, as after a second snapshot.
    expect(hear(queue, view).pending).toHaveLength(1)
  })

  it('says the very first call of a hall when day, number and call arrive at once', () => {
    const { hall, call } = openHall()
    call()
    const quiet = hear(emptyQueue(), { state: initialState, ready: true, came: { seq: 0, atMs: hall.nowMs } })
    expect(quiet).toEqual(emptyQueue())
    const view = { state: hall.state, ready: true, came: { seq: 0, atMs: hall.nowMs } }
    const queue = hear(quiet, view, hall.log)
    expect(takeAll(queue).said).toEqual(['1 A001'])
    expect(queue.lost).toBe(0)
  })

  it('does not read out the morning at a station that greeted before it had its hub', () => {
    const { hall, call } = openHall()
    call()
    hall.nowMs += 3_600_000
    const came = { seq: 0, atMs: hall.nowMs }
    const queue = hear(emptyQueue(), { state: hall.state, ready: true, came })
    expect(queue.pending).toEqual([])
    hall.nowMs += 1000
    call()
    expect(takeAll(hear(queue, { state: hall.state, ready: true, came })).said).toEqual(['2 A002'])
  })

  it('takes a call made while the first state is on its way for its own', () => {
    const { hall, call } = openHall()
    call()
    const cable = hall.connect({ kind: 'system' }, { late: true })
    call()
    cable.arrive()
    expect(takeAll(hear(emptyQueue(), cable.linked.client.view)).said).toEqual(['2 A002'])
  })

  it('goes on after its mark, and says a recall as one', () => {
    const { hall, call } = openHall()
    call()
    const { day } = hall.state.day ?? expect.fail()
    call(1)
    const view = hall.connect({ kind: 'system' }).linked.client.view
    expect(takeAll(hear(emptyQueue({ day, callNo: 1 }), view)).said).toEqual(['2 A002', '3 A002 again'])
  })

  it('begins a new business day with its first call', () => {
    const { hall, call } = openHall()
    call()
    const cable = hall.connect({ kind: 'system' })
    let queue = hear(emptyQueue(), cable.linked.client.view)
    hall.nowMs += 20 * 3600_000
    hall.act({ type: 'rollOver' }, { kind: 'system' })
    hall.act({ type: 'openCounter', counterId: counter }, who)
    call()
    queue = hear(queue, cable.linked.client.view)
    expect(takeAll(queue).said).toEqual(['1 A001'])
  })

  it('counts what a late snapshot no longer holds', () => {
    const { hall, call } = openHall()
    const { day } = hall.state.day ?? expect.fail()
    for (let i = 0; i < 70; i += 1) call()
    const view = hall.connect({ kind: 'system' }).linked.client.view
    const queue = hear(emptyQueue({ day, callNo: 0 }), view)
    expect({ lost: queue.lost, pending: queue.pending.length }).toEqual({ lost: 10, pending: 60 })
  })

  it('passes over what is not its to tell: no loss, and not told later either', () => {
    const { hall, call } = openHall()
    const cable = hall.connect({ kind: 'system' })
    let queue = hear(emptyQueue(), cable.linked.client.view)
    for (let i = 0; i < 5; i += 1) call()
    queue = hear(queue, cable.linked.client.view)
    const odd = ({ number }: { readonly number: string }): boolean => Number(number.slice(1)) % 2 === 1
    const first = takeNext(queue, odd)
    expect(first.next?.callNo).toBe(1)
    const second = takeNext(first.queue, odd)
    expect([second.next?.callNo, second.queue.announced?.callNo]).toEqual([3, 3])
    const last = takeNext(second.queue, () => false)
    expect(last.next).toBeUndefined()
    expect(last.queue).toMatchObject({ lost: 0, pending: [], announced: { callNo: 5 } })
    // Another zone's screen from now on: what was passed over is not read out after all.
    expect(takeNext(hear(last.queue, cable.linked.client.view)).next).toBeUndefined()
  })

  it('knows the queue a visitor was called from, also when they stand in another by now', () => {
    const { hall } = openHall()
    const cable = hall.connect({ kind: 'system' })
    const before = hear(emptyQueue(), cable.linked.client.view)
    const service = serviceId.parse(hall.state.catalogue.services[0]?.id)
    hall.act({ type: 'issueVisit', serviceIds: [service], channel: 'desk' })
    const visitId = hall.act({ type: 'callNext', counterId: counter }, who) ?? expect.fail()
    const from = hall.visit(visitId).queueId
    const to = hall.state.catalogue.queues.find(({ id }) => id !== from)?.id ?? expect.fail()
    hall.act({ type: 'start', visitId }, who)
    hall.act({ type: 'transfer', visitId, to: { kind: 'queue', queueId: to }, position: 'keep' }, who)
    expect(hall.visit(visitId).queueId).toBe(to)
    const heard = hear(before, cable.linked.client.view, hall.log)
    expect(heard.pending.map((call) => call.queueId)).toEqual([from])
  })

  it('gives every call once and in order, however often the link breaks', () => {
    const step = fc.constantFrom('call', 'call', 'recall', 'cut', 'mend', 'take', 'hear twice')
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 80 }), (steps) => {
        const { hall, call } = openHall()
        const cable = hall.connect({ kind: 'system' })
        let queue = hear(emptyQueue(), cable.linked.client.view)
        const said: string[] = []
        // A screen for some calls only, beside one for all.
        const isOurs = ({ number }: { readonly number: string }): boolean => Number(number.slice(1)) % 3 === 0
        let zoned = queue
        const saidOurs: string[] = []
        cable.linked.client.listen((view, events) => {
          queue = hear(queue, view, events)
          zoned = hear(zoned, view, events)
        })
        const take = (): void => {
          const all = takeAll(queue)
          said.push(...all.said)
          queue = all.queue
          const ours = takeAll(zoned, isOurs)
          saidOurs.push(...ours.said)
          zoned = ours.queue
        }
        for (const what of steps) {
          if (what === 'call') call()
          else if (what === 'recall') call(1)
          else if (what === 'cut') cable.cut()
          else if (what === 'mend') cable.mend()
          else if (what === 'take') take()
          else queue = hear(queue, cable.linked.client.view)
        }
        cable.mend()
        take()
        const called = hall.log.flatMap(({ event }) =>
          event.type === 'visitCalled' || event.type === 'visitRecalled'
            ? [`${String(event.callNo)} ${event.number}${event.type === 'visitRecalled' ? ' again' : ''}`]
            : [],
        )
        expect(said).toEqual(called)
        expect(saidOurs).toEqual(called.filter((line) => isOurs({ number: line.split(' ')[1] ?? '' })))
        expect(zoned.lost).toBe(queue.lost)
      }),
      { numRuns: 60 },
    )
  })
})
