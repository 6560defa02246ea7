/** One picture a language of what a visitor sees at the kiosk: first page, check and number, in each of the modes. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { locales } from '#shared/catalogue/catalogue.ts'
import type { Locale } from '#shared/catalogue/catalogue.ts'

const screen = { width: 1080, height: 1920 }
/** A sheet is to be looked over, not read. */
const scale = 0.2
const gapPx = 6
const modes = [undefined, 'largePrint', 'contrast', 'lowReach', 'byEar'] as const

/** Writes `kiosk-LANGUAGE.jpg` into the folder for each language. Takes a number for each picture of one. */
export async function keepKioskSheets(browser: Browser, origin: string, folder: string): Promise<void> {
  for (const locale of locales) {
    const rows: string[][] = []
    for (const mode of modes) rows.push(await shotsOf(browser, origin, locale, mode))
    const page = await browser.newPage({
      viewport: { width: modes.length * (screen.width * scale + gapPx) - gapPx, height: 100 },
    })
    const columns = rows.map((shots) => `<div>${shots.map(pictureOf).join('')}</div>`).join('')
    await page.setContent(
      `<style>body, div { display: flex; gap: ${gapPx}px; margin: 0 } div { flex-direction: column }</style>${columns}`,
    )
    const path = join(folder, `kiosk-${locale}.jpg`)
    await page.screenshot({ path, fullPage: true, type: 'jpeg', quality: 72 })
    await page.close()
  }
}

async function shotsOf(
  browser: Browser,
  origin: string,
  locale: Locale,
  mode: (typeof modes)[number],
): Promise<string[]> {
  const context = await browser.newContext({ viewport: screen, deviceScaleFactor: scale, locale: 'zh-CN' })
  const page = await context.newPage()
  const tap = (name: string): Promise<void> => page.locator(`[data-test="${name}"]`).first().click()
  await page.goto(`${origin}/kiosk`)
  await tap(`language-${locale}`)
  if (mode !== undefined) await tap(mode)
  const shots = [await shotOf(page)]
  await tap('service-ga-1001')
  shots.push(await shotOf(page))
  await tap('confirm')
  await page.locator('[data-test="done"]').waitFor()
  shots.push(await shotOf(page))
  await context.close()
  return shots
}

async function shotOf(page: Page): Promise<string> {
  await page.evaluate('document.fonts.ready')
  return (await page.screenshot({ animations: 'disabled' })).toString('base64')
}

function pictureOf(shot: string): string {
  const { width, height } = screen
  return `<img width="${width * scale}" height="${height * scale}" src="data:image/png;base64,${shot}">`
}
