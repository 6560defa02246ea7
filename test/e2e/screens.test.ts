/**
 * Goal: what was built is what a browser shows, at each address of the contract. Method: the built files served with
 * the hub's headers, in the real browser; a hall's own behaviour is tested elsewhere.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { serveScreenFiles } from './screenFiles.ts'

describe.skipIf(!browserAvailable)('the built screens', () => {
  const browser = useBrowser()
  let screens: Awaited<ReturnType<typeof serveScreenFiles>>
  beforeAll(async () => {
    screens = await serveScreenFiles()
  })
  afterAll(() => screens.close())

  it.each(['/', '/kiosk', '/console', '/display', '/manager', '/pad?counter=c1', '/v/AAAAAAAAAAAAAAAA'])(
    '%s loads without an error',
    async (address) => {
      const page = await browser.newPage()
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(error.message))
      // What the hub's policy stopped is no error of the page's, and whoever looks for one finds it first.
      await page.exposeFunction('stopped', (what: string) => problems.push(what))
      await page.addInitScript(`
        addEventListener('securitypolicyviolation', (stopped) => {
          window.stopped(stopped.effectiveDirective + ' ' + stopped.blockedURI)
        })`)
      await page.goto(screens.origin + address)
      await page.locator('#app > *').first().waitFor()
      expect(problems).toEqual([])
    },
  )

  it('draws Chinese with a font of its own, on a machine that has none', async () => {
    const page = await browser.newPage()
    await page.goto(screens.origin)
    await page.evaluate(async () => {
      document.body.innerHTML = '<span id="one" style="font-size:40px">窗</span>'
      await document.fonts.ready
    })
    const loaded = await page.evaluate(() => document.fonts.check('40px "Noto Sans SC Variable"', '窗'))
    const box = await page.locator('#one').boundingBox()
    expect(loaded).toBe(true)
    // A hanzi fills its square; a missing font gives nothing, or a narrow box.
    expect(box?.width).toBeCloseTo(40, 0)
  })

  it('has nothing serious against it on the chooser', async () => {
    const page = await browser.newPage()
    await page.goto(screens.origin)
    await page.locator('h1').waitFor()
    await expectAccessible(page)
  })
})
