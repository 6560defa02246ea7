/** The demo hall as a process of its own, for browser tests: started on a free port, killed and started again at will. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { io } from 'socket.io-client'
import { helloOf } from '#shared/client/socketLink.ts'
import { wireEvent } from '#shared/protocol/messages.ts'

const cli = join(import.meta.dirname, '..', '..', 'main', 'cli.ts')

/** An answer of the hall's REST interface. */
export interface RestAnswer {
  readonly status: number
  readonly body: Record<string, unknown>
}

/** A visit that is over, with the token of its visitor. */
export interface ServedVisit {
  readonly id: string
  readonly number: string
  readonly token: string
}

export interface DemoHall {
  readonly origin: string
  /** Its data folder. */
  readonly dataDir: string
  /** Ends the process as a power cut would. */
  kill(): Promise<void>
  /** Starts it again at the same address, on the same data. */
  restart(): Promise<void>
  /** A session's token. */
  signIn(staffNo: string): Promise<string>
  post(path: string, body: unknown, token: string): Promise<RestAnswer>
  /** Sends a command as a manager's screen does. Rejects on a refusal. */
  command(staffNo: string, command: unknown): Promise<void>
  get(path: string, token: string): Promise<RestAnswer>
  /** Serves one visitor at counter 1, which teller 1001 has opened, and lets them go. */
  served(locale?: string): Promise<ServedVisit>
  /** Takes numbers at the guide's desk, each for these services of the demo's catalogue by their place in it. */
  takeNumbers(...visits: readonly (readonly number[])[]): Promise<readonly string[]>
  close(): Promise<void>
}

async function started(
  dataDir: string,
  port: string,
  flags: readonly string[],
): Promise<{ child: ChildProcess; origin: string }> {
  const child = spawn(process.execPath, [cli, 'demo', '--data', dataDir, '--port', port, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  const origin = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const ready = /^ready (\S+)$/.exec(line)?.[1]
      if (ready !== undefined) resolve(ready)
    })
    child.once('exit', (code) => {
      reject(new Error(`the demo hall ended with ${String(code)}`))
    })
  })
  return { child, origin }
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    child.once('exit', () => {
      resolve()
    })
    child.kill(signal)
  })
}

/** A machine that runs many tests at once must not seem to be a hub that is gone: a killed one is noticed all the same. */
const patient = ['--patience', '60']

/** Starts a fresh demo hall; `more` flags as on its command line. */
export async function startDemoHall(...more: readonly string[]): Promise<DemoHall> {
  const flags = [...patient, ...more]
  const dataDir = mkdtempSync(join(tmpdir(), 'yihao-screens-'))
  let { child, origin } = await started(dataDir, '0', flags)

  async function ask(
    method: string,
    path: string,
    token: string | undefined,
    body?: unknown,
  ): Promise<RestAnswer> {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
  }

  let desk: Promise<readonly [string, string]> | undefined
  const hall: DemoHall = {
    dataDir,
    get origin() {
      return origin
    },
    kill: () => ended(child, 'SIGKILL'),
    async restart() {
      desk = undefined
      ;({ child, origin } = await started(dataDir, new URL(origin).port, flags))
    },
    async signIn(staffNo) {
      const { body } = await ask('POST', '/sessions', undefined, { staffNo, pin: '2580' })
      return String(body['token'])
    },
    post: (path, body, token) => ask('POST', path, token, body),
    get: (path, token) => ask('GET', path, token),
    async command(staffNo, command) {
      const token = await hall.signIn(staffNo)
      const socket = io(origin, { auth: helloOf('manager', token), transports: ['websocket'] })
      const answer = await new Promise<unknown>((resolve, reject) => {
        socket.on('connect_error', reject)
        socket.on('connect', () => socket.emit(wireEvent, { type: 'command', id: randomUUID(), command }))
        socket.on(wireEvent, (message: { type: string; answer?: unknown }) => {
          if (message.type === 'answer') resolve(message.answer)
        })
      })
      socket.close()
      if ((answer as { ok: boolean }).ok !== true) throw new Error(`refused: ${JSON.stringify(answer)}`)
    },
    async served(locale = 'zh') {
      // Signing in takes a hall its time, on purpose.
      desk ??= Promise.all([hall.signIn('2001'), hall.signIn('1001')])
      const [guide, teller] = await desk
      const { body } = await ask('GET', '/catalogue', guide)
      const [service] = body['services'] as readonly { readonly id: string }[]
      const asked = { serviceIds: [service?.id], channel: 'desk', locale }
      const visit = (await hall.post('/visits', asked, guide)).body['visit'] as ServedVisit
      await hall.post('/counters/counter-1/call', { visitId: visit.id }, teller)
      await hall.post(`/visits/${visit.id}/finish`, {}, teller)
      return visit
    },
    async takeNumbers(...visits) {
      const guide = await hall.signIn('2001')
      const { body } = await ask('GET', '/catalogue', guide)
      const services = body['services'] as readonly { readonly id: string }[]
      const numbers: string[] = []
      for (const places of visits) {
        const serviceIds = places.map((place) => services[place]?.id)
        const issued = await hall.post('/visits', { serviceIds, channel: 'desk' }, guide)
        numbers.push((issued.body['visit'] as { readonly number: string }).number)
      }
      return numbers
    },
    async close() {
      await ended(child, 'SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return hall
}
