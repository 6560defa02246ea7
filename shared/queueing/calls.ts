/** What a call teaches: how quickly counters take who waits, and which queues a teller takes. */
import { ownQueues } from '../hall/state.ts'
import type { HallState } from '../hall/state.ts'
import type { Visit } from '../hall/visit.ts'
import type { CounterId, QueueId, StaffId } from '../ids/ids.ts'
import { seen } from './durations.ts'
import { ageBin, takingChance } from './learnt.ts'
import type { Learnt, TellerLearnt, Tries } from './learnt.ts'

/** A finished teller who let a waiting visitor stand longer than this had gone away. */
const awayAfterS = 60

/** How long the counter let this visit stand, and that other free counters did too. */
export function afterCall(
  learnt: Learnt,
  after: HallState,
  visit: Visit,
  counterId: CounterId,
  atMs: number,
): Learnt {
  const here = learnt.counters[counterId]
  if (here?.doing !== 'free' || (here.fresh === true && visit.waitingSinceMs <= here.sinceMs)) return learnt
  const freeS = (atMs - here.sinceMs) / 1000
  let { nexts, aways, pickups } = learnt
  if (visit.waitingSinceMs <= here.sinceMs) {
    if (freeS > awayAfterS) aways = seen(aways, freeS)
    else nexts = seen(nexts, freeS)
  } else {
    if (here.wanted === true && freeS > awayAfterS) aways = seen(aways, freeS)
    pickups = triedFor(pickups, (atMs - visit.waitingSinceMs) / 1000, true)
  }
  for (const now of after.counters.values()) {
    const counter = learnt.counters[now.id]
    if (counter?.doing !== 'free' || now.id === counterId || counter.sinceMs >= visit.waitingSinceMs) continue
    if (
      now.staffId === undefined ||
      now.state !== 'open' ||
      !ownQueues(after, now.id).includes(visit.queueId)
    )
      continue
    if (takingChance(learnt, now.staffId, visit.queueId) < 0.5) continue
    pickups = triedFor(pickups, (atMs - visit.waitingSinceMs) / 1000, false)
  }
  return { ...learnt, nexts, aways, pickups }
}

function triedFor(tries: Tries, seconds: number, done: boolean): Tries {
  const last = ageBin(seconds)
  const tried = tries.tried.map((n, bin) => n + (bin < last || (done && bin === last) ? 1 : 0))
  return { tried, done: done ? tries.done.map((n, bin) => n + (bin === last ? 1 : 0)) : tries.done }
}

/** The teller kept to the order: nothing was passed over. */
export function afterTaking(learnt: Learnt, visit: Visit, staffId: StaffId): Learnt {
  return withTeller(learnt, staffId, (t) => ({ ...t, takes: took(t.takes, visit.queueId, true) }))
}

/** The teller chose out of order: the queues whose earlier visitors were passed over were left. */
export function afterChoice(
  learnt: Learnt,
  after: HallState,
  visit: Visit,
  counterId: CounterId,
  staffId: StaffId,
): Learnt {
  const passed = ownQueues(after, counterId).filter(
    (q) => q !== visit.queueId && someoneBefore(after, q, visit),
  )
  return withTeller(learnt, staffId, (t) => ({
    ...t,
    takes: passed.reduce((takes, q) => took(takes, q, false), took(t.takes, visit.queueId, true)),
  }))
}

function someoneBefore(state: HallState, queueId: QueueId, visit: Visit): boolean {
  for (const id of state.waiting.get(queueId) ?? []) {
    const other = state.visits.get(id)
    if (other !== undefined && other.effectiveAtMs < visit.effectiveAtMs) return true
  }
  return false
}

function took(takes: TellerLearnt['takes'], queueId: QueueId, taken: boolean): TellerLearnt['takes'] {
  const before = takes[queueId] ?? { taken: 0, left: 0 }
  return {
    ...takes,
    [queueId]: { taken: before.taken * 0.97 + (taken ? 1 : 0), left: before.left * 0.97 + (taken ? 0 : 1) },
  }
}

/** Learnt with one teller's part changed. */
export function withTeller(learnt: Learnt, id: StaffId, f: (teller: TellerLearnt) => TellerLearnt): Learnt {
  return {
    ...learnt,
    tellers: { ...learnt.tellers, [id]: f(learnt.tellers[id] ?? { actualS: 0, expectedS: 0, takes: {} }) },
  }
}
