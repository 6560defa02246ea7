/**
 * Goal: screens get the hall's files and nothing else of its computer, also while the hub is away. Method: a served
 * hall with files, links and secrets beside each other; a station's copies over the same hall, alive and dead.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ServedHall } from '#test/fixtures/servedHall.ts'
import { systemTimers } from '../devices/channel/system.clock.ts'
import { hallCopies } from '../station/hallCopies.ts'
import { hallCalls } from '../tls/hallCalls.ts'

let hall: ServedHall
const folder = mkdtempSync(join(tmpdir(), 'yihao-files-'))
beforeAll(async () => {
  hall = await ServedHall.open()
  const media = join(hall.folder, 'media')
  mkdirSync(join(media, 'inner'), { recursive: true })
  writeFileSync(join(media, '办事指南 1%.png'), 'a picture')
  writeFileSync(join(media, 'film.mp4'), '0123456789')
  writeFileSync(join(media, 'page.html'), '<script>')
  writeFileSync(join(media, 'drawing.svg'), '<svg/>')
  writeFileSync(join(media, 'inner', 'deep.png'), 'deep')
  writeFileSync(join(hall.folder, 'secret.png'), 'secret')
  symlinkSync(join(hall.folder, 'secret.png'), join(media, 'link.png'))
  mkdirSync(join(hall.folder, 'voice', 'zh'), { recursive: true })
  writeFileSync(join(hall.folder, 'voice', 'zh', 'please.wav'), 'own voice')
})
afterAll(async () => {
  await hall.close()
  rmSync(folder, { recursive: true })
})

/** The path as it is, not tidied up by a client that means well. */
function raw(path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(hall.origin)
  return new Promise((resolve, reject) => {
    get({ hostname, port, path }, (answer) => {
      let body = ''
      answer.on('data', (piece: Buffer) => {
        body += piece.toString()
      })
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body })
      })
    }).on('error', reject)
  })
}

describe('the hall’s files', () => {
  it('are served by name, in parts where a film asks for one, and asked after cheaply', async () => {
    const picture = await fetch(`${hall.origin}/media/${encodeURIComponent('办事指南 1%.png')}`)
    expect([picture.status, picture.headers.get('content-type'), await picture.text()]).toEqual([
      200,
      'image/png',
      'a picture',
    ])
    const etag = picture.headers.get('etag') ?? ''
    const again = await fetch(picture.url, {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    })
    expect(again.status).toBe(304)
    const part = await fetch(`${hall.origin}/media/film.mp4`, { headers: { range: 'bytes=2-4' } })
    expect([part.status, await part.text()]).toEqual([206, '234'])
  })

  it.each([
    '/media/../secret.png',
    '/media/..%2fsecret.png',
    '/media/%2e%2e%2fsecret.png',
    '/media/..%5csecret.png',
    '/media/%2e%2e/secret.png',
    '/media/....//secret.png',
    '/media//etc/passwd',
    '/media/inner%2fdeep.png',
    '/media/link.png',
    '/media/page.html',
    '/media/drawing.svg',
    '/media/film.mp4%00.png',
    '/media/hall.db',
    '/media/',
    '/voice/own/zh/..%2f..%2fsecret.png',
    '/voice/own/..%2f..%2fmedia/film.mp4',
    '/voice/own/xx/please.wav',
    '/voice/shipped/zh/README.md',
    '/voice/shipped/..%2fzh/please.wav',
  ])('do not include %s', async (path) => {
    const { status, body } = await raw(path)
    expect([400, 404]).toContain(status)
    expect(body).not.toContain('secret')
  })

  it('are listed for those in charge alone, and no more of them than a screen can show', async () => {
    const admin = await hall.rest.signIn('admin')
    const files = await hall.rest.get('/media', admin)
    expect(files.body).toEqual({
      files: [
        { name: '办事指南 1%.png', kind: 'picture', bytes: 9 },
        { name: 'film.mp4', kind: 'video', bytes: 10 },
      ],
    })
    expect((await hall.rest.get('/media', await hall.rest.signIn('t1'))).status).toBe(403)
    expect((await hall.rest.get('/media')).status).toBe(401)
  })

  it('name the recordings a screen may play', async () => {
    const list = (await (await fetch(`${hall.origin}/voice`)).json()) as {
      own: object
      shipped: { zh: string[]; en: string[] }
    }
    expect(list.own).toEqual({ zh: ['please.wav'] })
    expect(list.shipped.zh).toContain('please.wav')
    const shipped = await fetch(`${hall.origin}/voice/shipped/en/17.wav`)
    expect([shipped.status, shipped.headers.get('content-type')]).toEqual([200, 'audio/wav'])
  })
})

describe('a station’s copies', () => {
  it('hold what screens show, follow the hub’s, and go on without it', async () => {
    let nowMs = 0
    let hub: string | undefined = hall.origin
    const copies = hallCopies({
      dir: folder,
      fetch: hallCalls({ isKnown: () => false, secureOnly: false }).fetch,
      hub: () => hub,
      shown: () => new Set(['film.mp4', 'gone.png']),
      monotonicMs: () => nowMs,
      after: systemTimers.after,
    })
    expect(await copies.media('办事指南 1%.png')).toBeUndefined()
    expect(await copies.media('gone.png')).toBeUndefined()
    expect(await copies.media('../secret.png')).toBeUndefined()
    const film = (await copies.media('film.mp4')) ?? expect.fail()
    const text = async (): Promise<string> => {
      const { readFile } = await import('node:fs/promises')
      return readFile(join(film.dir, film.name), 'utf8')
    }
    expect(await text()).toBe('0123456789')
    expect(await copies.clips()).toEqual({ zh: ['please.wav'] })
    expect(await copies.clip('zh', 'please.wav')).toBeDefined()

    writeFileSync(join(hall.folder, 'media', 'film.mp4'), 'another film')
    await copies.media('film.mp4')
    expect(await text()).toBe('0123456789')
    nowMs += 61_000
    await copies.media('film.mp4')
    expect(await text()).toBe('another film')

    nowMs += 61_000
    hub = 'http://127.0.0.1:9'
    expect(await copies.media('film.mp4')).toEqual(film)
    hub = undefined
    expect(await copies.media('film.mp4')).toEqual(film)
    expect(await copies.clips()).toEqual({ zh: ['please.wav'] })

    hub = hall.origin
    rmSync(join(hall.folder, 'media', 'film.mp4'))
    expect(await copies.media('film.mp4')).toBeUndefined()
  })
})
