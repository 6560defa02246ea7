/**
 * Pictures and films of the hall's media folder, held by this page itself once
 * they are here: they go on while nothing can be reached, and a file that is
 * missing or broken concerns nobody else.
 */
import { onScopeDispose, shallowRef } from 'vue'

export interface Media {
  /** An address the page can show the file from; undefined until it is here. Asking for it begins to fetch it. */
  urlOf(file: string): string | undefined
  /** The file cannot be shown by this browser; it is asked for again later. */
  broken(file: string): void
}

interface Held {
  /** Undefined while it is on its way, missing, or broken. */
  readonly url?: string | undefined
  readonly etag?: string | null | undefined
  readonly triedAtMs: number
}

/** How often a file that is here is asked after, and one that is not, ms. */
const freshMs = 10 * 60_000
const retryMs = 30_000
/** A broken file is only fetched again when it has changed, or after so long. */
const brokenMs = 60 * 60_000

export interface MediaParts {
  readonly nowMs: () => number
  readonly fetch: (path: string) => Promise<Response>
  readonly toUrl: (blob: Blob) => string
  readonly release: (url: string) => void
}

/** As the page has them while the component that asks is there. */
export function useMedia(): Media {
  const media = mediaOn({
    nowMs: () => performance.now(),
    fetch: async (path) => fetch(path, { cache: 'no-cache' }),
    toUrl: (blob) => URL.createObjectURL(blob),
    release: (url) => {
      URL.revokeObjectURL(url)
    },
  })
  onScopeDispose(() => {
    media.close()
  })
  return media
}

/** The files over whatever fetches them. */
export function mediaOn(parts: MediaParts): Media & { close(): void } {
  const held = new Map<string, Held>()
  const underWay = new Set<string>()
  /** Raised at each change, so that whoever asked is asked again. */
  const change = shallowRef(0)

  async function load(file: string): Promise<void> {
    if (underWay.has(file)) return
    underWay.add(file)
    const before = held.get(file)
    try {
      const answer = await parts.fetch(`/media/${encodeURIComponent(file)}`)
      if (!answer.ok) {
        // Taken out of the folder: it is not shown any more.
        keep(file, answer.status === 404 ? {} : { url: before?.url, etag: before?.etag })
        return
      }
      const etag = answer.headers.get('etag')
      if (before?.url !== undefined && etag !== null && etag === before.etag) {
        await answer.body?.cancel()
        keep(file, { url: before.url, etag })
        return
      }
      keep(file, { url: parts.toUrl(await answer.blob()), etag })
    } catch {
      // Nothing can be reached: what is here goes on.
      keep(file, { url: before?.url, etag: before?.etag })
    } finally {
      underWay.delete(file)
    }
  }

  function keep(file: string, next: Omit<Held, 'triedAtMs'>): void {
    const before = held.get(file)?.url
    held.set(file, { ...next, triedAtMs: parts.nowMs() })
    if (before === next.url) return
    if (before !== undefined) parts.release(before)
    change.value += 1
  }

  return {
    urlOf(file) {
      void change.value
      const known = held.get(file)
      const sinceMs = parts.nowMs() - (known?.triedAtMs ?? -Infinity)
      if (sinceMs >= (known?.url === undefined ? retryMs : freshMs)) void load(file)
      return known?.url
    },
    broken(file) {
      const url = held.get(file)?.url
      if (url === undefined) return
      held.set(file, { triedAtMs: parts.nowMs() + brokenMs - retryMs })
      parts.release(url)
      change.value += 1
    },
    close() {
      for (const { url } of held.values()) if (url !== undefined) parts.release(url)
      held.clear()
    },
  }
}
