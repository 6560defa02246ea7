/** (d) The network parts: half of the stations hear nothing of the hub, and nobody tells them so. */
import { randomInt } from 'node:crypto'
import { noCounts } from './kit/check.ts'
import { FaultHall } from './kit/hall.ts'
import type { Size } from './kit/hall.ts'
import { Lab, pause } from './kit/lab.ts'
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
      for (const seat of cut) seat.wire?.cut()
      counts.partitions += 1
      // Healed before it is noticed, or after a while of working apart.
      if (n % 3 === 2) await pause(randomInt(100, 900))
      else {
        await hall.untilAlone(cut)
        await pause(randomInt(200, 800))
      }
      for (const seat of cut) seat.wire?.mend()
      await hall.settleAtWork()
    }
    await hall.rest()
    await hall.settle()
    const { wrong } = await hall.verdict(counts)
    return { name: 'half of the network cut off', counts, wrong, notes: [] }
  } finally {
    await lab.close()
  }
}
