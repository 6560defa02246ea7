/** Goal: a hall may choose its colours and its offer, and never a screen that cannot be read. Method: examples from WCAG. */
import { expect, test } from 'vitest'
import { openHall, partsOf, smallHall } from '#test/fixtures/hall.ts'
import { contrast, contrastProblems, kioskLayout, ownColours, plainLayout, shadesOf } from './kioskLayout.ts'

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#ffffff', '#ffffff')).toBe(1)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2)
})

test('the product’s own colours are fine, and so are a hall’s red ones', () => {
  expect(contrastProblems(ownColours)).toEqual([])
  expect(contrastProblems({ brand: '#a8201a', onBrand: '#ffffff', paper: '#fdf6ec' })).toEqual([])
  expect(shadesOf({ brand: '#000000' })).toEqual({ tint: '#e3e3e3', pressed: '#d1d1d1' })
})

test.each([
  ['a pale brand', { brand: '#6fb1e8', onBrand: '#000000', paper: '#ffffff' }, 'brand on white'],
  ['yellow on white', { brand: '#0b4f8a', onBrand: '#3d7fb8', paper: '#ffffff' }, 'onBrand on brand'],
  ['a dark page', { brand: '#0b4f8a', onBrand: '#ffffff', paper: '#223344' }, 'text on paper'],
  ['a page that hides edges', { brand: '#0b4f8a', onBrand: '#ffffff', paper: '#c8d2dc' }, 'edges on paper'],
])('%s is refused, with what cannot be read', (_name, colours, pair) => {
  expect(contrastProblems(colours).map((p) => p.pair)).toContain(pair)
  const settings = { ...partsOf(smallHall).settings, kioskLayout: { ...plainLayout, colours } }
  openHall().when({ type: 'configureHall', settings }, 'admin').refused('contrastTooLow', {
    path: 'kioskLayout.colours',
  })
})

test('a layout reaches the state with the settings', () => {
  const layout = { ...plainLayout, colours: { brand: '#a8201a', onBrand: '#ffffff', paper: '#fdf6ec' } }
  const settings = { ...partsOf(smallHall).settings, kioskLayout: layout }
  const hall = openHall().given('admin', { type: 'configureHall', settings })
  expect(hall.state.settings?.kioskLayout).toEqual(layout)
})

test('a logo is a picture and nothing that could carry more', () => {
  const withLogo = (logo: string) => kioskLayout.safeParse({ ...plainLayout, logo }).success
  expect(withLogo('data:image/png;base64,iVBORw0KGgo=')).toBe(true)
  for (const bad of [
    'data:image/svg+xml;base64,PHN2Zz4=',
    'data:text/html;base64,PGI+',
    'https://example.com/logo.png',
    'data:image/png;base64,"onload=',
    `data:image/png;base64,${'A'.repeat(200_000)}`,
  ])
    expect(withLogo(bad)).toBe(false)
})
