/** Goal: no key leads a visitor out of a page; none that a teller works with is taken away. */
import { describe, expect, it } from 'vitest'
import { keyOf } from '#renderer/console/keys.ts'
import { isSwallowed, shortcutsOf } from './swallowedKeys.ts'
import type { KeyPress, Platform } from './swallowedKeys.ts'

/** `Control+Shift+KeyI` as Electron tells it. */
function press(text: string): KeyPress {
  const parts = text.split('+')
  const code = parts.at(-1) ?? ''
  const has = (name: string): boolean => parts.slice(0, -1).includes(name)
  const key = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? code
  return { code, key, control: has('Control'), alt: has('Alt'), shift: has('Shift'), meta: has('Meta') }
}

const platforms: readonly Platform[] = ['win32', 'linux', 'darwin']
const ways = [
  ...[
    'F1',
    'F3',
    'F5',
    'F6',
    'F7',
    'F10',
    'F11',
    'F12',
    'F24',
    'Shift+F10',
    'Control+F5',
    'Alt+F4',
    'Control+F4',
  ],
  ...[
    'Control+KeyR',
    'Control+Shift+KeyR',
    'Control+KeyW',
    'Control+Shift+KeyW',
    'Control+KeyN',
    'Control+Shift+KeyN',
  ],
  ...[
    'Control+KeyT',
    'Control+KeyO',
    'Control+KeyS',
    'Control+KeyP',
    'Control+KeyU',
    'Control+KeyF',
    'Control+KeyL',
  ],
  ...[
    'Control+Shift+KeyI',
    'Control+Shift+KeyJ',
    'Control+Shift+KeyC',
    'Control+KeyJ',
    'Control+KeyH',
    'Control+KeyD',
  ],
  ...[
    'Control+Equal',
    'Control+Minus',
    'Control+Digit0',
    'Control+Tab',
    'Control+Escape',
    'Control+Shift+Escape',
  ],
  ...[
    'Alt+ArrowLeft',
    'Alt+ArrowRight',
    'Alt+Home',
    'Alt+Tab',
    'Alt+Space',
    'Alt+KeyD',
    'Control+Alt+Delete',
  ],
  ...[
    'Meta+KeyR',
    'Meta+KeyE',
    'Meta+KeyD',
    'Meta+KeyL',
    'Meta+Tab',
    'Meta+KeyQ',
    'Meta+KeyW',
    'MetaLeft',
    'Meta',
  ],
  ...[
    'ContextMenu',
    'PrintScreen',
    'BrowserBack',
    'BrowserHome',
    'BrowserSearch',
    'LaunchMail',
    'LaunchApp1',
    'Power',
    'Sleep',
  ],
]

describe.each(platforms)('on %s', (platform) => {
  it.each(['kiosk', 'display', 'pad'] as const)('a %s lets none of them through', (mode) => {
    expect(ways.filter((way) => !isSwallowed(platform, mode, press(way)))).toEqual([])
  })

  it('a visitor can still write, move and choose', () => {
    const own = [
      'KeyA',
      'Shift+KeyA',
      'Digit5',
      'Numpad3',
      'Space',
      'Enter',
      'Tab',
      'Shift+Tab',
      'Escape',
      'Backspace',
      'ArrowDown',
      'Home',
      'End',
      'PageUp',
    ]
    expect(own.filter((key) => isSwallowed(platform, 'kiosk', press(key)))).toEqual([])
  })

  it('a teller keeps every key of the console, and copying', () => {
    const primary = platform === 'darwin' ? 'Meta' : 'Control'
    const own = Object.values(keyOf)
      .filter((key) => /^[A-Z]$/.test(key))
      .map((key) => `Key${key}`)
    expect(own.length).toBeGreaterThan(15)
    const text = ['KeyC', 'KeyV', 'KeyX', 'KeyA', 'KeyZ', 'KeyF', 'KeyP'].map((key) => `${primary}+${key}`)
    expect(
      [...own, ...text, 'Shift+Slash', 'Escape'].filter((key) =>
        isSwallowed(platform, 'console', press(key)),
      ),
    ).toEqual([])
  })

  it('a teller cannot reload, close or look inside by mistake', () => {
    const primary = platform === 'darwin' ? 'Meta' : 'Control'
    const lost = ['F5', 'F12', `${primary}+KeyR`, `${primary}+Shift+KeyI`, `${primary}+KeyW`, 'Alt+ArrowLeft']
    expect(lost.filter((key) => !isSwallowed(platform, 'hub', press(key)))).toEqual([])
  })

  it('asks the system for the ways out it has, each once', () => {
    const shortcuts = shortcutsOf(platform)
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
    expect(shortcuts).toContain(platform === 'darwin' ? 'Command+Q' : 'Alt+F4')
  })
})
