/**
 * Goal: the visitor's way through the kiosk holds under any sequence of touches. Method: the reducer alone; time
 * passes by ticks, so every wait is exact.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  appointmentCode,
  commandId,
  departmentId,
  packageId,
  serviceId,
  ticketNumber,
  visitId,
  visitKey,
} from '#shared/ids/ids.ts'
import type { KioskRead, Person } from '#shared/protocol/messages.ts'
import type { Action } from './actions.ts'
import { issueCommand } from './command.ts'
import { freshFlow, isFresh, mostServices } from './flow.ts'
import type { Flow } from './flow.ts'
import { reduce } from './reduce.ts'

const times = { askAfterMs: 60_000, wipeAfterMs: 30_000 }
const card = serviceId.parse('card')
const passport = serviceId.parse('passport')
const first = commandId.parse('first')
const second = commandId.parse('second')
const birth = packageId.parse('birth')
const police = departmentId.parse('police')
const issued = { visitId: visitId.parse('v1'), number: 'A017', key: visitKey.parse('k'.repeat(22)) }

const after = (...actions: readonly Action[]): Flow =>
  actions.reduce((flow, a) => reduce(flow, a, times), freshFlow)
const onward = (flow: Flow, ...actions: readonly Action[]): Flow =>
  actions.reduce((f, a) => reduce(f, a, times), flow)

describe('to a number', () => {
  it('takes two taps for a common service, three in another language', () => {
    const flow = after({ type: 'takeService', serviceId: card }, { type: 'confirm', commandId: first })
    expect(flow.screen).toEqual({ at: 'issuing', commandId: first, waitedMs: 0 })
    expect(issueCommand(flow)).toEqual({
      type: 'issueVisit',
      channel: 'kiosk',
      locale: 'zh',
      serviceIds: [card],
    })
    const uyghur = after(
      { type: 'chooseLanguage', locale: 'ug' },
      { type: 'takeService', serviceId: card },
      { type: 'confirm', commandId: first },
    )
    expect(issueCommand(uyghur)).toMatchObject({ locale: 'ug' })
  })

  it('covers several services of several lists with one number', () => {
    const flow = after(
      { type: 'open', at: 'departments' },
      { type: 'openDepartment', departmentId: police },
      { type: 'toggleService', serviceId: card },
      { type: 'open', at: 'review' },
      { type: 'addMore' },
    )
    expect(flow.screen).toEqual({ at: 'department', departmentId: police })
    const more = onward(
      flow,
      { type: 'startOver' },
      { type: 'takePackage', packageId: birth },
      { type: 'addMore' },
    )
    expect(more.screen).toEqual({ at: 'home' })
    const both = onward(more, { type: 'takeService', serviceId: passport })
    expect(issueCommand(both)).toMatchObject({ packageId: birth, serviceIds: [passport] })
  })

  it('issues once for a double tap: the second finds nothing to confirm', () => {
    const flow = after(
      { type: 'takeService', serviceId: card },
      { type: 'confirm', commandId: first },
      { type: 'confirm', commandId: second },
    )
    expect(flow.screen).toMatchObject({ at: 'issuing', commandId: first })
  })

  it('never issues for nothing', () => {
    expect(after({ type: 'open', at: 'review' }).screen.at).toBe('home')
    const emptied = after(
      { type: 'takeService', serviceId: card },
      { type: 'toggleService', serviceId: card },
    )
    expect(emptied.screen.at).toBe('home')
    expect(onward(emptied, { type: 'confirm', commandId: first }).screen.at).toBe('home')
  })

  it('shows the number the hall gave to this confirmation, and no other', () => {
    const flow = after({ type: 'takeService', serviceId: card }, { type: 'confirm', commandId: first })
    expect(onward(flow, { type: 'issued', commandId: second, issued }).screen.at).toBe('issuing')
    const ticket = onward(flow, { type: 'issued', commandId: first, issued })
    expect(ticket.screen).toEqual({ at: 'ticket', issued })
    expect(ticket.basket.serviceIds).toEqual([])
    expect(onward(ticket, { type: 'back' })).toEqual(freshFlow)
  })

  it('keeps the choice when the hall refuses, so that it can be changed', () => {
    const refusal = { code: 'queueClosed', facts: {} } as const
    const flow = after(
      { type: 'takeService', serviceId: card },
      { type: 'confirm', commandId: first },
      { type: 'refused', commandId: first, refusal },
    )
    expect(flow.screen).toEqual({ at: 'refused', refusal })
    const back = onward(flow, { type: 'back' })
    expect(back).toMatchObject({ screen: { at: 'review' }, basket: { serviceIds: [card] } })
    expect(onward(back, { type: 'confirm', commandId: second }).screen).toMatchObject({ commandId: second })
  })

  it('states a priority with its ground', () => {
    const flow = after(
      { type: 'takeService', serviceId: card },
      { type: 'openPriority' },
      { type: 'choosePriorityClass', classId: 'elderly' },
      { type: 'claimPriority', priority: { class: 'elderly', ground: '本人在取号机上声明' } },
    )
    expect(flow).toMatchObject({ screen: { at: 'review' }, trail: [{ at: 'home' }] })
    expect(issueCommand(flow)).toMatchObject({ priority: { class: 'elderly' } })
    expect(onward(flow, { type: 'openPriority' }, { type: 'dropPriority' }).priority).toBeUndefined()
  })

  it('takes an appointment by its number alone, and a second try without it', () => {
    const code = appointmentCode.parse('YY0012')
    const flow = after(
      { type: 'open', at: 'appointment' },
      { type: 'typeText', text: 'YY0012' },
      { type: 'arrive', appointmentCode: code, commandId: first },
    )
    expect(issueCommand(flow)).toMatchObject({ serviceIds: [], appointmentCode: code })
    const refused = onward(flow, {
      type: 'refused',
      commandId: first,
      refusal: { code: 'appointmentLate', facts: {} },
    })
    expect(onward(refused, { type: 'back' })).toMatchObject({
      screen: { at: 'appointment' },
      appointmentCode: undefined,
    })
  })

  it('stops at the most services one number may cover', () => {
    const many = Array.from({ length: 30 }, (_, i) => serviceId.parse(`s${i}`))
    const flow = after(...many.map((id) => ({ type: 'toggleService', serviceId: id }) as const))
    expect(flow.basket.serviceIds).toHaveLength(mostServices)
  })
})

describe('back and over', () => {
  it('goes back step by step, and starts over from anywhere', () => {
    const flow = after(
      { type: 'open', at: 'departments' },
      { type: 'openDepartment', departmentId: police },
      { type: 'toggleService', serviceId: card },
      { type: 'open', at: 'review' },
    )
    const steps = [1, 2, 3, 4].map((n) => onward(flow, ...Array<Action>(n).fill({ type: 'back' })).screen.at)
    expect(steps).toEqual(['department', 'departments', 'home', 'home'])
    expect(onward(flow, { type: 'startOver' })).toEqual(freshFlow)
  })

  it('lays the call for a person over what was there, and takes it away again', () => {
    const flow = after({ type: 'takeService', serviceId: card }, { type: 'askForHelp' })
    expect(flow.help).toBe(true)
    expect(onward(flow, { type: 'back' })).toMatchObject({ help: false, screen: { at: 'review' } })
  })
})

describe('nobody there', () => {
  const chosen = after({ type: 'takeService', serviceId: card })
  const tick = (ms: number): Action => ({ type: 'tick', ms })

  it('asks, waits at least 20 s, then forgets everything', () => {
    const asked = onward(chosen, tick(59_999), tick(1))
    expect(asked.wipeInMs).toBe(30_000)
    expect(onward(asked, tick(29_999)).wipeInMs).toBe(1)
    expect(onward(asked, tick(30_000))).toEqual(freshFlow)
  })

  it('is put off by one tap, as often as one likes', () => {
    let flow = chosen
    for (let i = 0; i < 50; i += 1) {
      flow = onward(flow, tick(60_000))
      expect(flow.wipeInMs).toBe(30_000)
      flow = onward(flow, tick(29_000), { type: 'stay' })
      expect(flow).toMatchObject({ wipeInMs: undefined, quietMs: 0, basket: { serviceIds: [card] } })
    }
  })

  it('keeps the question open under a touch beside it, with the whole time to answer', () => {
    const asked = onward(chosen, tick(60_000), tick(20_000), { type: 'touch' })
    expect(asked).toMatchObject({ wipeInMs: 30_000, screen: { at: 'review' } })
    expect(onward(asked, { type: 'startOver' })).toEqual(freshFlow)
  })

  it('gives those who read large print or listen twice the time', () => {
    const slow = onward(chosen, { type: 'toggleAccess', mode: 'byEar' }, tick(119_999))
    expect(slow.wipeInMs).toBeUndefined()
    expect(onward(slow, tick(1)).wipeInMs).toBe(30_000)
  })

  it('leaves an untouched kiosk alone, and resets one where only the language was changed', () => {
    expect(onward(freshFlow, tick(1e9))).toEqual(freshFlow)
    const other = after({ type: 'chooseLanguage', locale: 'mn' }, tick(60_000), tick(30_000))
    expect(other).toEqual(freshFlow)
  })

  it('never forgets a number on its way', () => {
    const flow = onward(chosen, { type: 'confirm', commandId: first }, tick(1e7))
    expect(flow.screen).toEqual({ at: 'issuing', commandId: first, waitedMs: 1e7 })
    expect(onward(flow, { type: 'startOver' }).screen.at).toBe('issuing')
    expect(onward(flow, { type: 'back' }).screen.at).toBe('issuing')
  })
})

describe('any sequence of touches', () => {
  const actions = fc.oneof(
    fc.constantFrom<Action>(
      { type: 'open', at: 'departments' },
      { type: 'open', at: 'packages' },
      { type: 'open', at: 'search' },
      { type: 'open', at: 'appointment' },
      { type: 'open', at: 'review' },
      { type: 'askForHelp' },
      { type: 'openDepartment', departmentId: police },
      { type: 'openPriority' },
      { type: 'choosePriorityClass', classId: 'elderly' },
      { type: 'claimPriority', priority: { class: 'elderly', ground: 'x' } },
      { type: 'takeService', serviceId: card },
      { type: 'toggleService', serviceId: passport },
      { type: 'toggleService', serviceId: card },
      { type: 'takePackage', packageId: birth },
      { type: 'removePackage' },
      { type: 'addMore' },
      { type: 'typeText', text: 'SFZ' },
      { type: 'back' },
      { type: 'chooseLanguage', locale: 'kk' },
      { type: 'toggleAccess', mode: 'largePrint' },
    ),
    fc.integer({ min: 0, max: 100_000 }).map((ms): Action => ({ type: 'tick', ms })),
  )

  it('ends on the first page with nothing left, after start over or after silence', () => {
    fc.assert(
      fc.property(fc.array(actions, { maxLength: 40 }), (touches) => {
        const flow = after(...touches)
        expect(onward(flow, { type: 'startOver' })).toEqual(freshFlow)
        const silent = onward(flow, { type: 'tick', ms: 200_000 }, { type: 'tick', ms: 200_000 })
        expect(isFresh(silent)).toBe(true)
        // From anywhere, going back ends at the first page.
        expect(onward(flow, ...Array<Action>(60).fill({ type: 'back' })).screen.at).toBe('home')
      }),
    )
  })
})

describe('what is read', () => {
  const holder = { hash: 'ab'.repeat(32), last4: '362X', maskedName: '张*明' }
  const appointment = {
    code: appointmentCode.parse('YY-1'),
    serviceIds: [serviceId.parse('a')],
    slotFromMs: 1,
    slotUntilMs: 2,
  }
  const visit = { visitId: visitId.parse('v1'), number: ticketNumber.parse('A001') }
  const command = commandId.parse('read-1')
  const read = (flow: Flow, heard: KioskRead): Flow =>
    reduce(flow, { type: 'read', read: heard, commandId: command }, times)
  const cardOf = (person: Partial<Person> = {}): KioskRead => ({
    type: 'card',
    person: { holder, appointments: [], visits: [], ...person },
  })

  it('a card leads to what is theirs; its holder goes with the number', () => {
    const found = read(freshFlow, cardOf({ appointments: [appointment] }))
    expect(found.screen).toMatchObject({ at: 'found', appointments: [appointment] })
    const arrived = reduce(
      found,
      { type: 'arrive', appointmentCode: appointment.code, commandId: command },
      times,
    )
    expect(arrived.screen.at).toBe('issuing')
    expect(issueCommand(arrived)).toMatchObject({ appointmentCode: 'YY-1', holder })
  })

  it('a card in the midst of choosing says who chooses and leads nowhere', () => {
    const chosen = reduce(freshFlow, { type: 'takeService', serviceId: serviceId.parse('a') }, times)
    const known = read(chosen, cardOf())
    expect(known.screen.at).toBe('review')
    expect(issueCommand(known)).toMatchObject({ serviceIds: ['a'], holder })
  })

  it('nothing found leads on to choosing as the same person, and back is back', () => {
    const found = read(freshFlow, cardOf())
    const home = reduce(found, { type: 'chooseServices' }, times)
    expect(home).toMatchObject({ screen: { at: 'home' }, holder, trail: [] })
    expect(reduce(found, { type: 'back' }, times).screen.at).toBe('home')
    expect(reduce(home, { type: 'startOver' }, times)).toEqual(freshFlow)
  })

  it('a code of an appointment nobody knows is asked of the hall, which says why', () => {
    const asked = read(freshFlow, { type: 'appointment', code: appointment.code })
    expect(asked.screen).toMatchObject({ at: 'issuing', commandId: command })
    expect(issueCommand(asked)).toMatchObject({ appointmentCode: 'YY-1' })
  })

  it('a ticket’s code shows the number without anything of a former visitor', () => {
    const before = read(freshFlow, cardOf({ visits: [visit] }))
    const shown = read(before, { type: 'visit', visit })
    expect(shown).toMatchObject({
      screen: { at: 'ticket', issued: { number: 'A001', isOld: true } },
      holder: undefined,
    })
    // The next one lays a card while the number before them still stands there.
    expect(read(shown, cardOf())).toMatchObject({ screen: { at: 'found' }, holder })
  })

  it('what cannot be read is said until the next thing happens, and is wiped with the rest', () => {
    const missed = read(freshFlow, { type: 'unreadable', reason: 'damaged' })
    expect(missed).toMatchObject({ misread: 'damaged', screen: { at: 'home' } })
    expect(reduce(missed, { type: 'touch' }, times).misread).toBeUndefined()
    let flow = missed
    for (let i = 0; i < 400; i += 1) flow = reduce(flow, { type: 'tick', ms: 500 }, times)
    expect(flow).toEqual(freshFlow)
  })

  it('nothing is read while a number is on its way', () => {
    const asked = read(freshFlow, { type: 'appointment', code: appointment.code })
    expect(read(asked, cardOf({ visits: [visit] }))).toEqual(asked)
  })

  it('whoever was told to wait for a guide is not asked every minute', () => {
    const waits = reduce(freshFlow, { type: 'askForHelp' }, times)
    const after = (ms: number, guided: boolean): Flow => reduce(waits, { type: 'tick', ms, guided }, times)
    expect(after(times.askAfterMs, false).wipeInMs).toBe(times.wipeAfterMs)
    expect(after(times.askAfterMs * 4, true).wipeInMs).toBeUndefined()
    expect(after(times.askAfterMs * 5, true).wipeInMs).toBe(times.wipeAfterMs)
  })
})
