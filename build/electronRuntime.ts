/** Where Electron's runtime is, if somebody installed it. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Electron's program, or undefined when its runtime is not installed. Never starts a download. */
export function electronRuntime(): string | undefined {
  const folder = join(root, 'node_modules', 'electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return undefined
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist')
  const program = join(dist, readFileSync(named, 'utf8'))
  return existsSync(program) ? program : undefined
}
