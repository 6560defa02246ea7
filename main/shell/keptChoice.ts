/** The kept choice as a file: of this user, and before that one prepared for every user of the computer. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { parseChoice } from './choice.ts'
import type { Choice } from './choice.ts'

/** Name of the file. */
export const choiceName = 'choice.json'

/** Where an installer or an administrator puts a choice for a whole computer. */
export function preparedPath(platform: string, env: Readonly<Record<string, string | undefined>>): string {
  return platform === 'win32'
    ? join(env['ProgramData'] ?? 'C:\\ProgramData', 'Yihao', choiceName)
    : join('/etc/yihao', choiceName)
}

/** The choice in a file; undefined when there is none, or it makes no sense. */
export function readChoice(path: string): Choice | undefined {
  return existsSync(path) ? parseChoice(readFileSync(path, 'utf8')) : undefined
}

/** Writes beside its place and moves it there, so that a power cut leaves the old or the new one. */
export function keepChoice(path: string, chosen: Choice): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, `${JSON.stringify(chosen, undefined, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

const pass = z.object({ nonce: z.string(), untilMs: z.number() })
/** The start that sets up anew follows at once. */
const passMs = 120_000

/**
 * Who showed an administrator's PIN to the running app is not asked again by the start that sets it up anew,
 * which is told the nonce on its command line.
 */
export function writePass(path: string, nonce: string, nowMs: number): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify({ nonce, untilMs: nowMs + passMs }), { mode: 0o600 })
}

/** Whether this is the pass; it holds once. */
export function takePass(path: string, nonce: string | undefined, nowMs: number): boolean {
  if (!existsSync(path)) return false
  const text = readFileSync(path, 'utf8')
  rmSync(path, { force: true })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return false
  }
  const read = pass.safeParse(json)
  if (!read.success || nonce === undefined) return false
  const leftMs = read.data.untilMs - nowMs
  return read.data.nonce === nonce && leftMs > 0 && leftMs <= passMs
}
