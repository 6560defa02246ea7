/** Goal: the hall's layout says what its kiosks offer and in what order. Method: one catalogue, several layouts. */
import { expect, test } from 'vitest'
import { plainLayout } from '#shared/hall/kioskLayout.ts'
import { id, partsOf, smallHall } from '#test/fixtures/hall.ts'
import { offerOf, servicesOf } from './offer.ts'

const { catalogue } = partsOf(smallHall)
const ids = (services: readonly { readonly id: string }[]): readonly string[] => services.map((s) => s.id)
const some = (...names: readonly string[]) => names.map(id.service)

test('without a layout everything is offered in the catalogue’s order', () => {
  const offer = offerOf(catalogue, plainLayout)
  expect(ids(offer.services)).toEqual(ids(catalogue.services))
  expect(offer.packages).toEqual(catalogue.packages)
  expect(offer.first.length).toBe(7)
})

test('named services come first, in lists and on the first page; what the catalogue lost is passed over', () => {
  const offer = offerOf(catalogue, {
    ...plainLayout,
    serviceOrder: some('lease', 'gone', 'refund'),
    firstServices: some('deed', 'gone', 'idCard'),
  })
  expect(ids(offer.services).slice(0, 3)).toEqual(['lease', 'refund', 'idCard'])
  expect(ids(offer.first)).toEqual(['deed', 'idCard'])
  expect(ids(servicesOf(offer, id.department('tax')))).toEqual(['refund', 'taxReg', 'invoice'])
})

test('a hidden service is nowhere: not listed, not on the first page, not in a package, and its department goes with it', () => {
  const offer = offerOf(catalogue, {
    ...plainLayout,
    firstServices: some('deed', 'idCard'),
    hiddenServices: some('deed', 'lease'),
  })
  expect(ids(offer.services)).not.toContain('deed')
  expect(ids(offer.first)).toEqual(['idCard'])
  expect(offer.packages).toEqual([])
  expect(ids(offer.departments.map((d) => d.department))).toEqual(['police', 'tax'])
})
