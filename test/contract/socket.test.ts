/**
 * Goal: over a real socket nobody gets in who may not, everybody hears
 * everything in order exactly once whatever happens to the connection, and no
 * one connection can hurt the rest. Method: the real server, real Socket.IO
 * clients, connections cut by force.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Socket } from 'socket.io-client'
import { helloOf, linkClient } from '#shared/client/socketLink.ts'
import type { HallClient } from '#shared/client/hallClient.ts'
import type { Command } from '#shared/hall/commands.ts'
import { encodeState } from '#shared/hall/snapshot.ts'
import { commandId, stationId } from '#shared/ids/ids.ts'
import { wireEvent } from '#shared/protocol/messages.ts'
import type { Answer, ClientKind } from '#shared/protocol/messages.ts'
import { redactState } from '#shared/protocol/redact.ts'
import { eventually } from '#test/fixtures/eventually.ts'
import { cmd, id } from '../fixtures/hall.ts'
import { frame, rawSocket } from '../fixtures/rawSocket.ts'
import type { Body } from '../fixtures/restClient.ts'
import { ServedHall } from '../fixtures/servedHall.ts'
import { dial, handshake, hangUpAfterEach, hears, listenIn } from '../fixtures/socketDoor.ts'

let hall: ServedHall
hangUpAfterEach()
beforeEach(async () => {
  hall = await ServedHall.open({ localStations: { kiosk: stationId.parse('kiosk-1') } })
})
afterEach(async () => {
  await hall.close()
  expect(hall.faults).toEqual([])
})

const supported = { oldest: 1, newest: 1 }

const issue = cmd.issue(['idCard'], { channel: 'desk' })
/** Commands through the hub itself, as somebody else's. */
let sent = 0
const happen = (command: Command, who = 'guide'): void => {
  const staff = hall.opened.hub.state.staff.get(id.staff(who)) ?? expect.fail(who)
  const actor = { kind: 'staff', staffId: staff.id, roles: staff.roles } as const
  hall.opened.hub.submit({ id: commandId.parse(`other-${String(++sent)}`), command, actor }, (answer) => {
    expect(answer.ok).toBe(true)
  })
  hall.opened.hub.flush()
}

describe('the handshake', () => {
  it.each([
    [{}, 'badHello'],
    [{ protocol: 'one', kind: 'display' }, 'badHello'],
    [{ protocol: 1, kind: 'fridge' }, 'badHello'],
    [{ protocol: 1, kind: 'display', token: 'x'.repeat(201) }, 'badHello'],
    [{ protocol: 0, kind: 'display' }, 'protocolTooOld'],
    [{ protocol: 2, kind: 'display' }, 'protocolTooNew'],
    [{ protocol: 1, kind: 'console' }, 'signInNeeded'],
    [{ protocol: 1, kind: 'manager', token: 'nobody' }, 'signInNeeded'],
    [{ protocol: 1, kind: 'station' }, 'notPaired'],
    [{ protocol: 1, kind: 'kiosk', token: 'nobody' }, 'notPaired'],
  ])('%j is refused: %s', async (auth, reason) => {
    expect(await handshake(hall.origin, auth)).toEqual({ reason, supported })
  })

  it('lets in who may come, each as what they are', async () => {
    const staff = await hall.rest.signIn('t1')
    const kiosk = hall.stationToken('kiosk-2')
    expect(await handshake(hall.origin, helloOf('display', undefined))).toBe('in')
    expect(await handshake(hall.origin, helloOf('console', staff))).toBe('in')
    expect(await handshake(hall.origin, helloOf('kiosk', kiosk))).toBe('in')
    expect(await handshake(hall.origin, helloOf('station', kiosk))).toBe('in')
    expect(await handshake(hall.origin, helloOf('console', kiosk))).toMatchObject({ reason: 'signInNeeded' })
    expect(await handshake(hall.origin, helloOf('kiosk', staff))).toMatchObject({ reason: 'notPaired' })
    expect(await handshake(hall.origin, helloOf('kiosk', hall.stationToken('d', 'display')))).toMatchObject({
      reason: 'notPaired',
    })
  })

  it('lets this computer’s own kiosk in without a token, and no page of another site', async () => {
    expect(await handshake(hall.origin, helloOf('kiosk', undefined))).toBe('in')
    expect(
      await handshake(hall.origin, helloOf('kiosk', undefined), { origin: 'http://localhost:7800' }),
    ).toBe('in')
    for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1.evil.example'])
      expect(await handshake(hall.origin, helloOf('kiosk', undefined), { origin })).toBeUndefined()
  })
})

