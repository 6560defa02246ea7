/**
 * The recorded days: everyone who had to wait is given an estimate on arrival,
 * from the ledger up to that second; those who were served are scored, by every
 * estimator alike (who gave up has no wait to compare with). Who was called in
 * the second they came needs no estimate. Days 1–6 teach, 7–9 test; learning
 * goes on through the test days, always from the past.
 */
import { initialState } from '#shared/hall/state.ts'
import { visitId } from '#shared/ids/ids.ts'
import { estimateWaits } from '#shared/queueing/estimate.ts'
import type { WaitEstimate } from '#shared/queueing/estimate.ts'
import { learnFrom, noteGiven } from '#shared/queueing/learn.ts'
import { initialLearnt } from '#shared/queueing/learnt.ts'
import { fixed, printTable } from '../table.ts'
import { fitHeadStarts } from '../trace/headStarts.ts'
import { readTrace } from '../trace/read.ts'
import type { Person } from '../trace/read.ts'
import { recorder } from '../trace/recorded.ts'
import { followBaselines } from './baselines.ts'
import { boosted } from './boosted.ts'
import type { Example } from './boosted.ts'
import { bestLine, foresee } from './foresight.ts'
import { knownOf } from './known.ts'

const trainDays = 6
/** A teller idle for longer is taken to have gone: chosen on the training days for ours and for the baselines. */
const idleS = 1200
const baselineIdleS = 600

interface Scored {
  readonly person: Person
  readonly day: number
  readonly estimate: WaitEstimate | undefined
  readonly others: ReadonlyMap<string, number>
  readonly known: readonly number[]
}

/** Prints errors beside the baselines', by class, and the band. */
export function againstTrace(): void {
  const days = readTrace()
  if (days === undefined) return
  const scored = score(days)
  const train = scored.filter((s) => s.day < trainDays).map(exampleOf)
  const test = scored.filter((s) => s.day >= trainDays)
  const means = test.map((s) => s.estimate?.mean ?? 0)
  const medians = test.map((s) => s.estimate?.p50 ?? 0)
  const names = [...(test[0]?.others.keys() ?? [])]
  const baselines = names.map((name) => ({
    name,
    ...errors(
      test,
      test.map((s) => s.others.get(name) ?? 0),
    ),
  }))
  const bestMae = Math.min(...baselines.map((b) => b.mae))
  const bestRmse = Math.min(...baselines.map((b) => b.rmse))
  const row = (name: string, e: Errors): string[] => [
    name,
    fixed(e.mae, 1),
    fixed(e.mae / bestMae),
    fixed(e.rmse, 1),
    fixed(e.rmse / bestRmse),
    fixed(e.bias, 1),
  ]
  const waits = test.map((s) => s.person.waitS)
  const foresights = test.map((s) => foresee(s.person, days[s.day] ?? []))
  const overBusy = errors(
    test,
    bestLine(
      foresights.map((f) => f.overBusy),
      waits,
    ),
  )
  const overComing = errors(
    test,
    bestLine(
      foresights.map((f) => f.overComing),
      waits,
    ),
  )
  printTable(
    `Recorded days 7–9, trained on 1–6: ${String(test.length)} who waited and were served; seconds; ratios to the best baseline (goal ≤ 0.80)`,
    ['', 'MAE', 'ratio', 'RMSE', 'ratio', 'bias'],
    [
      row('Yihao p50', errors(test, medians)),
      row('Yihao mean', errors(test, means)),
      ...baselines.map((b) => row(b.name, b)),
      row(
        'all that is known, by boosted trees: median',
        errors(test, boosted(train, test.map(exampleOf), 'median')),
      ),
      row(
        'all that is known, by boosted trees: mean',
        errors(test, boosted(train, test.map(exampleOf), 'mean')),
      ),
      row('future: true calls ÷ able tellers busy now', overBusy),
      row('future: true calls ÷ able tellers who call in 10 min', overComing),
    ],
  )
  const plain = '(ahead+1)×mean÷tellers'
  const groups = [...new Set(test.map((s) => classOfPerson(s.person)))].sort()
  printTable(
    'By class: kind of service and priority',
    [
      '',
      'n',
      'mean wait',
      'MAE p50',
      'RMSE mean',
      'bias mean',
      'best baseline MAE',
      'RMSE',
      `${plain} MAE`,
      'band covers',
    ],
    [...groups, 'all'].map((group) => {
      const of = test.filter((s) => group === 'all' || classOfPerson(s.person) === group)
      const p50 = errors(
        of,
        of.map((s) => s.estimate?.p50 ?? 0),
      )
      const mean = errors(
        of,
        of.map((s) => s.estimate?.mean ?? 0),
      )
      const theirs = names.map((name) =>
        errors(
          of,
          of.map((s) => s.others.get(name) ?? 0),
        ),
      )
      const covered = of.filter(
        ({ estimate: e, person: p }) => e !== undefined && p.waitS >= e.p10 && p.waitS <= e.p90,
      ).length
      return [
        group,
        of.length,
        fixed(of.reduce((sum, s) => sum + s.person.waitS, 0) / of.length, 1),
        fixed(p50.mae, 1),
        fixed(mean.rmse, 1),
        fixed(mean.bias, 1),
        fixed(Math.min(...theirs.map((t) => t.mae)), 1),
        fixed(Math.min(...theirs.map((t) => t.rmse)), 1),
        fixed(
          errors(
            of,
            of.map((s) => s.others.get(plain) ?? 0),
          ).mae,
          1,
        ),
        `${fixed((100 * covered) / of.length, 1)} %`,
      ]
    }),
  )
  console.log(
    `p10–p90 goal: 75–85 %. Without any estimate: ${String(test.filter((s) => s.estimate === undefined).length)}.`,
  )
}

