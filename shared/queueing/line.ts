/**
 * Who is next at a counter. One order for the hub's answer, the console's list,
 * the estimator's look-ahead and the offline kiosk: pure, total, explainable.
 */
import type { CounterId, QueueId, StaffId, VisitId } from '../ids/ids.ts'
import type { Service } from '../catalogue/catalogue.ts'
import type { Why } from '../hall/events.ts'
import { counterNow, counterOf, helpQueues, ownQueues, queueNow } from '../hall/state.ts'
import type { HallState } from '../hall/state.ts'
import { arrivalOf } from '../hall/rules/appointments.ts'
import { nextService } from '../hall/visit.ts'
import type { Visit, VisitService } from '../hall/visit.ts'
import { dutyConflict, handles } from './skills.ts'

/** A visit as it stands in one counter's line. Sort keys first to last: tier, group, rankMs, ordinal. */
export interface Candidate {
  readonly visit: Visit
  readonly next: VisitService | undefined
  readonly line: Why['line']
  /** 0: own queues and helped ones over the threshold; 1: helped ones. */
  readonly tier: 0 | 1
  /** 0: stands in front; 1: in order; 2: a no-show whose calls have not passed yet. */
  readonly group: 0 | 1 | 2
  /** Effective arrival, or since when it stands in front; epoch ms. */
  readonly rankMs: number
}

/**
 * How claims are taken: `respect` leaves other counters theirs, `only` keeps to
 * this counter's own (a station that is alone), `ignore` is the plain order.
 */
export type Claims = 'respect' | 'only' | 'ignore'

/** Whether nobody's claim, or none but this counter's, stands in the way. */
export function isFreeFor(state: HallState, visitId: VisitId, counterId: CounterId, claims: Claims): boolean {
  switch (claims) {
    case 'ignore':
      return true
    case 'only':
      return state.claims.get(visitId) === counterId
    case 'respect': {
      const holder = state.claims.get(visitId)
      return holder === undefined || holder === counterId
    }
  }
}

/** The order of a line; total, because ordinals are unique. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return a.tier - b.tier || a.group - b.group || a.rankMs - b.rankMs || a.visit.ordinal - b.visit.ordinal
}

/** All who may be called at this counter by this teller, in order. */
export function lineFor(
  state: HallState,
  counterId: CounterId,
  staffId: StaffId,
  nowMs: number,
  claims: Claims = 'respect',
): readonly Candidate[] {
  return candidates(state, counterId, staffId, nowMs, claims).sort(compareCandidates)
}

/** The one to be called next, without sorting the rest. */
export function firstFor(
  state: HallState,
  counterId: CounterId,
  staffId: StaffId,
  nowMs: number,
  claims: Claims = 'respect',
): Candidate | undefined {
  let best: Candidate | undefined
  for (const candidate of candidates(state, counterId, staffId, nowMs, claims)) {
    if (best === undefined || compareCandidates(candidate, best) < 0) best = candidate
  }
  return best
}

function candidates(
  state: HallState,
  counterId: CounterId,
  staffId: StaffId,
  nowMs: number,
  claims: Claims,
): Candidate[] {
  const found: Candidate[] = []
  const own = ownQueues(state, counterId)
  for (const queueId of own) collect(state, queueId, 'own', counterId, staffId, claims, found)
  for (const queueId of helpQueues(state, counterId)) {
    if (own.includes(queueId)) continue
    const line =
      longestWaitMs(state, queueId, nowMs) > helpThresholdMs(state) ? 'helpedOverThreshold' : 'helped'
    collect(state, queueId, line, counterId, staffId, claims, found)
  }
  // A visit sent to this counter or person is theirs wherever it waits.
  const helped = helpQueues(state, counterId)
  for (const [queueId, waiting] of state.waiting) {
    if (own.includes(queueId) || helped.includes(queueId)) continue
    for (const id of waiting) {
      const visit = state.visits.get(id)
      if (visit === undefined || !isRoutedHere(visit, counterId, staffId)) continue
      if (!isFreeFor(state, id, counterId, claims)) continue
      if (refusalOfSkill(state, visit, counterId, staffId) !== undefined) continue
      found.push(candidateOf(state, visit, 'own', false))
    }
  }
  return found
}

function collect(
  state: HallState,
  queueId: QueueId,
  line: Why['line'],
  counterId: CounterId,
  staffId: StaffId,
  claims: Claims,
  into: Candidate[],
): void {
  const eligible: Visit[] = []
  let others = false
  for (const id of state.waiting.get(queueId) ?? []) {
    const visit = state.visits.get(id)
    if (visit === undefined || !isFreeFor(state, id, counterId, claims)) continue
    if (refusalOfSkill(state, visit, counterId, staffId) !== undefined) continue
    eligible.push(visit)
    others ||= visit.reentryAtCall === undefined
  }
  for (const visit of eligible) {
    into.push(candidateOf(state, visit, isRoutedHere(visit, counterId, staffId) ? 'own' : line, others))
  }
}

function candidateOf(state: HallState, visit: Visit, line: Why['line'], others: boolean): Candidate {
  return {
    visit,
    next: nextService(visit),
    line,
    tier: line === 'helped' ? 1 : 0,
    group: groupOf(state, visit, others),
    rankMs: visit.frontSinceMs ?? visit.effectiveAtMs,
  }
}

/** A no-show returns once its queue has made its calls, or when nobody else here is left to let before. */
function groupOf(state: HallState, visit: Visit, others: boolean): 0 | 1 | 2 {
  if (visit.frontSinceMs !== undefined) return 0
  if (visit.reentryAtCall === undefined || !others) return 1
  return queueNow(state, visit.queueId).calls >= visit.reentryAtCall ? 1 : 2
}