describe('subscribing', () => {
  it('from 0 gives a snapshot, then events', async () => {
    happen(issue)
    const { socket, heard } = await listenIn(hall.origin, 'display')
    socket.emit(wireEvent, { type: 'subscribe', afterSeq: 0 })
    const { state } = await hears(heard, 'snapshot')
    expect(state).toEqual(
      JSON.parse(JSON.stringify(encodeState(redactState(hall.opened.hub.state, 'public')))),
    )
    happen(issue)
    const { events } = await hears(heard, 'events')
    expect(events.map((e) => e.seq)).toEqual([hall.opened.hub.state.seq])
  })

  it('from a seq gives exactly what came after it', async () => {
    const { seq } = hall.opened.hub.state
    for (let n = 0; n < 5; n += 1) happen(issue)
    const { socket, heard } = await listenIn(hall.origin, 'display')
    socket.emit(wireEvent, { type: 'subscribe', afterSeq: seq + 2 })
    const { events } = await hears(heard, 'events')
    expect(events.map((e) => e.seq)).toEqual([seq + 3, seq + 4, seq + 5])
    socket.emit(wireEvent, { type: 'subscribe', afterSeq: seq + 5 })
    await eventually(() => {
      expect(heard.findLast((one) => one.type === 'events')).toEqual({ type: 'events', events: [] })
    })
  })

  it('tells a station the keys of now, also one made between its coming and its following', async () => {
    const { socket, heard } = await listenIn(hall.origin, 'station', hall.stationToken('first', 'console'))
    hall.stationToken('late', 'console')
    socket.emit(wireEvent, { type: 'subscribe', afterSeq: 0 })
    // The hall is young: a station is given what happened, not only what came of it.
    const { events } = await hears(heard, 'events')
    expect(events[0]?.seq).toBe(1)
    const { keys } = await hears(heard, 'keys')
    expect(keys.tokens.map((t) => t.holder)).toContain('late')
  })

  it('from far behind, or from a future this hub never had, gives a snapshot', async () => {
    for (let n = 0; n < 2_010; n += 1) {
      hall.opened.hub.submit(
        {
          id: commandId.parse(`many-${String(n)}`),
          command: { ...issue, channel: 'api' } as Command,
          actor: { kind: 'program', name: 'p' },
        },
        () => undefined,
      )
    }
    hall.opened.hub.flush()
    for (const afterSeq of [1, hall.opened.hub.state.seq + 1, Number.MAX_SAFE_INTEGER]) {
      const { socket, heard } = await listenIn(hall.origin, 'display')
      socket.emit(wireEvent, { type: 'subscribe', afterSeq })
      await hears(heard, 'snapshot')
      expect(heard.some((m) => m.type === 'events')).toBe(false)
    }
  })

  it('is needed to hear anything', async () => {
    const { socket, heard } = await listenIn(hall.origin, 'display')
    happen(issue)
    socket.emit(wireEvent, { type: 'ping', sentMs: 7 })
    expect(await hears(heard, 'pong')).toMatchObject({ sentMs: 7, seq: hall.opened.hub.state.seq })
    // How long a newcomer would wait is told to everybody who is connected, and is nothing that happened.
    expect(heard.map((m) => m.type).filter((type) => type !== 'waits')).toEqual(['welcome', 'pong'])
  })
})

/** A client as screens have it, whose connection a test may cut. */
const client = (
  kind: ClientKind,
  token?: string,
): { client: HallClient; seqs: number[]; cut: () => void; socket: Socket } => {
  const socket = dial(hall.origin, helloOf(kind, token))
  let ids = 0
  const linked = linkClient(socket, {
    nowMs: () => hall.nowMs,
    newId: () => `${kind}-${String(++ids)}-${String(socket.id)}`,
  })
  const seqs: number[] = []
  linked.client.listen((_view, events) => seqs.push(...events.map((e) => e.seq)))
  return {
    client: linked.client,
    seqs,
    socket,
    // From below, as a cable is pulled: Socket.IO comes back by itself.
    cut: () => socket.io.engine.close(),
  }
}

