/** Goal: the code on a ticket leads somewhere a phone can go. Method: each way a server may listen. */
import { expect, test } from 'vitest'
import { phoneOrigin, phoneOriginBehind } from './phoneOrigin.ts'

const here = ['192.168.1.10', '10.8.0.2']

test.each([
  ['http://0.0.0.0:7800', here, 'http://192.168.1.10:7800'],
  ['https://[::]:7800', here, 'https://192.168.1.10:7800'],
  ['http://10.8.0.2:7800', here, 'http://10.8.0.2:7800'],
  ['http://127.0.0.1:7800', here, 'http://127.0.0.1:7800'],
  ['http://0.0.0.0:7800', [], 'http://0.0.0.0:7800'],
])('%s on %o is %s to a phone', (served, addresses, origin) => {
  expect(phoneOrigin(served, addresses)).toBe(origin)
})

test.each([
  ['http://192.168.1.10:7800/', 'http://192.168.7.1:7800', 'http://192.168.1.10:7800'],
  ['http://127.0.0.1:7800', 'http://192.168.1.10:7800', 'http://192.168.1.10:7800'],
  ['http://localhost:7800', undefined, 'http://localhost:7800'],
])('a station at %s, which says %s, sends phones to %s', (hub, told, origin) => {
  expect(phoneOriginBehind(hub, told)).toBe(origin)
})
