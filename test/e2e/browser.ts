/**
 * The real browser the screens are tested in. A suite reads:
 * `describe.skipIf(!browserAvailable)('…', () => { const browser = useBrowser(); it('…', async () => {
 * const page = await browser.newPage() … }) })`
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import { launch } from './findBrowser.ts'

const found = inject('browser')

/** False where no browser runs; then the browser tests are skipped (in CI the run fails before it gets here). */
export const browserAvailable = found !== undefined

/** Starts the browser. The caller closes it. */
export function openBrowser(): Promise<Browser> {
  if (found === undefined) throw new Error('no browser runs here: guard the suite with browserAvailable')
  return launch(found)
}

/** One browser for the suite this is called in, and pages that are closed after each test. */
export function useBrowser(): { newPage: (options?: BrowserContextOptions) => Promise<Page> } {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterEach(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? [])
  })
  afterAll(async () => {
    await browser?.close()
  })
  return {
    newPage: async (options) => {
      if (browser === undefined) throw new Error('pages are opened inside tests and hooks')
      const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options })
      // As in the runner's own limits: only a page that hangs should ever reach it.
      context.setDefaultTimeout(60_000)
      return context.newPage()
    },
  }
}

/** Waits until nothing moves or fades any more that will ever stop: a colour on its way is nobody's contrast. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)))
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

/** Fails with each serious or critical axe finding: its rule, what to do, and where on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
  expect(serious).toEqual([])
}
