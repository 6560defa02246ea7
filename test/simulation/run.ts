/**
 * `npm run sim -- --runs N --seed S [--minutes M] [--cores C] [--trace L] [--all]`: plays runs, prints what they
 * reached, fails with the first seed that failed; with `--all` it plays on and names every one.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { playBatch, playBatchOn } from './batch.ts'
import type { BatchOptions, BatchResult } from './batch.ts'
import { missingFrom } from './coverage.ts'
import type { RunResult } from './simulation.ts'

/** A smaller batch is a replay or a look; it need not reach everything. */
const wholeBatch = 200

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    trace: { type: 'string' },
    all: { type: 'boolean', default: false },
    cores: { type: 'string', default: String(availableParallelism()) },
  },
})

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  console.error(`--${name} must be a whole number, not "${text}"`)
  process.exit(2)
}

const options: BatchOptions = {
  runs: wholeNumber('runs', values.runs),
  seed: wholeNumber('seed', values.seed),
  minutes: values.minutes === undefined ? undefined : wholeNumber('minutes', values.minutes),
  trace: values.trace === undefined ? undefined : wholeNumber('trace', values.trace),
  all: values.all,
}
const cores = Math.max(1, wholeNumber('cores', values.cores))
const began = performance.now()
const result =
  cores === 1 || options.runs < 20
    ? playBatch(options)
    : await playBatchOn(cores, options, (done) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${options.runs} runs`)
      })
if (process.stderr.isTTY) process.stderr.write('\r')
print(result, (performance.now() - began) / 1000)

if (result.failed !== undefined) {
  printFailure(result.failed)
  for (const { seed, finding } of result.failures.slice(1))
    console.log(`Seed ${seed} too: ${finding?.of ?? ''}: ${finding?.what ?? ''}`)
  process.exit(1)
}
const missing = options.runs >= wholeBatch ? missingFrom(result.coverage) : []
if (missing.length > 0) {
  console.log(`\nNot reached, so nothing is proved:\n  ${missing.join('\n  ')}`)
  process.exit(1)
}

function print({ runs, steps, coverage, hash }: BatchResult, seconds: number): void {
  const rows = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, times]) => `  ${name.padEnd(24)}${String(times).padStart(10)}`)
      .join('\n')
  const events = Object.values(coverage.events).reduce((all, times) => all + times, 0)
  console.log(`faults\n${rows(coverage.faults)}`)
  console.log(`commands accepted\n${rows(coverage.accepted)}`)
  console.log(`commands refused\n${rows(coverage.refusals)}`)
  console.log(`events\n${rows(coverage.events)}`)
  console.log(`moments\n${rows(coverage.marks)}`)
  console.log(
    `${runs} runs from seed ${options.seed}, ${steps} steps, ${events} events in ${seconds.toFixed(1)} s ` +
      `on ${cores} cores: ${Math.round(steps / seconds)} steps/s, hash ${hash}`,
  )
}

function printFailure({ seed, finding, trace, steps }: RunResult): void {
  const minutes = options.minutes === undefined ? '' : ` --minutes ${options.minutes}`
  console.log(`\nThe last that happened:\n${trace.join('\n')}`)
  console.log(`\n${finding?.of ?? ''} is broken after ${steps} steps: ${finding?.what ?? ''}`)
  console.log(`Seed ${seed}. Again: npm run sim -- --seed ${seed} --runs 1${minutes}`)
}
