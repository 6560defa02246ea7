/** Makes a page that must be seen whole fit its room: the first of its sizes that does. */
import { nextTick, onMounted, onUnmounted, ref } from 'vue'
import type { Ref } from 'vue'

/**
 * Which size `box` is to be drawn in, from 0, the largest, to `least`; its styles say what each is. Chosen anew
 * whenever the room changes or what stands in it, before anything of it is painted.
 */
export function useFit(box: Readonly<Ref<HTMLElement | null>>, least: number): Readonly<Ref<number>> {
  const size = ref(0)
  let isChoosing = false

  async function choose(): Promise<void> {
    if (isChoosing) return
    isChoosing = true
    for (size.value = 0; ; size.value += 1) {
      await nextTick()
      if (size.value === least || !overflows(box.value)) break
    }
    isChoosing = false
  }

  const room = new ResizeObserver(() => {
    void choose()
  })
  const content = new MutationObserver(() => {
    void choose()
  })
  onMounted(() => {
    if (box.value === null) return
    room.observe(box.value)
    content.observe(box.value, { subtree: true, childList: true, characterData: true })
    void document.fonts.ready.then(choose)
  })
  onUnmounted(() => {
    room.disconnect()
    content.disconnect()
  })
  return size
}

/** Whether the box or one of its parts holds more than there is room for; half a dot is no overflow. */
function overflows(el: HTMLElement | null): boolean {
  if (el === null) return false
  return [el, ...el.children].some(
    (part) => part.scrollHeight > part.clientHeight + 2 || part.scrollWidth > part.clientWidth + 2,
  )
}
