/**
 * Who is at the door: staff by number and PIN, stations and programs by their
 * token, a visitor by the key of their visit. Secrets are kept as hashes only.
 */
import { hash, verify } from '@node-rs/argon2'
import { createHash } from 'node:crypto'
import { stationId } from '#shared/ids/ids.ts'
import type { StaffId, StationId } from '#shared/ids/ids.ts'
import type { StaffMember } from '#shared/hall/staff.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Noting } from './audit.ts'
import { formerHub } from './formerHub.ts'
import type { Session, SignInStore } from '../ledger/signIn.ts'
import type { TokenGrant, TokenStore } from '../ledger/tokens.ts'

/** Wrong PINs in a row before a person is locked out, and for how long, ms. */
const strikes = 5
const lockedMs = 5 * 60_000
/** A session's length, ms: longer than a day's work, shorter than a night. */
const sessionMs = 12 * 3_600_000
/**
 * A session nobody uses ends after this, ms. A screen that is open asks for the time every few seconds and counts
 * as use: what ends here is the session of a tab that was closed, or of a token that was carried off and kept.
 */
const idleMs = 60 * 60_000
/** Its use is written down so often, ms; a restart of the hub forgets less than this. */
const seenEveryMs = 60_000
/**
 * Attempts under way at most. Each costs tens of milliseconds of a core and 19
 * MiB, so a flood waits at the door instead of taking the computer from the hall.
 */
const attemptsAtOnce = 100

