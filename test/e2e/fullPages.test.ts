/**
 * Goal: the pages of staff hold a hall at its fullest: the longest names of a real catalogue, twelve services in one
 * visit, a long line, every sheet, the hub gone; in both languages and at the sizes they are made for. Method: the
 * demo hall as a real process with its names replaced, the built pages in a real browser, each looked at for what
 * scrolls and what is cut.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { catalogue } from '#shared/catalogue/catalogue.ts'
import { staffMember } from '#shared/hall/staff.ts'
import { browserAvailable, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { cutTexts, fits } from './fitting.ts'
import { openCounter } from './openCounter.ts'
import { keepShot } from './shots.ts'

const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const

const low = { width: 420, height: 120 }

/** As long as the longest names of a real district's catalogue. */
const long = {
  services: [
    '除从事剧毒、易制爆、汽油加油站、专用危化品仓储的企业外，除中央企业所属省级、设区的市级公司（分公司）从事危险化学品经营活动的企业，不带有储存设施经营除剧毒化学品、易制爆危险化学品以外的其他危险化学品企业经营许可证核发',
    '跨越、穿越普通公路修建桥梁、渡槽或者架设、埋设管线等设施的，以及在普通公路用地范围内架设、埋设管线、电缆等设施，或者利用普通公路桥梁、普通公路隧道、涵洞铺设电缆等设施的许可',
    '经营性人力资源服务机构设立分支机构、变更名称、住所、法定代表人、终止经营活动书面报告（县级）',
  ],
  serviceEn:
    'Registration of changes to the name, residence, legal representative and branches of human resources agencies, with the written report on ending their business',
  department: '区住房和城乡建设局（区人民防空办公室、区城市管理行政执法局）',
  departmentEn: 'Bureau of Housing and Urban-Rural Development (Civil Air Defence Office)',
  queue: '企业开办与工程建设项目审批、不动产登记和水电气报装综合受理',
  queueEn: 'Business start-up, construction permits, real estate registration and utilities',
  counter: '工程建设项目审批与惠企政策兑现专窗',
  counterEn: 'Construction permits and benefits for enterprises',
  person: '阿卜杜热合曼·买买提依明江·吐尔逊',
} as const

const demo = z
  .object({ catalogue, staff: z.array(staffMember) })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'resources', 'demo', 'hall.json'), 'utf8')),
  )

