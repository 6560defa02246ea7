/** What somebody asks of this teller and waits for: their counter, or matters to take over. One question at a time. */
import { offersTo } from '#shared/hall/rules/handOver.ts'
import { counterOf } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { CounterId, StaffId } from '#shared/ids/ids.ts'

export type Ask =
  | {
      readonly kind: 'takeover'
      readonly counterId: CounterId
      readonly by: StaffId
      /** The same teller, at another machine. */
      readonly own: boolean
      /** Seconds left to answer in; after that somebody in charge may decide. */
      readonly leftS: number
    }
  | { readonly kind: 'handOver'; readonly from: StaffId; readonly visits: readonly Visit[] }

/** The question to this teller at this machine; a counter first, for its time is running. */
export function askOf(state: HallState, me: StaffId, seat: string, nowMs: number): Ask | undefined {
  const counter = counterOf(state, me)
  const asked = counter?.asked
  if (counter !== undefined && asked !== undefined) {
    const own = asked.staffId === me
    const isGone = !own && counterOf(state, asked.staffId) !== undefined
    const leftS = Math.max(0, Math.ceil((asked.untilMs - nowMs) / 1000))
    if (!isGone && (!own || counter.seat === seat))
      return { kind: 'takeover', counterId: counter.id, by: asked.staffId, own, leftS }
  }
  const visits = offersTo(state, me)
  const from = visits[0]?.offer?.from
  // One colleague after the other.
  return from === undefined
    ? undefined
    : { kind: 'handOver', from, visits: visits.filter((v) => v.offer?.from === from) }
}
