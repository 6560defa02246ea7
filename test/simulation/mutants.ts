/** `node build/run.mjs node test/simulation/mutants.ts [NAME…]`: breaks each rule in turn and demands that the simulator sees it within 1,000 runs. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { mutations } from './mutations.ts'
import type { Mutation } from './mutations.ts'

const runs = 1000
const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** Plays a broken hall; the simulator's last lines, and whether it saw. */
export function playBroken(
  { name }: Mutation,
  seed: number,
  atMost: number,
): { readonly seen: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--import',
      path('mutate.ts'),
      path('run.ts'),
      '--cores',
      '1',
      '--runs',
      String(atMost),
      '--seed',
      String(seed),
    ],
    { env: { ...process.env, YIHAO_MUTATION: name }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  const said = (stdout + stderr)
    .split('\n')
    .filter((line) => /^Seed |is broken after| runs from seed|Error/.test(line))
  return { seen: status === 1 && stdout.includes('is broken after'), said: said.join('\n  ').slice(0, 900) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2)
  const chosen = mutations.filter(
    ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  )
  const missed = chosen.filter((mutation) => {
    const { seen, said } = playBroken(mutation, 1, runs)
    console.log(`${seen ? 'seen  ' : 'MISSED'}  ${mutation.name}\n  ${said}`)
    return !seen
  })
  console.log(`${chosen.length - missed.length} of ${chosen.length} broken rules seen within ${runs} runs`)
  if (missed.length > 0) process.exit(1)
}