/** Why this teller may not be given this waiting visit here, if so. */
export function refusalOfSkill(
  state: HallState,
  visit: Visit,
  counterId: CounterId,
  staffId: StaffId,
): 'routedElsewhere' | 'notSkilled' | 'incompatibleDuties' | undefined {
  if (isRoutedAway(state, visit, counterId, staffId)) return 'routedElsewhere'
  const next = nextService(visit)
  if (next === undefined) return undefined
  // Sent to this counter or person on purpose: skill is not asked, duties are.
  if (isRoutedHere(visit, counterId, staffId)) {
    return isExcluded(state, visit, next, staffId) ? 'incompatibleDuties' : undefined
  }
  if (isSentTo(visit, counterId, staffId)) return undefined
  const service = state.lookup.services.get(next.serviceId)
  if (service === undefined) return undefined
  return refusalOfService(state, visit, service, staffId)
}

/**
 * Whether a transfer sent the visit here though it has nothing this place is
 * for: to this counter or person, or to a queue it has no service of, whose
 * tellers add the right one. Skill for the next service is then not asked.
 */
export function isSentTo(visit: Visit, counterId: CounterId, staffId: StaffId): boolean {
  if (visit.route?.kind !== 'queue') return isRoutedHere(visit, counterId, staffId)
  const next = nextService(visit)
  return next !== undefined && next.queueId !== visit.queueId
}

/** Whether a duty this person carried out on the visit forbids them its service (岗位互斥). */
export function isExcluded(
  state: HallState,
  visit: Visit,
  { serviceId }: VisitService,
  staffId: StaffId,
): boolean {
  const service = state.lookup.services.get(serviceId)
  return service !== undefined && dutyConflict(state.catalogue, visit, service, staffId) !== undefined
}

/** Why this teller may not handle this service of this visit, if so. */
export function refusalOfService(
  state: HallState,
  visit: Visit,
  service: Service,
  staffId: StaffId,
): 'notSkilled' | 'incompatibleDuties' | undefined {
  if (!handles(state, staffId, service)) return 'notSkilled'
  return dutyConflict(state.catalogue, visit, service, staffId) === undefined
    ? undefined
    : 'incompatibleDuties'
}

function isRoutedHere(visit: Visit, counterId: CounterId, staffId: StaffId): boolean {
  return (
    (visit.route?.kind === 'counter' && visit.route.counterId === counterId) ||
    (visit.route?.kind === 'staff' && visit.route.staffId === staffId)
  )
}

/**
 * A route binds only while its counter is staffed or its person is at one, and
 * that person may take the visit, so nobody waits for ever (I7).
 */
function isRoutedAway(state: HallState, visit: Visit, counterId: CounterId, staffId: StaffId): boolean {
  const route = visit.route
  if (route === undefined || route.kind === 'queue' || isRoutedHere(visit, counterId, staffId)) return false
  const counter =
    route.kind === 'counter' ? counterNow(state, route.counterId) : counterOf(state, route.staffId)
  if (counter?.staffId === undefined) return false
  const next = nextService(visit)
  return next === undefined || !isExcluded(state, visit, next, counter.staffId)
}

function helpThresholdMs(state: HallState): number {
  return (state.settings?.help.thresholdS ?? 0) * 1000
}

function longestWaitMs(state: HallState, queueId: QueueId, nowMs: number): number {
  let longest = 0
  for (const id of state.waiting.get(queueId) ?? []) {
    const visit = state.visits.get(id)
    if (visit !== undefined) longest = Math.max(longest, nowMs - visit.waitingSinceMs)
  }
  return longest
}

/** The facts that brought this candidate to its place, for the `why` of a call. */
export function whyOf(state: HallState, candidate: Candidate, nowMs: number): Why {
  const { visit } = candidate
  const { headStartS, atSlot } = placeOf(state, visit)
  const because: Why['because'][number][] = []
  if (visit.frontSinceMs !== undefined) because.push('front')
  if (visit.route !== undefined && visit.route.kind !== 'queue') because.push('routed')
  if (atSlot) because.push('appointment')
  if (headStartS > 0) because.push('headStart')
  if (visit.reentryAtCall !== undefined) because.push('returned')
  if (visit.turns.length > 0) because.push('continued')
  return {
    rule: 'next',
    line: candidate.line,
    because,
    waitedS: Math.max(0, Math.round((nowMs - visit.waitingSinceMs) / 1000)),
    ...(headStartS > 0 ? { headStartS } : {}),
  }
}

/**
 * What the visit's place still owes to its appointment and to its class, read
 * from its effective arrival: one that was sent to the end owes nothing to either.
 */
function placeOf(state: HallState, visit: Visit): { readonly headStartS: number; readonly atSlot: boolean } {
  const before = (ms: number): number =>
    visit.priority === undefined ? 0 : Math.max(0, ms - visit.effectiveAtMs) / 1000
  const slotFromMs =
    visit.appointmentCode === undefined
      ? undefined
      : state.appointments.get(visit.appointmentCode)?.slotFromMs
  if (slotFromMs !== undefined && state.settings !== undefined) {
    const arrival = arrivalOf({ slotFromMs }, state.settings, state.day, visit.arrivedAtMs)
    const atSlot = arrival === slotFromMs && visit.effectiveAtMs <= slotFromMs
    return { headStartS: before(atSlot ? slotFromMs : visit.arrivedAtMs), atSlot }
  }
  return { headStartS: before(visit.arrivedAtMs), atSlot: false }
}

/** Head start of the visit's priority class, seconds; 0 without one. */
export function headStartOf(state: HallState, visit: Pick<Visit, 'priority'>): number {
  const id = visit.priority?.class
  return state.settings?.priorityClasses.find((c) => c.id === id)?.headStartS ?? 0
}
