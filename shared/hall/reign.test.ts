import { describe, expect, test } from 'vitest'
import { id } from '#test/fixtures/hall.ts'
import { outranks } from './reign.ts'

describe('of two hubs', () => {
  const [first, a, b] = [{ epoch: 0 }, { epoch: 2, hubId: id.hub('a') }, { epoch: 2, hubId: id.hub('b') }]

  test.each([
    ['the higher epoch holds', a, first, true],
    ['the lower epoch does not', first, a, false],
    ['of one epoch the greater id holds', b, a, true],
    ['and the lesser does not', a, b, false],
    ['a hub is not above itself', a, a, false],
    ['one that says no id is taken for the same', { epoch: 2 }, a, false],
    ['whichever way it is asked', a, { epoch: 2 }, false],
  ])('%s', (_what, one, other, holds) => {
    expect(outranks(one, other)).toBe(holds)
  })
})
