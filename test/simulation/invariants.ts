/**
 * What is always true of a hall (I1, I2, I7 and the state's own bookkeeping),
 * as pure functions over states and events. `checkStep` looks only at what one
 * event may have touched, so it can follow every event of a long run;
 * `checkState` looks at everything, for now and then and for the end.
 */
import { hasEnded, isAtCounter } from '#shared/hall/visit.ts'
import type { Visit, VisitState } from '#shared/hall/visit.ts'
import { announcementsKept, counterNow, queueNow } from '#shared/hall/state.ts'
import type { CounterNow, HallState } from '#shared/hall/state.ts'
import type { HallEvent, HallEventOf, LedgerEvent } from '#shared/hall/events.ts'
import { isRecordEvent } from '#shared/conduct/records.ts'
import type { CounterId, VisitId } from '#shared/ids/ids.ts'
import { refusalOfSkill } from '#shared/queueing/line.ts'

export interface Violation {
  /** `I1`, `I2`, `I7` as the design numbers them; `outcome`, `index`, `ledger` and `facts` for the state's own. */
  readonly of: 'I1' | 'I2' | 'I7' | 'outcome' | 'index' | 'ledger' | 'facts'
  readonly what: string
}

/** Everything wrong with a state; cost grows with the visits of the day. */
export function checkState(state: HallState): readonly Violation[] {
  const found: Violation[] = []
  const ordinals = new Set<number>()
  for (const visit of state.visits.values()) {
    found.push(...checkVisit(state, visit))
    ordinals.add(visit.ordinal)
  }
  if (state.numbers.size !== state.visits.size) {
    found.push({ of: 'I1', what: `${state.visits.size} visits hold ${state.numbers.size} numbers` })
  }
  if (ordinals.size !== state.visits.size) found.push({ of: 'facts', what: 'an ordinal was given twice' })
  found.push(...checkWaiting(state), ...checkTellers(state), ...checkAnnouncements(state))
  for (const counter of state.counters.values()) found.push(...checkCounter(state, counter))
  const issued = state.queues.valueSeq().reduce((sum, queue) => sum + queue.issued, 0)
  if (issued !== state.visits.size)
    found.push({ of: 'facts', what: `queues count ${issued} of ${state.visits.size} visits` })
  return found
}

