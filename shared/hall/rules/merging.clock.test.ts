/** Goal: what another hub kept does not come after what happens now. Method: a fact kept far in the future, then applied. */
import { expect, test } from 'vitest'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'

test('a fact kept by a hub whose clock was ahead is applied as of now', () => {
  const hall = staffedHall({ c1: 't1' })
  const visit = hall.issue(['idCard'])
  const away = hall.fork()
  const events = away.when(cmd.next('c1'), 't1').events
  const aheadMs = hall.nowMs + 45 * 86_400_000
  const factId = id.fact('ahead')
  const times = { believedMs: aheadMs, happenedMs: aheadMs, clockJumped: false }
  const stationId = id.station('console-1')
  hall.given('t1', cmd.close('c1'))
  hall.given('console', {
    type: 'mergeFact',
    fact: { id: factId, stationId, actor: { kind: 'system' }, events, ...times },
  })
  expect([...hall.state.conflicts.keys()]).toEqual([factId])
  hall.given('t1', cmd.open('c1'))
  hall.given('boss', { type: 'resolveConflict', factId, how: 'apply' })
  expect(hall.visit(visit)).toMatchObject({ state: 'called', lastCallAtMs: hall.nowMs })
})
