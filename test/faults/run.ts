/**
 * `npm run faults [-- NAME… --times N]`: breaks a hall of real processes in every
 * way we know, and prints what it counted. Exit code 1 when anything was lost,
 * given twice, called twice, or is not the same everywhere.
 */
import { parseArgs } from 'node:util'
import { noCounts } from './kit/check.ts'
import type { Counts } from './kit/check.ts'
import { fullDisks } from './diskFull.ts'
import { hubKills } from './hubKills.ts'
import { halfAnHour, longOutage } from './longOutage.ts'
import type { Outcome } from './outcome.ts'
import { partitions } from './partition.ts'
import { powerCuts } from './powerCut.ts'
import { promotion } from './promotion.ts'
import { rivals } from './rivals.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '100' } },
})
const times = Number(values.times)
const few = Math.max(1, Math.round(times / 5))

const faults: Readonly<Record<string, () => Promise<Outcome>>> = {
  kills: () => hubKills(times),
  power: () => powerCuts(few),
  disk: () => fullDisks(),
  partition: () => partitions(few),
  outage: () => longOutage(halfAnHour),
  promotion: () => several(Math.max(1, Math.round(times / 20)), promotion),
  rivals: () => several(Math.max(1, Math.round(times / 20)), rivals),
}

/** The same, each time in a hall of its own, as one. */
async function several(count: number, fault: () => Promise<Outcome>): Promise<Outcome> {
  let all = await fault()
  for (let n = 1; n < count; n += 1) {
    const { name, counts, wrong, notes } = await fault()
    for (const key of keys) counts[key] += all.counts[key]
    all = { name, counts, wrong: [...all.wrong, ...wrong], notes: [...all.notes, ...notes] }
  }
  return all
}

const words: Readonly<Record<keyof Counts, string>> = {
  kills: 'kills',
  partitions: 'partitions',
  factsMerged: 'facts merged',
  conflicts: 'conflicts flagged',
  resolved: 'of them resolved by themselves',
  left: 'left for a person',
  finishesApart: 'acknowledged finishes among those',
  othersApart: 'other acknowledged deeds among those',
  withdrawn: 'unheard and withdrawn',
  lost: 'lost',
  duplicated: 'duplicated',
  doubleCalled: 'double-called',
  acknowledged: 'acknowledged',
  events: 'events',
}

const keys = [
  ...(['kills', 'partitions', 'factsMerged', 'conflicts', 'resolved', 'left'] as const),
  ...(['finishesApart', 'othersApart', 'withdrawn'] as const),
  ...(['lost', 'duplicated', 'doubleCalled', 'acknowledged', 'events'] as const),
]

function line(counts: Counts): string {
  return keys.map((key) => `${words[key]} ${counts[key]}`).join(', ')
}

const total = noCounts()
let failed = false
for (const [name, fault] of Object.entries(faults)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const outcome = await fault()
  console.log(`\n# ${outcome.name}\n${line(outcome.counts)}`)
  for (const note of outcome.notes) console.log(note)
  for (const wrong of outcome.wrong) console.log(`WRONG ${wrong}`)
  failed ||= outcome.wrong.length > 0
  for (const key of keys) total[key] += outcome.counts[key]
}
console.log(`\n# in all\n${line(total)}`)
process.exit(failed ? 1 : 0)
