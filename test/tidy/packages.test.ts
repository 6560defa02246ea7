/** Goal: an install gives the same tree everywhere, runs nobody's scripts, and needs no particular registry. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { textFiles } from './files.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'))
const versions = z.record(z.string(), z.string()).default({})
const manifest = z.object({
  imports: versions,
  scripts: versions,
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
})

const ours = manifest.parse(read('package.json'))
const node24 = manifest.parse(read('build/node24/package.json'))
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ version: z.string().optional(), resolved: z.string().optional() }),
    ),
  })
  .parse(read('package-lock.json'))

describe('packages', () => {
  it('are pinned to exact versions', () => {
    const loose = [ours, node24]
      .flatMap((one) =>
        Object.entries({ ...one.dependencies, ...one.devDependencies, ...one.optionalDependencies }),
      )
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) && version !== 'file:build/node24')
    expect(loose, 'write the exact version').toEqual([])
  })

  it('are in the lock file at that version', () => {
    const differing = Object.entries({ ...ours.dependencies, ...ours.devDependencies })
      .filter(([, version]) => !version.startsWith('file:'))
      .filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version)
    expect(differing, 'run npm install').toEqual([])
  })

  it('come from whatever registry is configured', () => {
    const hosts = Object.values(lock.packages).filter(({ resolved = '' }) => resolved.includes('://'))
    expect(hosts, 'keep omit-lockfile-registry-resolved=true in .npmrc').toEqual([])
    expect(readFileSync(join(root, '.npmrc'), 'utf8')).not.toMatch(/registry\s*=\s*http/)
  })

  it('run no scripts when installed', () => {
    expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m)
  })

  it('are all used', () => {
    const text = textFiles()
      .filter(({ path }) => /\.(ts|vue|js|mjs|css|html)$/.test(path))
      .map(({ content }) => content)
      .join('\n')
    const commands = Object.values(ours.scripts).join('\n')
    /** Used by name only: types, tools that other tools load, and the packager. */
    const byName =
      /^(@types\/|@local\/|@vitest\/|typescript$|vue-tsc$|prettier$|electron-builder$|vue-eslint-parser$)/
    /** Pinned with the rest because they belong to one tested set; what they are for comes next. */
    // The charts are for the manager's pages; the types are asked for by a package that is used.
    const awaited = ['echarts', 'vue-echarts', 'openapi-types']
    const unused = Object.keys({ ...ours.dependencies, ...ours.devDependencies }).filter(
      (name) =>
        !byName.test(name) &&
        !awaited.includes(name) &&
        !text.includes(name) &&
        !commands.includes(name.replace(/^.*\//, '')),
    )
    expect(unused, 'use it or remove it').toEqual([])
  })

  it('run every command under the pinned Node', () => {
    const others = Object.entries(ours.scripts).filter(([, command]) =>
      command.split(' && ').some((part) => !/^(node build\/run\.mjs|npm run) /.test(part)),
    )
    expect(others, 'start it with node build/run.mjs').toEqual([])
  })
})