describe.skipIf(!browserAvailable)('a hall at its fullest', () => {
  const browser = useBrowser()
  let hall: DemoHall
  let services: readonly string[]
  beforeAll(async () => {
    hall = await startDemoHall()
    const { catalogue: rows, staff } = demo
    await hall.command('9001', {
      type: 'replaceCatalogue',
      catalogue: {
        ...rows,
        services: rows.services.map((s, i) => ({
          ...s,
          name: { ...s.name, zh: long.services[i % 3] ?? s.name.zh, en: long.serviceEn },
        })),
        departments: rows.departments.map((d) => ({
          ...d,
          name: { ...d.name, zh: long.department, en: long.departmentEn },
        })),
        queues: rows.queues.map((q) => ({ ...q, name: { ...q.name, zh: long.queue, en: long.queueEn } })),
        counters: rows.counters.map((c) => ({ ...c, name: { zh: long.counter, en: long.counterEn } })),
      },
    })
    await hall.command('9001', {
      type: 'replaceStaff',
      staff: staff.map((s) => ({ ...s, name: long.person })),
    })
    services = rows.services.flatMap((s) => (s.queueId === 'queue-j' ? [] : [s.id]))
    for (let n = 0; n < 45; n += 1) await issue([services[n % services.length] ?? ''])
  })
  afterAll(() => hall.close())

  async function issue(serviceIds: readonly string[], more: object = {}): Promise<void> {
    const guide = await hall.signIn('2001')
    const { status } = await hall.post('/visits', { serviceIds, channel: 'desk', ...more }, guide)
    expect(status).toBe(201)
  }

  /** Looks at the page as it stands, at every size and in both languages, and leaves it as it was. */
  async function look(page: Page, name: string, at: readonly { width: number; height: number }[] = sizes) {
    for (const size of at) {
      await page.setViewportSize(size)
      const called = `${name}-${String(size.width)}x${String(size.height)}`
      await keepShot(page, called)
      expect.soft(await cutTexts(page), called).toEqual([])
      expect.soft(await fits(page), called).toBe(true)
    }
    await page.setViewportSize(at[0] ?? sizes[0])
  }

  async function signIn(page: Page, staffNo: string, path: string): Promise<void> {
    await page.goto(`${hall.origin}${path}`)
    await page.locator('input').first().waitFor()
    for (const typed of [staffNo, '2580']) {
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
    }
  }

  async function press(page: Page, verb: string): Promise<void> {
    const button = page.locator(`[data-verb="${verb}"][aria-disabled="false"]`)
    await button.waitFor()
    await page.keyboard.press((await button.getAttribute('aria-keyshortcuts')) ?? '')
  }

  /** Opens what a verb asks, looks at it, and closes it. */
  async function sheet(page: Page, verb: string, name: string): Promise<void> {
    await press(page, verb)
    const dialog = page.locator('dialog')
    await dialog.waitFor()
    if (verb === 'addService') {
      await page.keyboard.type('jy')
      await page.locator('[role="option"]').first().waitFor()
    }
    await look(page, name)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }

  it.each(['zh', 'en'] as const)('fits the guide’s desk, in %s', async (language) => {
    const page = await browser.newPage({ viewport: sizes[0] })
    await page.addInitScript((to) => {
      localStorage.setItem('yihao.language', to)
    }, language)
    await signIn(page, '2001', '/guide')
    await page.locator('[data-field="issue"]').waitFor()
    await page.keyboard.press('i')
    for (let n = 0; n < 12; n += 1) {
      await page.keyboard.type('jy')
      await page.locator('#issue-found [role="option"]').first().waitFor()
      for (let down = 0; down < Math.min(n, 6); down += 1) await page.keyboard.press('ArrowDown')
      if (n === 3) await look(page, `full-${language}-guide-search`)
      await page.keyboard.press('Enter')
    }
    await look(page, `full-${language}-guide-basket`)
    await page.keyboard.press('Enter')
    await page.getByTestId('picked').waitFor()
    await look(page, `full-${language}-guide-issued`)
    await page.keyboard.press('Escape')
    for (const key of ['p', 'c', 'x', 'k']) {
      await page.keyboard.press(key)
      await page.locator('dialog').waitFor()
      await look(page, `full-${language}-guide-${key}`)
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
    }
    await page.keyboard.press('f')
    await page.keyboard.type('00')
    await page.locator('#find-found [role="option"]').first().waitFor()
    await look(page, `full-${language}-guide-find`)
  })

  it.each(['zh', 'en'] as const)('fits the strip beside another program, in %s', async (language) => {
    const page = await browser.newPage({ viewport: low })
    await page.addInitScript((to) => {
      localStorage.setItem('yihao.language', to)
    }, language)
    await issue(services.slice(0, 12), {
      priority: { class: 'elderly', ground: '70 周岁以上老年人' },
      locale: 'ug',
    })
    await signIn(page, '1002', '/console?strip')
    await page.locator('[data-counter="counter-2"]').focus()
    await look(page, `full-${language}-strip-counters`, [low])
    await openCounter(page, 'counter-2')
    await look(page, `full-${language}-strip-idle`, [low])
    await press(page, 'next')
    await page.getByTestId('number').waitFor()
    await look(page, `full-${language}-strip-called`, [low])
    await press(page, 'start')
    await page.locator('[data-verb="finish"][aria-disabled="false"]').waitFor()
    await look(page, `full-${language}-strip-serving`, [low])
    // The longest the clock can be, in a copy of it that does not go on.
    const clock = await page.getByRole('timer').evaluateHandle((going) => {
      const late = going.cloneNode() as Element
      late.textContent = '10:28:48'
      going.replaceWith(late)
      return { going, late }
    })
    await look(page, `full-${language}-strip-late`, [low])
    await clock.evaluate(({ going, late }) => {
      late.replaceWith(going)
    })
    for (const key of ['a', 'o', 't', 'd', 'k', 'b', '?']) {
      await page.keyboard.press(key)
      await page.locator('dialog').waitFor()
      await look(page, `full-${language}-strip-${key === '?' ? 'keys' : key}`, [low])
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
    }
    await press(page, 'finish')
    await page.getByTestId('number').waitFor({ state: 'detached' })
    await page.keyboard.press('w')
    await page.locator('[data-counter]').first().waitFor()
  })

  it.each(['zh', 'en'] as const)('fits the console, in %s', async (language) => {
    await issue(services.slice(0, 12), { priority: { class: 'elderly', ground: '70 周岁以上老年人' } })
    const page = await browser.newPage({ viewport: sizes[0] })
    await page.addInitScript((to) => {
      localStorage.setItem('yihao.language', to)
    }, language)
    await signIn(page, '1001', '/console')
    await page.locator('[data-counter="counter-1"]').waitFor()
    await look(page, `full-${language}-counters`)
    await openCounter(page, 'counter-1')
    await look(page, `full-${language}-idle`)
    await sheet(page, 'call', `full-${language}-call`)
    await press(page, 'next')
    await look(page, `full-${language}-called`)
    await press(page, 'start')
    await page.locator('[data-verb="accepted"][aria-disabled="false"]').waitFor()
    await look(page, `full-${language}-serving`)
    for (const verb of ['transfer', 'addService', 'advised', 'handOver', 'raise', 'keys'])
      await sheet(page, verb, `full-${language}-${verb}`)
    await press(page, 'papersKept')
    await page.getByTestId('number').waitFor({ state: 'detached' })
    await press(page, 'next')
    await press(page, 'start')
    await press(page, 'waiting')
    await page.getByTestId('number').waitFor({ state: 'detached' })
    for (const verb of ['resume', 'pause', 'close']) await sheet(page, verb, `full-${language}-${verb}`)
    await press(page, 'resume')
    await page.locator('dialog').waitFor()
    await page.keyboard.press('1')
    await page.getByTestId('number').waitFor()
    await hall.kill()
    await page.locator('.banner.shown').waitFor()
    await look(page, `full-${language}-hub-lost`)
    await hall.restart()
    await page.locator('.banner.shown').waitFor({ state: 'detached' })
    await press(page, 'finish')
    await page.getByTestId('number').waitFor({ state: 'detached' })
    await press(page, 'close')
    await page.locator('dialog button[type="submit"]').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('[data-counter]').first().waitFor()
  })
})
