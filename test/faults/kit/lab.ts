/** Real processes on real files: started by their command line, ended by their id, never any other. */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const hallFile = join(root, 'resources/demo/hall.json')

/** One process that serves. */
export interface Running {
  readonly origin: string
  readonly port: number
  /** What it printed so far, both streams. */
  readonly lines: readonly string[]
  readonly isAlive: () => boolean
  /** Ends it at once, as a pulled plug would. */
  readonly kill: () => Promise<void>
  /** Asks it to end and waits until it has. */
  readonly stop: () => Promise<void>
  readonly freeze: () => void
  readonly thaw: () => void
}

/** Waits for something to be so, looking often; throws with its name after a bound that only a hang reaches. */
export async function until(
  what: string | (() => string),
  isSo: () => boolean | Promise<boolean>,
  boundMs = 150_000,
): Promise<void> {
  const end = performance.now() + boundMs
  while (!(await isSo())) {
    if (performance.now() > end) {
      throw new Error(`it never came to be: ${typeof what === 'string' ? what : what()}`)
    }
    await pause(20)
  }
}

/** A moment; for load and chance alone, never to wait for a condition. */
export function pause(ms: number): Promise<void> {
  // eslint-disable-next-line house/no-sleep -- real processes have no clock to be moved by hand
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}

/** One hall's folder with all its processes. */
export class Lab {
  readonly folder = mkdtempSync(join(tmpdir(), 'yihao-faults-'))
  readonly #children = new Set<ChildProcess>()
  readonly #mounts: string[] = []

  /** Where a computer of the hall keeps its data. */
  path(name: string): string {
    return join(this.folder, name)
  }

  /** A file system of its own for one computer; false where this machine does not permit it. */
  mountSmall(name: string, size: string): boolean {
    const at = this.path(name)
    mkdirSync(at)
    if (process.platform !== 'linux') return false
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', at]).status !== 0) return false
    this.#mounts.push(at)
    return true
  }

  hub(
    name: string,
    more: { port?: number; peers?: readonly string[]; promote?: boolean } = {},
  ): Promise<Running> {
    const { port = 0, peers = [], promote = false } = more
    return this.#start([
      ...['hub', '--data', this.path(name), '--port', String(port)],
      ...(promote ? ['--promote'] : ['--hall', hallFile]),
      ...(peers.length === 0 ? [] : ['--peers', peers.join(',')]),
    ])
  }

  station(
    name: string,
    mode: 'kiosk' | 'console' | 'display',
    hubs: readonly string[],
    more: { port?: number; code?: string; devices?: readonly string[] } = {},
  ): Promise<Running> {
    const { port = 0, code, devices = [] } = more
    return this.#start([
      ...['station', '--mode', mode, '--data', this.path(name), '--port', String(port)],
      ...hubs.flatMap((hub) => ['--hub', hub]),
      ...(code === undefined ? [] : ['--pair', code]),
      ...devices,
    ])
  }

  async close(): Promise<void> {
    await Promise.all([...this.#children].map((child) => gone(child, 'SIGKILL')))
    for (const at of this.#mounts) spawnSync('umount', [at])
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #start(args: readonly string[]): Promise<Running> {
    const child = spawn(process.execPath, [join(root, 'main/cli.ts'), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#children.add(child)
    const lines: string[] = []
    const hear = (line: string): void => {
      lines.push(line)
    }
    createInterface({ input: child.stdout }).on('line', hear)
    createInterface({ input: child.stderr }).on('line', hear)
    child.once('exit', () => this.#children.delete(child))
    const ready = (): RegExpExecArray | undefined =>
      lines.map((line) => /^ready (http:\/\/\S+:(\d+))$/.exec(line)).findLast((found) => found !== null) ??
      undefined
    await until(`${args.slice(0, 3).join(' ')} serves`, () => {
      if (child.exitCode !== null) throw new Error(`it ended: ${lines.join('\n')}`)
      return ready() !== undefined
    })
    const [, origin = '', port = '0'] = ready() ?? []
    return {
      origin,
      port: Number(port),
      lines,
      isAlive: () => child.exitCode === null && child.signalCode === null,
      kill: () => gone(child, 'SIGKILL'),
      stop: () => gone(child, 'SIGTERM'),
      freeze: () => child.kill('SIGSTOP'),
      thaw: () => child.kill('SIGCONT'),
    }
  }
}

async function gone(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const left = once(child, 'exit')
  child.kill(signal)
  await left
}
