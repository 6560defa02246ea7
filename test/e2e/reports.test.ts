/**
 * Goal: a supervisor reads a report, opens a figure down to its rows, and takes both away as files; nobody else sees
 * any. Method: the demo hall as a process of its own with a morning's work in it, and the built page in a real browser.
 */
import { readFileSync } from 'node:fs'
import ExcelJs from 'exceljs'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

const small = { width: 1366, height: 768 }

describe.skipIf(!browserAvailable)('the reports page', () => {
  const browser = useBrowser()
  let hall: DemoHall

  beforeAll(async () => {
    hall = await startDemoHall()
    await hall.takeNumbers([0], [0], [1], [2], [20], [21], [40], [60, 0], [80])
    for (const [staffNo, counter] of [
      ['1001', 'counter-1'],
      ['1003', 'counter-3'],
    ] as const) {
      const token = await hall.signIn(staffNo)
      await hall.post(`/counters/${counter}/open`, {}, token)
      for (let n = 0; n < 2; n += 1) {
        const { status, body } = await hall.post(`/counters/${counter}/call-next`, {}, token)
        if (status !== 200) break
        const { id } = body['visit'] as { readonly id: string }
        await hall.post(`/visits/${id}/start`, {}, token)
        if (n === 0) await hall.post(`/visits/${id}/finish`, {}, token)
      }
    }
  })
  afterAll(async () => {
    await hall.close()
  })

  async function open(staffNo: string): Promise<Page> {
    const page = await browser.newPage({ viewport: small, acceptDownloads: true })
    await page.goto(`${hall.origin}/manager/reports`)
    await page.locator('input[autocomplete="username"]').fill(staffNo)
    await page.locator('input[type="password"]').fill('2580')
    await page.keyboard.press('Enter')
    return page
  }

  async function savedBy(page: Page, press: string): Promise<Download> {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator(press).click()])
    return download
  }

  it('shows a report, its rows, and gives both as files', async () => {
    const page = await open('8001')
    const total = (figure: string): Promise<string | null> =>
      page.locator(`[data-row="total"] [data-figure="${figure}"]`).first().textContent()
    await page.locator('[data-row="total"]').first().waitFor()
    expect((await total('arrived'))?.trim()).toBe('9')
    expect((await total('served'))?.trim()).toBe('2')
    expect((await total('servedShare'))?.trim()).toBe('22.2%')
    await page.locator('.bars svg').waitFor()
    await expectAccessible(page)
    await keepShot(page, 'manager-reports-1366x768')

    await page.locator('[data-group-by]').selectOption('applicant')
    await page.locator('[data-row="unclassified"]').getByText('未归类').waitFor()
    await page.locator('[data-row="unclassified"] [data-figure="arrived"]').click()
    await page.locator('[data-rows-count]').getByText('共 9 条').waitFor()
    expect(await page.locator('[data-fact]').count()).toBe(9)
    expect(await page.locator('th', { hasText: '办事人' }).count()).toBe(0)
    await expectAccessible(page)
    await keepShot(page, 'manager-report-rows-1366x768')

    const rowsFile = await savedBy(page, '[data-export="xlsx"]')
    expect(rowsFile.suggestedFilename()).toMatch(/^到访量_到访_\d{4}-\d\d-\d\d\.xlsx$/)
    const rows = new ExcelJs.Workbook()
    await rows.xlsx.readFile(await rowsFile.path())
    expect(rows.worksheets[0]?.rowCount).toBe(10)
    expect(rows.worksheets[0]?.getCell('C2').value).toBeInstanceOf(Date)
    await page.locator('[data-job="done"]').waitFor()

    await page.locator('[data-reason]').fill('核对投诉')
    await page.locator('[data-unmask]').click()
    await page.getByText('理由已记入日志').waitFor()
    await page.locator('th', { hasText: '办事人' }).waitFor()
    await page.keyboard.press('Escape')

    const csv = await savedBy(page, '[data-save="csv"]')
    expect(readFileSync(await csv.path(), 'utf8')).toContain('未归类,9,2,')
    for (const name of [
      'waits',
      'serviceTimes',
      'noShows',
      'outcomes',
      'ratings',
      'attendance',
      'bulletin',
    ]) {
      await page.locator(`[data-report="${name}"]`).click()
      await page.locator(`[data-report="${name}"][aria-pressed="true"]`).waitFor()
      await page.locator('article:not(.working) [data-row="total"]').first().waitFor()
      expect(await page.getByRole('alert').filter({ hasText: /\S/ }).count(), name).toBe(0)
    }
    await page.locator('[data-report-part="byDepartment"]').waitFor()
    await keepShot(page, 'manager-bulletin-1366x768')
    await expectAccessible(page)

    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('Monthly bulletin').first().waitFor()
    await page.locator('[data-report="visits"]').click()
    await page.locator('[data-length="day"]').click()
    await page.locator('article:not(.working) [data-report-part="standard"]').waitFor()
    await page.getByRole('button', { name: 'Dark' }).click()
    await page.setViewportSize({ width: 1920, height: 1080 })
    await keepShot(page, 'manager-reports-dark-en-1920x1080')
    await expectAccessible(page)
    await page.locator('[data-before]').click()
    await page.locator('article:not(.working) [data-row="total"]').first().waitFor()
    expect((await total('arrived'))?.trim()).toBe('0')

    await page.locator('[data-after]').click()
    await page.locator('article:not(.working) [data-row="total"]').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('[data-print]').isVisible()).toBe(false)
    await keepShot(page, 'manager-reports-print')
  })

  it.each(['1001', '2001'])('is not for %s', async (staffNo) => {
    const page = await open(staffNo)
    await page.getByText('只给值班长和管理员使用').waitFor()
    expect(await page.locator('[data-report]').count()).toBe(0)
  })

  it('is for the administrator too', async () => {
    const page = await open('9001')
    await page.locator('[data-row="total"]').first().waitFor()
  })
})
