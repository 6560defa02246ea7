/**
 * Goal: whatever is sent, in whatever order, the hall stays whole: the
 * invariants hold after every event, decide never throws, its events always
 * fold, nothing is changed in place, and the state survives being written down.
 * Method: random runs of the whole command set (test/fixtures/randomHall.ts),
 * seeds in the names; the kit checks the invariants after every event, and the
 * suite fails if the runs did not reach every command.
 */
import fc from 'fast-check'
import { is } from 'immutable'
import { describe, expect, test } from 'vitest'
import { command } from './commands.ts'
import { decide } from './decide.ts'
import type { HallEvent } from './events.ts'
import { ledgerEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { decodeState, encodeState, stateText } from './snapshot.ts'
import { initialState } from './state.ts'
import type { HallState } from './state.ts'
import { hasEnded } from './visit.ts'
import { lineFor } from '../queueing/line.ts'
import { checkState } from '#test/simulation/invariants.ts'
import { cmd } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { chooseCommand, randomPlan, randomStep, startRandomHall } from '#test/fixtures/randomHall.ts'
import type { RandomStep } from '#test/fixtures/randomHall.ts'
import { refusalScenarios } from '#test/fixtures/refusalScenarios.ts'

const run = fc.tuple(randomPlan, fc.array(randomStep, { minLength: 20, maxLength: 220, size: 'max' }))
// A failure is told by its seed and path at once; shrinking runs this long would take longer than reading one.
const seeds = [1, 20260302]

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  Object.values(value).forEach(freeze)
}

function freezeAll(state: HallState): void {
  freeze(state.catalogue)
  freeze(state.settings)
  freeze(state.day)
  for (const rows of [state.visits, state.counters, state.queues, state.appointments, state.staff])
    rows.forEach(freeze)
  state.announcements.forEach(freeze)
}

function play(
  hall: TestHall,
  steps: readonly RandomStep[],
  each: (accepted: readonly HallEvent[]) => void = () => {},
): TestHall {
  for (const step of steps) {
    const [sent, by] = chooseCommand(hall, step)
    const { decision } = hall.when(sent, by)
    each(decision.ok ? decision.events : [])
  }
  return hall
}

describe.each(seeds)('random runs, seed %i', (seed) => {
  test('reach every command, keep every invariant and change nothing in place', () => {
    const accepted = new Set<string>()
    const events = new Set<string>()
    const refused = new Set<string>()
    fc.assert(
      fc.property(run, ([plan, steps]) => {
        const hall = startRandomHall(plan)
        for (const step of steps) {
          freezeAll(hall.state)
          const [sent, by] = chooseCommand(hall, step)
          const { decision } = hall.when(sent, by)
          if (decision.ok) {
            accepted.add(sent.type)
            for (const event of decision.events) events.add(event.type)
          } else refused.add(`${sent.type} ${decision.refusal.code}`)
        }
        expect(checkState(hall.state)).toEqual([])
      }),
      { seed, numRuns: 120, endOnFailure: true },
    )
    const never = command.options.map((o) => o.shape.type.value).filter((type) => !accepted.has(type))
    // These two belong to a station that is alone; the simulator's stations send them.
    expect(never).toEqual(['callPaper', 'finishPaper'])
    expect(events).toContain('visitReturned')
    expect(events).toContain('visitMissed')
    const anywhere = ['notAllowed', 'hallNotSetUp', 'dayOver']
    const listed = Object.entries(refusalScenarios).flatMap(([type, codes]) =>
      Object.keys(codes).map((code) => `${type} ${code}`),
    )
    expect(
      [...refused].filter((pair) => !listed.includes(pair) && !anywhere.some((code) => pair.endsWith(code))),
    ).toEqual([])
  })

  test('write the state down and read it back, and fold the ledger to the same state', () => {
    fc.assert(
      fc.property(run, ([plan, steps]) => {
        const hall = play(startRandomHall(plan), steps)
        const written = stateText(hall.state)
        const read = decodeState(JSON.parse(JSON.stringify(encodeState(hall.state))))
        expect(stateText(read)).toBe(written)
        expect(stateText(decodeState(JSON.parse(written)))).toBe(written)
        expect(is(read.waiting, hall.state.waiting)).toBe(true)
        expect(is(read.numbers, hall.state.numbers)).toBe(true)
        const folded = hall.ledger
          .map((entry) => ledgerEvent.parse(JSON.parse(JSON.stringify(entry))))
          .reduce(evolve, initialState)
        expect(stateText(folded)).toBe(written)
      }),
      { seed, numRuns: 40, endOnFailure: true },
    )
  })

  test('order every line by what is so, not by how it came into the state', () => {
    fc.assert(
      fc.property(run, fc.infiniteStream(fc.nat()), ([plan, steps], chance) => {
        const hall = play(startRandomHall(plan), steps)
        const json = encodeState(hall.state)
        const keyed = json.visits.map((v) => ({ v, key: chance.next().value }))
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ v }) => v)
        const other = decodeState({ ...json, visits: shuffled })
        for (const counter of hall.state.counters.values()) {
          if (counter.staffId === undefined) continue
          const line = lineFor(hall.state, counter.id, counter.staffId, hall.nowMs)
          const again = lineFor(other, counter.id, counter.staffId, hall.nowMs)
          expect(again.map((c) => c.visit.number)).toEqual(line.map((c) => c.visit.number))
        }
      }),
      { seed, numRuns: 40, endOnFailure: true },
    )
  })

  test('decide the same for the same state, command and context', () => {
    fc.assert(
      fc.property(run, randomStep, ([plan, steps], last) => {
        const hall = play(startRandomHall(plan), steps)
        const [sent, by] = chooseCommand(hall, last)
        const actor = hall.actor(by)
        const context = () => {
          let n = 0
          return { nowMs: hall.nowMs, actor, newId: () => `new-${String(++n)}`, newKey: () => 'k'.repeat(22) }
        }
        const other = decodeState(JSON.parse(JSON.stringify(encodeState(hall.state))))
        expect(decide(other, sent, context())).toEqual(decide(hall.state, sent, context()))
      }),
      { seed, numRuns: 60, endOnFailure: true },
    )
  })

  test('end every visit of a day in exactly one outcome', () => {
    fc.assert(
      fc.property(run, ([plan, steps]) => {
        const hall = startRandomHall(plan)
        const ends = new Map<string, number>()
        const follow = (events: readonly HallEvent[]): void => {
          for (const event of events) {
            const ended =
              event.type === 'visitFinished' ||
              event.type === 'visitCancelled' ||
              event.type === 'visitExpired' ||
              (event.type === 'visitMissed' && event.ends)
            if (event.type === 'visitIssued') ends.set(event.visit.id, 0)
            else if (ended) ends.set(event.visitId, (ends.get(event.visitId) ?? 0) + 1)
            else if (event.type === 'visitRequeued' && ends.get(event.visitId) === 1)
              ends.set(event.visitId, 0)
          }
        }
        play(hall, steps, follow)
        const last = hall.state.day
        if (last !== undefined && hall.nowMs < last.endsAtMs) hall.later((last.endsAtMs - hall.nowMs) / 1000)
        follow(hall.when(cmd.rollOver, 'system').events)
        expect([...ends.values()].filter((n) => n !== 1)).toEqual([])
        expect(hall.state.visits.filterNot(hasEnded).size).toBe(0)
      }),
      { seed, numRuns: 60, endOnFailure: true },
    )
  })
})
