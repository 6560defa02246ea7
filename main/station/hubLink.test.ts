/** Goal: a station finds its hub among the computers it was told of, and follows none of a lower epoch. Method: real sockets to small servers. */
import { createServer } from 'node:http'
import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { wireEvent } from '#shared/protocol/messages.ts'
import type { CloseReason, HubMessage } from '#shared/protocol/messages.ts'
import { eventually } from '#test/fixtures/eventually.ts'
import { linkHub } from './hubLink.ts'
import type { Refused } from './hubLink.ts'

const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface TestHub {
  readonly origin: string
  /** Epochs that stations said they followed, one for each that came. */
  readonly came: (number | undefined)[]
  /** Ends every connection. */
  readonly drop: () => void
  readonly close: () => Promise<void>
}

async function hubOf(epoch: number, refuses?: CloseReason): Promise<TestHub> {
  const http: HttpServer = createServer()
  const io = new Server(http, { transports: ['websocket'] })
  const came: (number | undefined)[] = []
  io.use((socket, next) => {
    came.push(z.object({ epoch: z.number().optional() }).parse(socket.handshake.auth).epoch)
    if (refuses === undefined) next()
    else next(Object.assign(new Error(refuses), { data: { reason: refuses } }))
  })
  io.on('connection', (socket) => {
    socket.emit(wireEvent, {
      ...{ type: 'welcome', protocol: 1, epoch, seq: 0, reigns: [], hubMs: 0 },
    } satisfies HubMessage)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const bound = http.address()
  const close = async (): Promise<void> => {
    await io.close()
  }
  closing.push(close)
  return {
    origin: `http://127.0.0.1:${String(typeof bound === 'object' && bound !== null ? bound.port : 0)}`,
    came,
    drop: () => {
      io.disconnectSockets(true)
    },
    close,
  }
}

function linked(hubs: readonly string[], epoch = 0) {
  const joined: string[] = []
  const refused: (Refused | undefined)[] = []
  const log: string[] = []
  const received = vi.fn<(message: HubMessage) => void>()
  const lost = vi.fn<(silentMs?: number) => void>()
  const stop = linkHub({
    hubs,
    token: 'token',
    station: { reign: { epoch }, connected: () => undefined, lost, receive: received },
    heard: () => undefined,
    joined: (hub) => joined.push(hub),
    refused: (reason) => refused.push(reason),
    after: (_delayMs, work) => {
      const timer = setImmediate(work)
      return () => {
        clearImmediate(timer)
      }
    },
    log: (line) => log.push(line),
  })
  closing.push(stop)
  return { joined, refused, log, received, lost }
}

test('tries each computer in turn until one is the hub', async () => {
  const [gone, hub] = [await hubOf(0), await hubOf(0)]
  await gone.close()
  const { joined } = linked([gone.origin, hub.origin])
  await eventually(() => {
    expect(joined).toEqual([hub.origin])
  })
})

test('does not follow a hub of a lower epoch, whether that one knows it or not', async () => {
  const [old, unaware, now] = [await hubOf(0, 'notTheHub'), await hubOf(1), await hubOf(2)]
  const { joined, refused } = linked([old.origin, unaware.origin, now.origin], 2)
  await eventually(() => {
    expect(joined).toEqual([now.origin])
  })
  expect(refused).toEqual(['notTheHub', 'notTheHub'])
  expect(old.came).toEqual([2])
})

test('goes back first to the hub that was just there', async () => {
  const [hub, other] = [await hubOf(0), await hubOf(0)]
  const { joined, lost } = linked([hub.origin, other.origin])
  await eventually(() => {
    expect(joined).toHaveLength(1)
  })
  hub.drop()
  await eventually(() => {
    expect(joined).toEqual([hub.origin, hub.origin])
  })
  expect(lost).toHaveBeenCalled()
})

test('leaves the hub when it cannot keep what it hears, and comes again', async () => {
  const hub = await hubOf(0)
  const { joined, received, log } = linked([hub.origin])
  received.mockImplementationOnce(() => {
    throw new Error('disk is full')
  })
  await eventually(() => {
    expect(joined.length).toBeGreaterThan(1)
  })
  expect(log).toEqual(['the hub is left: disk is full'])
})