function exampleOf({ person, known }: Scored): Example {
  return { known, waitS: person.waitS }
}

function classOfPerson(person: Person): string {
  return `${person.kind} ${person.isPriority ? 'priority' : 'plain'}`
}

function score(days: readonly (readonly Person[])[]): Scored[] {
  const everyone = days.flat()
  const scored: Scored[] = []
  const baselines = followBaselines(baselineIdleS * 1000)
  let learnt = initialLearnt
  let day = 0
  const record = recorder(initialState, everyone, fitHeadStarts(days.slice(0, trainDays)), idleS, {
    onEvent(entry, after) {
      learnt = learnFrom(learnt, entry, after)
      baselines.hear(entry, after)
    },
    onArrived(people, state, nowMs) {
      const waiting = people.flatMap((person) => {
        const visit = state.visits.get(visitId.parse(person.key))
        return visit?.state === 'waiting' ? [{ person, visit }] : []
      })
      if (waiting.length === 0) return
      const estimates = estimateWaits(state, learnt, nowMs)
      for (const { person, visit } of waiting) {
        const estimate = estimates.get(visit.id)
        if (estimate !== undefined) learnt = noteGiven(learnt, visit.id, estimate, nowMs)
        if (person.teller === undefined) continue
        const others = baselines.answers(state, visit, nowMs)
        scored.push({ person, day, estimate, others, known: knownOf(state, visit, nowMs, estimate, others) })
      }
    },
  })
  for (const people of days) {
    record.play(people)
    day++
  }
  return scored
}

interface Errors {
  readonly mae: number
  readonly rmse: number
  readonly bias: number
}

function errors(of: readonly Scored[], estimates: readonly number[]): Errors {
  let abs = 0
  let square = 0
  let sum = 0
  of.forEach(({ person }, i) => {
    const d = (estimates[i] ?? 0) - person.waitS
    abs += Math.abs(d)
    square += d * d
    sum += d
  })
  return { mae: abs / of.length, rmse: Math.sqrt(square / of.length), bias: sum / of.length }
}
