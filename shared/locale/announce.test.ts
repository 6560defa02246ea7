/** Goal: what a voice says is what a screen shows, digit by digit. Method: sentences read out against the grammar. */
import { describe, expect, it } from 'vitest'
import { locales } from '../catalogue/catalogue.ts'
import { announcementText, spokenPieces, spokenText } from './announce.ts'

const call = { number: 'A017', counterLabel: '3' }

describe('an announcement', () => {
  it('is shown as one sentence', () => {
    expect(announcementText(call, 'zh')).toBe('请A017号到3号窗口')
    expect(announcementText(call, 'en')).toBe('Number A017, please go to counter 3')
    expect(announcementText({ number: 'B002', counterLabel: '综合' }, 'zh')).toBe('请B002号到综合窗口')
  })

  it('is read with each digit on its own', () => {
    expect(spokenText(call, 'zh')).toBe('请A 零 一 七号到3号窗口')
    expect(spokenText({ number: 'AB120', counterLabel: '12' }, 'en')).toBe(
      'Number A B one two zero, please go to counter 12',
    )
  })

  it.each(locales)('names the number, then the counter, in %s', (locale) => {
    const said = spokenPieces(call, locale).filter((piece) => piece.kind !== 'words')
    expect(said.map((piece) => piece.kind)).toEqual(['sign', 'sign', 'sign', 'sign', 'counter'])
    expect([said[0]?.text, said[4]?.text]).toEqual(['A', '3'])
    expect(spokenPieces(call, locale).every((piece) => piece.text !== '')).toBe(true)
  })
})
