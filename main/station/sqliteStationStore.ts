/** A station's store on disk, in a file of its own beside the replica. */
import SQLite from 'better-sqlite3'
import { z } from 'zod'
import { commandId, counterId, staffId, visitId } from '#shared/ids/ids.ts'
import { command } from '#shared/hall/commands.ts'
import { stood as stoodRow } from '#shared/hall/ranges.ts'
import { role } from '#shared/hall/staff.ts'
import { answer as parseAnswer, sentFact } from '#shared/protocol/messages.ts'
import type { SentFact } from '#shared/protocol/messages.ts'
import { asFault } from '../ledger/database.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import { answersKept, givenKept } from './stationStore.ts'
import type { Decided, KnownSession, Sent, StationStore } from './stationStore.ts'

const sentRow = z.object({ id: commandId, command, token: z.string().optional(), superseded: z.boolean() })
const sessionRow = z.object({
  tokenHash: z.string(),
  staffId,
  roles: z.array(role),
  expiresAtMs: z.number(),
})

/** Schema of this file; a later one is refused. */
const version = 1

/** The store in a file, made if it is not there. Throws `LedgerFault`. */
export function openStationStore(path: string): StationStore & { close(): void } {
  const run = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw asFault(error, `the station's own records in ${path} cannot be reached`)
    }
  }
  const db = run(() => {
    const opened = new SQLite(path, { timeout: 2000 })
    opened.pragma('journal_mode = WAL')
    opened.pragma('synchronous = FULL')
    opened.pragma('secure_delete = ON')
    const found = Number(opened.pragma('user_version', { simple: true }))
    if (found > version) {
      opened.close()
      throw new LedgerFault('future', `${path} was written by a newer version (${String(found)})`)
    }
    opened.exec(`
      CREATE TABLE IF NOT EXISTS facts (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS sent (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS answers (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS sessions (token_hash TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS given (place INTEGER PRIMARY KEY, day TEXT NOT NULL, number TEXT NOT NULL, UNIQUE (day, number)) STRICT;
      CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    `)
    opened.pragma(`user_version = ${String(version)}`)
    return opened
  })
  const bodies = (table: 'facts' | 'sent' | 'sessions'): readonly unknown[] =>
    run(() =>
      db
        .prepare<[], string>(`SELECT body FROM ${table} ORDER BY rowid`)
        .pluck()
        .all()
        .map((body): unknown => JSON.parse(body)),
    )
  // Read at every step and changed seldom, so a copy in memory stands for the file.
  let facts: readonly SentFact[] = bodies('facts').map((b) => sentFact.parse(b))
  let sent: readonly Sent[] = bodies('sent').map((b) => sentRow.parse(b))
  let sessions: readonly KnownSession[] = bodies('sessions').map((b) => sessionRow.parse(b))
  const kept = (key: string): unknown => {
    const value = run(() =>
      db.prepare<[string], string>('SELECT value FROM kept WHERE key = ?').pluck().get(key),
    )
    return value === undefined ? undefined : JSON.parse(value)
  }
  const keep = (key: string, value: unknown): void => {
    run(() => {
      if (value === undefined) db.prepare('DELETE FROM kept WHERE key = ?').run(key)
      else
        db.prepare('INSERT OR REPLACE INTO kept (key, value) VALUES (?, ?)').run(key, JSON.stringify(value))
    })
  }
  let givenBack = visitId.array().parse(kept('givenBack') ?? [])
  let counter = counterId.optional().parse(kept('counterId'))

  let offsetMs = z.number().parse(kept('offsetMs') ?? 0)

  const putFact = db.prepare<[string, string]>('INSERT OR IGNORE INTO facts (id, body) VALUES (?, ?)')
  const putSent = db.prepare<[string, string]>('INSERT OR REPLACE INTO sent (id, body) VALUES (?, ?)')
  const endSent = db.prepare<[string]>('DELETE FROM sent WHERE id = ?')
  const putAnswer = db.prepare<[string, string]>('INSERT OR IGNORE INTO answers (id, body) VALUES (?, ?)')
  const getAnswer = db.prepare<[string], string>('SELECT body FROM answers WHERE id = ?').pluck()
  const pruneAnswers = db.prepare<[number]>(
    'DELETE FROM answers WHERE place <= (SELECT max(place) FROM answers) - ?',
  )
  const putGiven = db.prepare<[string, string]>('INSERT OR IGNORE INTO given (day, number) VALUES (?, ?)')
  const getGiven = db
    .prepare<[string, string], number>('SELECT 1 FROM given WHERE day = ? AND number = ?')
    .pluck()
  const pruneGiven = db.prepare<[number]>(
    'DELETE FROM given WHERE place <= (SELECT max(place) FROM given) - ?',
  )
  const decided = ({ commandId: id, fact, answer, given, sent: then }: Decided): void => {
    const before = sent.find((s) => s.id === id)
    const after = before !== undefined && then === 'superseded' ? { ...before, superseded: true } : undefined
    run(() => {
      db.transaction(() => {
        if (fact !== undefined) putFact.run(fact.id, JSON.stringify(fact))
        if (given !== undefined) {
          putGiven.run(given.day, given.number)
          pruneGiven.run(givenKept)
        }
        putAnswer.run(id, JSON.stringify(answer))
        pruneAnswers.run(answersKept)
        if (after !== undefined) putSent.run(id, JSON.stringify(after))
        else if (before !== undefined) endSent.run(id)
      }).immediate()
    })
    if (fact !== undefined && !facts.some((f) => f.id === fact.id)) facts = [...facts, fact]
    if (before !== undefined) sent = sent.flatMap((s) => (s.id === id ? (after ?? []) : s))
  }
  const putFirst = db.prepare<[number, string, string]>(
    'INSERT OR IGNORE INTO facts (place, id, body) VALUES (?, ?, ?)',
  )
  const addFactsFirst = (earlier: readonly SentFact[]): void => {
    run(() => {
      const first = db.prepare<[], number>('SELECT coalesce(min(place), 1) FROM facts').pluck().get() ?? 1
      db.transaction(() => {
        for (const [n, fact] of earlier.entries())
          putFirst.run(first - earlier.length + n, fact.id, JSON.stringify(fact))
      }).immediate()
    })
    const known = new Set(facts.map((f) => f.id))
    facts = [...earlier.filter((f) => !known.has(f.id)), ...facts]
  }
  return {
    facts: () => facts,
    addFactsFirst,
    decided,
    hasGiven: ({ day, number }) => run(() => getGiven.get(day, number)) !== undefined,
    answerTo: (id) => {
      const body = run(() => getAnswer.get(id))
      return body === undefined ? undefined : parseAnswer.parse(JSON.parse(body))
    },
    dropFacts: (ids) => {
      run(() => {
        const drop = db.prepare<[string]>('DELETE FROM facts WHERE id = ?')
        db.transaction(() => {
          for (const id of ids) drop.run(id)
        }).immediate()
      })
      const gone = new Set(ids)
      facts = facts.filter((f) => !gone.has(f.id))
    },
    sent: () => sent,
    addSent: (one) => {
      run(() => putSent.run(one.id, JSON.stringify(one)))
      sent = [...sent.filter((s) => s.id !== one.id), one]
    },
    dropSent: (id) => {
      run(() => endSent.run(id))
      sent = sent.filter((s) => s.id !== id)
    },
    answered: (id, answer) => {
      run(() => {
        db.transaction(() => {
          putAnswer.run(id, JSON.stringify(answer))
          pruneAnswers.run(answersKept)
          endSent.run(id)
        }).immediate()
      })
      sent = sent.filter((s) => s.id !== id)
    },
    givenBack: () => givenBack,
    setGivenBack: (ids) => {
      keep('givenBack', ids)
      givenBack = [...ids]
    },
    sessions: () => sessions,
    addSession: (session) => {
      run(() =>
        db
          .prepare('INSERT OR REPLACE INTO sessions (token_hash, body) VALUES (?, ?)')
          .run(session.tokenHash, JSON.stringify(session)),
      )
      sessions = [...sessions.filter((s) => s.tokenHash !== session.tokenHash), session]
    },
    dropSession: (tokenHash) => {
      run(() => db.prepare('DELETE FROM sessions WHERE token_hash = ?').run(tokenHash))
      sessions = sessions.filter((s) => s.tokenHash !== tokenHash)
    },
    counterId: () => counter,
    setCounterId: (id) => {
      counter = id
      keep('counterId', id)
    },
    stood: () => stoodRow.optional().parse(kept('stood')),
    setStood: (stood) => {
      keep('stood', stood)
    },
    offsetMs: () => offsetMs,
    setOffsetMs: (ms) => {
      keep('offsetMs', ms)
      offsetMs = ms
    },
    close: () => {
      db.close()
    },
  }
}
