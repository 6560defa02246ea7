/** Goal: one press sends one command, and a broken link loses nothing. Method: a hall in memory, its cable cut by hand. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { screenHall, teller } from '#test/fixtures/screenHall.ts'
import type { Cable, ScreenHall } from '#test/fixtures/screenHall.ts'
import { counterId } from '#shared/ids/ids.ts'
import type { Command } from '#shared/hall/commands.ts'
import { openHall } from './hall.ts'
import type { Hall } from './hall.ts'
import { useSender } from './sender.ts'
import { keptSession, signIn, signOut } from './session.ts'

const me = teller('1001')
const open: Command = { type: 'openCounter', counterId: counterId.parse('counter-1') }
const sentCommands = (cable: Cable): number => cable.sent.filter((m) => m.type === 'command').length

let hall: ScreenHall
let cable: Cable
let screen: Hall
beforeEach(() => {
  vi.useFakeTimers()
  hall = screenHall()
  cable = hall.connect(me)
  screen = openHall(() => cable.linked, 'console', 'token')
})
afterEach(() => {
  screen.close()
  vi.useRealTimers()
})

describe('a screen’s hall', () => {
  it('is replaced whole at each change', () => {
    const before = screen.view.value
    hall.act(open, me)
    expect(screen.view.value).not.toBe(before)
    expect(screen.view.value.state.counters.size).toBe(1)
  })

  it('moves with the hub’s time', () => {
    hall.nowMs += 5000
    vi.advanceTimersByTime(500)
    expect(screen.nowMs.value).toBe(hall.nowMs)
  })

  it('says when the link is lost, and catches up when it is back', () => {
    cable.cut()
    hall.act(open, me)
    expect([screen.view.value.link, screen.view.value.state.counters.size]).toEqual(['lost', 0])
    cable.mend()
    expect([screen.view.value.link, screen.view.value.state.counters.size]).toEqual(['live', 1])
  })
})

describe('a sender', () => {
  it('sends once, however often it is pressed before the answer', async () => {
    cable.mute = true
    const sender = useSender(screen)
    const first = sender.send(open)
    expect(await sender.send(open)).toBeUndefined()
    expect([sentCommands(cable), sender.busy.value]).toEqual([1, true])
    cable.mute = false
    cable.cut()
    cable.mend()
    expect((await first)?.ok).toBe(true)
    expect(hall.log.filter(({ event }) => event.type === 'counterOpened')).toHaveLength(1)
  })

  it('stays busy until the effect is on the screen', async () => {
    const sender = useSender(screen)
    expect((await sender.send(open))?.ok).toBe(true)
    expect(sender.busy.value).toBe(screen.view.value.state.seq < hall.state.seq)
  })

  it('keeps why it was refused, until the next command', async () => {
    const sender = useSender(screen)
    const close: Command = { type: 'closeCounter', counterId: counterId.parse('counter-1') }
    expect((await sender.send(close))?.ok).toBe(false)
    expect(sender.refused.value?.code).toBe('counterClosed')
    expect((await sender.send(open))?.ok).toBe(true)
    expect(sender.refused.value).toBeUndefined()
  })
})

describe('a session', () => {
  const answers =
    (status: number, body: unknown): typeof fetch =>
    () =>
      Promise.resolve(new Response(JSON.stringify(body), { status }))
  const given = { token: 'abc', staff: { id: 'staff-1001', name: '某', roles: ['teller'] } }

  it('is kept while its tab lives', async () => {
    expect(await signIn('1001', '2580', answers(200, given))).toMatchObject({ ok: true })
    expect(keptSession()?.token).toBe('abc')
    signOut()
    expect(keptSession()).toBeUndefined()
  })

  it.each([
    [401, {}, { ok: false, why: 'wrong' }],
    [429, { retryAfter: 300 }, { ok: false, why: 'lockedOut', retryAfterS: 300 }],
    [503, {}, { ok: false, why: 'unreachable' }],
  ])('%i is said in words', async (status, body, said) => {
    expect(await signIn('1001', '0000', answers(status, body))).toEqual(said)
  })

  it('an unreachable hub is an answer too', async () => {
    expect(await signIn('1001', '2580', () => Promise.reject(new Error('down')))).toEqual({
      ok: false,
      why: 'unreachable',
    })
  })
})
