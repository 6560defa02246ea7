/**
 * (f) The hub dies with numbers that only it knows, a station is made the hub
 * that missed some of what the others saw, the old hub returns and hands over.
 */
import { readIdentity } from '#main/station/identity.ts'
import { visitId as parseVisitId } from '#shared/ids/ids.ts'
import { checkHandedOver, endingsIn, noCounts, readLedger } from './kit/check.ts'
import { FaultHall } from './kit/hall.ts'
import { freePort, Lab, pause, until } from './kit/lab.ts'
import { healthOf, post, signIn, takesStations } from './kit/people.ts'
import type { Outcome } from './outcome.ts'

export async function promotion(): Promise<Outcome> {
  const counts = noCounts()
  const wrong: string[] = []
  const lab = new Lab()
  try {
    const heirPort = await freePort()
    const heirOrigin = `http://127.0.0.1:${heirPort}`
    const hall = await FaultHall.open(lab, {
      ...{ kiosks: 1, counters: 2, wired: true },
      ...{ others: [heirOrigin], ports: { 'console-1': heirPort } },
    })
    const heir = hall.seats.find((s) => s.name === 'console-1')
    if (heir === undefined) throw new Error('no heir')
    const guide = await signIn(hall.hub.origin, '2001')
    const serviceId = heir.screen.client.view.state.catalogue.services[0]?.id ?? ''
    const atDesk = async (people: number): Promise<void> => {
      for (let n = 0; n < people; n += 1) {
        const body = { serviceIds: [serviceId], channel: 'desk' }
        const { visit } = await post(hall.hub.origin, '/api/v1/visits', body, guide)
        if (typeof visit !== 'object' || visit === null || !('id' in visit) || !('number' in visit))
          throw new Error('the desk was refused')
        hall.told.issued.push({ visitId: parseVisitId.parse(visit.id), number: String(visit.number) })
      }
    }

    hall.toWork()
    await pause(1_000)
    // What the heir will not have seen, and others have.
    heir.wire?.cut()
    counts.partitions += 1
    await pause(800)
    // What only the hub has seen.
    for (const seat of hall.seats) seat.wire?.cut()
    counts.partitions += 1
    await hall.untilAlone()
    await atDesk(5)
    await hall.hub.kill()
    counts.kills += 1
    const { token } = readIdentity(lab.path('console-1')) ?? { token: '' }
    for (const { name, station } of hall.seats)
      if (await takesStations(station.origin, token))
        wrong.push(`I6: ${name} lets a station in as if it were the hub`)
    const old = readLedger(lab.path('hub'))
    await pause(500)
    await heir.work?.stop()

    const supervisor = await signIn(heir.station.origin, '8001')
    await post(heir.station.origin, '/api/v1/promote', {}, supervisor)
    await until('the station is the hub', async () => (await healthOf(heirOrigin))?.role === 'hub')
    const formerHub = hall.succeed(heir)
    await hall.settleAtWork()
    await hall.rest()
    // Sessions were the old hub's: everybody signs in once more.
    for (const seat of hall.seats) if (seat.counter !== undefined) await hall.signInAgain(seat)
    hall.toWork()
    await pause(1_000)

    const returned = await lab.hub('hub', { port: formerHub.port, peers: [heirOrigin] })
    await until('the old hub stepped down and handed over', async () => {
      const h = await healthOf(returned.origin)
      return h?.role === 'station' && h.status === 'ok' && h.facts === 0
    })
    await hall.settleAtWork()
    await pause(500)
    await hall.rest()
    await hall.settle()
    // The hub may still write: claims it grants, a job of the day.
    await until('the old hub is level', async () => {
      const [old, now] = [await healthOf(returned.origin), await healthOf(heirOrigin)]
      return old !== undefined && old.seq === now?.seq
    })
    await returned.stop()
    const verdict = await hall.verdict(counts)
    wrong.push(...verdict.wrong)
    const former = readLedger(lab.path('hub'))
    if (former.hash !== verdict.hub.hash && former.state.seq === verdict.hub.state.seq)
      wrong.push('I3: the former hub holds another state')
    // The hub that died held more than anybody was told: all of it came to something.
    const endings = endingsIn(lab.path('console-1'))
    wrong.push(...checkHandedOver('the hub that died', old.log, verdict.hub, endings, counts))
    return {
      name: 'promotion, then the old hub returns',
      counts,
      wrong,
      notes: [`epoch ${verdict.hub.state.reign.epoch}`, ...verdict.left],
    }
  } finally {
    await lab.close()
  }
}
