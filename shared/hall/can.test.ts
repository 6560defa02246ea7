/**
 * Goal: the `can` table is the whole truth about states: what it permits is
 * never refused for the state, what it does not always is.
 * Method: the matrix of every visit state by every visit command, and every
 * counter state by every counter command, each sent to a real hall.
 */
import { describe, expect, test } from 'vitest'
import { counterRefusal, counterStatesFor, visitRefusal, visitStatesFor } from './can.ts'
import type { CounterCommandType, VisitCommandType } from './can.ts'
import type { Command } from './commands.ts'
import type { RefusalCode } from './refusals.ts'
import { visitStates } from './visit.ts'
import type { Visit, VisitState } from './visit.ts'
import type { CounterNow } from './state.ts'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'
import { visitIn } from '#test/fixtures/visitIn.ts'

const onVisit: Readonly<Record<VisitCommandType, (v: Visit) => readonly [Command, string]>> = {
  call: (v) => [cmd.call('c4', v), 't4'],
  recall: (v) => [cmd.recall(v), 't1'],
  start: (v) => [cmd.start(v), 't1'],
  recordTurn: (v) => [cmd.record(v, 'idCard', 'completed'), 't1'],
  addServices: (v) => [cmd.add(v, 'deed'), v.state === 'waiting' ? 'guide' : 't1'],
  finish: (v) => [cmd.finish(v), 't1'],
  markNoShow: (v) => [cmd.noShow(v), 't1'],
  requeue: (v) => [cmd.requeue(v), 't1'],
  park: (v) => [cmd.park(v, 'papersOut'), 't1'],
  resume: (v) => [cmd.resume(v), 't1'],
  transfer: (v) => [cmd.transfer(v, { counter: 'c4' }), 't1'],
  cancel: (v) => [cmd.cancel(v), 't1'],
  offerHandOver: (v) => [cmd.offer(v, 't4'), 't1'],
  acceptHandOver: (v) => [cmd.acceptOffer(v), 't4'],
  declineHandOver: (v) => [cmd.declineOffer(v), 't4'],
  claimPriority: (v) => [cmd.claim(v), 'guide'],
}
/** Permitted by the state and refused for something else: the calls made, who answers for the matter. */
const refusedOtherwise: Readonly<Partial<Record<VisitCommandType, (v: Visit) => RefusalCode | undefined>>> = {
  // One call made.
  markNoShow: () => 'callsTooFew',
  // Nobody answers for a visit that was never served.
  offerHandOver: (v) => (v.ownerId === undefined ? 'notYourMatter' : undefined),
  acceptHandOver: () => 'notOffered',
  declineHandOver: () => 'notOffered',
}
const visitCommands = Object.keys(onVisit) as VisitCommandType[]

describe.each(visitStates)('a visit %s', (state) => {
  test.each(visitCommands)('%s', (type) => {
    const permitted = (visitStatesFor[type] as readonly VisitState[]).includes(state)
    const { hall, visit } = visitIn(state)
    const [sent, by] = onVisit[type](visit)
    const outcomes = hall.when(sent, by)
    if (!permitted) {
      outcomes.refused('wrongState', { state, allowed: visitStatesFor[type] })
      expect(visitRefusal(type, visit)).toEqual(outcomes.decision)
      return
    }
    expect(visitRefusal(type, visit)).toBeUndefined()
    const code = refusedOtherwise[type]?.(visit)
    if (code !== undefined) outcomes.refused(code)
    else expect(outcomes.events.length).toBeGreaterThan(0)
  })
})

const onCounter: Readonly<Record<CounterCommandType, (v: Visit) => Command>> = {
  openCounter: () => cmd.open('c1'),
  pauseCounter: () => cmd.pause('c1'),
  resumeCounter: () => cmd.resumeCounter('c1'),
  closeCounter: () => cmd.close('c1'),
  callNext: () => cmd.next('c1'),
  call: (v) => cmd.call('c1', v),
  resume: (v) => cmd.resume(v),
}
const counterCommands = Object.keys(onCounter) as CounterCommandType[]
const counterStates = ['closed', 'open', 'paused'] as const satisfies readonly CounterNow['state'][]
const forTheCounter = ['counterClosed', 'counterOpen', 'counterPaused', 'counterNotPaused', 'counterNotOpen']

describe.each(counterStates)('a counter %s', (state) => {
  test.each(counterCommands)('%s', (type) => {
    const permitted = (counterStatesFor[type] as readonly CounterNow['state'][]).includes(state)
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    // A parked visit to resume, and another to call.
    if (type === 'resume') hall.given('t1', cmd.next('c1'), cmd.start(visit), cmd.park(visit, 'papersOut'))
    if (state === 'paused') hall.given('t1', cmd.pause('c1'))
    if (state === 'closed') hall.given('t1', cmd.close('c1'))
    const { decision } = hall.when(onCounter[type](visit), 't1')
    const code = decision.ok ? undefined : decision.refusal.code
    expect(decision.ok, code).toBe(permitted)
    if (code !== undefined) expect(forTheCounter).toContain(code)
    // A teller without a counter has none to be in a state: `resume` then speaks of having none.
    const direct = counterRefusal(type, { id: id.counter('c1'), state })
    expect(direct === undefined).toBe(permitted)
    if (direct !== undefined && type !== 'resume') expect(direct).toEqual(decision)
  })
})
