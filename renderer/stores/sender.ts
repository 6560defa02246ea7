/**
 * Sends one command at a time. While it is unanswered, and until its effect is
 * on this screen, nothing else is sent: a key pressed twice counts once.
 */
import { computed, ref } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { Command } from '#shared/hall/commands.ts'
import type { Refusal } from '#shared/hall/refusals.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import type { Hall } from './hall.ts'

export interface Sender {
  readonly busy: ComputedRef<boolean>
  /** How many commands were answered on this screen so far. */
  readonly answered: Ref<number>
  /** Why the last command was refused; gone with the next one. */
  readonly refused: Ref<Refusal | undefined>
  /** The answer, or undefined when another command was still under way. */
  send(command: Command): Promise<Answer | undefined>
  /** One of several that belong together: sent in its turn, however busy the sender is. */
  sendNext(command: Command): Promise<Answer>
}

export function useSender(hall: Hall): Sender {
  const waiting = ref(false)
  const seqNeeded = ref(0)
  const answered = ref(0)
  const refused = ref<Refusal>()
  const behind = computed(
    () => hall.view.value.link === 'live' && hall.view.value.state.seq < seqNeeded.value,
  )
  const busy = computed(() => waiting.value || behind.value)
  async function sendNow(command: Command): Promise<Answer> {
    waiting.value = true
    refused.value = undefined
    const answer = await hall.client.send(command)
    waiting.value = false
    if (answer.ok) seqNeeded.value = answer.seq
    else refused.value = answer.refusal
    answered.value += 1
    return answer
  }
  return {
    busy,
    answered,
    refused,
    send: async (command) => (busy.value ? undefined : sendNow(command)),
    sendNext: sendNow,
  }
}
