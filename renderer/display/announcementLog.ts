/** What this screen showed and spoke, by call number: kept for the hall's technicians, and told to whoever listens. */
import type { Pending } from '#shared/client/announcements.ts'
import type { SaidBy } from './voice.ts'

export interface AnnouncementEntry {
  /** `failed`: a fault of this screen ended the call; the next one went on. */
  readonly what: 'shown' | 'spoken' | 'chimed' | 'silent' | 'failed'
  readonly day: string
  readonly callNo: number
  readonly seq: number
  readonly number: string
  /** What was said, one line per language. */
  readonly lines: readonly string[]
  /** By what each of them was said; nothing of a call that was only shown. */
  readonly by: readonly SaidBy[]
}

/** The name under which the page tells each entry. */
export const announcementEvent = 'yihao:announcement'

/** Entries kept; a day of a busy hall. */
const kept = 5000

export interface AnnouncementLog {
  readonly entries: readonly AnnouncementEntry[]
  add(what: AnnouncementEntry['what'], call: Pending, lines: readonly string[], by?: readonly SaidBy[]): void
}

/** An empty log. */
export function announcementLog(tell: (entry: AnnouncementEntry) => void = () => undefined): AnnouncementLog {
  const entries: AnnouncementEntry[] = []
  return {
    entries,
    add(what, { day, callNo, seq, number }, lines, by = []) {
      const entry = { what, day, callNo, seq, number, lines, by }
      entries.push(entry)
      if (entries.length > kept) entries.shift()
      tell(entry)
    },
  }
}

/** Tells an entry to the page itself. */
export function tellPage(entry: AnnouncementEntry): void {
  document.dispatchEvent(new CustomEvent(announcementEvent, { detail: entry }))
}