describe('a client whose connection breaks', () => {
  it('hears every event once and in order, through thirty breaks', async () => {
    const display = client('display')
    await eventually(() => {
      expect(display.client.view.ready).toBe(true)
    })
    const from = display.client.view.state.seq
    for (let n = 0; n < 150; n += 1) {
      happen(issue)
      if (n % 5 === 0) {
        display.cut()
        if (n % 10 === 0)
          await eventually(() => {
            expect(display.client.view.link).toBe('live')
          })
      }
    }
    const { seq } = hall.opened.hub.state
    await eventually(() => {
      expect(display.client.view.state.seq).toBe(seq)
    })
    expect(display.seqs).toEqual(Array.from({ length: seq - from }, (_, n) => from + n + 1))
    expect(encodeState(display.client.view.state).visits).toEqual(
      JSON.parse(JSON.stringify(encodeState(redactState(hall.opened.hub.state, 'public')).visits)),
    )
  })

  it('has its command carried out once and answered once, wherever the break falls', async () => {
    const desk = client('console', await hall.rest.signIn('guide'))
    await eventually(() => {
      expect(desk.client.view.ready).toBe(true)
    })
    const answers: Promise<Answer>[] = []
    for (let n = 0; n < 30; n += 1) {
      answers.push(desk.client.send(issue))
      // Before it has left, while it is on its way, and after.
      if (n % 3 === 0) desk.cut()
      else if (n % 3 === 1) setImmediate(desk.cut)
      if (n % 4 === 0) expect((await answers.at(-1))?.ok).toBe(true)
    }
    const numbers = (await Promise.all(answers)).map((a) => (a.ok ? a.number : expect.fail(a.refusal.code)))
    expect(new Set(numbers).size).toBe(30)
    expect(hall.opened.hub.state.visits.size).toBe(30)
    expect(desk.client.view.unanswered).toBe(0)
  })

  it('is told when the hub goes down', async () => {
    const { heard } = await listenIn(hall.origin, 'display')
    await hall.restart()
    expect(heard.findLast((one) => one.type !== 'waits')).toEqual({ type: 'closing', reason: 'goingDown' })
  })
})

describe('a command', () => {
  it('sent twice under one id gets the same answer twice and is done once', async () => {
    const { socket, heard } = await listenIn(hall.origin, 'console', await hall.rest.signIn('guide'))
    for (let n = 0; n < 2; n += 1) socket.emit(wireEvent, { type: 'command', id: 'same', command: issue })
    await eventually(() => {
      expect(heard.filter((m) => m.type === 'answer')).toHaveLength(2)
    })
    const [first, second] = heard.filter((m) => m.type === 'answer')
    expect(second).toEqual(first)
    expect(hall.opened.hub.state.visits.size).toBe(1)
  })

  it('from a screen that only looks is refused', async () => {
    const { socket, heard } = await listenIn(hall.origin, 'display')
    socket.emit(wireEvent, { type: 'command', id: 'try', command: issue })
    expect(await hears(heard, 'answer')).toMatchObject({
      answer: { ok: false, refusal: { code: 'notAllowed' } },
    })
  })

  it('that is malformed is answered under its id, or else named invalid; fifty of those end the connection', async () => {
    const { socket, heard } = await listenIn(hall.origin, 'display')
    socket.emit(wireEvent, { type: 'command', id: 'odd', command: { type: 'fly' } })
    expect(await hears(heard, 'answer')).toMatchObject({
      id: 'odd',
      answer: { refusal: { code: 'badCommand' } },
    })
    socket.emit(wireEvent, { type: 'subscribe', afterSeq: -1 })
    expect(await hears(heard, 'invalid')).toMatchObject({ path: 'afterSeq' })
    for (let n = 0; n < 60; n += 1) socket.emit(wireEvent, 'nonsense')
    expect(await hears(heard, 'closing')).toMatchObject({ reason: 'badMessage' })
    await eventually(() => {
      expect(socket.connected).toBe(false)
    })
  })
})

