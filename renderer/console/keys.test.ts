/** Goal: every verb has one key of its own, and nothing else does anything. Method: the table, key by key. */
import { describe, expect, it } from 'vitest'
import { isTyping, keyOf, pressed, verbs } from './keys.ts'
import type { KeyPress } from './keys.ts'

function key(code: string, more: Partial<KeyPress> = {}): KeyPress {
  return {
    code,
    key: code,
    repeat: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    ...more,
  }
}

describe('the console’s keys', () => {
  it('gives each verb a key of its own', () => {
    expect(new Set(verbs.map((verb) => keyOf[verb])).size).toBe(verbs.length)
  })

  it.each(verbs.filter((verb) => verb !== 'keys'))('%s is pressed by its key', (verb) => {
    expect(pressed(key(`Key${keyOf[verb]}`))).toEqual({ kind: 'verb', verb })
  })

  it('means the place of the key, whatever an input method makes of it', () => {
    expect(pressed(key('KeyN', { key: 'Process' }))).toEqual({ kind: 'verb', verb: 'next' })
    expect(pressed(key('Slash', { key: '？' }))).toEqual({ kind: 'verb', verb: 'keys' })
  })

  it('chooses a service by its figure, on either row of figures', () => {
    expect(pressed(key('Digit3'))).toEqual({ kind: 'service', place: 2 })
    expect(pressed(key('Numpad3'))).toEqual({ kind: 'service', place: 2 })
  })

  it.each([{ repeat: true }, { ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }])(
    'means nothing with %o',
    (more) => {
      expect(pressed(key('KeyN', more))).toBeUndefined()
    },
  )

  it('rests while text is typed', () => {
    expect(isTyping(document.createElement('input'))).toBe(true)
    expect(isTyping(document.createElement('button'))).toBe(false)
    expect(isTyping(null)).toBe(false)
  })
})
