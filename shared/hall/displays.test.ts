/** Goal: a screen is set up by the hall, and no set-up can name a file outside the hall's own folder. Method: the rules of a small hall, and the schema. */
import { describe, expect, it } from 'vitest'
import { openHall } from '#test/fixtures/hall.ts'
import { decodeState, encodeState } from './snapshot.ts'
import { command } from './commands.ts'
import { defaultDisplay, display, displayOf, mediaOf, pictureFile, videoFile } from './displays.ts'
import type { Display } from './displays.ts'

const named = (id: string, more: Partial<Display> = {}): Display =>
  display.parse({ ...defaultDisplay, id, ...more })

describe('screens set up by the hall', () => {
  it('are part of its state, and of its snapshot', () => {
    const hall = openHall()
    expect(hall.state.displays).toEqual([])
    hall.given('boss', { type: 'configureDisplays', displays: [named('lobby', { inches: 75 })] })
    expect(displayOf(hall.state.displays, 'lobby').inches).toBe(75)
    expect(decodeState(encodeState(hall.state)).displays).toEqual(hall.state.displays)
  })

  it.each([
    ['two of one name', [named('a'), named('a')]],
    ['a language twice', [named('a', { languages: ['zh', 'zh'] })]],
    [
      'two panels at one place',
      [
        named('a', {
          panels: [
            { place: 'foot', sharePct: 10, items: [] },
            { place: 'foot', sharePct: 20, items: [] },
          ],
        }),
      ],
    ],
    ['a foot that leaves no room', [named('a', { panels: [{ place: 'foot', sharePct: 41, items: [] }] })]],
  ])('refuses %s', (_, displays) => {
    expect(openHall().when({ type: 'configureDisplays', displays }, 'admin').refusal.code).toBe(
      'catalogueInvalid',
    )
  })

  it('go by the first name that is set up, then by the hall’s default, then by the built-in one', () => {
    const all = [named('default', { inches: 43 }), named('east', { inches: 75 })]
    expect(displayOf(all, undefined, 'east').inches).toBe(75)
    expect(displayOf(all, 'west').inches).toBe(43)
    expect(displayOf([], 'west')).toBe(defaultDisplay)
  })

  it('say which files of the media folder they show', () => {
    const lobby = named('lobby', {
      panels: [
        {
          place: 'aside',
          sharePct: 50,
          items: [
            { type: 'notice', text: { zh: '今日系统维护' }, showS: 10 },
            { type: 'picture', file: '办事指南 1.png', showS: 10, fit: 'whole' },
            { type: 'video', file: 'guide.mp4', fit: 'fill' },
          ],
        },
      ],
    })
    expect([...mediaOf([lobby])]).toEqual(['办事指南 1.png', 'guide.mp4'])
  })
})

describe('a file’s name', () => {
  it.each(['a.png', '办事指南 (新).jpg', 'x.y.webp'])('may be %s', (name) => {
    expect(pictureFile.safeParse(name).success).toBe(true)
  })

  it.each([
    '../a.png',
    '..\\a.png',
    '/etc/a.png',
    'C:a.png',
    'a/b.png',
    '.hidden.png',
    'a.svg',
    'a.png.html',
    'a.png\0',
    '%2e%2e/a.png',
    'a.PNG/',
    '',
    'a'.repeat(200) + '.png',
  ])('may not be “%s”', (name) => {
    expect(pictureFile.safeParse(name).success).toBe(false)
    expect(videoFile.safeParse(name).success).toBe(false)
  })

  it('is checked at the door', () => {
    const panels = [
      { place: 'foot', sharePct: 10, items: [{ type: 'video', file: '../x.mp4', fit: 'fill' }] },
    ]
    const displays = [{ ...defaultDisplay, panels }]
    expect(command.safeParse({ type: 'configureDisplays', displays }).success).toBe(false)
  })
})
