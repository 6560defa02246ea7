/**
 * What somebody asks of whoever is signed in here and waits for: their counter, or matters to take over. One question
 * at a time, on every page of staff: a supervisor with a counter may be at the manager's page when it is asked.
 */
import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import type { Refusal } from '#shared/hall/refusals.ts'
import { offersTo } from '#shared/hall/rules/handOver.ts'
import { counterOf } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { CounterId, StaffId } from '#shared/ids/ids.ts'
import type { Hall } from '../stores/hall.ts'
import { seatHere } from '../stores/seat.ts'
import type { Sender } from '../stores/sender.ts'

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

export interface AsksParts {
  readonly hall: Hall
  readonly staffId: StaffId
  readonly sender: Sender
  /** Nothing can be sent now. */
  readonly still: ComputedRef<boolean>
  readonly refused: (refusal: Refusal) => void
}

export interface Asks {
  readonly ask: ComputedRef<Ask | undefined>
  /** Says yes or no to what is asked; to several matters, to all of them. */
  answer(given: boolean): Promise<void>
}

/** The question to this person at this machine, and the way to answer it. */
export function useAsks({ hall, staffId, sender, still, refused }: AsksParts): Asks {
  const seat = seatHere()
  const ask = computed(() => askOf(hall.view.value.state, staffId, seat, hall.nowMs.value))
  return {
    ask,
    async answer(given) {
      const to = ask.value
      if (to === undefined || still.value) return
      if (to.kind === 'takeover') {
        const { counterId } = to
        const answered = await sender.send({ type: 'answerTakeover', counterId, given, seat })
        if (answered?.ok === false) refused(answered.refusal)
        return
      }
      for (const { id: visitId } of to.visits) {
        const type = given ? 'acceptHandOver' : 'declineHandOver'
        const answered = await sender.sendNext({ type, visitId })
        if (!answered.ok) refused(answered.refusal)
      }
    },
  }
}
