/** (b) A station loses its power again and again, its last write torn, with its hub there or away. */
import { randomInt } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { noCounts } from './kit/check.ts'
import { FaultHall } from './kit/hall.ts'
import { Lab, pause } from './kit/lab.ts'
import type { Outcome } from './outcome.ts'

/** A write that had begun and was never acknowledged: the first half of a frame after the last whole one. */
function tearOwnRecords(folder: string): void {
  const log = join(folder, 'station.db-wal')
  if (!existsSync(log) || statSync(log).size < 4_096) return
  appendFileSync(log, readFileSync(log).subarray(32, 32 + 2_000))
}

/** The copy of the ledger loses its end: the hub has it all. */
function tearCopy(folder: string): void {
  const log = join(folder, 'hall.db-wal')
  if (!existsSync(log) || statSync(log).size < 20_000) return
  truncateSync(log, statSync(log).size - randomInt(1, 9_000))
}

export async function powerCuts(times: number): Promise<Outcome> {
  const counts = noCounts()
  const lab = new Lab()
  try {
    const hall = await FaultHall.open(lab, { kiosks: 1, counters: 1 })
    hall.toWork()
    for (let n = 0; n < times; n += 1) {
      const isAlone = n % 2 === 1
      await pause(randomInt(100, 500))
      if (isAlone) {
        await hall.hub.kill()
        await hall.untilAlone()
        await pause(randomInt(50, 400))
      }
      const seat = hall.seats[n % hall.seats.length]
      if (seat === undefined) continue
      await seat.station.kill()
      counts.kills += 1
      tearOwnRecords(lab.path(seat.name))
      if (!isAlone) tearCopy(lab.path(seat.name))
      await hall.restartStation(seat)
      if (isAlone) {
        await hall.untilAlone()
        await pause(randomInt(50, 400))
        await hall.restartHub()
      }
      await hall.settleAtWork()
    }
    await hall.rest()
    await hall.settle()
    const { wrong, left } = await hall.verdict(counts)
    return { name: 'power cut on a station, last write torn', counts, wrong, notes: left }
  } finally {
    await lab.close()
  }
}
