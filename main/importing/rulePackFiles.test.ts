/** Goal: shipped packs may be chosen as they are, a hall's own join them, and a broken file hinders no other. Method: the real folder, and one made for the test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { rulesProblem, withPack } from '#shared/conduct/conductRules.ts'
import { packLabel } from '#shared/conduct/rulePacks.ts'
import { testPack, testRules } from '#test/fixtures/conduct.ts'
import { findPacks } from './rulePackFiles.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

it('ships two packs that differ in what they ask and what they cost', () => {
  const { packs, problems } = findPacks(undefined)
  expect(problems).toEqual([])
  expect(packs.map(packLabel)).toEqual(['four-punches 2025-07', 'two-punches 2026-01'])
  const [four, two] = packs
  if (four === undefined || two === undefined) throw new Error('two packs')
  const punches = (pack: typeof four) => pack.shifts[0]?.parts.flatMap((part) => part.punches).length
  expect([punches(four), punches(two)]).toEqual([4, 2])
  expect([four.late[0]?.points, two.late[0]?.points]).toEqual([0.5, 1])
  expect(four.leave.ladder).not.toEqual(two.leave.ladder)
  for (const pack of packs) expect(rulesProblem(withPack(testRules, pack, pack.since ?? ''))).toBeUndefined()
})

it('takes the hall’s own files, and says which is none', () => {
  const own = mkdtempSync(join(tmpdir(), 'yihao-packs-'))
  folders.push(own)
  writeFileSync(join(own, 'ours.json'), `\uFEFF${JSON.stringify({ ...testPack, version: '7' })}`)
  writeFileSync(join(own, 'half.json'), '{"id": ')
  writeFileSync(join(own, 'wrong.json'), JSON.stringify({ ...testPack, late: [] }))
  writeFileSync(join(own, 'hole.json'), JSON.stringify({ ...testPack, defaultShift: 'dawn' }))
  const { packs, problems } = findPacks(own)
  expect(packs.map(packLabel)).toContain('test 7')
  expect(problems.map(({ file, problem }) => [file, problem.code])).toEqual([
    ['half.json', 'fileUnreadable'],
    ['hole.json', 'shiftMissing'],
    ['wrong.json', 'fileShape'],
  ])
  expect(problems.at(-1)?.problem.facts['where']).toBe('late')
})
