/** The keyboard of a counter: every verb by its key, whatever page or strip shows it. */
import { onMounted, onUnmounted } from 'vue'
import { isTyping, pressed } from './keys.ts'
import type { DeskPage } from './useDesk.ts'

/** Listens for as long as the component that asks. */
export function useDeskKeys(page: DeskPage): void {
  function onKey(event: KeyboardEvent): void {
    if (page.sheet.value !== undefined || isTyping(event.target)) return
    const what = pressed(event)
    // A question is answered wherever it is asked (`AskBar`).
    if (what === undefined || (what.kind === 'verb' && (what.verb === 'yes' || what.verb === 'no'))) return
    event.preventDefault()
    if (what.kind === 'verb') page.press(what.verb)
    else page.choose(page.desk.value?.visit?.services[what.place]?.serviceId)
  }
  onMounted(() => {
    addEventListener('keydown', onKey)
  })
  onUnmounted(() => {
    removeEventListener('keydown', onKey)
  })
}