describe('who may no longer be here', () => {
  it('is put out at sign-out, at once', async () => {
    const token = await hall.rest.signIn('t1')
    const { socket, heard } = await listenIn(hall.origin, 'console', token)
    const other = await listenIn(hall.origin, 'console', await hall.rest.signIn('t1'))
    await hall.rest.ask('/sessions/current', { method: 'DELETE', token })
    expect(await hears(heard, 'closing')).toMatchObject({ reason: 'signInNeeded' })
    await eventually(() => {
      expect(socket.connected).toBe(false)
    })
    expect(other.socket.connected).toBe(true)
  })

  it('is put out when a station’s token is taken back', async () => {
    const { heard } = await listenIn(hall.origin, 'station', hall.stationToken('kiosk-5'))
    hall.opened.access.revoke('kiosk-5')
    expect(await hears(heard, 'closing')).toMatchObject({ reason: 'notPaired' })
  })

  it('is put out at the next word once the session has expired', async () => {
    const { socket, heard } = await listenIn(hall.origin, 'console', await hall.rest.signIn('t1'))
    hall.later(12 * 3600)
    socket.emit(wireEvent, { type: 'subscribe', afterSeq: 0 })
    expect(await hears(heard, 'closing')).toMatchObject({ reason: 'signInNeeded' })
    expect(heard.some((m) => m.type === 'snapshot')).toBe(false)
  })
})

describe('what goes over the wire to a display', () => {
  it('holds no key, note, reason, ground, staff name or command id, in any frame', async () => {
    const frames: string[] = []
    const { port } = new URL(hall.origin)
    const wire = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`)
    const say = (message: object): void => {
      wire.send(`42${JSON.stringify([wireEvent, message])}`)
    }
    wire.addEventListener('message', ({ data }) => {
      const heard = String(data)
      frames.push(heard)
      if (heard.startsWith('0')) wire.send(`40${JSON.stringify(helloOf('display', undefined))}`)
      if (heard === '2') wire.send('3')
      if (heard.includes('"welcome"')) say({ type: 'subscribe', afterSeq: 0 })
    })
    await eventually(() => {
      expect(frames.some((f) => f.includes('"snapshot"'))).toBe(true)
    })
    const t1 = await hall.rest.signIn('t1')
    const guide = await hall.rest.signIn('guide')
    const post = async (path: string, body: object | undefined, token: string): Promise<Body> => {
      const reply = await hall.rest.post(path, body, { token, key: `secret-key-${path}` })
      expect(reply.status, reply.text).toBeLessThan(300)
      return reply.body
    }
    const priority = { class: 'disabled', ground: 'secret-ground' }
    const { visit } = await post(
      '/visits',
      { serviceIds: ['idCard', 'taxReg'], channel: 'desk', priority },
      guide,
    )
    await post('/counters/c4/open', undefined, t1)
    await post('/counters/c4/call-next', undefined, t1)
    await post(`/visits/${String(visit.id)}/start`, undefined, t1)
    const turn = { serviceId: 'idCard', outcome: 'advised', missing: ['secret-paper'], note: 'secret-note' }
    await post(`/visits/${String(visit.id)}/turns`, turn, t1)
    await post(`/visits/${String(visit.id)}/transfer`, { to: { queueId: 'B' }, note: 'secret-transfer' }, t1)
    await post(`/visits/${String(visit.id)}/cancel`, { reason: 'secret-reason' }, guide)
    await post('/counters/c4/pause', { reason: 'secret-break' }, t1)
    say({ type: 'subscribe', afterSeq: 0 })
    await eventually(() => {
      expect(frames.filter((f) => f.includes('"snapshot"'))).toHaveLength(2)
    })
    wire.close()
    const all = frames.join('\n')
    expect(all).toContain('"counterPaused"')
    expect(all).not.toContain(visit.token)
    expect(all).not.toMatch(/secret-/)
    expect(all).not.toMatch(/"staffNo"|"roles"|"holder"/)
    expect(all).toContain('A001')
  })
})

describe('clients that hurt nobody', () => {
  it('leave in the middle of everything, and the rest hear all', async () => {
    const display = client('display')
    await eventually(() => {
      expect(display.client.view.ready).toBe(true)
    })
    for (let n = 0; n < 40; n += 1) {
      const wire = await rawSocket(hall.origin, helloOf('display', undefined))
      wire.write(frame(`42${JSON.stringify([wireEvent, { type: 'subscribe', afterSeq: 0 }])}`))
      if (n % 2 === 0) wire.destroy()
      // Says that it listens, and never reads again.
      else wire.pause()
    }
    for (let n = 0; n < 50; n += 1) happen(issue)
    await eventually(() => {
      expect(display.client.view.state.visits.size).toBe(50)
    })
    await eventually(async () => {
      const { text } = await hall.rest.get('/metrics')
      expect(text).toContain('yihao_clients{kind="display"} 1')
    })
  })
})
