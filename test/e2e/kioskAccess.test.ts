/**
 * Goal: the kiosk's access figures hold on every page: targets, text, contrast, reach, and the whole flow by ear.
 * Method: measure what the browser drew, in each mode; for the flow by ear, a stand-in for the machine's voice
 * writes down what it was told to say, and three keys are all that is pressed.
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kioskTexts } from '#shared/locale/kiosk.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startKioskHall } from './kioskHall.ts'
import type { KioskHall } from './kioskHall.ts'
import { keepShot } from './shots.ts'

const zh = kioskTexts.zh
const sizes = { portrait: { width: 1080, height: 1920 }, small: { width: 1280, height: 1024 } }
const at = (page: Page, name: string) => page.locator(`[data-test="${name}"]`)
const tap = async (page: Page, ...names: readonly string[]): Promise<void> => {
  for (const name of names) await at(page, name).first().click()
}

/** Each page worth measuring, and the taps that lead there. */
const pages: Readonly<Record<string, readonly string[]>> = {
  home: [],
  department: ['departments', 'department-dept-police', 'service-ga-1001'],
  packages: ['packages'],
  search: ['search', 'key-S', 'key-F'],
  appointment: ['appointment', 'key-Y'],
  review: ['service-ga-1001'],
  priority: ['service-ga-1001', 'priority'],
  ticket: ['service-ga-1001', 'confirm'],
  help: ['person'],
}

/** Visible buttons smaller than the target, as `name width×height`. */
const smallTargets = (page: Page, least: number): Promise<readonly string[]> =>
  page.evaluate((px) => {
    const found: string[] = []
    for (const button of document.querySelectorAll('button')) {
      const { width, height } = button.getBoundingClientRect()
      if (width > 0 && (width < px - 0.5 || height < px - 0.5)) {
        found.push(`${button.textContent.trim()} ${Math.round(width)}×${Math.round(height)}`)
      }
    }
    return found
  }, least)

/** Visible texts smaller than the size, as `text px`. */
const smallTexts = (page: Page, least: number): Promise<readonly string[]> =>
  page.evaluate((px) => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode() !== null) {
      const el = walker.currentNode.parentElement
      const text = walker.currentNode.textContent?.trim() ?? ''
      if (el === null || text === '' || el.getClientRects().length === 0 || el.closest('.hidden') !== null)
        continue
      const size = parseFloat(getComputedStyle(el).fontSize)
      if (size < px) found.push(`${text} ${size}`)
    }
    return found
  }, least)

/** Buttons that reach above this share of the screen's height. */
const highButtons = (page: Page, share: number): Promise<readonly string[]> =>
  page.evaluate((limit) => {
    const found: string[] = []
    for (const button of document.querySelectorAll('button')) {
      const box = button.getBoundingClientRect()
      if (box.width > 0 && box.top < innerHeight * limit) found.push(button.textContent.trim())
    }
    return found
  }, share)

