/** (c) A disk is full: at the hub, at a station, and at the hub while it should take facts in. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { noCounts } from './kit/check.ts'
import { FaultHall } from './kit/hall.ts'
import { Lab, pause, until } from './kit/lab.ts'
import { healthOf, post, signIn } from './kit/people.ts'
import type { Outcome } from './outcome.ts'

/**
 * A ledger's write-ahead log grows to 16 MB before it is carried over, a station's
 * records have one of 4 MB: on less the disk is full by itself, and stays so.
 */
const diskSize = '40m'

/** Leaves no room for another page. */
function fill(folder: string): void {
  const file = openSync(join(folder, 'filler'), 'a')
  try {
    for (const size of [65_536, 4_096, 512])
      for (;;) {
        try {
          if (writeSync(file, Buffer.alloc(size, 1)) < size) break
        } catch {
          break
        }
      }
  } finally {
    closeSync(file)
  }
}

function makeRoom(folder: string): void {
  rmSync(join(folder, 'filler'), { force: true })
}

export async function fullDisks(): Promise<Outcome> {
  const name = 'disk full'
  const counts = noCounts()
  const wrong: string[] = []
  const lab = new Lab()
  try {
    if (
      !lab.mountSmall('hub', diskSize) ||
      !lab.mountSmall('console-1', diskSize) ||
      !lab.mountSmall('kiosk-1', diskSize)
    )
      return { name, counts, wrong, notes: ['not run: this machine permits no file systems of one’s own'] }
    const hall = await FaultHall.open(lab, { kiosks: 1, counters: 1, wired: true })
    // People keep coming: a kiosk that may not is a kiosk that says nothing.
    hall.toWork(20, Infinity)
    const refused = (): number => hall.told.refused.get('ledgerUnavailable') ?? 0

    for (const full of ['hub', 'console-1', 'kiosk-1']) {
      await pause(200)
      const before = refused()
      fill(lab.path(full))
      // Why not, when it is not: what people were answered, and what each program said last.
      const told = (): string => {
        const lines = [hall.hub, ...hall.seats.map((s) => s.station)].map((r) => r.lines.slice(-3))
        const steps = hall.seats.map((s) => [s.work?.steps(), s.screen.client.view.link])
        return JSON.stringify({ refused: [...hall.told.refused], steps, lines })
      }
      await until(
        () => `a full disk at ${full} is said: ${told()}`,
        () => refused() >= before + 3,
      )
      for (const running of [hall.hub, ...hall.seats.map((s) => s.station)])
        if (!running.isAlive()) wrong.push(`a process ended while the disk of ${full} was full`)
      makeRoom(lab.path(full))
      await hall.settleAtWork()
      const acknowledged = hall.told.issued.length
      await until(`work goes on after ${full} has room`, () => hall.told.issued.length > acknowledged)
    }

    // The hub cannot write when the stations come back to it.
    for (const seat of hall.seats) seat.wire?.cut()
    await hall.untilAlone()
    const factsHeld = async (): Promise<number> => {
      const all = await Promise.all(hall.seats.map((s) => healthOf(s.station.origin)))
      return all.reduce((sum, h) => sum + (h?.facts ?? 0), 0)
    }
    await until('something happened alone', async () => (await factsHeld()) >= 5)
    fill(lab.path('hub'))
    const token = await signIn(hall.hub.origin, '2001').catch(() => undefined)
    const issued = await post(hall.hub.origin, '/api/v1/visits', { serviceIds: [], channel: 'desk' }, token)
    if (issued['visit'] !== undefined) wrong.push('a full hub acknowledged a visit')
    for (const seat of hall.seats) seat.wire?.mend()
    await pause(1_500)
    makeRoom(lab.path('hub'))
    await hall.settleAtWork()
    await hall.rest()
    await hall.settle()
    const verdict = await hall.verdict(counts)
    wrong.push(...verdict.wrong)
    return {
      name,
      counts,
      wrong,
      notes: [`${refused()} refusals said that the disk is full`, ...verdict.left],
    }
  } finally {
    await lab.close()
  }
}
