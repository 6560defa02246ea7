/**
 * Goal: only who knows the PIN comes in, and guessing, by one or by many at
 * once, is stopped. Method: real argon2id and a real database; time by hand.
 */
import { Map } from 'immutable'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { staffId, stationId } from '#shared/ids/ids.ts'
import type { StaffId } from '#shared/ids/ids.ts'
import { initialState } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import { openHall } from '#test/fixtures/hall.ts'
import { openDatabase } from '../ledger/database.ts'
import type { HallDatabase } from '../ledger/database.ts'
import { sqliteSignIn } from '../ledger/signIn.ts'
import type { SignInStore } from '../ledger/signIn.ts'
import { sqliteTokens } from '../ledger/tokens.ts'
import { Access } from './access.ts'

const t1 = staffId.parse('t1')
const minute = 60_000

let folder: string
let database: HallDatabase
let signIns: SignInStore
let state: HallState
let nowMs: number
let access: Access

const openAccess = (): Access => {
  let tokens = 0
  return new Access({
    signIns,
    tokens: sqliteTokens(database.db),
    nowMs: () => nowMs,
    newToken: () => `token-${String(nowMs)}-${String(++tokens)}`,
    state: () => state,
  })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-access-'))
  database = openDatabase(join(folder, 'hall.db'))
  signIns = sqliteSignIn(database.db)
  const hall = openHall()
  state = hall.state
  nowMs = hall.nowMs
  access = openAccess()
  await access.setPin(t1, '2580')
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const wrongly = async (times: number): Promise<string[]> => {
  const reasons: string[] = []
  for (let n = 0; n < times; n += 1) {
    const result = await access.signIn('t1', '0000')
    reasons.push(result.ok ? 'in' : result.reason)
  }
  return reasons
}
const tokenOf = async (): Promise<string> => {
  const result = await access.signIn('t1', '2580')
  return result.ok ? result.token : expect.fail(`not signed in: ${result.reason}`)
}

describe('a PIN', () => {
  it('is kept as argon2id with the parameters OWASP names, and never as itself', () => {
    const kept = signIns.credentialOf(t1)?.pinHash ?? ''
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(kept).not.toContain('2580')
  })

  it('opens with the right one, and knows who it is from then on', async () => {
    expect(access.actorOf(await tokenOf())).toEqual({ kind: 'staff', staffId: t1, roles: ['teller'] })
  })

  it('gives every sign-in a token of its own', async () => {
    expect(await tokenOf()).not.toBe(await tokenOf())
  })

  it('answers the same to a wrong PIN, an unknown number and a person without a PIN', async () => {
    const wrong = { ok: false, reason: 'wrong' }
    expect(await access.signIn('t1', '0000')).toEqual(wrong)
    expect(await access.signIn('nobody', '2580')).toEqual(wrong)
    expect(await access.signIn('t2', '2580')).toEqual(wrong)
  })

  it('that is changed ends the sessions it opened', async () => {
    const token = await tokenOf()
    const heard = vi.fn()
    const leave = access.onEnd(heard)
    await access.setPin(t1, '1357')
    expect(heard).toHaveBeenCalledOnce()
    expect(access.actorOf(token)).toBeUndefined()
    leave()
    await access.setPin(t1, '2580')
    expect(heard).toHaveBeenCalledOnce()
  })
})

describe('five wrong PINs', () => {
  it('lock the person out for five minutes, the right PIN included', async () => {
    expect(await wrongly(5)).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked'])
    expect(await access.signIn('t1', '2580')).toEqual({ ok: false, reason: 'locked', retryAfterS: 300 })
    nowMs += 4 * minute + 59_001
    expect(await access.signIn('t1', '2580')).toEqual({ ok: false, reason: 'locked', retryAfterS: 1 })
    nowMs += minute
    expect(await access.signIn('t1', '2580')).toMatchObject({ ok: true })
  })

  it('count anew after the lock-out, and after a right PIN', async () => {
    await wrongly(5)
    nowMs += 5 * minute
    expect(await wrongly(4)).toEqual(['wrong', 'wrong', 'wrong', 'wrong'])
    await tokenOf()
    expect(await wrongly(5)).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked'])
  })

  it('sent at once are still five: none of the rest is even checked', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => access.signIn('t1', '0000')))
    const reasons = results.map((r) => (r.ok ? 'in' : r.reason))
    expect(reasons.filter((r) => r === 'wrong')).toHaveLength(4)
    expect(reasons.filter((r) => r === 'locked')).toHaveLength(16)
  })

  it('with the right one hidden among them do not let the guesser in', async () => {
    const guesses = ['0000', '0001', '0002', '0003', '0004', '2580', '0005']
    const results = await Promise.all(guesses.map((pin) => access.signIn('t1', pin)))
    expect(results.map((r) => r.ok)).not.toContain(true)
  })

  it('are remembered over a restart', async () => {
    await wrongly(3)
    access = openAccess()
    expect(await wrongly(2)).toEqual(['wrong', 'locked'])
    access = openAccess()
    expect(await wrongly(1)).toEqual(['locked'])
  })

  it('lock one person, not the next', async () => {
    await access.setPin(staffId.parse('t2'), '2580')
    await wrongly(5)
    expect(await access.signIn('t2', '2580')).toMatchObject({ ok: true })
  })
})