/** Everything wrong with one step; cost does not grow with the day. */
export function checkStep(before: HallState, entry: LedgerEvent, after: HallState): readonly Violation[] {
  const { event } = entry
  const found: Violation[] = []
  if (after.seq !== before.seq + 1)
    found.push({ of: 'ledger', what: `seq went from ${before.seq} to ${after.seq}` })
  if (entry.atMs < before.atMs) found.push({ of: 'ledger', what: `time fell at seq ${entry.seq}` })

  const visitId = visitOf(event)
  const visitBefore = visitId === undefined ? undefined : before.visits.get(visitId)
  const visitAfter = visitId === undefined ? undefined : after.visits.get(visitId)
  found.push(...checkPassage(event, visitBefore, visitAfter))
  if (visitAfter !== undefined)
    found.push(...checkVisit(after, visitAfter), ...checkKept(event, visitBefore, visitAfter))

  const grown = event.type === 'visitIssued' ? 1 : 0
  if (event.type !== 'dayStarted' && after.visits.size !== before.visits.size + grown) {
    found.push({
      of: 'outcome',
      what: `${event.type} left ${after.visits.size} of ${before.visits.size} visits`,
    })
  }
  for (const id of new Set([counterOfEvent(event), visitBefore?.counterId, visitAfter?.counterId])) {
    if (id !== undefined) found.push(...checkCounter(after, counterNow(after, id)))
  }
  if (isRecordEvent(event)) return found
  switch (event.type) {
    case 'visitIssued':
      if (before.numbers.has(event.visit.number))
        found.push({ of: 'I1', what: `${event.visit.number} was given again` })
      if (
        entry.happenedMs === undefined &&
        event.visit.appointmentCode === undefined &&
        event.visit.arrivedAtMs - event.visit.effectiveAtMs > largestHeadStartMs(before)
      ) {
        found.push({ of: 'I7', what: `${event.visit.number} was put further forward than any class allows` })
      }
      break
    case 'visitCalled':
      if (before.counters.get(event.counterId)?.visitId !== undefined) {
        found.push({ of: 'I2', what: `${event.number} was called to busy counter ${event.counterId}` })
      }
      found.push(...checkAnnouncements(after))
      // A call made elsewhere is judged by what was known there, not by this hall's line.
      if (entry.happenedMs === undefined) found.push(...checkFairness(before, event))
      break
    case 'visitRecalled':
      found.push(...checkAnnouncements(after))
      break
    case 'counterOpened':
      found.push(...checkTellers(after))
      break
    case 'dayStarted':
      found.push(...checkDayEnd(before, event))
      break
    case 'claimGranted':
      if (visitAfter?.state !== 'waiting' || before.claims.has(event.visitId)) {
        found.push({ of: 'I2', what: `${event.visitId} is claimed twice, or does not wait` })
      }
      break
    case 'blockLeased':
      if (
        queueNow(before, event.queueId).leases.some((l) => l.from <= event.until && event.from <= l.until)
      ) {
        found.push({ of: 'I1', what: `numbers ${event.from} to ${event.until} are leased twice` })
      }
      break
    case 'claimReturned':
    case 'claimForced':
    case 'paperCalled':
    case 'paperFinished':
    case 'factConflicted':
    case 'conflictResolved':
    case 'hubPromoted':
    case 'rangeReserved':
    case 'unmasked':
    case 'reignSettled':
    case 'hallConfigured':
    case 'catalogueReplaced':
    case 'staffReplaced':
    case 'setUpChanged':
    case 'displaysConfigured':
    case 'counterPaused':
    case 'counterResumed':
    case 'counterClosed':
    case 'appointmentBooked':
    case 'appointmentCancelled':
    case 'visitStarted':
    case 'turnRecorded':
    case 'servicesAdded':
    case 'visitFinished':
    case 'visitContinued':
    case 'visitMissed':
    case 'visitRequeued':
    case 'visitParked':
    case 'visitResumed':
    case 'visitReturned':
    case 'visitTransferred':
    case 'visitCancelled':
    case 'visitExpired':
    case 'visitRated':
    case 'guideCalled':
    case 'guideCallTaken':
    case 'guideCallEnded':
    case 'takeoverAsked':
    case 'takeoverAnswered':
    case 'takeoverForced':
    case 'handOverOffered':
    case 'handOverAccepted':
    case 'handOverDeclined':
    case 'priorityClaimed':
    case 'ticketCopied':
    case 'testPageAsked':
    case 'conductConfigured':
      break
  }
  return found
}

function visitOf(event: HallEvent): VisitId | undefined {
  if (event.type === 'visitIssued') return event.visit.id
  return 'visitId' in event ? event.visitId : undefined
}

function counterOfEvent(event: HallEvent): CounterId | undefined {
  return 'counterId' in event ? event.counterId : undefined
}

const live: readonly VisitState[] = ['waiting', 'called', 'serving', 'parked']

/** The ways a visit may go: event → states before, states after. The design's picture, not the code's. */
const passages: Partial<
  Record<HallEvent['type'], readonly [from: readonly VisitState[], to: readonly VisitState[]]>
> = {
  visitCalled: [['waiting'], ['called']],
  visitRecalled: [['called'], ['called']],
  visitStarted: [['called'], ['serving']],
  turnRecorded: [['serving'], ['serving']],
  servicesAdded: [['waiting', 'called', 'serving'], live],
  visitFinished: [['serving'], ['finished']],
  visitContinued: [['serving'], ['waiting']],
  visitMissed: [['called'], ['waiting', 'noShow']],
  visitRequeued: [['called', 'noShow'], ['waiting']],
  visitParked: [['serving'], ['parked']],
  visitResumed: [['parked'], ['serving']],
  visitReturned: [['parked'], ['waiting']],
  visitTransferred: [['called', 'serving'], ['waiting']],
  visitCancelled: [['waiting', 'called', 'parked'], ['cancelled']],
  visitExpired: [live, ['expired']],
  handOverOffered: [live, live],
  handOverAccepted: [live, live],
  handOverDeclined: [live, live],
  priorityClaimed: [['waiting'], ['waiting']],
}

function checkPassage(
  event: HallEvent,
  before: Visit | undefined,
  after: Visit | undefined,
): readonly Violation[] {
  const passage = passages[event.type]
  if (passage === undefined) return []
  const [from, to] = passage
  if (before !== undefined && after !== undefined && from.includes(before.state) && to.includes(after.state))
    return []
  return [
    {
      of: 'outcome',
      what: `${event.type} took a visit from ${before?.state ?? 'nowhere'} to ${after?.state ?? 'nowhere'}`,
    },
  ]
}

