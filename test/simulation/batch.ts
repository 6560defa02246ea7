/** Many runs, on one core or on several; the result is the same however many there are. */
import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { addCoverage, emptyCoverage } from './coverage.ts'
import type { Coverage } from './coverage.ts'
import { simulate } from './simulation.ts'
import type { RunOptions, RunResult } from './simulation.ts'

export interface BatchOptions {
  /** Seed of the first run; the next ones count on from it. */
  readonly seed: number
  readonly runs: number
  readonly minutes?: number | undefined
  /** Lines kept of what happened last, for a failure. */
  readonly trace?: number | undefined
  /** Goes on after a failure, to find all of them. */
  readonly all?: boolean | undefined
}

export interface BatchResult {
  readonly runs: number
  readonly steps: number
  readonly coverage: Coverage
  /** Over the hashes of all runs, in the order of their seeds. */
  readonly hash: string
  /** The failed run with the lowest seed among those played. */
  readonly failed?: RunResult | undefined
  /** Every failed run, the lowest seed first. */
  readonly failures: readonly RunResult[]
}

/** Runs handed to a worker at a time. */
const chunk = 10

/** Plays a batch here, up to the first failure or all of it. */
export function playBatch(options: BatchOptions): BatchResult {
  const results: RunResult[] = []
  for (const run of runsOf(options)) {
    const result = simulate(run)
    results.push(result)
    if (result.finding !== undefined && options.all !== true) break
  }
  return sum(results)
}

/** Plays a batch on several cores, up to a failure or all of it. */
export async function playBatchOn(
  cores: number,
  options: BatchOptions,
  progress: (done: number) => void,
): Promise<BatchResult> {
  const left = [...runsOf(options)]
  const results: RunResult[] = []
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      // States live a moment; with more room for them they need not be looked through so often.
      resourceLimits: { maxYoungGenerationSizeMb: 128 },
    })
    try {
      for (;;) {
        const next = left.splice(0, chunk)
        if (next.length === 0) return
        const done = await new Promise<readonly RunResult[]>((resolve, reject) => {
          worker.removeAllListeners()
          worker.once('message', resolve)
          worker.once('error', reject)
          worker.postMessage(next)
        })
        results.push(...done)
        progress(results.length)
        if (options.all !== true && done.some((r) => r.finding !== undefined)) left.length = 0
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: cores }, work))
  return sum(results.sort((a, b) => a.seed - b.seed))
}

function runsOf({ seed, runs, minutes, trace }: BatchOptions): readonly RunOptions[] {
  return Array.from({ length: runs }, (_, i) => ({ seed: seed + i, minutes, trace }))
}

function sum(results: readonly RunResult[]): BatchResult {
  const coverage = emptyCoverage()
  const hash = createHash('sha256')
  let steps = 0
  for (const result of results) {
    addCoverage(coverage, result.coverage)
    hash.update(result.hash)
    steps += result.steps
  }
  const failures = results.filter((r) => r.finding !== undefined)
  return {
    runs: results.length,
    steps,
    coverage,
    hash: hash.digest('hex').slice(0, 16),
    failed: failures[0],
    failures,
  }
}
