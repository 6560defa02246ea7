/** Which computers of the hall have which certificates, by fingerprint: kept with the keys, and told to every station with them. */
import type { Database } from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { computerCertificates } from '#shared/protocol/messages.ts'
import type { ComputerCertificates } from '#shared/protocol/messages.ts'
import { asFault, openForReading } from './database.ts'

const kept = z.array(computerCertificates)
const metaKey = 'certificates'
const pairedKey = 'pairedWith'
/** The hub of now. A station goes by its own id; a computer that was the hub, by `formerHub`. */
export const theHub = 'hub'
export const formerHub = 'former-hub'
/** Of computers that were the hub, so many certificates are remembered. */
const formerAtMost = 8

/** All that are known. Throws `LedgerFault`. */
export function certificatesOf(db: Database): readonly ComputerCertificates[] {
  try {
    const text = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(metaKey)
    return text === undefined ? [] : kept.parse(JSON.parse(text))
  } catch (error) {
    throw asFault(error, 'the certificates cannot be read')
  }
}

/** Fingerprints in a database that is not open yet; none where it cannot be read. */
export function certificatesAt(path: string): readonly string[] {
  if (!existsSync(path)) return []
  let db: Database | undefined
  try {
    db = openForReading(path)
    return certificatesOf(db).flatMap(({ fingerprints }) => fingerprints)
  } catch {
    return []
  } finally {
    db?.close()
  }
}

/** Replaces them all. Throws `LedgerFault`. */
export function keepCertificates(db: Database, all: readonly ComputerCertificates[]): void {
  try {
    db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(metaKey, JSON.stringify(all))
  } catch (error) {
    throw asFault(error, 'the certificates cannot be kept')
  }
}

/** Learns what one computer shows from now on; whether that was news. Throws `LedgerFault`. */
export function learnCertificates(db: Database, of: string, fingerprints: readonly string[]): boolean {
  const all = certificatesOf(db)
  const before = all.find((one) => one.of === of)?.fingerprints ?? []
  const now =
    of === formerHub ? [...new Set([...fingerprints, ...before])].slice(0, formerAtMost) : fingerprints
  if (JSON.stringify(before) === JSON.stringify(now)) return false
  keepCertificates(db, [...all.filter((one) => one.of !== of), { of, fingerprints: [...now] }])
  return true
}

/** A station was paired with a hub of this certificate. What it was told before another pairing counts no longer. Throws `LedgerFault`. */
export function pairedWith(db: Database, certificate: string | undefined): void {
  try {
    const before = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(pairedKey)
    const now = certificate ?? ''
    if (before === now) return
    if (before !== undefined) keepCertificates(db, [])
    db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(pairedKey, now)
  } catch (error) {
    throw asFault(error, 'the certificates cannot be kept')
  }
}

/**
 * Whether a station believes a computer that shows this certificate: one its hub told it of. That of its pairing counts
 * until then and no longer, for that computer may have been taken out of the hall since. Throws `LedgerFault`.
 */
export function isBelieved(db: Database, seen: string, paired: string | undefined): boolean {
  const told = certificatesOf(db)
  return told.length === 0 ? seen === paired : told.some(({ fingerprints }) => fingerprints.includes(seen))
}

/** Believes a computer no longer by what it showed. Throws `LedgerFault`. */
export function forgetCertificates(db: Database, of: string): void {
  const all = certificatesOf(db)
  const left = all.filter((one) => one.of !== of)
  if (left.length < all.length) keepCertificates(db, left)
}

/** This computer is the hub and shows these; whoever was it before is remembered as such. Throws `LedgerFault`. */
export function beTheHub(db: Database, fingerprints: readonly string[]): void {
  const before = certificatesOf(db).find((one) => one.of === theHub)?.fingerprints ?? []
  const gone = before.filter((one) => !fingerprints.includes(one))
  if (gone.length > 0) learnCertificates(db, formerHub, gone)
  learnCertificates(db, theHub, fingerprints)
}
