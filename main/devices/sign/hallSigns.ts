/** What each counter's sign shows, and keeping it so. */
import type { CounterId } from '#shared/ids/ids.ts'
import { counterNow } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { SignContent, SignLine } from './port.ts'

/** Sign addresses by counter. */
export type SignPlan = ReadonlyMap<CounterId, number>

/**
 * Which sign hangs above which counter: as stated, else the number in the counter's label (`3` and `3号` are 3).
 * Counters that neither gives have no sign.
 */
export function planSigns(state: Pick<HallState, 'lookup'>, stated: ReadonlyMap<string, number>): SignPlan {
  const plan = new Map<CounterId, number>()
  const taken = new Set(stated.values())
  for (const { id, label } of state.lookup.counters.values()) {
    const given = stated.get(id)
    const labelled = Number(/\d{1,3}/.exec(label)?.[0])
    if (given !== undefined) plan.set(id, given)
    else if (labelled >= 1 && labelled <= 250 && !taken.has(labelled)) {
      taken.add(labelled)
      plan.set(id, labelled)
    }
  }
  return plan
}

/** What the sign of a counter shows now. Outside the business day, and before it was opened, a counter is closed. */
export function signOf(state: HallState, id: CounterId): SignContent {
  const counter = counterNow(state, id)
  const visit = counter.visitId === undefined ? undefined : state.visits.get(counter.visitId)
  const number = visit?.number ?? counter.paper?.number
  // Whoever was called must find the counter, even while it is being paused.
  if (number !== undefined) return { type: 'number', number }
  switch (counter.state) {
    case 'open':
      return { type: 'welcome' }
    case 'paused':
      return { type: isShort(counter.pauseReason) ? 'away' : 'paused' }
    case 'closed':
      return { type: 'paused' }
  }
}

/** Reasons that say the teller is back in a moment; every other pause is 暂停服务. */
const shortReasons: readonly string[] = ['短暂离开', '暂离', 'Short break', 'away']

function isShort(reason: string | undefined): boolean {
  return reason !== undefined && shortReasons.includes(reason)
}

/** What every sign shows now, by address. */
export function contentsOf(state: HallState, plan: SignPlan): ReadonlyMap<number, SignContent> {
  return new Map([...plan].map(([id, address]) => [address, signOf(state, id)]))
}

/** A hall that can be followed: the hub, or a station. */
export interface SignHost {
  readonly state: HallState
  /** Calls back after each change, until the returned function is called. */
  readonly listen: (listener: () => void) => () => void
}

/** Keeps signs as the hall is, until the returned function is called; the line stays open. */
export function followHall(host: SignHost, line: SignLine, stated: ReadonlyMap<string, number>): () => void {
  let counters: HallState['lookup']['counters'] | undefined
  let plan: SignPlan = new Map()
  const update = (): void => {
    const { state } = host
    if (state.lookup.counters !== counters) {
      const before = plan
      counters = state.lookup.counters
      plan = planSigns(state, stated)
      const used = new Set(plan.values())
      for (const address of before.values()) if (!used.has(address)) line.show(address, { type: 'blank' })
    }
    for (const [address, content] of contentsOf(state, plan)) line.show(address, content)
  }
  update()
  return host.listen(update)
}