/** argon2id with the parameters OWASP names for it: 19 MiB, 2 passes, 1 lane. */
const argon = { algorithm: 2 /* argon2id */, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export type SignedIn =
  | { readonly ok: true; readonly token: string; readonly staff: StaffMember }
  | { readonly ok: false; readonly reason: 'wrong' }
  /** `busy`: more people sign in at once than are let try; nothing was checked. */
  | { readonly ok: false; readonly reason: 'locked' | 'busy'; readonly retryAfterS: number }

export interface AccessParts {
  /** The secret by which hubs of one hall know each other; its holder counts as a station. */
  readonly hubSecret?: () => string
  /** Believes a computer no longer: all it was known by beside its tokens. */
  readonly distrust?: ((holder: string) => void) | undefined
  readonly signIns: SignInStore
  readonly tokens: TokenStore
  readonly nowMs: () => number
  /** A fresh secret of 256 bits. */
  readonly newToken: () => string
  readonly state: () => HallState
  /** Notes what happens at the door. */
  readonly note?: Noting | undefined
}

/** A token's hash as it is stored; tokens have 256 random bits, so a plain hash is enough. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The door: signs people in, knows tokens. */
export class Access {
  readonly #parts: AccessParts
  /** Verified against when nobody has that number, so that the answer takes as long. */
  #decoy: Promise<string> | undefined
  #underWay = 0
  /** The hubs' secret and its hash: asked of every command, and it never changes while a hub runs. */
  #secret: { readonly of: string; readonly hashed: string } | undefined
  #onEnd: readonly (() => void)[] = []
  #onKeys: readonly (() => void)[] = []
  /** One attempt per person at a time, so that five guesses at once are five strikes. */
  readonly #attempts = new Map<StaffId, Promise<unknown>>()
  /** When each session was last used, and when that was last written down; by the token's hash. */
  readonly #seen = new Map<string, { atMs: number; writtenMs: number }>()

  constructor(parts: AccessParts) {
    this.#parts = parts
  }

  /** Sets a person's PIN and ends their sessions. */
  async setPin(id: StaffId, pin: string, by?: Actor, from?: string): Promise<void> {
    this.#parts.signIns.setPin(id, await hash(pin, argon), this.#parts.nowMs())
    this.#parts.note?.('pinSet', by ?? 'system', { of: id }, from)
    this.#tellKeys()
    this.#tellEnd()
  }

  /** Whether this person has a PIN to sign in with. */
  hasPin(id: StaffId): boolean {
    return this.#parts.signIns.credentialOf(id) !== undefined
  }

  /** @param from the network address the attempt came from, for the audit log */
  async signIn(staffNo: string, pin: string, from?: string): Promise<SignedIn> {
    if (this.#underWay >= attemptsAtOnce) return { ok: false, reason: 'busy', retryAfterS: 1 }
    this.#underWay += 1
    try {
      const staff = this.#parts.state().staff.find((s) => s.staffNo === staffNo)
      const result = await (staff === undefined ? this.#refuseSlowly(pin) : this.#inTurn(staff, pin))
      const who = staff === undefined ? undefined : `staff:${staff.id}`
      if (result.ok) this.#parts.note?.('signedIn', who, {}, from)
      else if (result.reason === 'wrong') this.#parts.note?.('signInFailed', who, { staffNo }, from)
      else if (result.reason === 'locked') this.#parts.note?.('lockedOut', who, { staffNo }, from)
      return result
    } finally {
      this.#underWay -= 1
    }
  }

  /** Takes as long as a real check, so that time does not tell who exists. */
  async #refuseSlowly(pin: string): Promise<SignedIn> {
    this.#decoy ??= hash(this.#parts.newToken(), argon)
    await verify(await this.#decoy, pin)
    return { ok: false, reason: 'wrong' }
  }

  async #inTurn(staff: StaffMember, pin: string): Promise<SignedIn> {
    const before = this.#attempts.get(staff.id) ?? Promise.resolve()
    const attempt = before.then(async () => this.#attempt(staff, pin))
    const settled = attempt.catch(() => undefined)
    this.#attempts.set(staff.id, settled)
    try {
      return await attempt
    } finally {
      if (this.#attempts.get(staff.id) === settled) this.#attempts.delete(staff.id)
    }
  }

  async #attempt(staff: StaffMember, pin: string): Promise<SignedIn> {
    const { signIns, nowMs } = this.#parts
    const credential = signIns.credentialOf(staff.id)
    if (credential === undefined) return this.#refuseSlowly(pin)
    const leftMs = (credential.lockedUntilMs ?? 0) - nowMs()
    if (leftMs > 0) return { ok: false, reason: 'locked', retryAfterS: Math.ceil(leftMs / 1000) }
    if (!(await verify(credential.pinHash, pin))) {
      const failed = credential.failed + 1
      const locks = failed >= strikes
      signIns.setFailures(staff.id, locks ? 0 : failed, locks ? nowMs() + lockedMs : undefined)
      return locks
        ? { ok: false, reason: 'locked', retryAfterS: lockedMs / 1000 }
        : { ok: false, reason: 'wrong' }
    }
    if (credential.failed > 0 || credential.lockedUntilMs !== undefined) signIns.setFailures(staff.id, 0)
    const token = this.#parts.newToken()
    signIns.pruneSessions(nowMs())
    signIns.saveSession({
      tokenHash: tokenHash(token),
      staffId: staff.id,
      createdAtMs: nowMs(),
      expiresAtMs: nowMs() + sessionMs,
    })
    return { ok: true, token, staff }
  }

  signOut(token: string): void {
    const hashed = tokenHash(token)
    const session = this.#parts.signIns.sessionOf(hashed)
    if (session !== undefined) this.#parts.note?.('signedOut', `staff:${session.staffId}`)
    this.#parts.signIns.endSession(hashed)
    this.#seen.delete(hashed)
    this.#tellEnd()
  }

  /** Calls whenever a token may have lost its holder before its time, until the returned function is called. */
  onEnd(listener: () => void): () => void {
    this.#onEnd = [...this.#onEnd, listener]
    return () => {
      this.#onEnd = this.#onEnd.filter((l) => l !== listener)
    }
  }

  /** Calls whenever a PIN or a token was made or taken back, until the returned function is called. */
  onKeys(listener: () => void): () => void {
    this.#onKeys = [...this.#onKeys, listener]
    return () => {
      this.#onKeys = this.#onKeys.filter((l) => l !== listener)
    }
  }

  /** Something else that is told with the keys has changed. */
  keysChanged(): void {
    this.#tellKeys()
  }

  #tellKeys(): void {
    for (const listener of this.#onKeys) listener()
  }

  #tellEnd(): void {
    for (const listener of this.#onEnd) listener()
  }

  /** Who holds this token now; undefined for nobody. A person's roles are those of the hall now, not of the sign-in. */
  actorOf(token: string): Actor | undefined {
    const hashed = tokenHash(token)
    if (this.#isHubs(hashed)) return asFormerHub
    const grant = this.#parts.tokens.find(hashed)
    if (grant !== undefined) {
      return grant.kind === 'station'
        ? { kind: 'station', stationId: grant.holder, mode: grant.mode }
        : { kind: 'program', name: grant.holder }
    }
    const session = this.#parts.signIns.sessionOf(hashed)
    if (session === undefined || !this.#isAlive(session)) return undefined
    const staff = this.#parts.state().staff.get(session.staffId)
    return staff === undefined ? undefined : { kind: 'staff', staffId: staff.id, roles: staff.roles }
  }

  /** Whether the session goes on; asking is using it. */
  #isAlive({ tokenHash: hashed, createdAtMs, expiresAtMs, seenAtMs }: Session): boolean {
    const nowMs = this.#parts.nowMs()
    const seen = this.#seen.get(hashed)
    const lastMs = seen?.atMs ?? seenAtMs ?? createdAtMs
    if (expiresAtMs <= nowMs || lastMs + idleMs <= nowMs) {
      this.#seen.delete(hashed)
      return false
    }
    const writtenMs = seen?.writtenMs ?? seenAtMs ?? createdAtMs
    const due = nowMs - writtenMs >= seenEveryMs
    if (due) this.#parts.signIns.seeSession(hashed, nowMs)
    this.#seen.set(hashed, { atMs: nowMs, writtenMs: due ? nowMs : writtenMs })
    return true
  }

  /** What was granted with this token, of those that were; a session and the hubs' secret are none. */
  grantOf(token: string): TokenGrant | undefined {
    return this.#parts.tokens.find(tokenHash(token))
  }

  #isHubs(hashed: string): boolean {
    const secret = this.#parts.hubSecret?.()
    if (secret === undefined) return false
    if (this.#secret?.of !== secret) this.#secret = { of: secret, hashed: tokenHash(secret) }
    return this.#secret.hashed === hashed
  }

  /** A new token for a station or program; shown once, kept as a hash. */
  grant(grant: TokenGrant): string {
    const token = this.#parts.newToken()
    this.#parts.tokens.save(tokenHash(token), grant, this.#parts.nowMs())
    this.#tellKeys()
    return token
  }

  /** Takes a station out of the hall, or a program: nothing that it has opens anything any more. */
  expel(holder: string): number {
    this.#parts.distrust?.(holder)
    return this.revoke(holder)
  }

  /** Ends every token of a station or program, which may be given another. */
  revoke(holder: string): number {
    const revoked = this.#parts.tokens.revoke(holder, this.#parts.nowMs())
    this.#tellKeys()
    this.#tellEnd()
    return revoked
  }
}

/** How a computer that was the hub before appears to the one that is now. */
const asFormerHub: Actor = { kind: 'station', stationId: formerHub, mode: 'console' }

/** The demo's own kiosk: paired with its hub because it is the same process. */
export const ownKiosk: StationId = stationId.parse('kiosk-1')
/** The demo's own stations, by kind of screen. */
export const ownStations = { kiosk: ownKiosk, pad: stationId.parse('pad-1') } as const
