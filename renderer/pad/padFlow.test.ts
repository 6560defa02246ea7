/** Goal: the pad asks once, and never answers by itself. Method: the flow step by step. */
import { describe, expect, it } from 'vitest'
import { ratingTimeOutMs as patienceMs } from '#shared/conduct/ratingDevice.ts'
import { idle, reduce, thanksMs } from './padFlow.ts'
import type { Ask, PadAction, PadFlow } from './padFlow.ts'

const ask: Ask = { id: 1, number: 'A001', locale: 'zh', timeOutMs: patienceMs }
const play = (...actions: readonly PadAction[]): PadFlow => actions.reduce(reduce, idle)

describe('the flow', () => {
  it('ends with the next visitor who sits down', () => {
    expect(play({ type: 'wake', ask }, { type: 'another' })).toEqual(idle)
  })

  it('sends a good level at once', () => {
    const sent = play({ type: 'wake', ask }, { type: 'choose', level: 'satisfied' })
    expect(sent).toMatchObject({ at: 'sending', level: 'satisfied', reasons: [] })
    expect(reduce(sent, { type: 'answered', id: ask.id })).toMatchObject({ at: 'thanks' })
  })

  it('asks for a reason at the two lowest, and sends nothing without one', () => {
    const asked = play({ type: 'wake', ask }, { type: 'choose', level: 'veryDissatisfied' })
    expect(asked).toMatchObject({ at: 'reasons', chosen: [] })
    expect(reduce(asked, { type: 'send' })).toBe(asked)
    const one = reduce(asked, { type: 'toggle', reason: 'other' })
    const none = reduce(one, { type: 'toggle', reason: 'other' })
    expect(reduce(one, { type: 'send' })).toMatchObject({ at: 'sending', reasons: ['other'] })
    expect(reduce(none, { type: 'send' })).toBe(none)
    expect(reduce(asked, { type: 'back' })).toMatchObject({ at: 'asking' })
  })

  it('goes back to sleep without an answer, each touch counting anew', () => {
    const nearly: PadAction = { type: 'tick', ms: patienceMs - 1 }
    const asked = play({ type: 'wake', ask }, nearly)
    expect(asked).toMatchObject({ at: 'asking', leftMs: 1 })
    expect(reduce(asked, { type: 'tick', ms: 1 })).toEqual(idle)
    const touched = reduce(asked, { type: 'choose', level: 'dissatisfied' })
    expect(reduce(touched, nearly)).toMatchObject({ at: 'reasons' })
    const thanked = play(
      { type: 'wake', ask },
      { type: 'choose', level: 'satisfied' },
      { type: 'answered', id: ask.id },
      { type: 'tick', ms: thanksMs },
    )
    expect(thanked).toEqual(idle)
  })

  it('says why a rating was not taken, and hears no answer meant for another', () => {
    const sent = play({ type: 'wake', ask }, { type: 'choose', level: 'satisfied' })
    expect(reduce(sent, { type: 'answered', id: 2 })).toBe(sent)
    const refused = reduce(sent, { type: 'answered', id: ask.id, refused: 'alreadyRated' })
    expect(refused).toMatchObject({ at: 'refused', code: 'alreadyRated' })
  })
})
