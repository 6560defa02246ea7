/** `npm run bench [-- NAME…]`: runs the named benchmarks, or all of them. Each is a file here with `bench()`. */
import { readdirSync } from 'node:fs'

const here = new URL('.', import.meta.url)

interface Bench {
  /** Prints its tables. */
  readonly bench: () => Promise<void> | void
}

const apart = new Set(['run.ts', 'trace.ts', 'table.ts'])
const known = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !apart.has(file))
  .map((file) => file.slice(0, -3))

const wanted = process.argv.slice(2)
for (const name of wanted.length === 0 ? known : wanted) {
  if (!known.includes(name)) {
    console.error(`no benchmark "${name}"; there are: ${known.join(', ')}`)
    process.exit(2)
  }
  console.log(`\n# ${name}`)
  const { bench } = (await import(new URL(`${name}.ts`, here).href)) as Bench
  await bench()
}
