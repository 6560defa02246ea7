/** A real keyboard, or a scanner that acts as one, types where the keyboard on the screen does. */
import { onMounted, onUnmounted } from 'vue'
import type { UsedKiosk } from '../kiosk.ts'

/** Types while the calling component is shown; `enter` is what the last key of a scan does. */
export function useTyping({ dispatch }: UsedKiosk, enter?: () => void): void {
  const typed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    // Space and Enter on a button press the button.
    const onButton = document.activeElement instanceof HTMLButtonElement
    if (event.key === 'Backspace') dispatch({ type: 'backspace' })
    else if (event.key === 'Enter' && !onButton && !event.defaultPrevented) enter?.()
    else if ([...event.key].length === 1 && !(event.key === ' ' && onButton)) {
      dispatch({ type: 'typeText', text: event.key })
    }
  }
  onMounted(() => {
    globalThis.addEventListener('keydown', typed)
  })
  onUnmounted(() => {
    globalThis.removeEventListener('keydown', typed)
  })
}
