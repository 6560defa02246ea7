/** (a) The hub is killed at random moments under load, and comes back each time, sooner or later than its stations give it up. */
import { randomInt, randomUUID } from 'node:crypto'
import { visitId as parseVisitId } from '#shared/ids/ids.ts'
import { initialState } from '#shared/hall/state.ts'
import { noCounts, readLedger } from './kit/check.ts'
import { FaultHall } from './kit/hall.ts'
import { Lab, pause } from './kit/lab.ts'
import { post, signIn, work } from './kit/people.ts'
import type { Told, Work } from './kit/people.ts'
import type { Outcome } from './outcome.ts'

/** A program outside that issues over REST, each wish under one key until it is answered. */
function guide(origin: () => string, told: Told, token: string, serviceId: string): Work {
  return work(async () => {
    const key = randomUUID()
    for (;;) {
      try {
        const { visit } = await post(
          origin(),
          '/api/v1/visits',
          { serviceIds: [serviceId], channel: 'desk' },
          token,
          key,
        )
        if (typeof visit === 'object' && visit !== null && 'id' in visit && 'number' in visit)
          told.issued.push({ visitId: parseVisitId.parse(visit.id), number: String(visit.number) })
        return
      } catch {
        await pause(50)
      }
    }
  }, 150)
}

export async function hubKills(times: number): Promise<Outcome> {
  const counts = noCounts()
  const wrong: string[] = []
  const lab = new Lab()
  try {
    const hall = await FaultHall.open(lab, { kiosks: 1, counters: 2 })
    const token = await signIn(hall.hub.origin, '2001')
    const serviceId = hall.seats[0]?.screen.client.view.state.catalogue.services[0]?.id ?? ''
    hall.toWork()
    const desk = guide(() => hall.hub.origin, hall.told, token, serviceId)
    let state = initialState
    for (let n = 0; n < times; n += 1) {
      await pause(randomInt(40, 600))
      // A hub that hangs is as good as dead, and has to be noticed by its silence.
      if (n % 10 === 9) {
        hall.hub.freeze()
        await hall.untilAlone()
      }
      await hall.hub.kill()
      counts.kills += 1
      const read = readLedger(lab.path('hub'), state)
      wrong.push(...read.wrong.map((what) => `kill ${n + 1}: ${what}`))
      state = read.state
      // Back before it is missed, or long after.
      await pause(n % 2 === 0 ? randomInt(0, 300) : randomInt(1_000, 2_000))
      await hall.restartHub()
      if (n % 3 === 0) await hall.settleAtWork()
    }
    await Promise.all([hall.rest(), desk.stop()])
    await hall.settle()
    const verdict = await hall.verdict(counts)
    wrong.push(...verdict.wrong)
    return { name: 'hub killed under load', counts, wrong, notes: verdict.left }
  } finally {
    await lab.close()
  }
}
