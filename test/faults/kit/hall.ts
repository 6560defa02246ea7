/** A hall of real processes with people at work in it: one hub, kiosks and counters with a station each. */
import { counterId } from '#shared/ids/ids.ts'
import type { ServiceId } from '#shared/ids/ids.ts'
import { stateText } from '#shared/hall/snapshot.ts'
import {
  checkHandedOver,
  checkTold,
  conflictsLeft,
  endingsIn,
  hashOf,
  readAside,
  readLedger,
} from './check.ts'
import type { Counts, Read } from './check.ts'
import type { Lab, Running } from './lab.ts'
import { until } from './lab.ts'
import { healthOf, nothingTold, post, Screen, signIn, teller, visitor, work } from './people.ts'
import type { Told, Work } from './people.ts'
import { wireTo } from './wire.ts'
import type { Wire } from './wire.ts'

/** One computer with its station and its screen. */
export interface Seat {
  readonly name: string
  readonly kind: 'kiosk' | 'console'
  readonly counter: string | undefined
  readonly hubs: readonly string[]
  readonly wire: Wire | undefined
  station: Running
  screen: Screen
  work: Work | undefined
}

export interface Size {
  readonly kiosks: number
  readonly counters: number
  /** Gives each station a wire to its hub that can be cut. */
  readonly wired?: boolean
  /** Other computers that may become the hub, by address. */
  readonly others?: readonly string[]
  /** Ports that are known beforehand, by the station's name. */
  readonly ports?: Readonly<Record<string, number>>
}

export class FaultHall {
  readonly lab: Lab
  readonly told: Told = nothingTold()
  readonly seats: Seat[] = []
  hub: Running
  /** Folder of the computer that is the hub. */
  hubName = 'hub'

  private constructor(lab: Lab, hub: Running) {
    this.lab = lab
    this.hub = hub
  }

  /** A hall at work: stations paired, tellers signed in, counters open; nobody has come yet. */
  static async open(lab: Lab, { kiosks, counters, ...size }: Size): Promise<FaultHall> {
    const hall = new FaultHall(lab, await lab.hub('hub'))
    const upTo = (last: number): number[] => Array.from({ length: last }, (_, n) => n + 1)
    const seats = await Promise.all([
      ...upTo(kiosks).map((n) => hall.#seat(`kiosk-${n}`, 'kiosk', undefined, size)),
      ...upTo(counters).map((n) => hall.#seat(`console-${n}`, 'console', n, size)),
    ])
    hall.seats.push(...seats)
    await hall.settle()
    return hall
  }

  /** Somebody comes to each kiosk, and each teller works, until `rest`. */
  toWork(everyMs = 5, fullAt = 40): void {
    for (const seat of this.seats) this.toWorkAt(seat, everyMs, fullAt)
  }

  toWorkAt(seat: Seat, everyMs = 5, fullAt = 40): void {
    const step =
      seat.counter === undefined
        ? visitor(seat.screen, this.services(), fullAt)
        : teller(seat.screen, seat.counter)
    seat.work = work(step, everyMs)
  }

  /** Everybody puts down their work, once what they asked was answered. */
  async rest(): Promise<void> {
    for (const seat of this.seats) await seat.work?.stop()
    for (const seat of this.seats) seat.work = undefined
  }

  /** The hub's computer comes back, at the same address. */
  async restartHub(more: { peers?: readonly string[] } = {}): Promise<void> {
    this.hub = await this.lab.hub(this.hubName, { port: this.hub.port, ...more })
  }

  async restartStation(seat: Seat): Promise<void> {
    seat.station = await this.lab.station(seat.name, seat.kind, seat.hubs, { port: seat.station.port })
  }

  /** This station's computer is the hub now; gives the process that was. */
  succeed(seat: Seat): Running {
    const former = this.hub
    this.hub = seat.station
    this.hubName = seat.name
    return former
  }

  /** The teller at this seat signs in anew, wherever the screen is served from now. */
  async signInAgain(seat: Seat): Promise<void> {
    await seat.work?.stop()
    seat.screen.close()
    seat.screen = await this.#screenAt(seat)
  }

  /** A screen that shows the hall; at a counter its teller is signed in. */
  async #screenAt({
    name,
    kind,
    counter,
    station,
  }: Pick<Seat, 'name' | 'kind' | 'counter' | 'station'>): Promise<Screen> {
    const staffNo = counter === undefined ? undefined : String(1000 + Number(counter.split('-')[1]))
    for (;;) {
      const token = staffNo === undefined ? undefined : await signIn(station.origin, staffNo)
      const screen = new Screen(station.origin, kind, this.told, token)
      const { client } = screen
      await until(`${name}'s screen is ready`, () => client.view.ready || client.view.link === 'closed')
      if (client.view.link !== 'closed') return screen
      // On a busy computer a station may have missed its hub for a moment: who signed in then signs in again.
      screen.close()
    }
  }

  /** Until every station follows the hub and has nothing left to hand in. */
  async settle(): Promise<void> {
    let seen = ''
    const isLevel = async (): Promise<boolean> => {
      const hub = await healthOf(this.hub.origin)
      const all = await Promise.all(this.seats.map((seat) => healthOf(seat.station.origin)))
      seen = JSON.stringify([hub, ...all])
      return all.every(
        (h) => h?.status === 'ok' && (h.facts ?? 0) === 0 && h.seq === hub?.seq && h.epoch === hub.epoch,
      )
    }
    await until(() => `every station is level with the hub: ${seen}`, isLevel)
  }

