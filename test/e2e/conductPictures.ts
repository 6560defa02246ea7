/** Pictures of the pages of ratings and cases: a day of its own, with visitors who were served and said how it was. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'

const issued = z.object({ visit: z.object({ id: z.string(), token: z.string() }) })
const called = z.object({ visit: z.object({ id: z.string() }) })
const catalogue = z.object({ services: z.array(z.object({ id: z.string() })) })

/** What visitors said, in turn; some said nothing. */
const said = [
  { level: 'verySatisfied' },
  { level: 'verySatisfied' },
  undefined,
  { level: 'satisfied' },
  { level: 'verySatisfied' },
  { level: 'basicallySatisfied' },
  { level: 'verySatisfied' },
  { level: 'dissatisfied', reasons: ['slowHandling'], text: '材料交了两次，排了两次队' },
  { level: 'satisfied' },
  undefined,
  { level: 'verySatisfied' },
  { level: 'satisfied' },
  { level: 'veryDissatisfied', reasons: ['unclearExplanation'], text: '问了三遍也没说清要带什么' },
  { level: 'verySatisfied' },
  { level: 'verySatisfied' },
  { level: 'dissatisfied', reasons: ['waitedTooLong'], text: '等了一上午' },
] as const

/** Makes them. */
export async function keepConductPictures(browser: Browser, folder: string): Promise<void> {
  const hall = await startDemoHall()
  try {
    await serveAndRate(hall)
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
    await page.goto(`${hall.origin}/manager/ratings`)
    await page.locator('input').first().waitFor()
    for (const typed of ['8001', '2580']) {
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
    }
    await page.locator('[data-figure]').first().waitFor()
    await page.locator('[data-key-figure]').first().waitFor()
    await page.getByRole('button', { name: '部门', exact: true }).click()
    await page.locator('tbody').getByText('税务局').first().waitFor()
    await keep(page, join(folder, 'ratings.png'))

    await reportFinding(browser, page, hall)
    await page.reload()
    await page.locator('[data-case^="I"]').waitFor()
    await keep(page, join(folder, 'cases.png'))
    await page.locator('[data-case^="I"]').click()
    await page.locator('[data-at-stage] img').first().waitFor()
    await keep(page, join(folder, 'case.png'))
  } finally {
    await hall.close()
  }
}

async function keep(page: Page, path: string): Promise<void> {
  // A busy machine may have kept the page from its hub for a moment.
  await page.getByText('正在自动重连').waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path, animations: 'disabled' })
}

/** Every counter calls until nobody waits for it; whoever was served says how it was. */
async function serveAndRate(hall: DemoHall): Promise<void> {
  const guide = await hall.signIn('2001')
  const { services } = catalogue.parse((await hall.get('/catalogue', guide)).body)
  const keys = new Map<string, string>()
  for (let n = 0; n < 44; n += 1) {
    const serviceIds = [services[(n * 7) % services.length]?.id]
    const { visit } = issued.parse((await hall.post('/visits', { serviceIds, channel: 'desk' }, guide)).body)
    keys.set(visit.id, visit.token)
  }
  let turn = 0
  for (let n = 1; n <= 10; n += 1) {
    const teller = await hall.signIn(String(1000 + n))
    const counter = `/counters/counter-${String(n)}`
    await hall.post(`${counter}/open`, {}, teller)
    for (let calls = 0; calls < 6; calls += 1) {
      const next = called.safeParse((await hall.post(`${counter}/call-next`, {}, teller)).body)
      if (!next.success) break
      const { id } = next.data.visit
      await hall.post(`/visits/${id}/finish`, {}, teller)
      const rating = said[turn++ % said.length]
      if (rating !== undefined) await hall.post(`/visits/${id}/ratings`, { ...rating, key: keys.get(id) }, '')
    }
  }
}

/** A matter that could not be done, and a finding with a photograph: of the hall's own screen, for want of a camera. */
async function reportFinding(browser: Browser, page: Page, hall: DemoHall): Promise<void> {
  const boss = await hall.signIn('8001')
  for (const one of [
    { kind: 'stuckMatter', text: '两个窗口都说不归自己办', counterId: 'counter-2' },
    { kind: 'complaint', text: '取号机前有人插队，没有人管' },
  ])
    await hall.post('/cases', one, boss)
  const seen = await browser.newPage()
  await seen.setViewportSize({ width: 1280, height: 720 })
  await seen.goto(`${hall.origin}/display`)
  await seen.getByText('A', { exact: false }).first().waitFor()
  const picture = await seen.screenshot({ type: 'jpeg', quality: 80 })
  await seen.close()
  await page.goto(`${hall.origin}/manager/cases`)
  await page.locator('[data-add]').click()
  await page.locator('[data-new="item"]').fill('大厅屏')
  await page.locator('[data-new="text"]').fill('三号窗口上方的屏没有擦，字看不清')
  await page.locator('[data-new="counter"]').selectOption('counter-3')
  await page.locator('[data-new="assignee"]').selectOption({ index: 1 })
  await page
    .locator('[data-photo]')
    .setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: picture })
  await page.getByText('照片 1').waitFor()
  await page.locator('dialog button[type="submit"]').click()
  await page.locator('dialog').waitFor({ state: 'detached' })
}
