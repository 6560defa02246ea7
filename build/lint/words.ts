/** One word per concept: words that are not ours, and what we say instead. Read by the lint rule and the tidy tests. */
export interface BannedWord {
  /** Lower-case words as they follow each other in an identifier or a sentence. */
  readonly phrase: string
  readonly say: string
  /** Phrases that contain it and mean something else. */
  readonly except?: readonly string[]
  /** Banned only as the whole of an identifier: as part of a longer one, or in prose, it has other meanings. */
  readonly wholeOnly?: boolean
}

export const bannedWords: readonly BannedWord[] = [
  { phrase: 'clerk', say: 'teller' },
  { phrase: 'clerks', say: 'tellers' },
  { phrase: 'agent', say: 'teller', except: ['user agent', 'http agent', 'https agent'] },
  { phrase: 'agents', say: 'tellers' },
  { phrase: 'customer', say: 'visitor (the person) or visit (their stay)' },
  { phrase: 'customers', say: 'visitors (the people) or visits (their stays)' },
  { phrase: 'window', say: 'counter', wholeOnly: true },
  { phrase: 'windows', say: 'counters', wholeOnly: true },
  { phrase: 'ticket window', say: 'counter' },
  { phrase: 'service window', say: 'counter' },
  { phrase: 'teller window', say: 'counter' },
  { phrase: 'window id', say: 'counterId' },
  { phrase: 'window no', say: 'counterId, or the counter’s name' },
  { phrase: 'window number', say: 'counterId, or the counter’s name' },
  { phrase: 'desk id', say: 'counterId' },
  { phrase: 'service desk', say: 'counter (or the guide desk, as a channel)' },
  { phrase: 'visit session', say: 'visit' },
  { phrase: 'visitor session', say: 'visit' },
  { phrase: 'queue ticket', say: 'ticket' },
  { phrase: 'booking', say: 'appointment' },
  { phrase: 'reservation', say: 'appointment' },
  { phrase: 'rejection', say: 'refusal', except: ['unhandled rejection', 'promise rejection'] },
  { phrase: 'noshow', say: 'noShow' },
  { phrase: 'no show visit', say: 'noShow' },
  { phrase: 'event store', say: 'ledger' },
  { phrase: 'event log', say: 'ledger' },
  { phrase: 'terminal id', say: 'stationId' },
  { phrase: 'work day', say: 'business day (the hall’s day) or working day (of the holiday calendar)' },
]

/** Endings of a class's name that say nothing about it. */
export const emptyEndings = [
  'Manager',
  'Helper',
  'Helpers',
  'Util',
  'Utils',
  'Handler',
  'Data',
  'Info',
  'Service',
]

/** The words of an identifier or sentence: `ticketWindowNo` gives `ticket window no`. */
export function wordsOf(text: string): string {
  const words = text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []
  return words.join(' ').toLowerCase()
}

/** The first banned word in an identifier, if any. */
export function bannedIn(text: string, prose: boolean): BannedWord | undefined {
  const words = wordsOf(text)
  return bannedWords.find(({ phrase, except = [], wholeOnly = false }) => {
    if (wholeOnly) return !prose && words === phrase
    const left = except.reduce((rest, allowed) => rest.replaceAll(allowed, ''), words)
    return ` ${left} `.includes(` ${phrase} `)
  })
}
