/**
 * Goal: no file is shipped that nothing uses. Method: follow imports from the entries; a spec keeps nothing
 * alive, for a file that only its own spec uses is dead.
 */
import { dirname, join } from 'node:path/posix'
import { describe, expect, it } from 'vitest'
import { roles } from '#main/shell/modes.ts'
import { isSource, isSpec, textFiles } from './files.ts'

const entries = [
  'main/index.ts',
  'main/cli.ts',
  ...roles.map((role) => `main/shell/preload/${role}.ts`),
  'main/ledger/copyWorker.ts',
  'main/reports/reportWorker.ts',
  'main/importing/importWorker.ts',
  'renderer/index.html',
  'renderer/shell/index.html',
  'kiosk/index.html',
  'electron.vite.config.ts',
]

const files = new Map(textFiles().map((file) => [file.path, file]))

/** Paths a file names: imports, re-exports, `import()`, workers (`new URL('./x.ts', …)`) and script tags. */
function namedBy(path: string): string[] {
  const content = files.get(path)?.content ?? ''
  const pattern =
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*|\bsrc=|\bhref=|@import\s+)(['"])(#\w+\/[^'"]+|\.[^'"]+)\1/g
  return [...content.matchAll(pattern)].map(([, , name = '']) =>
    name.startsWith('#') ? name.slice(1) : join(dirname(path), name),
  )
}

function reachable(from: readonly string[]): Set<string> {
  const seen = new Set<string>()
  const left = [...from]
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (seen.has(path) || !files.has(path)) continue
    seen.add(path)
    left.push(...namedBy(path))
  }
  return seen
}

describe('dead files', () => {
  const sources = [...files.values()].filter(isSource).map(({ path }) => path)
  // Programs beside the product (builds, simulation, benchmarks) and what several tests share keep its parts alive too.
  const programs = [...files.keys()].filter(
    (path) => /^(build|test\/(simulation|bench|fixtures))\/.*\.ts$/.test(path) && !isSpec(path),
  )

  it('has entries that exist', () => {
    expect(entries.filter((path) => !files.has(path))).toEqual([])
  })

  it('has none', () => {
    const alive = reachable([...entries, ...programs])
    const dead = sources.filter(
      (path) =>
        /^(shared|main|renderer|kiosk)\//.test(path) &&
        !isSpec(path) &&
        !path.endsWith('.d.ts') &&
        !alive.has(path),
    )
    expect(dead, 'delete it, or use it').toEqual([])
  })
})
