/** Keyboards that are readers: what they type is told from what a person types, and goes to this computer's station. */
import { usualWedge, wedgeParser } from '#shared/reading/wedge.ts'

/** The number of an ID card must not go over a network: a page shown from another computer drops it here. */
const idNumber = /^\s*\d{17}[\dXx]\s*$/

/**
 * Listens to every key of the page before anyone else does.
 * @param isHere whether the page is shown by the computer that serves it
 */
export function listenToWedge(
  target: Pick<Window, 'addEventListener'>,
  isHere: boolean,
  scanned: (content: string) => void,
): void {
  const parse = wedgeParser(usualWedge)
  // Given back to the page by itself, a held key comes here once more.
  let givingBack = false
  target.addEventListener(
    'keydown',
    (event) => {
      if (givingBack || event.ctrlKey || event.altKey || event.metaKey) return
      const heard = parse(event.key, event.timeStamp)
      if (heard.type === 'typed') {
        const held = heard.keys.slice(0, -1)
        if (held.length === 0) return
        givingBack = true
        for (const key of held)
          event.target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
        givingBack = false
        return
      }
      event.preventDefault()
      event.stopImmediatePropagation()
      if (heard.type === 'scanned' && heard.content !== '' && (isHere || !idNumber.test(heard.content)))
        scanned(heard.content)
    },
    { capture: true },
  )
}
