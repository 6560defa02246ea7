/** What a teller's page is drawn from: plain questions to the hall's state. */
import { mayResumeAt } from '#shared/hall/rules/moving.ts'
import { handleable } from '#shared/hall/rules/serving.ts'
import { counterOf } from '#shared/hall/state.ts'
import type { CounterNow, HallState } from '#shared/hall/state.ts'
import { openNow } from '#shared/hall/visit.ts'
import type { Actor, Visit } from '#shared/hall/visit.ts'
import type { ServiceId, StaffId, StationId } from '#shared/ids/ids.ts'
import { lineFor, whyOf } from '#shared/queueing/line.ts'
import type { Why } from '#shared/hall/events.ts'

export type Teller = Extract<Actor, { kind: 'staff' }>

/** Everything the verbs of one counter depend on. */
export interface Desk {
  readonly state: HallState
  readonly nowMs: number
  readonly teller: Teller
  readonly counter: CounterNow
  /** The visit called or served here. */
  readonly visit: Visit | undefined
  /** The service outcomes are given to. */
  readonly chosen: ServiceId | undefined
  /** The station that decides in the hub's place while the hub is out of reach. */
  readonly alone?: { readonly stationId: StationId } | undefined
}

/** The counter this person works at and the visit there; undefined while they are at none. */
export function deskOf(
  state: HallState,
  teller: Teller,
  nowMs: number,
  chosen?: ServiceId,
  alone?: Desk['alone'],
): Desk | undefined {
  const counter = counterOf(state, teller.staffId)
  if (counter === undefined) return undefined
  const visit = counter.visitId === undefined ? undefined : state.visits.get(counter.visitId)
  return {
    state,
    nowMs,
    teller,
    counter,
    visit,
    chosen: visit === undefined ? undefined : chosenOf(state, visit, teller, chosen),
    alone,
  }
}

/** The service asked for while it is open, else the first this teller may handle, else the first open one. */
function chosenOf(
  state: HallState,
  visit: Visit,
  teller: Teller,
  asked: ServiceId | undefined,
): ServiceId | undefined {
  const open = visit.services.filter((s) => s.outcome === undefined)
  if (asked !== undefined && open.some((s) => s.serviceId === asked)) return asked
  return (handleable(state, visit, teller.staffId)[0] ?? openNow(visit)[0] ?? open[0])?.serviceId
}

export interface LineRow {
  readonly visit: Visit
  readonly why: Why
}

/** Who may be called here, in the hub's own order, with the reason of each place. */
export function lineOf({ state, counter, teller, nowMs, alone }: Desk): readonly LineRow[] {
  const claims = alone === undefined ? 'respect' : 'only'
  return lineFor(state, counter.id, teller.staffId, nowMs, claims).map((candidate) => ({
    visit: candidate.visit,
    why: whyOf(state, candidate, nowMs),
  }))
}

/** Parked visits this counter may take up again, longest parked first. */
export function parkedOf({ state, counter, teller }: Desk): readonly Visit[] {
  return [...state.visits.values()]
    .filter((v) => v.state === 'parked' && mayResumeAt(state, v, counter.id, teller))
    .sort((a, b) => (a.park?.sinceMs ?? 0) - (b.park?.sinceMs ?? 0))
}

export interface TodayRow {
  readonly visit: Visit
  /** Turns this person recorded on it. */
  readonly turns: number
  readonly handledMs: number
  readonly atMs: number
}

/** Numbers this person handled today, newest first. */
export function todayOf(state: HallState, me: StaffId): readonly TodayRow[] {
  const rows: TodayRow[] = []
  for (const visit of state.visits.values()) {
    const mine = visit.turns.filter((t) => t.staffId === me)
    const here = visit.staffId === me && visit.endedAtMs !== undefined
    if (mine.length === 0 && !here) continue
    const last = mine.at(-1)?.endedAtMs ?? visit.endedAtMs ?? visit.arrivedAtMs
    const handledMs = mine.reduce((sum, t) => sum + Math.max(0, t.endedAtMs - t.startedAtMs), 0)
    rows.push({ visit, turns: mine.length, handledMs, atMs: last })
  }
  return rows.sort((a, b) => b.atMs - a.atMs)
}

/**
 * How long the visitor has been at this counter, ms: since the last call while
 * called, since the start of this sitting (parked time apart) while served.
 */
export function sittingMs(visit: Visit, nowMs: number): number {
  if (visit.state === 'called') return nowMs - (visit.firstCallAtMs ?? nowMs)
  const calledMs = visit.lastCallAtMs ?? 0
  const first = visit.turns.find((t) => t.startedAtMs >= calledMs)
  if (first === undefined) return nowMs - (visit.markMs ?? nowMs) + (visit.carriedMs ?? 0)
  return nowMs - first.startedAtMs - visit.parkedMs
}
