/** Makes the README's pictures from a demo hall at work: `npm run pictures`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { keepConductPictures } from './conductPictures.ts'
import { startDemoHall } from './demoHall.ts'
import { findBrowser, launch } from './findBrowser.ts'
import { keepKioskSheets } from './kioskSheets.ts'
import { openCounter } from './openCounter.ts'
import { serveShellFiles } from './shellFiles.ts'

const folder = join(import.meta.dirname, '..', '..', 'build', 'pictures')
mkdirSync(folder, { recursive: true })

const search = await findBrowser()
if (search.found === undefined) throw new Error(`no browser: ${search.why}`)
const hall = await startDemoHall()
const browser = await launch(search.found)
try {
  await hall.takeNumbers(...Array.from({ length: 26 }, (_, i) => (i % 4 === 0 ? [i, i + 40] : [i * 3])))
  const display = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
  await display.goto(`${hall.origin}/display`)
  await display.getByText('A', { exact: false }).first().waitFor()
  for (let n = 3; n <= 10; n += 1) {
    const teller = await hall.signIn(String(1000 + n))
    await hall.post(`/counters/counter-${String(n)}/open`, {}, teller)
    await hall.post(`/counters/counter-${String(n)}/call-next`, {}, teller)
  }

  const machine = await browser.newContext({ viewport: { width: 1366, height: 768 } })
  const teller = await machine.newPage()
  await teller.goto(`${hall.origin}/console`)
  await teller.locator('input').first().waitFor()
  for (const typed of ['1001', '2580']) {
    await teller.keyboard.type(typed)
    await teller.keyboard.press('Enter')
  }
  await openCounter(teller, 'counter-1')
  for (const verb of ['next', 'start']) {
    const button = teller.locator(`[data-verb="${verb}"][aria-disabled="false"]`)
    await button.waitFor()
    await teller.keyboard.press((await button.getAttribute('aria-keyshortcuts')) ?? '')
  }
  await teller.locator('[data-verb="finish"][aria-disabled="false"]').waitFor()
  await teller.screenshot({ path: join(folder, 'console.png'), animations: 'disabled' })

  // The same person in a second window of the same machine: the strip beside another program.
  const strip = await machine.newPage()
  await strip.setViewportSize({ width: 420, height: 120 })
  await strip.goto(`${hall.origin}/console?strip`)
  await strip.locator('input').first().waitFor()
  for (const typed of ['1001', '2580']) {
    await strip.keyboard.type(typed)
    await strip.keyboard.press('Enter')
  }
  await strip.locator('[data-verb="finish"]').waitFor()
  await strip.screenshot({ path: join(folder, 'strip.png'), animations: 'disabled' })

  const guide = await browser.newPage({ viewport: { width: 1366, height: 768 } })
  await guide.goto(`${hall.origin}/guide`)
  await guide.locator('input').first().waitFor()
  for (const typed of ['2001', '2580']) {
    await guide.keyboard.type(typed)
    await guide.keyboard.press('Enter')
  }
  await guide.locator('[data-field="issue"]').waitFor()
  await guide.keyboard.press('i')
  for (const typed of ['shbz', 'jmsfz']) {
    await guide.keyboard.type(typed)
    await guide.locator('#issue-found [role="option"]').first().waitFor()
    await guide.keyboard.press('Enter')
  }
  await guide.keyboard.press('Enter')
  await guide.getByTestId('picked').waitFor()
  await guide.screenshot({ path: join(folder, 'guide.png'), animations: 'disabled' })

  const kiosk = await browser.newPage({ viewport: { width: 810, height: 1440 } })
  await kiosk.goto(`${hall.origin}/kiosk`)
  await kiosk.locator('button').nth(8).waitFor()
  await kiosk.screenshot({ path: join(folder, 'kiosk.png'), animations: 'disabled' })

  const pad = await browser.newPage({ viewport: { width: 1024, height: 600 } })
  await pad.goto(`${hall.origin}/pad?counter=counter-1`)
  await pad.locator('#app > *').first().waitFor()
  await pad.screenshot({ path: join(folder, 'pad.png'), animations: 'disabled' })

  const supervisor = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await supervisor.goto(`${hall.origin}/manager`)
  await supervisor.locator('input').first().waitFor()
  for (const typed of ['8001', '2580']) {
    await supervisor.keyboard.type(typed)
    await supervisor.keyboard.press('Enter')
  }
  await supervisor.locator('nav, [role="navigation"]').first().waitFor()
  await supervisor.getByText('A', { exact: false }).first().waitFor()
  await supervisor.screenshot({ path: join(folder, 'manager.png'), animations: 'disabled' })

  const files = await serveShellFiles()
  const shell = await browser.newPage({ viewport: { width: 760, height: 960 } })
  await shell.addInitScript(() => {
    const state = {
      view: 'setUp',
      hasPin: false,
      isGuarded: false,
      monitors: [],
      lines: [],
      version: '0.1.0',
    }
    Reflect.set(globalThis, 'yihaoShell', { role: 'shell', state: () => Promise.resolve(state) })
  })
  await shell.goto(files.origin)
  await shell.getByRole('radio', { name: /^取号机/ }).check()
  await shell.screenshot({ path: join(folder, 'first-start.png'), animations: 'disabled' })
  files.close()

  await display.bringToFront()
  await display.screenshot({ path: join(folder, 'display.png'), animations: 'disabled' })
  await keepKioskSheets(browser, hall.origin, folder)
  await keepConductPictures(browser, folder)
  console.log(`made in ${folder}`)
} finally {
  await browser.close()
  await hall.close()
}
