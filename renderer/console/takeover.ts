/** Asking for a counter that somebody works at, and what became of the question. */
import { computed, ref, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { isInCharge } from '#shared/hall/permissions.ts'
import { counterNow } from '#shared/hall/state.ts'
import type { CounterId } from '#shared/ids/ids.ts'
import { useHallDoor } from '../stores/hall.ts'
import { actorOf, askSession } from '../stores/session.ts'
import { useDesk } from './useDesk.ts'

/** `unasked` → `asked` while there is time to answer → `unanswered`; `kept` once the one who is there said no. */
export type Stage = 'unasked' | 'asked' | 'unanswered' | 'kept'

export interface Takeover {
  readonly stage: ComputedRef<Stage>
  readonly leftS: ComputedRef<number>
  readonly problem: Ref<string>
  readonly ask: () => Promise<void>
  /** Takes it: as oneself, or with a supervisor's number and PIN. */
  readonly force: (
    reason: string,
    supervisor?: { readonly staffNo: string; readonly pin: string },
  ) => Promise<void>
}

/** The question for one counter, asked from this machine. */
export function useTakeover(counterId: () => CounterId | undefined): Takeover {
  const page = useDesk()
  const door = useHallDoor()
  const problem = ref('')
  const kept = ref(false)
  const asked = computed(() => {
    const id = counterId()
    const now = id === undefined ? undefined : counterNow(page.hall.view.value.state, id).asked
    return now?.staffId === page.teller.staffId && now.seat === page.seat ? now : undefined
  })
  const leftS = computed(() =>
    asked.value === undefined
      ? 0
      : Math.max(0, Math.ceil((asked.value.untilMs - page.hall.nowMs.value) / 1000)),
  )
  const stage = computed((): Stage => {
    if (asked.value !== undefined) return leftS.value > 0 ? 'asked' : 'unanswered'
    return kept.value ? 'kept' : 'unasked'
  })
  watch(asked, (now, before) => {
    kept.value = now === undefined && before !== undefined
  })

  return {
    stage,
    leftS,
    problem,
    async ask() {
      const id = counterId()
      if (id === undefined || page.still.value) return
      problem.value = ''
      const answer = await page.sender.send({ type: 'askTakeover', counterId: id, seat: page.seat })
      if (answer?.ok === false) problem.value = page.why(answer.refusal)
    },
    async force(reason, supervisor) {
      const id = counterId()
      if (id === undefined || page.still.value) return
      problem.value = ''
      const command = { type: 'forceTakeover', counterId: id, reason } as const
      if (supervisor === undefined) {
        const answer = await page.sender.send(command)
        if (answer?.ok === false) problem.value = page.why(answer.refusal)
        return
      }
      const signedIn = await askSession(supervisor.staffNo, supervisor.pin)
      const texts = page.texts.value
      if (!signedIn.ok) {
        problem.value =
          signedIn.why === 'lockedOut'
            ? texts.signIn.lockedOut(signedIn.retryAfterS)
            : texts.signIn[signedIn.why]
        return
      }
      if (!isInCharge(actorOf(signedIn.session))) {
        problem.value = texts.takeover.notInCharge
        return
      }
      // Theirs for this one command, and on record as theirs.
      const linked = door('console', signedIn.session.token)
      const answer = await linked.client.send(command)
      linked.close()
      if (!answer.ok) problem.value = page.why(answer.refusal)
    },
  }
}
