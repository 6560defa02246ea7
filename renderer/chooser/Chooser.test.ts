import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import Chooser from './Chooser.vue'

it('leads to every screen that has an address of its own', () => {
  const links = mount(Chooser).findAll('a')
  expect(links.map((link) => link.attributes('href'))).toEqual([
    '/kiosk',
    '/console',
    '/display',
    '/manager',
    '/pad',
  ])
})
