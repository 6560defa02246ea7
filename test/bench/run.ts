/**
 * `npm run bench [-- NAME…] [--write]`: runs the named benchmarks, or all of them. Each is a file here with
 * `bench()`, which prints its tables; `--write` also puts them into BENCHMARKS.md, each in its own section.
 */
import { readdirSync } from 'node:fs'
import { writeReport } from './report.ts'

const here = new URL('.', import.meta.url)

interface Bench {
  /** Prints its tables. */
  readonly bench: () => Promise<void> | void
}

const apart = new Set(['run.ts', 'table.ts', 'report.ts'])
const known = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !apart.has(file))
  .map((file) => file.slice(0, -3))

const wanted = process.argv.slice(2).filter((word) => word !== '--write')
const writes = process.argv.includes('--write')
const unknown = wanted.find((name) => !known.includes(name))
if (unknown !== undefined) {
  console.error(`no benchmark "${unknown}"; there are: ${known.join(', ')}`)
  process.exit(2)
}

const printed: string[] = []
const print = console.log
console.log = (...parts: readonly unknown[]): void => {
  printed.push(parts.map(String).join(' '))
  print(...parts)
}
for (const name of wanted.length === 0 ? known : wanted) {
  print(`\n# ${name}`)
  printed.length = 0
  const from = performance.now()
  const { bench } = (await import(new URL(`${name}.ts`, here).href)) as Bench
  await bench()
  print(`(${((performance.now() - from) / 1000).toFixed(0)} s)`)
  if (writes) writeReport(name, printed.join('\n'))
}
