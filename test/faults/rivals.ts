/**
 * (g) The hub dies, the cable between two of its stations is cut, and each of them is made the hub by somebody. Then the
 * cable is whole: one steps down and hands over. Then the one that holds dies, and the other is the hub once more.
 */
import { visitId as parseVisitId } from '#shared/ids/ids.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import { hashOf, noCounts, readLedger } from './kit/check.ts'
import { freePort, Lab, until } from './kit/lab.ts'
import type { Running } from './kit/lab.ts'
import { healthOf, post, signIn } from './kit/people.ts'
import { wireTo } from './kit/wire.ts'
import type { Outcome } from './outcome.ts'

export async function rivals(): Promise<Outcome> {
  const counts = noCounts()
  const wrong: string[] = []
  const told = new Map<VisitId, string>()
  const lab = new Lab()
  const [portA, portB] = [await freePort(), await freePort()]
  const hub = await lab.hub('hub')
  const wires = await Promise.all([hub.port, portB, hub.port, portA].map(wireTo))
  const [fromA = '', aToB = '', fromB = '', bToA = ''] = wires.map((wire) => wire.origin)
  const between = [wires[1], wires[3]]
  try {
    const paired = async (name: string, hubs: readonly string[], port: number): Promise<Running> => {
      const admin = await signIn(hub.origin, '9001')
      const { code } = await post(hub.origin, '/api/v1/pairings', { stationId: name, mode: 'console' }, admin)
      return lab.station(name, 'console', hubs, { code: String(code), port })
    }
    const a = await paired('a', [fromA, aToB], portA)
    const b = await paired('b', [fromB, bToA], portB)
    const both = [a, b]
    const isLevelWith = async (station: Running, whose: Running): Promise<boolean> => {
      const [at, of] = [await healthOf(station.origin), await healthOf(whose.origin)]
      return at?.role === 'station' && at.status === 'ok' && at.facts === 0 && at.seq === of?.seq
    }
    const served = await fetch(`${hub.origin}/api/v1/catalogue`).then((r) => r.json() as Promise<Catalogue>)
    /** People come to the guide at this hub; their numbers. */
    const come = async (at: Running, people: number): Promise<string[]> => {
      const guide = await signIn(at.origin, '2001')
      const numbers: string[] = []
      for (let n = 0; n < people; n += 1) {
        const body = { serviceIds: [served.services[0]?.id], channel: 'desk' }
        const { visit } = await post(at.origin, '/api/v1/visits', body, guide)
        if (typeof visit !== 'object' || visit === null || !('id' in visit) || !('number' in visit))
          throw new Error('the desk was refused')
        told.set(parseVisitId.parse(visit.id), String(visit.number))
        numbers.push(String(visit.number))
      }
      return numbers
    }

    await come(hub, 2)
    await until('both have it all', async () => (await isLevelWith(a, hub)) && (await isLevelWith(b, hub)))
    for (const wire of between) wire?.cut()
    counts.partitions += 1
    await hub.kill()
    counts.kills += 1
    const isAlone = async ({ origin }: Running): Promise<boolean> =>
      (await healthOf(origin))?.status === 'alone'
    await until('both are alone', async () => (await isAlone(a)) && (await isAlone(b)))
    await Promise.all(
      both.map(async ({ origin }) => post(origin, '/api/v1/promote', {}, await signIn(origin, '8001'))),
    )
    const isHub = async ({ origin }: Running): Promise<boolean> => (await healthOf(origin))?.role === 'hub'
    await until('both are the hub', async () => (await isHub(a)) && (await isHub(b)))
    const epochs = await Promise.all(both.map(async ({ origin }) => (await healthOf(origin))?.epoch))
    if (epochs.join() !== '1,1')
      wrong.push(`they are of epoch ${epochs.join(' and ')}, not both of the first`)
    const given = await Promise.all(both.map((one) => come(one, 3)))

    for (const wire of between) wire?.mend()
    let [holds, other]: [Running, Running] = [a, b]
    await until('one steps down, and has handed over', async () => {
      ;[holds, other] = (await isHub(a)) ? [a, b] : [b, a]
      return isLevelWith(other, holds)
    })
    const returned = await lab.hub('hub', { port: hub.port, peers: both.map((one) => one.origin) })
    await until('the old hub follows the same', async () => isLevelWith(returned, holds))

    await holds.kill()
    counts.kills += 1
    await until('the other is alone', async () => isAlone(other))
    await post(other.origin, '/api/v1/promote', {}, await signIn(other.origin, '8001'))
    await until('it is the hub again', async () => isHub(other))
    const again = await come(other, 2)
    const before = given[other === a ? 0 : 1] ?? []
    if (runOf(again[0]) !== runOf(before.at(-1)) + 1)
      wrong.push(`after ${before.join(', ')} it gives ${again.join(', ')}`)
    await until('the old hub follows it', async () => isLevelWith(returned, other))
    await returned.stop()
    await other.stop()

    const [kept, copy] = [readLedger(lab.path(other === a ? 'a' : 'b')), readLedger(lab.path('hub'))]
    wrong.push(...kept.wrong)
    // Its log begins with the state it was told when it stepped down, so the state is the witness.
    for (const [visitId, number] of told) {
      counts.acknowledged += 1
      if (kept.state.visits.get(visitId)?.number === number) continue
      counts.lost += 1
      wrong.push(`I3: ${number} was given to somebody and is not in the ledger`)
    }
    counts.duplicated = told.size - new Set(told.values()).size
    if (counts.duplicated > 0) wrong.push(`I1: ${String(counts.duplicated)} numbers were given twice`)
    if (kept.state.conflicts.size > 0) wrong.push(`${String(kept.state.conflicts.size)} conflicts`)
    if (copy.state.seq === kept.state.seq && copy.hash !== hashOf(kept.state))
      wrong.push(`I3: the first hub holds ${copy.hash}, the last ${kept.hash}`)
    counts.factsMerged += kept.factsMerged
    counts.events += kept.events
    const notes = [`numbers of the two: ${given.map((n) => n.join(' ')).join(', ')}; then ${again.join(' ')}`]
    return { name: 'two stations made the hub at once', counts, wrong, notes }
  } finally {
    await lab.close()
    for (const wire of wires) await wire.close()
  }
}

interface Catalogue {
  readonly services: readonly { readonly id: string }[]
}

function runOf(number: string | undefined): number {
  return Number(/\d+$/.exec(number ?? '')?.[0])
}
