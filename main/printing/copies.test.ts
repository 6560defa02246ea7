/** Goal: a kiosk prints the copies asked of it, once, and no other's. Method: a hall in memory, events told by hand. */
import { expect, test } from 'vitest'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HubListener } from '../hub/hub.ts'
import { cmd, id, openHall } from '#test/fixtures/hall.ts'
import { printCopies } from './copies.ts'

test('prints what is asked of this kiosk now, and nothing asked of another or long ago', () => {
  const hall = openHall()
  const visit = hall.issue(['idCard'])
  let heard: HubListener | undefined
  const printed: string[] = []
  const host = {
    nowMs: () => hall.nowMs,
    listen: (listener: HubListener) => {
      heard = listener
      return () => undefined
    },
  }
  printCopies(host, id.station('kiosk-1'), {
    copy: ({ number }) => {
      printed.push(number)
    },
    test: (seq) => {
      printed.push(`test ${String(seq)}`)
    },
  })
  const tell = (): void => {
    const last: readonly LedgerEvent[] = hall.ledger.slice(-1)
    heard?.(last, hall.state)
  }
  hall.given('guide', { type: 'copyTicket', visitId: visit.id, stationId: id.station('kiosk-2') })
  tell()
  hall.given('guide', cmd.copy(visit))
  tell()
  expect(printed).toEqual([])
  hall.given('guide', { type: 'copyTicket', visitId: visit.id, stationId: id.station('kiosk-1') })
  tell()
  expect(printed).toEqual(['A001'])
  hall.later(121)
  tell()
  expect(printed).toEqual(['A001'])
  hall.given('boss', { type: 'printTestPage', stationId: id.station('kiosk-2') })
  tell()
  hall.given('boss', { type: 'printTestPage', stationId: id.station('kiosk-1') })
  tell()
  const asked = hall.ledger.at(-1)?.seq
  expect(printed).toEqual(['A001', `test ${String(asked)}`])
  // Whoever asked is not at the printer any more.
  hall.later(31)
  tell()
  expect(printed).toHaveLength(2)
})
