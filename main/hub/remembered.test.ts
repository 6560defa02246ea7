/**
 * Goal: what a rule found counts once, though two hubs each let somebody confirm it. Method: the hub's own class over a
 * ledger in memory takes in what another hub did.
 */
import { expect, it } from 'vitest'
import type { Deduction } from '#shared/conduct/attendanceRecords.ts'
import type { HallEvent } from '#shared/hall/events.ts'
import { deductionId } from '#shared/ids/ids.ts'
import { someFinding } from '#test/fixtures/conduct.ts'
import { id, monday9 } from '#test/fixtures/hall.ts'
import { openMemoryHub } from '#test/fixtures/memoryHub.ts'

const boss = { kind: 'staff', staffId: id.staff('boss'), roles: ['supervisor'] } as const

/** Confirmed, and withdrawn at once where it is `waived`. */
function confirmed(name: string, { of = 't1', key = someFinding.key, waived = false } = {}): HallEvent[] {
  const said = { by: boss, atMs: monday9, note: 'seen' }
  const of1 = deductionId.parse(name)
  const deduction: Deduction = {
    record: 'deduction',
    id: of1,
    staffId: id.staff(of),
    day: id.day('2026-03-02'),
    finding: { ...someFinding, key },
    confirmed: said,
    appealUntil: id.day('2026-03-05'),
  }
  const decided = { ...said, how: 'withdrawn' } as const
  return [
    { type: 'deducted', deductionId: of1, deduction },
    ...(waived ? [{ type: 'deductionDecided', deductionId: of1, decided } as const] : []),
  ]
}

it.each([
  ['confirmed twice', false],
  ['waived here and confirmed there', true],
])('a finding %s is kept once, and a person is shown the other', (_what, waived) => {
  const hall = openMemoryHub()
  const merged = (fact: string, events: readonly HallEvent[]): void => {
    const times = { believedMs: monday9, happenedMs: monday9, clockJumped: false }
    const of = { id: id.fact(fact), stationId: id.station('former-hub'), actor: boss, events, ...times }
    hall.submit(fact, { type: 'mergeFact', fact: of }, { kind: 'system' })
  }
  const conflicts = (): string[] =>
    [...hall.hub.state.conflicts.values()].map((c) => `${c.factId} ${c.reason}`)
  merged('f1', confirmed('d1', { waived }))
  merged('f2', confirmed('d2'))
  // Another finding, and another person's, are none of it; nor is the same one told once more.
  merged('f3', confirmed('d3', { key: 'early:0' }))
  merged('f4', confirmed('d4', { of: 't2' }))
  merged('f5', confirmed('d1'))
  hall.commit()
  expect(conflicts()).toEqual(['f2 confirmedTwice'])
  merged('f6', confirmed('d6'))
  hall.commit()
  expect(conflicts()).toEqual(['f2 confirmedTwice', 'f6 confirmedTwice'])
  const apply = hall.send('r', { type: 'resolveConflict', factId: id.fact('f2'), how: 'apply' }, boss)
  expect(apply).toMatchObject({ ok: false, refusal: { facts: { reason: 'confirmedTwice' } } })
  const whole = { from: id.day('2026-03-02'), until: id.day('2026-03-03') }
  const kept = hall.ledger.recordsOf({ record: 'deduction', ...whole })
  expect(kept.map((d) => d.id).sort()).toEqual(['d1', 'd3', 'd4'])
})