/** What no event may change: number, arrival, order of issue, outcomes once given. */
function checkKept(event: HallEvent, before: Visit | undefined, after: Visit): readonly Violation[] {
  if (before === undefined) return []
  const found: Violation[] = []
  const kept =
    before.number === after.number &&
    before.arrivedAtMs === after.arrivedAtMs &&
    before.ordinal === after.ordinal
  if (!kept)
    found.push({ of: 'facts', what: `${event.type} changed number, arrival or ordinal of ${before.number}` })
  const outcomesKept = before.services.every(
    (s, i) => s.outcome === undefined || s.outcome === after.services[i]?.outcome,
  )
  if (!outcomesKept)
    found.push({ of: 'outcome', what: `${event.type} changed an outcome of ${before.number}` })
  const turnsKept = before.turns.every((turn, i) => turn.id === after.turns[i]?.id)
  if (!turnsKept) found.push({ of: 'outcome', what: `${event.type} lost a turn of ${before.number}` })
  if (after.parkedMs < before.parkedMs)
    found.push({ of: 'facts', what: `${event.type} took parked time from ${before.number}` })
  return found
}

function checkVisit(state: HallState, visit: Visit): readonly Violation[] {
  const found: Violation[] = []
  const say = (of: Violation['of'], what: string): void => {
    found.push({ of, what: `${visit.number} (${visit.state}): ${what}` })
  }
  if (state.numbers.get(visit.number) !== visit.id) say('I1', 'its number leads to another visit')
  if (visit.state !== 'waiting' && state.claims.has(visit.id))
    say('index', 'claimed by a counter though it does not wait')
  const indexed = state.waiting.get(visit.queueId)?.has(visit.id) ?? false
  if (indexed !== (visit.state === 'waiting')) say('index', indexed ? 'still in line' : 'not in line')

  if (isAtCounter(visit)) {
    const counter = visit.counterId === undefined ? undefined : state.counters.get(visit.counterId)
    if (counter?.visitId !== visit.id) say('I2', 'its counter has another visit, or none')
    if (counter?.staffId !== visit.staffId) say('I2', 'its teller is not at its counter')
  }
  const open = visit.services.filter((s) => s.outcome === undefined).length
  if ((visit.state === 'waiting' || visit.state === 'called') && open === 0)
    say('outcome', 'waits for nothing')
  if (visit.state === 'finished' && open > 0) say('outcome', `finished with ${open} services open`)
  if (visit.services.length - open !== visit.turns.length)
    say('outcome', 'outcomes and turns differ in number')
  if (hasEnded(visit) !== (visit.endedAtMs !== undefined)) say('outcome', 'its end and its state disagree')
  if ((visit.state === 'parked') !== (visit.park !== undefined)) say('facts', 'parked and not parked at once')
  if ((visit.state === 'serving') !== (visit.markMs !== undefined))
    say('facts', 'a turn runs only while it is served')
  if (visit.offer !== undefined && (visit.offer.from !== visit.ownerId || hasEnded(visit)))
    say('facts', 'a hand-over is offered by somebody who does not own the matter, or of a visit that ended')
  if (visit.turns.length > 0 && visit.ownerId === undefined) say('facts', 'was handled and nobody owns it')
  if (visit.parkedMs < 0) say('facts', 'parked for less than no time')
  if (visit.countedCalls > visit.calls) say('facts', 'more calls count than were made')
  if (visit.state !== 'waiting' && !hasEnded(visit) && visit.counterId === undefined)
    say('facts', 'was called by nobody')
  for (const turn of visit.turns) {
    if (turn.endedAtMs < turn.startedAtMs) say('facts', 'a turn ends before it starts')
    if ((turn.outcome === 'advised') !== (turn.missing?.length ?? 0) > 0)
      say('facts', 'advised and its list disagree')
  }
  for (const [a, b] of state.catalogue.incompatibleDuties) {
    const both = visit.duties.find(
      (x) => x.duty === a && visit.duties.some((y) => y.duty === b && y.staffId === x.staffId),
    )
    if (both !== undefined) say('facts', `${both.staffId} carried out both ${a} and ${b}`)
  }
  return found
}

function checkCounter(state: HallState, counter: CounterNow): readonly Violation[] {
  const found: Violation[] = []
  if ((counter.state === 'closed') !== (counter.staffId === undefined)) {
    found.push({ of: 'I2', what: `counter ${counter.id} is ${counter.state} and its teller says otherwise` })
  }
  if (counter.visitId === undefined) return found
  const visit = state.visits.get(counter.visitId)
  if (visit === undefined || !isAtCounter(visit) || visit.counterId !== counter.id) {
    found.push({
      of: 'I2',
      what: `counter ${counter.id} holds ${visit?.number ?? 'nobody'}, who is not there`,
    })
  }
  if (counter.state === 'closed')
    found.push({ of: 'I2', what: `counter ${counter.id} is closed with a visit at it` })
  return found
}