describe.skipIf(!browserAvailable)('access to the kiosk', () => {
  const browser = useBrowser()
  let hall: KioskHall
  beforeAll(async () => {
    hall = await startKioskHall()
  })
  afterAll(() => hall.close())

  const open = async (
    viewport: { width: number; height: number },
    ...taps: readonly string[]
  ): Promise<Page> => {
    const page = await browser.newPage({ viewport })
    await page.goto(`${hall.origin}/kiosk`)
    await at(page, 'service-ga-1001').waitFor()
    await tap(page, ...taps)
    return page
  }

  describe.each(Object.entries(sizes))('%s', (size, viewport) => {
    it.each(Object.entries(pages))('%s: targets of 44 px as it is', async (_name, taps) => {
      expect(await smallTargets(await open(viewport, ...taps), 44)).toEqual([])
    })

    it.each(Object.entries(pages))('%s: large print of 30 px and more, targets of 60', async (name, taps) => {
      const page = await open(viewport, 'largePrint', ...taps)
      await keepShot(page, `kiosk-largePrint-${name}-${size}`)
      expect(await smallTexts(page, 30)).toEqual([])
      expect(await smallTargets(page, 60)).toEqual([])
      await expectAccessible(page)
    })

    it.each(Object.entries(pages))('%s: high contrast of 7:1', async (name, taps) => {
      const page = await open(viewport, 'contrast', ...taps)
      await keepShot(page, `kiosk-contrast-${name}-${size}`)
      const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast-enhanced']).analyze()
      expect(violations.flatMap(({ nodes }) => nodes.map(({ target }) => target.join(' ')))).toEqual([])
      await expectAccessible(page)
    })

    it.each(Object.entries(pages).filter(([name]) => name !== 'help'))(
      '%s: controls within reach of a seated person',
      async (name, taps) => {
        const page = await open(viewport, 'lowReach', ...taps)
        await keepShot(page, `kiosk-lowReach-${name}-${size}`)
        expect(await highButtons(page, 0.33)).toEqual([])
        await expectAccessible(page)
      },
    )
  })

  it('keeps its figures with all modes at once, right to left and vertical', async () => {
    for (const locale of ['ug', 'mn']) {
      const page = await open(
        sizes.portrait,
        `language-${locale}`,
        'largePrint',
        'contrast',
        'lowReach',
        'byEar',
      )
      await keepShot(page, `kiosk-allModes-${locale}`)
      expect(await smallTexts(page, 30)).toEqual([])
      await tap(page, 'service-ga-1001', 'confirm')
      await at(page, 'number').waitFor()
      await expectAccessible(page)
    }
  })

  describe('by ear', () => {
    /** A voice that only writes down what it is told to say. */
    const withVoice = async (langs: readonly string[]): Promise<{ page: Page; spoken: string[] }> => {
      const page = await browser.newPage({ viewport: sizes.portrait })
      const spoken: string[] = []
      await page.exposeFunction('noteSpoken', (text: string) => spoken.push(text))
      await page.addInitScript((tags) => {
        const voices = tags.map((lang) => ({ lang, name: lang }))
        class Utterance {
          text: string
          constructor(text: string) {
            this.text = text
          }
        }
        Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', { value: Utterance })
        Object.defineProperty(globalThis, 'speechSynthesis', {
          value: {
            getVoices: () => voices,
            cancel: () => undefined,
            speak: ({ text }: Utterance) => {
              ;(globalThis as unknown as { noteSpoken: (said: string) => void }).noteSpoken(text)
            },
          },
        })
      }, langs)
      await page.goto(`${hall.origin}/kiosk`)
      await at(page, 'service-ga-1001').waitFor()
      await tap(page, 'byEar')
      return { page, spoken }
    }
    /** Presses next until the caption begins with these words, at most once round. */
    const listenFor = async (page: Page, words: string): Promise<void> => {
      for (let i = 0; i < 60; i += 1) {
        await page.keyboard.press('ArrowRight')
        if ((await at(page, 'caption').innerText()).startsWith(words)) return
      }
      throw new Error(`never said: ${words}`)
    }

    it('leads to a number with three keys, and says every page, choice and the number', async () => {
      const { page, spoken } = await withVoice(['cmn'])
      await expect.poll(() => spoken.at(-1)).toContain(zh.home.title)
      expect(spoken.at(-1)).toContain(zh.ear.howTo)
      await listenFor(page, '居民身份证申领、换领')
      await page.keyboard.press('Enter')
      await expect.poll(() => spoken.at(-1)).toContain(zh.review.title)
      // What to bring and how many wait are said as well as shown.
      expect(spoken.at(-1)).toContain('居民户口簿')
      expect(spoken.at(-1)).toContain(zh.review.wait)
      await listenFor(page, zh.review.confirm)
      await page.keyboard.press('Enter')
      await at(page, 'number').waitFor()
      const number = (await at(page, 'number').textContent()) ?? ''
      await expect.poll(() => spoken.some((text) => text.includes(number))).toBe(true)
      expect(spoken.some((text) => text.includes(zh.ticket.where))).toBe(true)
      // Backwards works too, and reaches the way out.
      await page.keyboard.press('ArrowLeft')
      await listenFor(page, zh.ticket.done)
      await page.keyboard.press('Enter')
      await page.locator('.stage[data-screen="home"]').waitFor()
    })

    it('works by its keys on the screen, and shows what it would say where there is no voice', async () => {
      const { page, spoken } = await withVoice(['en-GB'])
      await tap(page, 'ear-next')
      await page.getByText(zh.ear.noVoice).waitFor()
      expect(spoken).toEqual([])
      expect(await at(page, 'caption').innerText()).not.toBe('')
      await tap(page, 'ear-previous', 'ear-choose')
      await expectAccessible(page)
    })

    it('speaks the question whether anybody is there', async () => {
      const page = await browser.newPage({ viewport: sizes.portrait })
      await page.clock.install()
      await page.goto(`${hall.origin}/kiosk`)
      await tap(page, 'byEar')
      await page.clock.fastForward(121_000)
      await at(page, 'stay').waitFor()
      await expect.poll(() => at(page, 'caption').innerText()).toContain(zh.idle.title)
      await tap(page, 'ear-next')
      expect(await at(page, 'caption').innerText()).toContain(zh.idle.stay)
      await tap(page, 'ear-choose')
      await at(page, 'stay').waitFor({ state: 'detached' })
    })
  })

  it('is used with a plain keyboard: each page begins at its heading, and the focus is never lost', async () => {
    const page = await open(sizes.portrait)
    await at(page, 'service-ga-1001').press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await at(page, 'confirm').press('Enter')
    await at(page, 'number').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  })
})
