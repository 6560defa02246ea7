/**
 * The one table of which state permits which command. Rules refuse by it,
 * buttons are disabled by it, and the matrix test walks it.
 */
import type { CommandType } from './commands.ts'
import { refuse } from './refusals.ts'
import type { Refused } from './refusals.ts'
import type { CounterNow } from './state.ts'
import type { Visit, VisitState } from './visit.ts'

/** Commands on one visit, and the visit states that permit them. */
export const visitStatesFor = {
  call: ['waiting'],
  recall: ['called'],
  start: ['called'],
  recordTurn: ['serving'],
  addServices: ['waiting', 'called', 'serving'],
  finish: ['called', 'serving'],
  markNoShow: ['called'],
  requeue: ['called', 'noShow'],
  park: ['serving'],
  resume: ['parked'],
  transfer: ['called', 'serving'],
  cancel: ['waiting', 'called', 'parked'],
  offerHandOver: ['waiting', 'called', 'serving', 'parked'],
  acceptHandOver: ['waiting', 'called', 'serving', 'parked'],
  declineHandOver: ['waiting', 'called', 'serving', 'parked'],
  claimPriority: ['waiting'],
} as const satisfies Partial<Record<CommandType, readonly VisitState[]>>
export type VisitCommandType = keyof typeof visitStatesFor

/** Commands on one counter, and the counter states that permit them. */
export const counterStatesFor = {
  openCounter: ['closed'],
  pauseCounter: ['open'],
  resumeCounter: ['paused'],
  closeCounter: ['open', 'paused'],
  callNext: ['open'],
  call: ['open'],
  resume: ['open', 'paused'],
} as const satisfies Partial<Record<CommandType, readonly CounterNow['state'][]>>
export type CounterCommandType = keyof typeof counterStatesFor

/** Why the visit's state does not permit the command; undefined when it does. */
export function visitRefusal(
  type: VisitCommandType,
  visit: Pick<Visit, 'id' | 'state'>,
): Refused | undefined {
  const states: readonly VisitState[] = visitStatesFor[type]
  return states.includes(visit.state)
    ? undefined
    : refuse('wrongState', { visitId: visit.id, state: visit.state, allowed: states })
}

/** Why the counter's state does not permit the command; undefined when it does. */
export function counterRefusal(
  type: CounterCommandType,
  counter: Pick<CounterNow, 'id' | 'state'>,
): Refused | undefined {
  const states: readonly CounterNow['state'][] = counterStatesFor[type]
  if (states.includes(counter.state)) return undefined
  const facts = { counterId: counter.id, state: counter.state, allowed: states }
  switch (counter.state) {
    case 'closed':
      return refuse('counterClosed', facts)
    case 'paused':
      return refuse('counterPaused', facts)
    case 'open':
      return refuse(type === 'resumeCounter' ? 'counterNotPaused' : 'counterOpen', facts)
  }
}
