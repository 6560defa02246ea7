/**
 * Goal: whom the local rule stands in for, it does once and when its time has passed; nobody else, and nobody who
 * said something. Method: the served hall on real files, its days turned by hand; the job ticked by hand.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { ratingFigures } from '#shared/conduct/ratingFigures.ts'
import { businessDay } from '#shared/ids/ids.ts'
import { testRules } from '#test/fixtures/conduct.ts'
import { restHall } from '#test/fixtures/restHall.ts'
import type { AtHall } from '#test/fixtures/restHall.ts'
import { RatingDefaults } from './ratingDefaults.ts'

let at: AtHall
const { nextDay, ok, issue } = restHall((given) => {
  at = given
})

let job: RatingDefaults
let n = 0
beforeEach(async () => {
  n += 1
  let ids = 0
  job = new RatingDefaults(at.hall.opened.hub, () => `job-${String(n)}-${String(++ids)}`)
  await rules([{ from: today(), after: { unit: 'workingDays', n: 5 }, level: 'satisfied' }])
})
afterEach(async () => {
  await rules([])
})

const today = (): string => at.hall.opened.hub.state.day?.day ?? ''
async function rules(ratingDefaults: readonly object[]): Promise<void> {
  const read = { ...testRules, ratingDefaults } as typeof testRules
  expect((await at.hall.opened.asSystem({ type: 'configureConduct', rules: read })).ok).toBe(true)
}
/** Two visits handled, the second rated by its visitor. */
async function handled(): Promise<void> {
  await ok('/counters/c4/open')
  for (const isRated of [false, true]) {
    const { id, token } = await issue(['idCard'])
    await ok('/counters/c4/call-next')
    await ok(`/visits/${id}/finish`)
    if (!isRated) continue
    const body = { level: 'verySatisfied', key: token }
    expect((await at.hall.rest.post(`/visits/${id}/ratings`, body)).status).toBe(201)
  }
}
/** As often as it takes, and a few times more. */
function ticks(): void {
  for (let i = 0; i < 8; i += 1) {
    job.tick()
    at.hall.opened.hub.flush()
  }
}
async function figures(from: string): Promise<z.infer<typeof ratingFigures>> {
  const boss = await at.hall.rest.signIn('boss')
  const reply = await at.hall.rest.get(`/stats/ratings?from=${from}&to=${businessDay.parse(today())}`, boss)
  return z.object({ ratings: ratingFigures }).parse(reply.body).ratings
}

it('stands in after five working days, once, and never counts as somebody’s word', async () => {
  const from = today()
  await handled()
  for (let days = 0; days < 5; days += 1) {
    nextDay()
    ticks()
  }
  // The weekend does not count: five days later there are working days left.
  expect((await figures(from)).systemDefaults).toBe(0)
  for (let days = 0; days < 3; days += 1) {
    nextDay()
    ticks()
  }
  const { systemDefaults, ratedVisits, visits, count, activeRate } = await figures(from)
  expect({ systemDefaults, ratedVisits, visits, count, activeRate }).toEqual({
    systemDefaults: 1,
    ratedVisits: 1,
    visits: 2,
    count: 1,
    activeRate: 0.5,
  })
  // A job begun again, as after a restart, finds nothing left to do.
  const { lastSeq } = at.hall.opened.hub.ledger
  job = new RatingDefaults(at.hall.opened.hub, () => `again-${String(n++)}`)
  ticks()
  expect(at.hall.opened.hub.ledger.lastSeq).toBe(lastSeq)
})

it('does nothing for days before its rule, nor where the rule has no level', async () => {
  const from = today()
  await handled()
  nextDay()
  await rules([
    { from: today(), after: { unit: 'days', n: 1 }, level: 'basicallySatisfied' },
    { from: '2090-01-01', after: { unit: 'days', n: 1 } },
  ])
  for (let days = 0; days < 6; days += 1) {
    nextDay()
    ticks()
  }
  expect((await figures(from)).systemDefaults).toBe(0)
  await rules([
    { from: '2020-01-01', after: { unit: 'days', n: 1 } },
    { from, after: { unit: 'days', n: 1 }, level: 'basicallySatisfied' },
  ])
  ticks()
  expect((await figures(from)).systemDefaults).toBe(1)
})
