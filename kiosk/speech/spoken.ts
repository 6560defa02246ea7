/** Reads a page as it stands: what it says, and its choices in the order they are offered. */

/** A dialog over the page is all there is while it is open. */
export function scopeOf(root: ParentNode): Element | undefined {
  return [...root.querySelectorAll('[data-ear-scope]')].at(-1)
}

/** Everything a listener can choose: what the page offers first, then the ways back, then the modes. */
export function choicesIn(scope: Element): readonly HTMLElement[] {
  const all = [...scope.querySelectorAll<HTMLElement>('button:not([data-silent]), a[href]')].filter(
    (el) => el.getClientRects().length > 0,
  )
  const page = all.filter((el) => el.closest('main') !== null)
  const basket = all.filter((el) => el.closest('.basket') !== null)
  const rest = all.filter((el) => !page.includes(el) && !basket.includes(el))
  return [...page, ...basket, ...rest]
}

/** The page's heading and everything it tells. */
export function introOf(scope: Element): string {
  return sentences([...scope.querySelectorAll('h1, [data-say]')].map(textOf))
}

/** How a choice is said: its name, and whether it is chosen or cannot be. */
export function nameOf(
  choice: HTMLElement,
  words: { readonly chosen: string; readonly unavailable: string },
): string {
  const off = choice.matches(':disabled, [aria-disabled="true"]')
  return sentences([
    choice.getAttribute('aria-label') ?? textOf(choice),
    choice.getAttribute('aria-pressed') === 'true' ? words.chosen : '',
    off ? words.unavailable : '',
  ])
}

function textOf(el: Element): string {
  // Text of neighbours in separate elements is separate words.
  const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT)
  const parts: string[] = []
  const silent = (node: Node): boolean =>
    (node.parentElement?.closest('[aria-hidden="true"]') ?? null) !== null
  while (walker.nextNode() !== null) {
    const text = (walker.currentNode.textContent ?? '').trim()
    if (text !== '' && !silent(walker.currentNode)) parts.push(text)
  }
  return parts.join(' ').replace(/\s+/g, ' ')
}

function sentences(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('. ')
}
