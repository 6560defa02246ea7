/** Goal: what a screen shows beside calls goes on by itself, and what cannot be shown hurts nobody. Method: a folder in memory. */
import { describe, expect, it } from 'vitest'
import { mediaOn } from './media.ts'

function folder(files: Record<string, { text: string; etag: string }>) {
  let nowMs = 0
  let isUp = true
  const live = new Set<string>()
  let urls = 0
  const media = mediaOn({
    nowMs: () => nowMs,
    fetch: (path) => {
      if (!isUp) return Promise.reject(new TypeError('nobody there'))
      const file = files[decodeURIComponent(path.replace('/media/', ''))]
      if (file === undefined) return Promise.resolve(new Response('', { status: 404 }))
      return Promise.resolve(new Response(file.text, { headers: { etag: file.etag } }))
    },
    toUrl: () => {
      const url = `blob:${String((urls += 1))}`
      live.add(url)
      return url
    },
    release: (url) => live.delete(url),
  })
  return {
    media,
    live,
    files,
    later: (ms: number) => {
      nowMs += ms
    },
    up: (now: boolean) => {
      isUp = now
    },
    /** Asks, and lets what that began come to its end. */
    ask: async (file: string) => {
      media.urlOf(file)
      for (let i = 0; i < 20; i += 1) await Promise.resolve()
      await new Promise((resolve) => {
        const channel = new MessageChannel()
        channel.port1.onmessage = resolve
        channel.port2.postMessage(0)
      })
      return media.urlOf(file)
    },
  }
}

describe('a screen’s pictures', () => {
  it('are held by the page, and go on while nothing can be reached', async () => {
    const f = folder({ '指南.png': { text: 'one', etag: '1' } })
    const url = await f.ask('指南.png')
    expect(url).toBe('blob:1')
    f.up(false)
    f.later(3_600_000)
    expect(await f.ask('指南.png')).toBe(url)
  })

  it('are fetched again only when they have changed, and the old one is let go', async () => {
    const f = folder({ 'a.png': { text: 'one', etag: '1' } })
    await f.ask('a.png')
    f.later(11 * 60_000)
    expect(await f.ask('a.png')).toBe('blob:1')
    f.files['a.png'] = { text: 'two', etag: '2' }
    f.later(11 * 60_000)
    expect(await f.ask('a.png')).toBe('blob:2')
    expect([...f.live]).toEqual(['blob:2'])
  })

  it('that are missing or broken are nothing, and asked for again later', async () => {
    const f = folder({ 'b.png': { text: 'no picture', etag: '1' } })
    expect(await f.ask('missing.png')).toBeUndefined()
    await f.ask('b.png')
    f.media.broken('b.png')
    expect(await f.ask('b.png')).toBeUndefined()
    f.files['missing.png'] = { text: 'here', etag: '9' }
    f.later(31_000)
    expect(await f.ask('missing.png')).toBeDefined()
    f.later(3_600_000)
    expect(await f.ask('b.png')).toBeDefined()
  })

  it('taken out of the folder are not shown any more', async () => {
    const f = folder({ 'a.png': { text: 'one', etag: '1' } })
    await f.ask('a.png')
    delete f.files['a.png']
    f.later(11 * 60_000)
    expect(await f.ask('a.png')).toBeUndefined()
    expect([...f.live]).toEqual([])
  })
})
