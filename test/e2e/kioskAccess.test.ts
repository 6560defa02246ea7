/**
 * Goal: the kiosk's access figures hold on every page: targets, text, contrast, reach, and the whole flow by ear.
 * Method: measure what the browser drew, in each mode; for the flow by ear, a stand-in for the machine's voice
 * writes down what it was told to say, and three keys are all that is pressed.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locales } from '#shared/catalogue/catalogue.ts'
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

/** Parts of the ticket that are not wholly on the screen, or lie under something else, by their names. */
const unseenParts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const unseen: string[] = []
    for (const name of ['.number-big', '.qr', '[data-test="done"]']) {
      const part = document.querySelector(name)
      const { left, top, right, bottom } = part?.getBoundingClientRect() ?? new DOMRect()
      // Their corners are round.
      const inset = (right - left + bottom - top) / 20
      const corners = [
        [left + inset, top + inset],
        [right - inset, top + inset],
        [left + inset, bottom - inset],
        [right - inset, bottom - inset],
        [(left + right) / 2, (top + bottom) / 2],
      ] as const
      const isSeen = corners.every(([x, y]) => {
        const found = document.elementFromPoint(x, y)
        return part !== null && found !== null && part.contains(found)
      })
      if (!isSeen) unseen.push(name)
    }
    return unseen
  })

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
    it.each(Object.entries(pages))('%s: its figures as it is, and in each mode', async (name, taps) => {
      const page = await open(viewport, ...taps)
      expect(await smallTargets(page, 44)).toEqual([])
      /** The page in one mode: turned on where it stands, or, under a sign that covers the switches, on the way there. */
      const inMode = async (mode: 'largePrint' | 'contrast' | 'lowReach', holds?: () => Promise<void>) => {
        if (name === 'help') {
          await page.reload()
          await tap(page, mode, ...taps)
        } else await tap(page, mode)
        await keepShot(page, `kiosk-${mode}-${name}-${size}`)
        await holds?.()
        await expectAccessible(page, mode === 'contrast')
        if (name !== 'help') await tap(page, mode)
      }
      await inMode('largePrint', async () => {
        expect(await smallTexts(page, 30)).toEqual([])
        expect(await smallTargets(page, 60)).toEqual([])
      })
      await inMode('contrast')
      if (name === 'help') return
      await inMode('lowReach', async () => {
        expect(await highButtons(page, 0.33)).toEqual([])
      })
    })
  })

  const wide = { width: 1920, height: 1080 }
  const modes = ['largePrint', 'contrast', 'lowReach', 'byEar'] as const
  // Each language on an upright screen; on a wide one those that are written another way.
  const screens = [
    ...locales.map((locale) => [locale, 'upright', sizes.portrait] as const),
    ...(['ug', 'mn'] as const).map((locale) => [locale, 'wide', wide] as const),
  ]
  it.each(screens)(
    'gives a number in %s in each of its modes, %s: all of the ticket on the screen',
    { timeout: 180_000 },
    async (locale, _, viewport) => {
      const page = await open(viewport)
      for (const mode of modes) {
        if (locale !== 'zh') await tap(page, `language-${locale}`)
        await tap(page, mode)
        await page.evaluate(() => document.fonts.ready)
        const check = async (): Promise<void> => {
          if (mode === 'largePrint') {
            expect(await smallTexts(page, 30)).toEqual([])
            expect(await smallTargets(page, 60)).toEqual([])
          }
          if (mode === 'lowReach') expect(await highButtons(page, 0.33)).toEqual([])
          await expectAccessible(page, mode === 'contrast')
        }
        await check()
        await tap(page, 'service-ga-1001', 'confirm')
        const number = (await at(page, 'number').textContent()) ?? ''
        expect(hall.state().visits.find((v) => v.number === number)).toMatchObject({
          locale,
          state: 'waiting',
        })
        await page.locator('.line').getByRole('button').waitFor()
        expect(await unseenParts(page)).toEqual([])
        await check()
        await tap(page, 'done')
        await at(page, 'service-ga-1001').waitFor()
      }
    },
  )

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
    const withVoice = async (
      langs: readonly string[],
    ): Promise<{ page: Page; spoken: string[]; volumes: number[] }> => {
      const page = await browser.newPage({ viewport: sizes.portrait })
      const spoken: string[] = []
      const volumes: number[] = []
      await page.exposeFunction('noteSpoken', (text: string, volume: number) => {
        spoken.push(text)
        volumes.push(volume)
      })
      await page.addInitScript((tags) => {
        const voices = tags.map((lang) => ({ lang, name: lang }))
        class Utterance {
          text: string
          volume = 1
          constructor(text: string) {
            this.text = text
          }
        }
        Object.defineProperty(globalThis, 'SpeechSynthesisUtterance', { value: Utterance })
        Object.defineProperty(globalThis, 'speechSynthesis', {
          value: {
            getVoices: () => voices,
            cancel: () => undefined,
            speak: ({ text, volume }: Utterance) => {
              ;(globalThis as unknown as { noteSpoken: (said: string, volume: number) => void }).noteSpoken(
                text,
                volume,
              )
            },
          },
        })
      }, langs)
      await page.goto(`${hall.origin}/kiosk`)
      await at(page, 'service-ga-1001').waitFor()
      await tap(page, 'byEar')
      return { page, spoken, volumes }
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
      // Backwards works too, says what it comes to, and reaches the way out.
      const back = at(page, 'caption')
      await page.keyboard.press('ArrowRight')
      const first = await back.innerText()
      await page.keyboard.press('ArrowRight')
      expect(await back.innerText()).not.toBe(first)
      await page.keyboard.press('ArrowLeft')
      expect(await back.innerText()).toBe(first)
      await expect.poll(() => spoken.at(-1)).toBe(first)
      await listenFor(page, zh.ticket.done)
      await page.keyboard.press('Enter')
      await page.locator('.stage[data-screen="home"]').waitFor()
    })

    it('speaks as loud as the hall has it to whoever comes next', async () => {
      const { page, spoken, volumes } = await withVoice(['cmn'])
      await expect.poll(() => spoken.length).toBeGreaterThan(0)
      const [usual] = volumes
      for (let i = 0; i < 3; i += 1) await tap(page, 'ear-softer')
      await expect.poll(() => volumes.at(-1)).toBeLessThan(usual ?? 0)
      await listenFor(page, zh.home.department)
      await tap(page, 'ear-choose')
      await tap(page, 'start-over')
      await page.locator('.stage[data-screen="home"]').waitFor()
      await tap(page, 'byEar')
      await expect.poll(() => volumes.at(-1)).toBe(usual)
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
