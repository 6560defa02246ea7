/** Opening a counter as a teller does: where the hall was not connected at that moment the page says so, and they press again. */
import type { Page } from 'playwright-core'

/** Opens the counter by its key and waits until it is open. Fails with what the page says instead. */
export async function openCounter(page: Page, counter: string): Promise<void> {
  const open = page.locator('[data-verb="next"]')
  const missed = page.locator('[data-missed]')
  try {
    do {
      await page.locator(`[data-counter="${counter}"][aria-disabled="false"]`).focus()
      await page.keyboard.press('Enter')
      await open.or(missed).first().waitFor()
    } while (!(await open.isVisible()))
  } catch (error) {
    throw new Error(`counter not open: ${await page.locator('body').innerText()}`, { cause: error })
  }
}
