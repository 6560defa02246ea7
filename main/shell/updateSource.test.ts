/** Goal: the updater gets an update's files out of a shared folder, and nothing else of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nameIn, serveFolder, sourceOf } from './updateSource.ts'
import type { ServedFolder } from './updateSource.ts'

it.each([
  ['\\\\server\\share\\yihao', 'folder'],
  ['D:\\yihao', 'folder'],
  ['/mnt/share/yihao', 'folder'],
  ['http://intranet/yihao/', 'address'],
  ['https://intranet/yihao/', 'address'],
])('%s is a %s', (text, kind) => {
  expect(sourceOf(text)).toEqual({ kind, place: text })
})

it.each([
  '',
  'share',
  'javascript:alert(1)',
  'file:///etc',
  'ftp://server/x',
  'http://a:b@intranet/',
  '//server/x',
  '..\\x',
])('"%s" is no place for updates', (text) => {
  expect(sourceOf(text)).toBeUndefined()
})

it.each([
  '/s/../x.yml',
  '/s/..%2fx.yml',
  '/s/a/x.yml',
  '/s/.x.yml',
  '/s/x.txt',
  '/s/',
  '/t/x.yml',
  '/s/%',
  '/s/x.yml%00',
  '/s/..\\x.yml',
])('nothing is served for %s', (path) => {
  expect(nameIn('/s/', path)).toBeUndefined()
})

describe('a shared folder', () => {
  let folder: string
  let served: ServedFolder
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yihao-updates-'))
    mkdirSync(join(folder, 'inner.yml'))
    writeFileSync(join(folder, 'latest.yml'), 'version: 1.2.3\n')
    writeFileSync(join(folder, 'Yihao Setup 1.2.3.exe'), 'installer')
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    served = await serveFolder(folder, 'a-secret')
  })
  afterEach(async () => {
    await served.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** As it is, without the tidying that `fetch` does to paths. */
  const status = async (path: string, method = 'GET'): Promise<number> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(served.url)
      request({ hostname, port, path, method }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
        .on('error', reject)
        .end()
    })

  it('is read through an address only who made it knows', async () => {
    const answer = await fetch(`${served.url}latest.yml?noCache=1`)
    expect(await answer.text()).toBe('version: 1.2.3\n')
    expect(await (await fetch(`${served.url}Yihao%20Setup%201.2.3.exe`)).text()).toBe('installer')
    expect(await status('/latest.yml')).toBe(404)
    expect(new URL(served.url).hostname).toBe('127.0.0.1')
  })

  it('gives nothing else', async () => {
    const base = new URL(served.url).pathname
    for (const path of ['secret.txt', 'inner.yml', '../x.yml', '', 'none.yml'])
      expect(await status(base + path), path).toBe(404)
    expect(await status(`${base}latest.yml`, 'POST')).toBe(405)
  })
})