function checkTellers(state: HallState): readonly Violation[] {
  const tellers = state.counters
    .valueSeq()
    .flatMap((c) => (c.staffId === undefined ? [] : [c.staffId]))
    .toArray()
  return new Set(tellers).size === tellers.length ? [] : [{ of: 'I2', what: 'one teller is at two counters' }]
}

function checkWaiting(state: HallState): readonly Violation[] {
  const found: Violation[] = []
  for (const [queueId, waiting] of state.waiting) {
    if (waiting.size === 0) found.push({ of: 'index', what: `an empty line is kept for ${queueId}` })
    if (waiting.size > 0 && state.day !== undefined && !state.lookup.queues.has(queueId)) {
      found.push({ of: 'I7', what: `${waiting.size} wait in queue ${queueId}, which is gone` })
    }
    for (const id of waiting) {
      const visit = state.visits.get(id)
      if (visit?.state !== 'waiting' || visit.queueId !== queueId)
        found.push({ of: 'index', what: `${id} is in line at ${queueId}` })
    }
  }
  return found
}

/** Calls are numbered without gaps; the last of them is the state's. */
function checkAnnouncements(state: HallState): readonly Violation[] {
  const { announcements, callNo } = state
  const last = announcements.last()
  const first = announcements.first()
  if (last === undefined || first === undefined) return []
  const whole =
    last.callNo === callNo &&
    callNo - first.callNo + 1 === announcements.size &&
    announcements.size <= announcementsKept
  return whole ? [] : [{ of: 'facts', what: `announcements end at ${last.callNo}, the state at ${callNo}` }]
}

/** Before a new day everybody has an outcome and nobody is at a counter; the new day is a later one. */
function checkDayEnd(before: HallState, event: HallEventOf<'dayStarted'>): readonly Violation[] {
  const found: Violation[] = []
  const left = before.visits.find((v) => !hasEnded(v))
  if (left !== undefined) found.push({ of: 'outcome', what: `${left.number} ended the day ${left.state}` })
  if (before.counters.some((c) => c.staffId !== undefined))
    found.push({ of: 'I2', what: 'a counter ended the day open' })
  if (before.day !== undefined && event.day <= before.day.day)
    found.push({ of: 'I1', what: `day ${event.day} began again` })
  return found
}

/**
 * I7, bounded unfairness: the order's own answer passes over somebody who could
 * have been called only within the largest head start. What the rules put
 * elsewhere on purpose is left out on both sides: a front place, an
 * appointment, a return after a no-show, a transfer.
 */
function checkFairness(before: HallState, event: HallEventOf<'visitCalled'>): readonly Violation[] {
  if (event.why.rule !== 'next') return []
  const called = before.visits.get(event.visitId)
  if (called === undefined || isPlaced(called)) return []
  // A head start is given at issue; the settings may have changed since.
  const boundMs = Math.max(largestHeadStartMs(before), called.arrivedAtMs - called.effectiveAtMs)
  const found: Violation[] = []
  for (const id of before.waiting.get(called.queueId) ?? []) {
    const other = before.visits.get(id)
    if (other === undefined || isPlaced(other) || called.arrivedAtMs - other.arrivedAtMs <= boundMs) continue
    const holder = before.claims.get(id)
    if (holder !== undefined && holder !== event.counterId) continue
    if (refusalOfSkill(before, other, event.counterId, event.staffId) !== undefined) continue
    // Held by another counter, which has it before itself.
    if ((before.claims.get(other.id) ?? event.counterId) !== event.counterId) continue
    found.push({
      of: 'I7',
      what: `${called.number} was called before ${other.number}, who came too much earlier`,
    })
  }
  return found
}

function largestHeadStartMs(state: HallState): number {
  return 1000 * Math.max(0, ...(state.settings?.priorityClasses ?? []).map((c) => c.headStartS))
}

function isPlaced(visit: Visit): boolean {
  return (
    visit.frontSinceMs !== undefined ||
    visit.appointmentCode !== undefined ||
    visit.reentryAtCall !== undefined ||
    visit.noShows > 0 ||
    (visit.route !== undefined && visit.route.kind !== 'queue') ||
    visit.effectiveAtMs > visit.arrivedAtMs
  )
}
