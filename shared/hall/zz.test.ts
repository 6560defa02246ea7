import fc from 'fast-check'
import { test } from 'vitest'
import { chooseCommand, randomPlan, randomStep, startRandomHall } from '#test/fixtures/randomHall.ts'
import { checkState } from '#test/simulation/invariants.ts'
test('soak', () => {
  const c = new Map<string, number>()
  const n = (k: string) => c.set(k, (c.get(k) ?? 0) + 1)
  fc.assert(
    fc.property(
      randomPlan,
      fc.array(randomStep, { minLength: 300, maxLength: 900, size: 'max' }),
      (plan, steps) => {
        const hall = startRandomHall(plan)
        for (const step of steps) {
          const [sent, by] = chooseCommand(hall, step)
          const { decision } = hall.when(sent, by)
          if (decision.ok) for (const e of decision.events) n(e.type)
          else 0
        }
        if (checkState(hall.state).length > 0) throw new Error(JSON.stringify(checkState(hall.state)))
      },
    ),
    { seed: 77, numRuns: 600 },
  )
  console.log(
    [...c]
      .sort()
      .map(([k, v]) => `${k}:${v}`)
      .join('  '),
  )
})
