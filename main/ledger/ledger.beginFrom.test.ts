/**
 * Goal: a copy that goes on from a state received from elsewhere keeps the same
 * promises as a whole ledger, on disk and in memory. Method: one suite against
 * both; the whole ledger it was copied from stands beside it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandId, visitId } from '#shared/ids/ids.ts'
import { decodeState, encodeState, stateText } from '#shared/hall/snapshot.ts'
import { initialState } from '#shared/hall/state.ts'
import { keptLedgers } from '#test/fixtures/ledger/keptLedgers.ts'
import type { KeptLedger } from '#test/fixtures/ledger/keptLedgers.ts'
import { Script } from '#test/fixtures/ledger/script.ts'
import { openDatabase } from './database.ts'
import { hallFolding } from './folding.ts'
import type { Ledger } from './ledger.ts'
import { memoryLedger } from './memoryLedger.ts'
import { sqliteLedger } from './sqliteLedger.ts'

describe.each(keptLedgers)('a copy %s', (_name, make) => {
  let kept: KeptLedger
  let copy: Ledger
  let script: Script
  /** What it was copied from. */
  let whole: Ledger

  beforeEach(() => {
    kept = make()
    copy = kept.open()
    script = new Script()
    whole = memoryLedger()
    for (const batch of script.twoDays(6)) whole.append(batch)
    for (let n = 0; n < 3; n += 1) whole.append(script.batch(script.issued()))
  })
  afterEach(() => {
    kept.close()
  })

  it('holds the state it was given, over a restart, and nothing that came before it', () => {
    copy.beginFrom(script.state)
    for (const find of [() => copy, () => kept.open()]) {
      const ledger = find()
      expect(ledger.lastSeq).toBe(script.state.seq)
      expect(stateText(ledger.load().state)).toBe(stateText(script.state))
      expect(ledger.eventsAfter(0, 100)).toEqual([])
      expect(ledger.writtenBy(commandId.parse('cmd-1'))).toEqual([])
    }
  })

  it('has the state of every event it holds, and of none before its first or after its last', () => {
    copy.beginFrom(script.state)
    const first = script.state.seq
    const states = [stateText(script.state)]
    for (let n = 0; n < 4; n += 1) {
      copy.append(script.batch(script.issued()))
      states.push(stateText(script.state))
      if (n === 1) copy.saveSnapshot(script.state)
    }
    const each = Array.from({ length: copy.lastSeq - first + 1 }, (_, n) => copy.stateAt(first + n))
    const texts = new Set(each.map((state) => (state === undefined ? '' : stateText(state))))
    expect(states.filter((text) => !texts.has(text))).toEqual([])
    expect(each.map((state) => state?.seq)).toEqual(each.map((_, n) => first + n))
    expect([copy.stateAt(first - 1), copy.stateAt(copy.lastSeq + 1)]).toEqual([undefined, undefined])
    // Of a whole ledger, from its beginning.
    expect(stateText(whole.stateAt(first) ?? initialState)).toBe(states[0])
    expect(whole.stateAt(0)?.seq).toBe(0)
  })

  it('goes on exactly as the whole one does', () => {
    copy.beginFrom(script.state)
    const { seq } = script.state
    for (const batch of [script.batch(script.issued()), script.batch(script.issued(), script.issued())]) {
      whole.append(batch)
      copy.append(batch)
    }
    copy = kept.open()
    expect(copy.lastSeq).toBe(whole.lastSeq)
    expect(stateText(copy.load().state)).toBe(stateText(whole.load().state))
    expect(copy.eventsAfter(seq, 100)).toEqual(whole.eventsAfter(seq, 100))
    expect(copy.eventsAfter(0, 2)).toEqual(whole.eventsAfter(seq, 2))
    expect(copy.writtenBy(commandId.parse(`cmd-${String(seq + 2)}`))).toHaveLength(2)
  })

  it('knows today’s visits by id and key, and refuses a number given before it began', () => {
    copy.beginFrom(script.state)
    const visits = [...script.state.visits.values()]
    expect(visits.length).toBeGreaterThan(0)
    for (const visit of visits) {
      expect(copy.visitById(visit.id)).toMatchObject({ number: visit.number, state: visit.state })
      expect(copy.visitByKey(visit.key)?.id).toBe(visit.id)
    }
    const twin = script.issued()
    const number = visits[0]?.number ?? expect.unreachable('there are visits')
    const twice = script.batch({ ...twin, visit: { ...twin.visit, id: visitId.parse('twin'), number } })
    expect(() => {
      copy.append(twice)
    }).toThrow()
    expect(copy.lastSeq).toBe(script.state.seq - 1)
  })

  it('refuses what does not follow the state it was given', () => {
    copy.beginFrom(script.state)
    script.batch(script.issued())
    const later = script.batch(script.issued())
    expect(() => {
      copy.append(later)
    }).toThrow(/was offered where/)
    expect(copy.eventsAfter(0, 10)).toEqual([])
  })

  it('begins once, and only while it is empty', () => {
    copy.beginFrom(script.state)
    const again = (): void => {
      copy.beginFrom(script.state)
    }
    expect(again).toThrow(/begin anew/)
    copy = kept.open()
    expect(again).toThrow(/begin anew/)
    expect(stateText(copy.load().state)).toBe(stateText(script.state))
    expect(() => {
      whole.beginFrom(script.state)
    }).toThrow(/begin anew/)
  })

  it('keeps its first state however many snapshots come after it', () => {
    copy.beginFrom(script.state)
    for (let n = 0; n < 6; n += 1) {
      copy.append(script.batch(script.issued()))
      copy.saveSnapshot(script.state)
    }
    copy = kept.open()
    expect(stateText(copy.load().state)).toBe(stateText(script.state))
  })
})

describe('the first state of a copy from an earlier release', () => {
  it('opens, though the rules have another shape now and know more', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yihao-copy-'))
    const database = openDatabase(join(folder, 'hall.db'))
    try {
      const script = new Script()
      script.twoDays(6)
      script.batch(script.issued())
      const earlier = sqliteLedger(database.db, {
        ...hallFolding,
        shape: 2,
        encode: (state) => ({ ...encodeState(state), done: undefined, guideCalls: undefined }),
      })
      earlier.beginFrom(script.state)
      const later = script.batch(script.issued())
      earlier.append(later)
      earlier.saveSnapshot(script.state)
      const now = sqliteLedger(database.db).load()
      expect(now.state.seq).toBe(script.state.seq)
      expect(now.state.visits.size).toBe(script.state.visits.size)
      expect(now.ignored).toEqual([expect.stringContaining('has shape 2')])
    } finally {
      database.close()
      rmSync(folder, { recursive: true })
    }
  })

  it('has every part that is not in every release by default', () => {
    const script = new Script()
    script.twoDays(2)
    const state = { ...script.state, done: initialState.done }
    const { done: _done, guideCalls: _guideCalls, ...first } = encodeState(state)
    expect(stateText(decodeState(first))).toBe(stateText(state))
  })
})
