/** Whether a page holds what is on it: nothing scrolls that should not, and nothing is cut without saying so. */
import type { Page } from 'playwright-core'

/** Whether the page as a whole fits its window. */
export async function fits(page: Page): Promise<boolean> {
  return page.evaluate(
    () =>
      document.documentElement.scrollHeight <= innerHeight &&
      document.documentElement.scrollWidth <= innerWidth,
  )
}

/**
 * Texts that cannot be read to their end: cut off without an ellipsis and a title that has the whole, outside the
 * window, or in a part that has to be moved sideways. What a list scrolls to is no such text.
 */
export async function cutTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found = new Set<string>()
    const isCut = (value: string): boolean => value === 'hidden' || value === 'clip'
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const said = node.textContent?.trim() ?? ''
      const element = node.parentElement
      if (said === '' || element === null || getComputedStyle(element).visibility === 'hidden') continue
      // A line is taller than its letters.
      const slackPx = Math.max(2, 0.25 * Number.parseFloat(getComputedStyle(element).fontSize))
      const range = document.createRange()
      range.selectNodeContents(node)
      const text = range.getBoundingClientRect()
      if (text.width === 0 || element.getBoundingClientRect().width <= 1) continue
      let isReached = false
      for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
        const { overflowX, overflowY, textOverflow, webkitLineClamp } = getComputedStyle(at)
        const box = at.getBoundingClientRect()
        const isOver =
          (isCut(overflowX) && (text.right > box.right + 1 || text.left < box.left - 1)) ||
          (isCut(overflowY) && (text.bottom > box.bottom + slackPx || text.top < box.top - slackPx))
        if (isOver && !isReached) {
          const says = textOverflow === 'ellipsis' || webkitLineClamp !== 'none'
          const whole = at.closest('[title]') ?? at.querySelector('[title]')
          if (!says || whole === null) found.add(`cut: ${said}`)
          isReached = true
        }
        if (overflowY === 'auto' || overflowY === 'scroll') {
          if (at.scrollWidth > at.clientWidth + 1) found.add(`sideways: ${at.className || at.tagName}`)
          isReached = true
        }
      }
      const isOutside =
        text.left < -1 || text.top < -1 || text.right > innerWidth + 1 || text.bottom > innerHeight + 1
      if (isOutside && !isReached) found.add(`outside: ${said}`)
    }
    return [...found]
  })
}
