/**
 * Shows and speaks calls one after the other: never two at once, none left out,
 * none twice. What is spoken is what is shown.
 */
import { emptyQueue, hear, takeNext } from '#shared/client/announcements.ts'
import type {
  AnnouncedMark,
  AnnouncementQueue,
  HeardView,
  Pending,
  Tells,
} from '#shared/client/announcements.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { AnnouncementLog } from './announcementLog.ts'
import type { Heard, SpokenLine, Voice } from './voice.ts'

export interface AnnouncerParts {
  readonly voice: Voice
  readonly log: AnnouncementLog
  /** How long a call stands alone on top at least, as the screen is set up now. */
  readonly aloneMs: () => number
  /** How often a call is said again right after. */
  readonly repeats: () => number
  /** Where this screen had come to before it was loaded again. */
  readonly from: AnnouncedMark | undefined
  /** Which calls are this screen's to tell, as it is set up now. */
  readonly tells: Tells
  /** Keeps how far this screen has come. */
  keep(mark: AnnouncedMark): void
  /** Puts the call on the screen; gives what is to be said. */
  show(call: Pending): readonly SpokenLine[]
  /** Called whenever what is still to come changes. */
  changed(queue: AnnouncementQueue): void
  wait(ms: number): Promise<void>
  /** Told of every fault of ours. */
  onFault(error: unknown): void
}

/** While more than this many wait behind a call, it stands alone for less long. */
const crowd = 2
const crowdedShare = 0.4

export interface Announcer {
  hear(view: HeardView, events: readonly LedgerEvent[]): void
  readonly queue: AnnouncementQueue
}

/** An announcer that begins at once with whatever it hears. */
export function announcer(parts: AnnouncerParts): Announcer {
  let queue = emptyQueue(parts.from)
  let running = false

  async function run(): Promise<void> {
    if (running) return
    running = true
    try {
      for (;;) {
        const taken = takeNext(queue, parts.tells)
        const isFurther = taken.queue !== queue
        // Before anything is tried with it: a call that cannot be shown must not keep back those behind it.
        queue = taken.queue
        if (taken.next === undefined) {
          // Calls passed over stay so, also when this page is loaded again as another zone's.
          if (isFurther) keepMark()
          break
        }
        await announce(taken.next)
      }
    } finally {
      running = false
    }
  }

  /** Shows and says one call. Whatever goes wrong with it is on record, and ends with it. */
  async function announce(call: Pending): Promise<void> {
    let words: readonly string[] = []
    try {
      const lines = parts.show(call)
      words = lines.map((line) => line.text)
      parts.log.add('shown', call, words)
      keepMark()
      parts.changed(queue)
      const isCrowded = queue.pending.filter(parts.tells).length > crowd
      const aloneMs = parts.aloneMs() * (isCrowded ? crowdedShare : 1)
      // Whoever still waits to be called comes before a repetition.
      const times = 1 + (isCrowded ? 0 : parts.repeats())
      const said = Array.from({ length: times }, () => lines).flat()
      // Also a call that could not be said stands alone for its time.
      const [heard] = await Promise.all([heardOf(said), parts.wait(aloneMs)])
      parts.log.add(heard?.what ?? 'failed', call, words, heard?.by)
    } catch (error) {
      parts.log.add('failed', call, words)
      parts.onFault(error)
    }
  }

  /** A mark that cannot be kept costs no call. */
  function keepMark(): void {
    try {
      if (queue.announced !== undefined) parts.keep(queue.announced)
    } catch (error) {
      parts.onFault(error)
    }
  }

  async function heardOf(lines: readonly SpokenLine[]): Promise<Heard | undefined> {
    try {
      return await parts.voice.say(lines)
    } catch (error) {
      parts.onFault(error)
      return undefined
    }
  }

  return {
    get queue() {
      return queue
    },
    hear(view, events) {
      const before = queue
      queue = hear(queue, view, events)
      if (queue === before) return
      if (before.announced === undefined) keepMark()
      try {
        parts.changed(queue)
      } catch (error) {
        parts.onFault(error)
      }
      void run()
    },
  }
}
