/** Keeps the hall's call for a guide in step with the sign on the screen: sent once, and again only where it could not be. */
import { watch } from 'vue'
import type { Ref } from 'vue'
import type { HallClient, HallView } from '#shared/client/hallClient.ts'
import type { GuideCall } from '#shared/hall/guideCall.ts'
import type { Action } from './flow/actions.ts'
import type { Flow } from './flow/flow.ts'

export interface GuideCallParts {
  readonly client: Pick<HallClient, 'send'>
  readonly view: Readonly<Ref<HallView>>
  readonly flow: Readonly<Ref<Flow>>
  readonly guideCall: Readonly<Ref<GuideCall | undefined>>
  readonly dispatch: (action: Action) => void
}

/** Gives how the visitor says that nobody is needed any more. */
export function keepGuideCalled({ client, view, flow, guideCall, dispatch }: GuideCallParts): () => void {
  let isSent = false
  watch(
    [
      (): boolean => flow.value.help,
      (): boolean => view.value.link === 'live' && view.value.hubUp,
      (): boolean => guideCall.value !== undefined,
    ],
    async ([isWanted, isHeard, isOpen]) => {
      if (!isWanted) isSent = false
      // One that is open already was asked for; once it is over it is not asked for again by itself.
      else if (isOpen) isSent = true
      // While nobody would hear it, it is not sent: it must not ring an hour later.
      if (!isWanted || !isHeard || isOpen || isSent) return
      isSent = true
      const answer = await client.send({ type: 'callGuide', locale: flow.value.locale })
      if (!answer.ok && answer.refusal.code === 'hubNeeded') isSent = false
    },
  )
  // The guide has been here, or the visitor takes the call back: the sign has done its part.
  watch(guideCall, (now, before) => {
    if (now === undefined && before !== undefined && flow.value.help) dispatch({ type: 'back' })
  })
  return () => {
    void end()
  }

  async function end(): Promise<void> {
    const open = guideCall.value
    if (open === undefined) {
      dispatch({ type: 'back' })
      return
    }
    const answer = await client.send({ type: 'endGuideCall', guideCallId: open.id })
    // Over already is over; where the hall cannot be reached the call stands, and the sign with it.
    if (!answer.ok && answer.refusal.code === 'unknownGuideCall') dispatch({ type: 'back' })
  }
}
