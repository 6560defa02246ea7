/**
 * The real browser the screens are tested in. A suite reads:
 * `describe.skipIf(!browserAvailable)('…', () => { const browser = useBrowser(); it('…', async () => {
 * const page = await browser.newPage() … }) })`
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterEach, beforeAll, expect, inject } from 'vitest'
import { launch } from './findBrowser.ts'

const found = inject('browser')

/** False where no browser runs; then the browser tests are skipped (in CI the run fails before it gets here). */
export const browserAvailable = found !== undefined

/** One browser for all suites of this process; it ends with the process. */
let shared: Browser | undefined

/** The browser for the suite this is called in, and pages of nobody else's memory that are closed after each test. */
export function useBrowser(): { newPage: (options?: BrowserContextOptions) => Promise<Page> } {
  beforeAll(async () => {
    if (found === undefined) throw new Error('no browser runs here: guard the suite with browserAvailable')
    if (shared?.isConnected() !== true) shared = await launch(found)
  })
  afterEach(async () => {
    await Promise.all(shared?.contexts().map((context) => context.close()) ?? [])
  })
  return {
    newPage: async (options) => {
      if (shared === undefined) throw new Error('pages are opened inside tests and hooks')
      const context = await shared.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options })
      // As in the runner's own limits: only a page that hangs should ever reach it.
      context.setDefaultTimeout(60_000)
      return context.newPage()
    },
  }
}

/** Waits until nothing moves or fades any more that will ever stop: a colour on its way is nobody's contrast. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)))
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

/**
 * Fails with each serious or critical axe finding: its rule, what to do, and where on the page.
 * @param isHighContrast also asks for 7:1 (WCAG 2.2, 1.4.6)
 */
export async function expectAccessible(page: Page, isHighContrast = false): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page })
    // In the page itself: all frames of ours are of one origin, so no second page need put their findings together.
    .setLegacyMode(true)
    .options({
      resultTypes: ['violations'],
      rules: { 'color-contrast-enhanced': { enabled: isHighContrast } },
    })
    .analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
  expect(serious).toEqual([])
}
