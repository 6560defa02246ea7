/**
 * Goal: layers run one way because the compiler says so. Method: one small file per forbidden import, compiled
 * with the settings of the layer it pretends to be in; each must fail, and what is allowed must not.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const folder = 'test/fixtures/layers'
const layers = ['shared', 'main', 'renderer', 'kiosk']
/** Imports apart from ambient names: an import that fails still brings its own ambient types along. */
const projects = globSync('*/*/tsconfig.json', { cwd: join(root, folder) }).map((file) =>
  join(folder, dirname(file)),
)

const compiler = join(root, 'node_modules', 'vue-tsc', 'bin', 'vue-tsc.js')
const { stdout } = spawnSync(process.execPath, [compiler, '-b', '--pretty', 'false', ...projects], {
  cwd: root,
  encoding: 'utf8',
})
/** Each error with its explanation: an import is often named only there. */
const errors = stdout.split(/\n(?=\S)/)

function errorsAbout(file: string): string[] {
  return errors.filter((error) => error.includes(`${folder}/${file}`))
}

describe('what a layer must not see does not compile', () => {
  const files = globSync('*/*/*.ts', { cwd: join(root, folder) }).map((file) => file.replaceAll('\\', '/'))
  const allowed = files.filter((file) => file.endsWith('/allowed.ts'))
  const forbidden = files.filter((file) => !allowed.includes(file))

  it('has samples for every layer', () => {
    expect(new Set(forbidden.map((file) => file.split('/')[0]))).toEqual(new Set(layers))
  })

  it.each(forbidden.sort())('%s', (file) => {
    const codes = errorsAbout(file).map((error) => /error TS(\d+)/.exec(error)?.[1])
    // Unknown name (2304, 2580, 2584, 2591), unknown module (2307), or a file outside the layer (6307).
    expect(codes.filter((code = '') => /^(2304|2307|2580|2584|2591|6307)$/.test(code))).not.toEqual([])
  })

  it.each(allowed.sort())('but %s does', (file) => {
    expect(errorsAbout(file)).toEqual([])
  })
})