describe('a flood of sign-ins', () => {
  it('is turned away at the door beyond what is let try at once, and passes', async () => {
    const flood = Array.from({ length: 160 }, (_, n) => access.signIn(`nobody${String(n)}`, '0000'))
    const results = await Promise.all(flood)
    const busy = results.filter((r) => !r.ok && r.reason === 'busy')
    expect(busy).toHaveLength(60)
    expect(busy[0]).toEqual({ ok: false, reason: 'busy', retryAfterS: 1 })
    expect(await access.signIn('t1', '2580')).toMatchObject({ ok: true })
  })

  it('leaves the loop free: other work goes on while PINs are checked', async () => {
    let turns = 0
    let checking = true
    const count = (): void => {
      turns += 1
      if (checking) setImmediate(count)
    }
    setImmediate(count)
    await Promise.all(Array.from({ length: 8 }, () => access.signIn('nobody', '0000')))
    checking = false
    // A check on the loop itself would leave it about one turn for each.
    expect(turns).toBeGreaterThan(50)
  })
})

describe('a session', () => {
  it('is over after twelve hours', async () => {
    const token = await tokenOf()
    for (let used = 0; used < 24; used += 1) {
      expect(access.actorOf(token)).toBeDefined()
      nowMs += 30 * minute
    }
    expect(access.actorOf(token)).toBeUndefined()
  })

  it('is over when nobody used it for an hour, and a restart forgets less than a minute of use', async () => {
    const token = await tokenOf()
    nowMs += 59 * minute
    expect(access.actorOf(token)).toBeDefined()
    nowMs += 0.5 * minute
    expect(access.actorOf(token)).toBeDefined()
    access = openAccess()
    nowMs += 59 * minute
    expect(access.actorOf(token)).toBeDefined()
    nowMs += 60 * minute
    expect(access.actorOf(token)).toBeUndefined()
    access = openAccess()
    expect(access.actorOf(token)).toBeUndefined()
  })

  it('survives a restart and ends at sign-out', async () => {
    const token = await tokenOf()
    access = openAccess()
    expect(access.actorOf(token)).toBeDefined()
    access.signOut(token)
    expect(access.actorOf(token)).toBeUndefined()
  })

  it('has the roles the person has now, and ends with the person', async () => {
    const token = await tokenOf()
    const member = state.staff.get(t1) ?? expect.fail('t1 is there')
    state = { ...state, staff: state.staff.set(t1, { ...member, roles: ['supervisor'] }) }
    expect(access.actorOf(token)).toMatchObject({ roles: ['supervisor'] })
    state = { ...initialState, staff: Map<StaffId, typeof member>() }
    expect(access.actorOf(token)).toBeUndefined()
  })

  it('is nobody’s with a made-up token', () => {
    for (const token of ['', 'x', '2580', "' OR 1=1 --", '\u0000'.repeat(100)])
      expect(access.actorOf(token)).toBeUndefined()
  })
})

describe('tokens of stations and programs', () => {
  const kiosk = { kind: 'station', holder: stationId.parse('kiosk-7'), mode: 'kiosk' } as const

  it('stand for their holder, and never expire by themselves', () => {
    const station = access.grant(kiosk)
    const program = access.grant({ kind: 'program', holder: 'reports' })
    nowMs += 365 * 24 * 60 * minute
    expect(access.actorOf(station)).toEqual({ kind: 'station', stationId: 'kiosk-7', mode: 'kiosk' })
    expect(access.actorOf(program)).toEqual({ kind: 'program', name: 'reports' })
  })

  it('are taken back all at once, and once', () => {
    const tokens = [access.grant(kiosk), access.grant(kiosk)]
    const other = access.grant({ kind: 'program', holder: 'reports' })
    const heard = vi.fn()
    access.onEnd(heard)
    expect(access.revoke('kiosk-7')).toBe(2)
    expect(heard).toHaveBeenCalledOnce()
    expect(tokens.map((t) => access.actorOf(t))).toEqual([undefined, undefined])
    expect(access.actorOf(other)).toBeDefined()
    expect(access.revoke('kiosk-7')).toBe(0)
  })
})
