/** What the estimator learnt, kept in the hall's database between runs. Losing it costs accuracy for a day, nothing else. */
import type { Database } from 'better-sqlite3'
import type { Learnt } from '#shared/queueing/learnt.ts'
import { parseLearnt } from './parseLearnt.ts'

const key = 'learnt'

/** What an earlier run kept; undefined when there is none of today's form. */
export function keptLearnt(db: Database): Learnt | undefined {
  const text = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(key)
  return text === undefined ? undefined : parseLearnt(text)
}

/** Keeps it. A full disk is told by what matters more; here it is only said. */
export function keepLearnt(db: Database, learnt: Learnt, log: (line: string) => void): void {
  try {
    db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, JSON.stringify(learnt))
  } catch (error) {
    log(`what was learnt could not be kept: ${error instanceof Error ? error.message : String(error)}`)
  }
}
