/**
 * Goal: the judge of the faults has teeth: what was acknowledged and is nowhere, is
 * somebody else's, or lies among the conflicts with nothing against it, is found out.
 * Method: a hall and a copy that went its own way, merged or not, and one thing broken.
 */
import { describe, expect, test } from 'vitest'
import type { HallEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import { cmd, id, staffedHall } from '../../fixtures/hall.ts'
import type { TestHall } from '../../fixtures/hall.ts'
import { Kept, notHandedOver } from './promise.ts'
import type { Deed, Written } from './promise.ts'

function writtenIn(hall: TestHall, from = 0): Written {
  const written = new Map<string, HallEvent[]>()
  for (const { commandId, event } of hall.ledger.slice(from))
    written.set(commandId, [...(written.get(commandId) ?? []), event])
  return written
}

const keptBy = (hall: TestHall, state: HallState = hall.state): Kept => new Kept(state, writtenIn(hall))

function merge(hall: TestHall, name: string, events: readonly HallEvent[]): void {
  const { nowMs } = hall
  const when = { believedMs: nowMs, happenedMs: nowMs, clockJumped: false }
  const whose = { stationId: id.station('console-1'), actor: { kind: 'system' as const } }
  hall.given('console', { type: 'mergeFact', fact: { id: id.fact(name), ...whose, events, ...when } })
}

/** Somebody is served at c1; there, cut off, the visit is finished; at the hub it is sent back to wait. */
function parted(): { hall: TestHall; finish: readonly HallEvent[]; told: Deed } {
  const hall = staffedHall({ c1: 't1', c4: 't4' })
  hall.issue(['idCard'])
  const visit = hall.serve('c1', 't1')
  const away = hall.fork()
  away.alone = id.station('console-1')
  const finish = away.when(cmd.finish(visit), 't1').events
  return { hall, finish, told: { did: 'finished', visitId: visit.id, counterId: 'c1' } }
}

describe('what somebody was told', () => {
  test('is in the ledger when it was merged', () => {
    const { hall, finish, told } = parted()
    merge(hall, 'f-1', finish)
    expect(keptBy(hall).fateOf(told)).toBe('inLedger')
  })

  test('is lost when it is not there, though somebody else finished the same visit', () => {
    const { hall, told } = parted()
    expect(keptBy(hall).fateOf(told)).toBe('lost')
    hall.given('t1', cmd.finish({ id: id.visit(told.did === 'finished' ? told.visitId : '') }))
    expect(keptBy(hall).fateOf(told)).toBe('inLedger')
    expect(keptBy(hall).fateOf({ ...told, counterId: 'c4' } as Deed)).toBe('lost')
  })

  test('is in conflict when it is listed and what it clashed with is there as well', () => {
    const { hall, finish, told } = parted()
    const visitId = id.visit(told.did === 'finished' ? told.visitId : '')
    hall.given('t1', cmd.transfer({ id: visitId }, { queue: 'C' }))
    merge(hall, 'f-1', finish)
    expect(hall.state.conflicts.size).toBe(1)
    expect(keptBy(hall).fateOf(told)).toBe('inConflict')
    // Looked at and put aside it is no longer listed.
    const resolve = { type: 'resolveConflict', factId: id.fact('f-1'), how: 'dismiss' } as const
    expect(keptBy(hall.fork().given('boss', resolve)).fateOf(told)).toBe('lost')
  })

  test('stands alone when it is listed and nothing is against it', () => {
    const { hall, finish, told } = parted()
    const visitId = id.visit(told.did === 'finished' ? told.visitId : '')
    const away = hall.fork().given('t1', cmd.transfer({ id: visitId }, { queue: 'C' }))
    merge(away, 'f-1', finish)
    // The same hall without the transfer: nothing has ended the visit.
    for (const reason of ['visitEnded', 'notMergeable'] as const) {
      const conflicts = away.state.conflicts.map((conflict) => ({ ...conflict, reason }))
      expect(keptBy(hall, { ...hall.state, conflicts }).fateOf(told)).toBe('alone')
    }
  })

  test('of a paper nobody knows has to be listed', () => {
    const hall = staffedHall({ c1: 't1' })
    const counterId = id.counter('c1')
    const paper: Deed = { did: 'servedPaper', number: 'Z999', counterId: 'c1' }
    expect(keptBy(hall).fateOf(paper)).toBe('lost')
    const away = hall.fork()
    away.alone = id.station('console-1')
    away.given('t1', { type: 'callPaper', counterId, number: id.number('Z999') })
    merge(hall, 'f-1', away.when({ type: 'finishPaper', counterId, outcome: 'completed' }, 't1').events)
    expect(keptBy(hall).fateOf(paper)).toBe('inConflict')
  })
})

describe('what a hub that died held', () => {
  function died(): { hall: TestHall; old: Written } {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    const dead = hall.fork()
    const from = dead.ledger.length
    dead.issue(['idCard'])
    dead.given('t4', cmd.pause('c4'))
    return { hall, old: writtenIn(dead, from) }
  }

  test('is missed, each of it', () => {
    const { hall, old } = died()
    const { lost, withdrawn } = notHandedOver(old, keptBy(hall), new Map())
    expect(lost).toEqual([
      expect.stringMatching(/^issued A001 of /),
      expect.stringMatching(/^counterPaused of /),
    ])
    expect(withdrawn).toBe(0)
  })

  test('is whole once it is handed over, and what was withdrawn is counted', () => {
    const { hall, old } = died()
    const [issued = '', paused = ''] = [...old.keys()]
    // The kit names what it merges by itself.
    const merged = hall.fork()
    merge(merged, issued, old.get(issued) ?? [])
    const ended = new Map([[paused, 'done' as const]])
    expect(notHandedOver(old, keptBy(merged), ended)).toEqual({ lost: [], withdrawn: 0 })
    const taken = new Map([
      [issued, 'withdrawn' as const],
      [paused, 'done' as const],
    ])
    expect(notHandedOver(old, keptBy(hall), taken)).toEqual({ lost: [], withdrawn: 1 })
  })
})
