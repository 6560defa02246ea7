/**
 * Shows and speaks calls one after the other: never two at once, none left out,
 * none twice. What is spoken is what is shown.
 */
import { emptyQueue, hear, takeNext } from '#shared/client/announcements.ts'
import type { AnnouncedMark, AnnouncementQueue, Pending } from '#shared/client/announcements.ts'
import type { HallView } from '#shared/client/hallClient.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { AnnouncementLog } from './announcementLog.ts'
import type { SpokenLine, Voice } from './voice.ts'

export interface AnnouncerParts {
  readonly voice: Voice
  readonly log: AnnouncementLog
  /** How long a call stands alone on top at least, as the screen is set up now. */
  readonly aloneMs: () => number
  /** How often a call is said again right after. */
  readonly repeats: () => number
  /** Where this screen had come to before it was loaded again. */
  readonly from: AnnouncedMark | undefined
  /** Keeps how far this screen has come. */
  keep(mark: AnnouncedMark): void
  /** Puts the call on the screen; gives what is to be said. */
  show(call: Pending): readonly SpokenLine[]
  /** Called whenever what is still to come changes. */
  changed(queue: AnnouncementQueue): void
  wait(ms: number): Promise<void>
}

/** While more than this many wait behind a call, it stands alone for less long. */
const crowd = 2
const crowdedShare = 0.4

export interface Announcer {
  hear(view: Pick<HallView, 'state' | 'ready'>, events: readonly LedgerEvent[]): void
  readonly queue: AnnouncementQueue
}

/** An announcer that begins at once with whatever it hears. */
export function announcer(parts: AnnouncerParts): Announcer {
  let queue = emptyQueue(parts.from)
  let running = false

  async function run(): Promise<void> {
    if (running) return
    running = true
    for (;;) {
      const taken = takeNext(queue)
      if (taken.next === undefined) break
      const call = taken.next
      const lines = parts.show(call)
      queue = taken.queue
      if (queue.announced !== undefined) parts.keep(queue.announced)
      parts.changed(queue)
      const words = lines.map((line) => line.text)
      parts.log.add('shown', call, words)
      const isCrowded = queue.pending.length > crowd
      const aloneMs = parts.aloneMs() * (isCrowded ? crowdedShare : 1)
      // Whoever still waits to be called comes before a repetition.
      const times = 1 + (isCrowded ? 0 : parts.repeats())
      const said = Array.from({ length: times }, () => lines).flat()
      const [heard] = await Promise.all([parts.voice.say(said), parts.wait(aloneMs)])
      parts.log.add(heard.what, call, words, heard.by)
    }
    running = false
  }

  return {
    get queue() {
      return queue
    },
    hear(view, events) {
      const before = queue
      queue = hear(queue, view, events)
      if (queue === before) return
      if (queue.announced !== undefined && before.announced === undefined) parts.keep(queue.announced)
      parts.changed(queue)
      void run()
    },
  }
}
