/** Goal: logs are kept, never too many, and never in the way of the app. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog, pruneCrashes, turnOver } from './logFiles.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-log-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})
const now = (): string => '2026-03-02T09:00:00.000Z'

describe('a log', () => {
  it('has one line with its time for each thing said, after a restart too', () => {
    openLog(folder, 'a.log', now).line('one')
    openLog(folder, 'a.log', now).line('two')
    expect(readFileSync(join(folder, 'a.log'), 'utf8')).toBe(`${now()} one\n${now()} two\n`)
  })

  it('is turned over when it is full; the oldest goes', () => {
    const log = openLog(folder, 'a.log', now, 60)
    for (let n = 0; n < 20; n += 1) log.line(`line ${String(n).padStart(2, '0')}`)
    expect(readdirSync(folder).sort()).toEqual([
      'a.log',
      'a.log.1',
      'a.log.2',
      'a.log.3',
      'a.log.4',
      'a.log.5',
    ])
    expect(readFileSync(join(folder, 'a.log'), 'utf8')).toContain('line 19')
    expect(readFileSync(join(folder, 'a.log.5'), 'utf8')).toContain('line 14')
  })

  it('moves only what is there', () => {
    expect(turnOver('a.log', ['a.log', 'a.log.2', 'b.log'])).toEqual({
      remove: [],
      rename: [
        ['a.log.2', 'a.log.3'],
        ['a.log', 'a.log.1'],
      ],
    })
    expect(turnOver('a.log', ['a.log', 'a.log.5']).remove).toEqual(['a.log.5'])
  })

  it('that cannot be written ends nothing, and still knows its last lines', () => {
    writeFileSync(join(folder, 'file'), '')
    const log = openLog(join(folder, 'file', 'logs'), 'a.log', now)
    for (let n = 0; n < 40; n += 1) log.line(String(n))
    expect(log.last()).toEqual(Array.from({ length: 30 }, (_, i) => String(i + 10)))
  })
})

it('keeps the newest crash reports, and touches nothing else', () => {
  mkdirSync(join(folder, 'completed'))
  writeFileSync(join(folder, 'settings.dat'), '')
  for (let n = 0; n < 25; n += 1) {
    const path = join(folder, 'completed', `${String(n)}.dmp`)
    writeFileSync(path, '')
    utimesSync(path, n, n)
  }
  pruneCrashes(folder)
  const left = readdirSync(join(folder, 'completed')).map((name) => Number(name.replace('.dmp', '')))
  expect(left.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 5))
  expect(readdirSync(folder)).toContain('settings.dat')
  pruneCrashes(join(folder, 'nowhere'))
})
