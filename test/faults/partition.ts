/**
 * (d) The network parts: half of the stations hear nothing of the hub, and nobody
 * tells them so. Now and then somebody gives up at the hub whom a cut off counter
 * serves to the end: both are kept, for a person to settle.
 */
import { randomInt } from 'node:crypto'
import { counterId } from '#shared/ids/ids.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import { noCounts } from './kit/check.ts'
import { FaultHall } from './kit/hall.ts'
import type { Seat, Size } from './kit/hall.ts'
import { Lab, pause, until } from './kit/lab.ts'
import { post, signIn } from './kit/people.ts'
import type { Outcome } from './outcome.ts'

export async function partitions(
  times: number,
  size: Pick<Size, 'kiosks' | 'counters'> = { kiosks: 2, counters: 4 },
): Promise<Outcome> {
  const counts = noCounts()
  const lab = new Lab()
  try {
    const hall = await FaultHall.open(lab, { ...size, wired: true })
    hall.toWork()
    for (let n = 0; n < times; n += 1) {
      const cut = hall.seats.filter((_seat, at) => at % 2 === n % 2)
      await pause(randomInt(100, 500))
      const served = n % collideEvery === 0 ? await serveOne(hall, cut) : undefined
      for (const seat of cut) seat.wire?.cut()
      counts.partitions += 1
      // Healed before it is noticed, or after a while of working apart.
      if (n % 3 === 2 && served === undefined) await pause(randomInt(100, 900))
      else {
        await hall.untilAlone(cut)
        if (served !== undefined) await collide(hall, served)
        await pause(randomInt(200, 800))
      }
      for (const seat of cut) seat.wire?.mend()
      await hall.settleAtWork()
    }
    await hall.rest()
    await hall.settle()
    const { wrong, left } = await hall.verdict(counts)
    const collisions = Math.ceil(times / collideEvery)
    const flagged = `${counts.finishesApart} finishes are flagged after ${collisions} collisions`
    return {
      name: 'half of the network cut off',
      counts,
      wrong: counts.finishesApart >= collisions ? wrong : [...wrong, `I6: ${flagged}`],
      notes: [flagged, ...left],
    }
  } finally {
    await lab.close()
  }
}

/** In one round out of so many two people do two things with one visit. */
const collideEvery = 5

/** Somebody at a counter about to be cut off, whom its teller and the hub both know to be there. */
interface Served {
  readonly seat: Seat
  readonly visitId: VisitId
}

/** One of the tellers calls somebody and stays with them. */
async function serveOne({ told }: FaultHall, cut: readonly Seat[]): Promise<Served> {
  const seat = cut.find((s) => s.counter !== undefined)
  if (seat?.counter === undefined) throw new Error('no counter is to be cut off')
  const at = counterId.parse(seat.counter)
  await seat.work?.stop()
  let visitId: VisitId | undefined
  await until(`somebody is called at ${at}`, async () => {
    const here = seat.screen.client.view.state.visits.find((v) => v.counterId === at && v.state === 'called')
    visitId = here?.id
    if (visitId !== undefined) return true
    const answer = await seat.screen.send({ type: 'callNext', counterId: at })
    if (!answer.ok || answer.visitId === undefined) return false
    visitId = answer.visitId
    told.called.push({ visitId, counterId: at })
    return true
  })
  if (visitId === undefined) throw new Error('nobody was called')
  return { seat, visitId }
}

/** At the hub the visit is given up; at the counter it is served to its end, and work goes on. */
async function collide(hall: FaultHall, { seat, visitId }: Served): Promise<void> {
  const supervisor = await signIn(hall.hub.origin, '8001')
  const path = `/api/v1/visits/${visitId}/cancel`
  const givenUp = await post(hall.hub.origin, path, { reason: 'nobody came' }, supervisor)
  if (givenUp['visit'] === undefined) throw new Error(`it is not given up: ${JSON.stringify(givenUp)}`)
  hall.told.givenUp.add(visitId)
  const finished = await seat.screen.send({ type: 'finish', visitId })
  if (!finished.ok) throw new Error(`it is not finished: ${finished.refusal.code}`)
  hall.told.finished.push({ visitId, counterId: counterId.parse(seat.counter) })
  hall.toWorkAt(seat)
}
