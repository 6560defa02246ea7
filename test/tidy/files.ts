/** The repository's own text files, as the tidy tests see them. */
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const notOurs = ['node_modules', 'out', 'data', 'coverage', '.git']
const text = /\.(ts|vue|js|mjs|json|css|html|md|yml|yaml|svg|sh|xml|service)$|(^|\/)(LICENSE|run|\.npmrc|\.gitignore)$/

export interface TextFile {
  /** Path from the root, with forward slashes. */
  readonly path: string
  readonly content: string
}

/** Every text file that is or would be committed. */
export function textFiles(): readonly TextFile[] {
  return globSync(['**/*', '.*', '.*/**/*'], {
    cwd: root,
    exclude: (path) => notOurs.some((name) => path === name || path.endsWith(`/${name}`)),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => text.test(path) && statSync(join(root, path)).isFile())
    .sort()
    .map((path) => ({ path, content: readFileSync(join(root, path), 'utf8') }))
}

/** A source file: what runs or makes what runs, samples of bad code apart. */
export function isSource({ path }: TextFile): boolean {
  return /\.(ts|vue|js|mjs)$/.test(path) && !path.startsWith('test/fixtures/')
}

export function isSpec(path: string): boolean {
  return path.endsWith('.test.ts')
}
