/** Programs of their own for the load benchmarks: started, measured and ended. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '..', '..', '..')
export const cli = join(root, 'main', 'cli.ts')
/** The same as halls run it: built, so that nothing is translated as it starts. Be sure it is built. */
export const builtCli = join(root, 'out', 'main', 'cli.js')
export const bareServer = join(import.meta.dirname, 'bareServer.ts')
export const bareBroadcaster = join(import.meta.dirname, 'bareBroadcaster.ts')

export interface Program {
  readonly origin: string
  /** From starting it to its saying that it is ready, ms. */
  readonly startMs: number
  readonly pid: number
  /** Tells it to end, and waits. */
  stop(): Promise<void>
  /** Ends it as a power cut would, and waits. */
  kill(): Promise<void>
}

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/**
 * Starts a TypeScript program and waits for its `ready http://…` line. With
 * `YIHAO_CPU_PROFILE=FOLDER` it writes a profile there as it ends.
 */
export async function startProgram(file: string, args: readonly string[]): Promise<Program> {
  const folder = process.env['YIHAO_CPU_PROFILE']
  const profile = folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`]
  const from = performance.now()
  const child = spawn(process.execPath, [...profile, file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  const over = new Promise<void>((resolve) => {
    child.once('exit', () => {
      running.delete(child)
      resolve()
    })
  })
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const at = /^ready (\S+)$/.exec(line)?.[1]
      if (at !== undefined) resolve(at)
    })
    child.once('exit', (code) => {
      reject(new Error(`${file} ended with ${String(code)}`))
    })
  })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await over
  }
  return {
    origin,
    startMs: performance.now() - from,
    pid: child.pid ?? 0,
    stop: async () => end('SIGTERM'),
    kill: async () => end('SIGKILL'),
  }
}

export interface Memory {
  /** Resident now, MB; NaN where the system does not say. */
  readonly nowMb: number
  /** Resident at most so far, MB. */
  readonly mostMb: number
}

/** What a process holds in memory, where the system says it in /proc. */
export function memoryOf(pid: number): Memory {
  let status = ''
  try {
    status = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  } catch {
    // Another system: no figures.
  }
  const read = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) / 1024
  return { nowMb: read('VmRSS'), mostMb: read('VmHWM') }
}
