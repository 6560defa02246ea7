/** Goal: a computer shows one certificate for years, its key stays its own, and the next one is known in time. Method: real files. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { certificatesFor, endWarning, fingerprintsOf } from './certificate.ts'
import type { Certificates } from './certificate.ts'

const nowMs = Date.UTC(2026, 5, 1)
const dayMs = 86_400_000
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-tls-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const own = async (atMs = nowMs): Promise<Certificates> =>
  certificatesFor({ from: 'ownMade' }, folder, ['hall.example.cn'], atMs)
const at = (name: string): string => join(folder, 'tls', name)

test('one made here stays the same, is good for ten years, and its key is this account’s alone', async () => {
  const { current, next } = await own()
  expect(current.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  expect(current.validUntilMs - nowMs).toBe(3650 * dayMs)
  expect(next).toBeUndefined()
  expect((await own(nowMs + 2000 * dayMs)).current).toEqual(current)
  expect(statSync(at('own.pem')).mode & 0o777).toBe(0o600)
  expect(readFileSync(at('certificate.crt'), 'utf8')).not.toContain('PRIVATE KEY')
  expect(endWarning(current, nowMs)).toBeUndefined()
})

test('the next one is made and told of a year before the end, and shown from a month before it on', async () => {
  const first = await own()
  const told = await own(first.current.validUntilMs - 300 * dayMs)
  expect(told.current).toEqual(first.current)
  expect(fingerprintsOf(told)).toEqual([first.current.fingerprint, told.next])
  const changed = await own(first.current.validUntilMs - 20 * dayMs)
  expect(changed.current.fingerprint).toBe(told.next)
  expect(statSync(at('own.pem')).mode & 0o777).toBe(0o600)
})

test('the hall’s own is taken from two files; what is no certificate with its key is refused in one line', async () => {
  const { current } = await own()
  const [cert, key, next] = [join(folder, 'c.pem'), join(folder, 'k.pem'), join(folder, 'n.pem')]
  writeFileSync(cert, current.cert)
  writeFileSync(key, current.key)
  rmSync(join(folder, 'tls'), { recursive: true })
  const other = (await own()).current
  writeFileSync(next, other.cert)
  const files = { from: 'files', cert, key, next } as const
  const given = await certificatesFor(files, folder, [], nowMs)
  expect(fingerprintsOf(given)).toEqual([current.fingerprint, other.fingerprint])

  writeFileSync(key, other.key)
  await expect(certificatesFor(files, folder, [], nowMs)).rejects.toThrow(
    /k\.pem: not a certificate with its key/,
  )
  const none = { from: 'files', cert: join(folder, 'none.pem'), key } as const
  await expect(certificatesFor(none, folder, [], nowMs)).rejects.toThrow(
    /none\.pem cannot be read \(ENOENT\)/,
  )
})

test('its end is said a month before and from then on', async () => {
  const { current } = await own()
  expect(endWarning(current, current.validUntilMs - 31 * dayMs)).toBeUndefined()
  expect(endWarning(current, current.validUntilMs - 29 * dayMs)).toMatch(
    /runs out on 20\d\d-\d\d-\d\d: give the next/,
  )
  expect(endWarning(current, current.validUntilMs + 1)).toMatch(/ran out on/)
})
