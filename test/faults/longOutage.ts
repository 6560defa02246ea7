/**
 * (e) The hub is dead for half an hour's work: kiosks issue from their blocks,
 * counters call their claims and then take paper by hand; then it is back.
 */
import { ticketNumber } from '#shared/ids/ids.ts'
import { counterId } from '#shared/ids/ids.ts'
import { noCounts } from './kit/check.ts'
import { FaultHall } from './kit/hall.ts'
import type { Seat } from './kit/hall.ts'
import { Lab, until } from './kit/lab.ts'
import { healthOf, visitor } from './kit/people.ts'
import type { Outcome } from './outcome.ts'

export interface Outage {
  readonly kiosks: number
  readonly counters: number
  /** People who come to each kiosk before, and while the hub is dead. */
  readonly before: number
  readonly meanwhile: number
}

/** Half an hour: somebody comes to each kiosk every half minute. */
export const halfAnHour: Outage = { kiosks: 3, counters: 12, before: 25, meanwhile: 60 }

export async function longOutage({ kiosks, counters, before, meanwhile }: Outage): Promise<Outcome> {
  const counts = noCounts()
  const lab = new Lab()
  try {
    const hall = await FaultHall.open(lab, { kiosks, counters })
    const atKiosks = hall.seats.filter((s) => s.counter === undefined)
    const atCounters = hall.seats.filter((s) => s.counter !== undefined)
    const come = async (people: number): Promise<void> => {
      await Promise.all(
        atKiosks.map(async (seat) => {
          const one = visitor(seat.screen, hall.services(), Infinity)
          for (let n = 0; n < people; n += 1) await one()
        }),
      )
    }
    await come(before)
    await until('every kiosk has its blocks and every counter its claims', () => {
      const { state } = atCounters[0]?.screen.client.view ?? {}
      return (
        state !== undefined &&
        atKiosks.every((k) => state.queues.some((q) => q.leases.some((l) => l.stationId === k.name))) &&
        atCounters.every((c) => state.claims.some((holder) => holder === c.counter))
      )
    })
    await hall.settle()
    await hall.hub.kill()
    counts.kills += 1
    await hall.untilAlone()
    const known = hall.told.issued.length
    await come(meanwhile)
    const papers = hall.told.issued.slice(known).map((v) => v.number)
    await Promise.all(atCounters.map((seat) => serveAlone(hall, seat, papers)))
    const waiting = await Promise.all(hall.seats.map((s) => healthOf(s.station.origin)))
    const facts = waiting.reduce((sum, h) => sum + (h?.facts ?? 0), 0)
    await hall.restartHub()
    await hall.settle()
    const { wrong, left, hub } = await hall.verdict(counts)
    const open = hub.state.conflicts.size
    return {
      name: 'hub dead for half an hour’s work',
      counts,
      wrong: open === 0 ? wrong : [...wrong, `I6: ${open} conflicts are left for a person`],
      notes: [
        `${facts} facts waited at ${hall.seats.length} stations; ${hall.told.byHand.length} papers by hand`,
        ...left,
      ],
    }
  } finally {
    await lab.close()
  }
}

/** Calls what this counter may, then whoever stands there with a paper in hand. */
async function serveAlone(
  { told }: FaultHall,
  { screen, counter = '' }: Seat,
  papers: string[],
): Promise<void> {
  const at = counterId.parse(counter)
  for (;;) {
    const called = await screen.send({ type: 'callNext', counterId: at })
    if (!called.ok || called.visitId === undefined) break
    told.called.push({ visitId: called.visitId, counterId: at })
    const { visitId } = called
    if ((await screen.send({ type: 'finish', visitId })).ok) told.finished.push({ visitId, counterId: at })
  }
  for (let paper = papers.shift(); paper !== undefined; paper = papers.shift()) {
    const number = ticketNumber.parse(paper)
    if (!(await screen.send({ type: 'callPaper', counterId: at, number })).ok) continue
    const done = await screen.send({ type: 'finishPaper', counterId: at, outcome: 'completed' })
    if (done.ok) told.byHand.push({ number, counterId: at })
  }
}
