/** The Node side of the desktop app: hub or station in a process of its own, started again whenever it ends. */
import { createInterface } from 'node:readline'
import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import { launchVariable } from '../launchGate.ts'
import { endMessage } from '../untilTold.ts'
import { announcedOrigin } from './doors.ts'
import type { Log } from './logFiles.ts'
import type { After } from './page.ts'
import { afterEnd, noEnds } from './restart.ts'

export interface NodeSideParts {
  /** The program, `out/main/cli.js`, and its arguments. */
  readonly cli: string
  readonly args: readonly string[]
  /** Where relative paths begin. */
  readonly folder: string
  /** Only who has it is answered; undefined for a hub that serves the hall. */
  readonly launchToken: string | undefined
  readonly log: Log
  readonly monotonicMs: () => number
  readonly after: After
  /** It serves, the first time or again; perhaps elsewhere than before. */
  readonly serves: (origin: string) => void
  /** A line it printed. */
  readonly printed: (line: string) => void
  /** It ended too often, or for good: somebody should look. */
  readonly troubled: () => void
}

export interface NodeSide {
  /** Where it serves; undefined while it does not. */
  readonly origin: () => string | undefined
  /** Starts it at once after trouble. */
  readonly tryAgain: () => void
  /** Ends it and waits until it has; then it stays ended. */
  readonly stop: () => Promise<void>
}

/** A Node side that was told to end is killed after this, ms. */
const patienceMs = 8_000

/** Starts it and keeps it running. */
export function startNodeSide(parts: NodeSideParts): NodeSide {
  const { cli, args, folder, launchToken, log, monotonicMs, after, serves, troubled } = parts
  let child: UtilityProcess | undefined
  let origin: string | undefined
  let ends = noEnds
  let isStopping = false
  let stopWaiting: () => void = () => undefined

  const start = (): void => {
    const startedMs = monotonicMs()
    const env = { ...process.env, ...(launchToken === undefined ? {} : { [launchVariable]: launchToken }) }
    const started = utilityProcess.fork(cli, [...args], {
      serviceName: 'yihao',
      stdio: 'pipe',
      cwd: folder,
      env,
    })
    child = started
    for (const stream of [started.stdout, started.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        log.line(line)
        parts.printed(line)
        const announced = stream === started.stdout ? announcedOrigin(line) : undefined
        if (announced === undefined) return
        origin = announced
        serves(announced)
      })
    }
    started.once('exit', (code) => {
      child = undefined
      origin = undefined
      if (isStopping) return
      const next = afterEnd(ends, code, monotonicMs() - startedMs)
      if (next.do === 'stop') {
        log.line(`the Node side ended with code ${String(code)} and is not started again`)
        troubled()
        return
      }
      ends = next.ends
      log.line(
        `the Node side ended with code ${String(code)}; starting it again in ${String(next.delayMs)} ms`,
      )
      if (next.trouble) troubled()
      stopWaiting = after(next.delayMs, start)
    })
  }
  start()
  return {
    origin: () => origin,
    tryAgain: () => {
      if (child !== undefined || isStopping) return
      stopWaiting()
      start()
    },
    stop: async () => {
      isStopping = true
      stopWaiting()
      const ending = child
      if (ending === undefined) return
      await new Promise<void>((resolve) => {
        const spare = after(patienceMs, () => {
          ending.kill()
        })
        ending.once('exit', () => {
          spare()
          resolve()
        })
        ending.postMessage(endMessage)
      })
    },
  }
}
