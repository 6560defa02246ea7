/** Goal: a conflict reads as a person would tell it, in both languages. Method: one of each reason against the demo hall. */
import { describe, expect, it } from 'vitest'
import { screenHall } from '#test/fixtures/screenHall.ts'
import { conflictReason } from '#shared/hall/events.ts'
import type { Conflict } from '#shared/hall/events.ts'
import { counterId, factId, staffId, stationId, ticketNumber } from '#shared/ids/ids.ts'
import { managerTextsOf } from '#shared/locale/manager.ts'
import { conflictWords, deedsOf } from './conflictWords.ts'

const { state } = screenHall()
const conflict: Conflict = {
  factId: factId.parse('fact-1'),
  stationId: stationId.parse('counter-1-pc'),
  happenedMs: 0,
  reason: 'unknownNumber',
  number: ticketNumber.parse('A017'),
  counterId: counterId.parse('counter-1'),
  staffId: staffId.parse('staff-1001'),
  clockJumped: false,
  events: [],
}

describe('the words of a conflict', () => {
  it('say what, where and why', () => {
    const words = conflictWords(conflict, ['visitCalled', 'visitFinished'], state, managerTextsOf('zh'))
    expect(words.what).toBe('断网期间对 A017 做了：叫号、办理完毕')
    expect(words.where).toBe('1 号窗口 · 窗口 1 号 · 设备 counter-1-pc')
    expect(words.why).toBe('大厅没有发过这个号。')
  })

  it('have a sentence and a next step for every reason, and never a code', () => {
    for (const locale of ['zh', 'en'] as const) {
      for (const reason of conflictReason.options) {
        const words = conflictWords({ ...conflict, reason }, undefined, state, managerTextsOf(locale))
        expect(words.why).not.toContain(reason)
        expect(words.advice.length).toBeGreaterThan(5)
        expect(words.what).toContain('A017')
      }
    }
  })

  it('name each deed once, and one nobody knows as something else', () => {
    expect(deedsOf(['visitCalled', 'visitRecalled', 'turnRecorded', 'notYetInvented'])).toEqual([
      'called',
      'recorded',
      'other',
    ])
  })
})
