/** What became of the hub, calmly, and what to do meanwhile; nothing while all is well. */
import { computed } from 'vue'
import type { ComputedRef } from 'vue'
import type { DeskPage } from './useDesk.ts'

/** The sentence for now. */
export function useLinkText(page: DeskPage): ComputedRef<string> {
  return computed(() => {
    const { link, reason, ready, unanswered, hubUp, facts } = page.hall.view.value
    const texts = page.texts.value.link
    if (link === 'closed') return reason === undefined ? texts.lost : texts.closed[reason]
    if (!ready) return ''
    if (link === 'live') return hubUp ? '' : texts.alone(page.line.value.length, facts)
    return unanswered > 0 ? `${texts.lost} ${texts.unanswered}` : texts.lost
  })
}
