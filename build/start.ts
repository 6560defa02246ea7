/**
 * `npm start`, `hub`, `station` and `app`: builds the screens when they are older than their sources, then runs
 * the program, passing on its output, its signals and its exit code.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { electronRuntime } from './electronRuntime.ts'
import { ensureBuilt } from './screens.ts'

const root = join(import.meta.dirname, '..')
const cli = join(root, 'main', 'cli.ts')

const children = new Set<ChildProcess>()

/** Starts a program that ends when this one is told to. */
function start(program: string, args: readonly string[], stdout: 'inherit' | 'pipe'): ChildProcess {
  const child = spawn(program, args, { cwd: root, stdio: ['inherit', stdout, 'inherit'] })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}

function endWith(child: ChildProcess): void {
  child.once('error', (error) => {
    console.error(error.message)
    process.exit(1)
  })
  // Not 'exit': its last lines may still be on their way.
  child.once('close', (code, signal) => {
    for (const other of children) other.kill()
    process.exit(code ?? 128 + (signal === null ? 1 : constants.signals[signal]))
  })
}

/** Once the demo serves, opens its screens in Electron, or says where they are to be seen instead. */
function openScreens(origin: string): void {
  const runtime = electronRuntime()
  if (runtime === undefined) {
    console.log('Electron’s runtime is not installed: open these addresses in any browser.')
    return
  }
  for (const mode of ['kiosk', 'console', 'display', 'hub']) {
    // A window that cannot open (no desktop) leaves the hall running; the addresses are printed anyway.
    start(runtime, [root, '--mode', mode, '--attach', origin, '--framed'], 'inherit').once(
      'error',
      () => undefined,
    )
  }
}

const [mode = '', ...args] = process.argv.slice(2)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Before there is a program to end, the build is what is to be left.
    if (children.size === 0) process.exit(128 + constants.signals[signal])
    for (const child of children) child.kill(signal)
  })
}

try {
  await ensureBuilt()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

if (mode === 'app') {
  const runtime = electronRuntime()
  if (runtime === undefined) {
    console.error(
      'Electron’s runtime is not installed: run "npx install-electron", or use npm run station and a browser.',
    )
    process.exit(1)
  }
  endWith(start(runtime, [root, ...args], 'inherit'))
} else if (mode === 'demo') {
  const demo = start(process.execPath, [cli, mode, ...args], 'pipe')
  if (demo.stdout !== null) {
    createInterface({ input: demo.stdout }).on('line', (line) => {
      console.log(line)
      const origin = /^ready (\S+)$/.exec(line)?.[1]
      if (origin !== undefined) openScreens(origin)
    })
  }
  endWith(demo)
} else {
  endWith(start(process.execPath, [cli, mode, ...args], 'inherit'))
}
