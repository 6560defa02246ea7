/**
 * Goal: keys on a console's line reach the ledger as the visitor's word, and nobody at the console can press them.
 * Method: the product's own hub, desk and station in memory, an emulated rater on a line, what the ledger says.
 */
import { expect, it } from 'vitest'
import { EmulatedRater } from '#main/devices/rater/emulatedRater.ts'
import { createRater } from '#main/devices/rater/rater.ts'
import { raterAtCounter } from '#main/devices/rater/raterAtCounter.ts'
import { commandId, counterId, stationId } from '#shared/ids/ids.ts'
import { cmd } from '../fixtures/hall.ts'
import { StationHall } from '../fixtures/stationHall.ts'
import { memoryLine } from './deviceLines.ts'
import { manualTimers, settle } from './manualTimers.ts'

it('a visitor served at a console rates with the keys beside it', async () => {
  const hall = new StationHall()
  const console1 = hall.station('console-1', 'console')
  const { station } = console1
  const timers = manualTimers()
  const keys = new EmulatedRater({ timers })
  const device = createRater({ opener: memoryLine((stream) => keys.attach(stream)).opener, timers })
  await settle()
  const warned: string[] = []
  let ids = 0
  const stop = raterAtCounter({
    host: station,
    device,
    counterId: () => counterId.parse('c1'),
    send: (command) =>
      new Promise((resolve) => {
        const actor = { kind: 'station', stationId: stationId.parse('console-1'), mode: 'console' } as const
        station.submit({ id: commandId.parse(`rating-${String((ids += 1))}`), command, actor }, resolve)
        hall.commit()
      }),
    warn: (line) => warned.push(line),
  })
  console1.done('open', cmd.open('c1'), 't1')
  hall.hub.given('issue', cmd.issue(['idCard'], { channel: 'desk', locale: 'kk' }), {
    kind: 'staff',
    staffId: hall.hub.hub.state.staff.find((s) => s.roles.includes('guide'))?.id ?? expect.fail(),
    roles: ['guide'],
  })
  hall.commit()
  const { visitId } = console1.done('next', cmd.next('c1'), 't1')
  const visit = { id: visitId ?? expect.fail() }
  console1.done('start', cmd.start(visit), 't1')
  expect(keys.press('satisfied')).toBe(false)
  console1.done('finish', cmd.finish(visit), 't1')
  await settle()
  expect(keys.lit?.locale).toBe('kk')

  // The teller, at the very console: not theirs to say.
  const turnId = station.state.visits.get(visit.id)?.turns[0]?.id
  const own = cmd.rate(visit, { channel: 'rater', turnId, level: 'verySatisfied' })
  expect(console1.refusal('own', own, 't1')).toBe('notAllowed')

  keys.press('veryDissatisfied')
  await settle()
  hall.commit()
  await settle()
  const rated = hall.hub.ledger.eventsAfter(0, 1000)?.filter(({ event }) => event.type === 'visitRated')
  expect(rated).toMatchObject([
    {
      actor: { kind: 'station', stationId: 'console-1' },
      event: { visitId: visit.id, channel: 'rater', rating: { level: 'veryDissatisfied', reasons: [] } },
    },
  ])
  expect(warned).toEqual([])
  stop()
  device.close()
})
