/** Goal: a call can be read from where the hall's visitors stand. Method: the rule worked out by hand for known screens. */
import { describe, expect, it } from 'vitest'
import { defaultDisplay as defaultConfig } from '#shared/hall/displays.ts'
import { configOf } from './config.ts'
import { pageOf } from './board.ts'
import { fontPxFor, layoutOf } from './layout.ts'
import { limitMs, voiceFor } from './voice.ts'

const fullHd = { widthPx: 1920, heightPx: 1080 }
const upright = { widthPx: 1080, heightPx: 1920 }

describe('the sizes of a screen', () => {
  it('makes capitals 98 mm high for a reader at 8 m', () => {
    const fontPx = fontPxFor(8, fullHd, 55)
    const mmPerPx = (55 * 25.4) / Math.hypot(1920, 1080)
    expect(fontPx * 0.733 * mmPerPx).toBeCloseTo(97.6, 1)
  })

  it.each([fullHd, upright])('keeps that for every call on a 55 inch screen of %o', (size) => {
    const layout = layoutOf(defaultConfig, size)
    expect(layout.callPx).toBeCloseTo(fontPxFor(8, size, 55))
    expect(layout.latestPx).toBeGreaterThan(layout.callPx)
    expect(layout.readableM).toBe(8)
    expect(layout.rows).toBeGreaterThanOrEqual(2)
  })

  it('shows more calls to readers who stand nearer', () => {
    expect(layoutOf({ ...defaultConfig, distanceM: 4 }, fullHd).rows).toBeGreaterThan(
      layoutOf(defaultConfig, fullHd).rows,
    )
  })

  it('says from how far a small screen can be read', () => {
    const { readableM } = layoutOf({ ...defaultConfig, inches: 24 }, fullHd)
    expect(readableM).toBeGreaterThan(3)
    expect(readableM).toBeLessThan(8)
  })
})

describe('the address of a screen', () => {
  it('sets it up', () => {
    const query = new URLSearchParams('distance=5&inches=43&languages=zh,ug,xx&voice=off&theme=light')
    expect(configOf(query, defaultConfig)).toEqual({
      ...defaultConfig,
      distanceM: 5,
      inches: 43,
      languages: ['zh', 'ug'],
      voice: false,
      theme: 'light',
    })
  })

  it('makes the one screen speak that shall, whatever the hall says of all', () => {
    const quiet = { ...defaultConfig, voice: false }
    expect(configOf(new URLSearchParams('voice=on'), quiet).voice).toBe(true)
    expect(configOf(new URLSearchParams(''), quiet).voice).toBe(false)
  })

  it('takes the default for what makes no sense', () => {
    const nonsense = new URLSearchParams('distance=-1&inches=big&near=0&languages=&voice=maybe&theme=pink')
    expect(configOf(nonsense, defaultConfig)).toEqual(defaultConfig)
  })
})

describe('rows that do not fit', () => {
  it('take turns, and every row has its turn', () => {
    const rows = [1, 2, 3, 4, 5]
    const seen = [0, 8000, 16_000].flatMap((nowMs) => pageOf(rows, 2, nowMs))
    expect(seen).toEqual(rows)
  })
})

describe('a voice', () => {
  const voices = [
    { lang: 'en-GB', localService: true },
    { lang: 'cmn-latn-pinyin', localService: true },
    { lang: 'zh_CN', localService: false },
    { lang: 'kk-KZ', localService: true },
  ].map((v) => ({ ...v, default: false, name: v.lang, voiceURI: v.lang }))

  it('is one of the language, a local one first', () => {
    expect(voiceFor('zh', voices)?.lang).toBe('cmn-latn-pinyin')
    expect(voiceFor('en', voices)?.lang).toBe('en-GB')
  })

  it('is none rather than one that cannot read the script', () => {
    expect(voiceFor('kk', voices)).toBeUndefined()
    expect(voiceFor('ug', voices)).toBeUndefined()
  })

  it('has a time limit that grows with what is said', () => {
    expect(limitMs('请A017号到3号窗口')).toBeLessThan(12_000)
  })
})
