/** The Node side of an Electron app: hub and stations run in a process of their own, never in the shell's. */
import { createInterface } from 'node:readline'
import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import { announcedOrigin } from './options.ts'

/** A running Node side and the origin it serves its screens at. */
export interface NodeSide {
  readonly origin: string
  readonly process: UtilityProcess
}

/** Starts `cli` and waits until it says it serves. Rejects with its exit code when it ends before that. */
export function startNodeSide(cli: string, args: readonly string[]): Promise<NodeSide> {
  const child = utilityProcess.fork(cli, [...args], { serviceName: 'yihao', stdio: 'pipe' })
  child.stderr?.pipe(process.stderr)
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`the Node side ended with code ${code} before it served anything`))
    })
    if (child.stdout === null) return
    child.stdout.pipe(process.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const origin = announcedOrigin(line)
      if (origin !== undefined) resolve({ origin, process: child })
    })
  })
}
