/**
 * Pictures of the screens, to be looked at; kept out of the repository. With `YIHAO_SHOTS=1` alone: there
 * are 400 of them, and nobody looks at those of a run that passes.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

const folder = join(import.meta.dirname, 'shots')

/** Keeps a picture of the page as it is now. */
export async function keepShot(page: Page, name: string): Promise<void> {
  if (process.env['YIHAO_SHOTS'] !== '1') return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}
