/** What every sheet does: send one command, stay open with the reason when it is refused, close when it is done. */
import { onUnmounted, ref } from 'vue'
import type { Ref } from 'vue'
import type { Command } from '#shared/hall/commands.ts'
import { useDesk } from '../useDesk.ts'

export interface OpenSheet {
  readonly problem: Ref<string>
  readonly send: (command: Command) => Promise<void>
  readonly close: () => void
}

export function useSheet(): OpenSheet {
  const page = useDesk()
  const problem = ref('')
  /** A number that leaves takes its sheet with it, before the answer is here: another may be open by then. */
  let open = true
  onUnmounted(() => {
    open = false
  })
  const close = (): void => {
    if (!open) return
    page.sheet.value = undefined
    page.asked.value = ''
  }
  return {
    problem,
    close,
    async send(command) {
      problem.value = ''
      if (await page.send(command)) close()
      // Said on the page by itself once the sheet is gone.
      else if (open) {
        problem.value = page.notice.value?.text ?? ''
        page.notice.value = undefined
      }
    },
  }
}
