/** Goal: figures that add up (I8), with what nobody said kept apart. Method: a few ratings counted by hand. */
import { describe, expect, it } from 'vitest'
import { figuresOf, keptRating } from './ratingFigures.ts'
import type { KeptRating } from './ratingFigures.ts'

let seq = 0
function rating(visitId: string, of: Partial<Record<keyof KeptRating, unknown>>): KeptRating {
  return keptRating.parse({
    seq: (seq += 1),
    visitId,
    day: '2026-03-02',
    atMs: 1,
    channel: 'pad',
    ordinal: 1,
    level: 'satisfied',
    reasons: [],
    reasonsVersion: '2020-1',
    ...of,
  })
}

const some = [
  rating('v1', { staffId: 't1', serviceId: 'idCard', level: 'verySatisfied' }),
  rating('v1', { staffId: 't2', serviceId: 'deed', level: 'satisfied' }),
  rating('v2', { channel: 'qr', level: 'veryDissatisfied', reasons: ['poorAttitude'] }),
  rating('v2', { channel: 'qr', level: 'satisfied', ordinal: 2 }),
  rating('v3', { staffId: 't1', channel: 'systemDefault' }),
]

describe('figures', () => {
  const figures = figuresOf(some, 4)

  it('count visits somebody rated, and no default', () => {
    expect(figures).toMatchObject({ visits: 4, ratedVisits: 2, activeRate: 0.5, count: 3 })
    expect(figures).toMatchObject({ followUps: 1, systemDefaults: 1, satisfaction: 2 / 3 })
  })

  it.each(['byChannel', 'byTeller', 'byService'] as const)('%s adds up to the total', (rows) => {
    const sum = figures[rows].reduce((total, row) => total + row.count, 0)
    expect(sum).toBe(figures.count)
    for (const row of figures[rows])
      expect(Object.values(row.byLevel).reduce((total, n) => total + n, 0)).toBe(row.count)
  })

  it('show what belongs to nobody in particular, last', () => {
    expect(figures.byTeller.map(({ key, count }) => [key, count])).toEqual([
      ['t1', 1],
      ['t2', 1],
      [null, 1],
    ])
  })

  it('of no visits are no rates', () => {
    expect(figuresOf([], 0)).toMatchObject({ activeRate: null, satisfaction: null, count: 0 })
  })
})
