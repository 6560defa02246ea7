/** Who this station is: kept in its data folder once it is paired. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { counterId, stationId } from '#shared/ids/ids.ts'
import { fingerprint } from '#shared/protocol/messages.ts'

const identity = z.object({
  stationId,
  mode: z.enum(['kiosk', 'console', 'display', 'pad']),
  /** The counter a pad stands at. */
  counterId: counterId.optional(),
  /** This station's token; whoever has it is this station. */
  token: z.string().min(1),
  /** Fingerprint of the certificate of the hub it was paired with, where that spoke TLS. */
  certificate: fingerprint.optional(),
})
export type Identity = z.infer<typeof identity>

const nameOf = (dataDir: string): string => join(dataDir, 'station.json')

/** The identity, or undefined before pairing. Throws when the file is there and is none. */
export function readIdentity(dataDir: string): Identity | undefined {
  const path = nameOf(dataDir)
  if (!existsSync(path)) return undefined
  const read = identity.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!read.success) throw new Error(`${path} is not a station's identity; move it away to pair again`)
  return read.data
}

/** Keeps the identity, readable by this account alone; whole or not at all. */
export function saveIdentity(dataDir: string, value: Identity): void {
  const path = nameOf(dataDir)
  writeFileSync(`${path}.new`, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

/** Forgets the identity, because it was taken back; the file is kept aside. */
export function dropIdentity(dataDir: string, stamp: string): void {
  const path = nameOf(dataDir)
  if (existsSync(path)) renameSync(path, `${path}.${stamp}`)
}
