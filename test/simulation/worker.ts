/** Plays runs on another core: hears a seed, answers with its result. */
import { parentPort } from 'node:worker_threads'
import { simulate } from './simulation.ts'
import type { RunOptions } from './simulation.ts'

parentPort?.on('message', (runs: readonly RunOptions[]) => {
  parentPort?.postMessage(runs.map(simulate))
})
