/** The log folder: one file per program, turned over when it is full, the oldest thrown away; and old crash reports. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A file is turned over at this size, bytes; with `kept` files a log never takes more than 60 MB. */
export const fullBytes = 10 * 1024 * 1024
const kept = 5

/** Renames from the oldest on, `log → log.1 → … → log.5`; what falls off the end is removed. */
export function turnOver(
  name: string,
  there: readonly string[],
): { readonly remove: readonly string[]; readonly rename: readonly (readonly [string, string])[] } {
  const at = (n: number): string => (n === 0 ? name : `${name}.${String(n)}`)
  const has = (n: number): boolean => there.includes(at(n))
  const rename: (readonly [string, string])[] = []
  for (let n = kept - 1; n >= 0; n -= 1) if (has(n)) rename.push([at(n), at(n + 1)])
  return { remove: has(kept) ? [at(kept)] : [], rename }
}

/** Which of these files to remove so that only the newest `keep` stay. */
export function oldest(
  files: readonly { readonly name: string; readonly changedMs: number }[],
  keep: number,
): readonly string[] {
  return files
    .toSorted((a, b) => b.changedMs - a.changedMs)
    .slice(keep)
    .map(({ name }) => name)
}

/** A log: whole lines with the time before each. Never throws: a full disk must not end the app. */
export interface Log {
  readonly line: (text: string) => void
  /** The last lines, for the page that says that something is wrong. */
  readonly last: () => readonly string[]
}

const lastLines = 30

/** Opens `folder/name`, making the folder. */
export function openLog(folder: string, name: string, nowIso: () => string, full: number = fullBytes): Log {
  const path = join(folder, name)
  const recent: string[] = []
  let bytes: number | undefined
  const write = (text: string): void => {
    bytes ??= existsSync(path) ? statSync(path).size : 0
    if (bytes > 0 && bytes + Buffer.byteLength(text) > full) {
      const { remove, rename } = turnOver(name, readdirSync(folder))
      for (const old of remove) rmSync(join(folder, old), { force: true })
      for (const [from, to] of rename) renameSync(join(folder, from), join(folder, to))
      bytes = 0
    }
    appendFileSync(path, text)
    bytes += Buffer.byteLength(text)
  }
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    // Said again, and again without effect, by every line.
  }
  return {
    line: (text) => {
      recent.push(text)
      if (recent.length > lastLines) recent.shift()
      try {
        write(`${nowIso()} ${text}\n`)
      } catch {
        bytes = undefined
      }
    },
    last: () => [...recent],
  }
}

/** Keeps the newest crash reports under a folder, and removes the others. Reports never leave this computer. */
export function pruneCrashes(folder: string, keep = 20): void {
  if (!existsSync(folder)) return
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.dmp'))
    .map((name) => ({ name, changedMs: statSync(join(folder, name)).mtimeMs }))
  for (const name of oldest(files, keep)) rmSync(join(folder, name), { force: true })
}