  /** Until every station follows the hub again, while work goes on. */
  async settleAtWork(): Promise<void> {
    let seen = ''
    const areLive = async (): Promise<boolean> => {
      const all = await Promise.all(this.seats.map((seat) => healthOf(seat.station.origin)))
      seen = JSON.stringify([await healthOf(this.hub.origin), ...all])
      return all.every((h) => h?.status === 'ok' && (h.facts ?? 0) === 0)
    }
    await until(() => `every station is live again: ${seen}`, areLive)
  }

  async untilAlone(seats: readonly Seat[] = this.seats): Promise<void> {
    await until('the stations know that they are alone', async () => {
      const all = await Promise.all(seats.map((seat) => healthOf(seat.station.origin)))
      return all.every((h) => h?.status === 'alone')
    })
  }

  /** Ends everything and reads every disk: lawful, the same everywhere, and with all that anybody was told. */
  async verdict(counts: Counts): Promise<{ wrong: readonly string[]; left: readonly string[]; hub: Read }> {
    for (const seat of this.seats) seat.screen.close()
    for (const seat of this.seats) if (seat.name !== this.hubName) await seat.station.stop()
    await this.hub.stop()
    for (const seat of this.seats) await seat.wire?.close()
    const hub = readLedger(this.lab.path(this.hubName))
    const wrong = [...hub.wrong, ...checkTold(this.told, hub, counts)]
    const endings = endingsIn(this.lab.path(this.hubName))
    for (const { name } of this.seats)
      for (const aside of readAside(this.lab.path(name)))
        wrong.push(...checkHandedOver(`${name}’s ${aside.name}`, aside.log, hub, endings, counts))
    for (const { name } of this.seats.filter((s) => s.name !== this.hubName)) {
      const copy = readLedger(this.lab.path(name))
      wrong.push(...copy.wrong.map((what) => `${name}: ${what}`))
      // The hub may have written a little more after the station ended.
      const then =
        copy.state.seq === hub.state.seq
          ? hub
          : readLedger(this.lab.path(this.hubName), undefined, copy.state.seq)
      if (hashOf(then.state) !== copy.hash || stateText(then.state) !== stateText(copy.state))
        wrong.push(`I3: ${name} holds ${copy.hash} at ${copy.state.seq}, the hub ${then.hash}`)
    }
    counts.factsMerged += hub.factsMerged
    counts.conflicts += hub.conflicts
    counts.resolved += hub.resolved
    counts.left += hub.state.conflicts.size
    counts.events += hub.events
    return { wrong, left: conflictsLeft(hub), hub }
  }

  async #seat(
    name: string,
    kind: Seat['kind'],
    counterNo: number | undefined,
    { wired = false, others = [], ports = {} }: Omit<Size, 'kiosks' | 'counters'>,
  ): Promise<Seat> {
    const admin = await signIn(this.hub.origin, '9001')
    const { code } = await post(this.hub.origin, '/api/v1/pairings', { stationId: name, mode: kind }, admin)
    const wire = wired ? await wireTo(this.hub.port) : undefined
    const hubs = [wire?.origin ?? this.hub.origin, ...others]
    const station = await this.lab.station(name, kind, hubs, { code: String(code), port: ports[name] ?? 0 })
    await until(`${name} is live`, async () => (await healthOf(station.origin))?.status === 'ok')
    const counter = counterNo === undefined ? undefined : `counter-${counterNo}`
    let screen = await this.#screenAt({ name, kind, counter, station })
    const seat = (): Seat => ({ name, kind, counter, hubs, wire, station, screen, work: undefined })
    if (counter === undefined) return seat()
    const open = { type: 'openCounter', counterId: counterId.parse(counter) } as const
    let opened = await screen.send(open)
    // On a busy computer a station may have missed its hub for a moment; who signed in then signs in again.
    while (!opened.ok && ['hubNeeded', 'notAllowed'].includes(opened.refusal.code)) {
      await until(`${name} is live again`, async () => (await healthOf(station.origin))?.status === 'ok')
      if (opened.refusal.code === 'notAllowed') {
        screen.close()
        screen = await this.#screenAt({ name, kind, counter, station })
      }
      opened = await screen.send(open)
      // The first request had arrived, and only its answer was lost: nobody else opens this counter.
      if (!opened.ok && opened.refusal.code === 'counterOpen') return seat()
    }
    if (!opened.ok) throw new Error(`${counter} cannot be opened: ${opened.refusal.code}`)
    return seat()
  }

  /** One service of each queue that an open counter serves. */
  services(): readonly ServiceId[] {
    const { catalogue } = this.seats[0]?.screen.client.view.state ?? { catalogue: undefined }
    const served = new Set(
      this.seats.flatMap(({ counter }) => catalogue?.counters.find((c) => c.id === counter)?.queueIds ?? []),
    )
    const found = new Map<string, ServiceId>()
    for (const { id, queueId } of catalogue?.services ?? [])
      if (served.has(queueId) && !found.has(queueId)) found.set(queueId, id)
    return [...found.values()]
  }
}
