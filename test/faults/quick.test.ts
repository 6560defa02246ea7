/**
 * Goal: a hall of real processes loses nothing that was acknowledged, gives no
 * number twice and calls nobody twice, whatever dies (I1–I6), and all copies are
 * the same afterwards. Method: a little of each fault that `npm run faults`
 * makes in quantity.
 */
import { test } from 'vitest'
import { hubKills } from './hubKills.ts'
import { longOutage } from './longOutage.ts'
import { partitions } from './partition.ts'
import { powerCuts } from './powerCut.ts'
import { promotion } from './promotion.ts'

test.concurrent('the hub killed under load', async ({ expect }) => {
  const { counts, wrong } = await hubKills(3)
  expect(wrong).toEqual([])
  expect(counts).toMatchObject({ kills: 3, lost: 0, duplicated: 0, doubleCalled: 0 })
  expect(counts.factsMerged).toBeGreaterThan(0)
})

test.concurrent('a station without power, its last write torn', async ({ expect }) => {
  expect((await powerCuts(2)).wrong).toEqual([])
})

test.concurrent('half of the network cut off', async ({ expect }) => {
  const { counts, wrong } = await partitions(1, { kiosks: 1, counters: 2 })
  expect(wrong).toEqual([])
  expect(counts).toMatchObject({ lost: 0, duplicated: 0, doubleCalled: 0 })
  expect(counts.finishesApart).toBeGreaterThan(0)
  expect(counts.factsMerged).toBeGreaterThan(0)
})

test.concurrent('the hub dead for long, papers served by hand', async ({ expect }) => {
  const { counts, wrong } = await longOutage({ kiosks: 1, counters: 2, before: 10, meanwhile: 12 })
  expect(wrong).toEqual([])
  expect(counts.factsMerged).toBeGreaterThan(10)
})

test.concurrent(
  'another computer made the hub, and the old one back',
  { timeout: 240_000 },
  async ({ expect }) => {
    const { counts, wrong } = await promotion()
    expect(wrong).toEqual([])
    expect(counts.factsMerged).toBeGreaterThan(4)
  },
)
