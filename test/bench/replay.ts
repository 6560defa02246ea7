/** The recorded days run again by the hall's own rules, beside what was recorded. */
import { fixed, printTable } from './table.ts'
import { replayDay } from './trace/replay.ts'
import type { Replayed } from './trace/replay.ts'
import { readTrace } from './trace/read.ts'

/** Prints mean, p90 and longest wait per class, of those served. */
export function bench(): void {
  const days = readTrace()
  if (days === undefined) return
  const replays = days.map((people) => replayDay(people))
  const all = replays.flatMap((r) => r.waits)
  const groups = new Map<string, Replayed[]>()
  for (const one of all) {
    for (const name of [
      `${one.person.kind} ${one.person.isPriority ? 'priority' : 'plain'}`,
      one.person.isPriority ? 'all priority' : 'all plain',
      'all',
    ]) {
      groups.set(name, [...(groups.get(name) ?? []), one])
    }
  }
  const rank = (name: string): string => (name.startsWith('all') ? `~${String(name.length)}` : name)
  printTable(
    `Nine recorded days by our rules (90 s head start for priority) | as recorded; waits in seconds of those served`,
    ['', 'came', 'mean', 'p90', 'max', 'gave up', '| mean', 'p90', 'max', 'gave up'],
    [...groups]
      .sort(([a], [b]) => (rank(a) < rank(b) ? 1 : -1))
      .reverse()
      .map(([name, of]) => {
        const ours = of.flatMap((r) => (r.waitS === undefined ? [] : [r.waitS]))
        const theirs = of.flatMap((r) => (r.person.teller === undefined ? [] : [r.person.waitS]))
        return [
          name,
          of.length,
          ...figures(ours),
          of.length - ours.length,
          ...figures(theirs),
          of.length - theirs.length,
        ]
      }),
  )
  const left = replays.reduce((sum, r) => sum + r.state.visits.count((v) => v.state === 'waiting'), 0)
  console.log(
    `Calls: ${String(replays.reduce((sum, r) => sum + r.calls, 0))}. Still waiting when the last teller had gone: ${String(left)}.`,
  )
}

function figures(waits: readonly number[]): string[] {
  const sorted = [...waits].sort((a, b) => a - b)
  return [
    fixed(sorted.reduce((a, b) => a + b, 0) / sorted.length, 1),
    fixed(sorted[Math.floor(sorted.length * 0.9)] ?? NaN, 0),
    fixed(sorted.at(-1) ?? NaN, 0),
  ]
}
