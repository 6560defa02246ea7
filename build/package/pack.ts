/**
 * `npm run package -- --win --x64`: builds, gathers each target's own packages in a folder of their own, and packs
 * them. Needs Electron's runtime for that target, which the packager downloads, or finds in its cache; Windows
 * installers are made on Windows, or on Linux with Wine.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from '../screens.ts'
import { installArgs, targetsOf } from './targets.ts'

const root = join(import.meta.dirname, '..', '..')

function run(command: string, args: readonly string[], cwd: string): void {
  // npm is a `.cmd` file on Windows, which only a shell can start; none of these arguments holds a space.
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${command} ended with code ${String(status)}`)
}

try {
  const chosen = targetsOf(process.argv.slice(2))
  await ensureBuilt()
  for (const target of chosen) {
    const name = `${target.os}-${target.cpu}`
    const folder = join(root, 'out', 'package', `app-${name}`)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const parts = ['package.json', 'package-lock.json', '.npmrc', 'LICENSE', 'resources', 'build/node24']
    for (const part of [...parts, 'out/main', 'out/preload', 'out/renderer'])
      cpSync(join(root, part), join(folder, part), { recursive: true })
    run('npm', installArgs(target), folder)
    const config = [
      '--config',
      join('build', 'package', 'electron-builder.yml'),
      `-c.directories.app=${folder}`,
      // A folder for each: what describes an update has the same name for every processor.
      `-c.directories.output=${join('out', 'package', name)}`,
    ]
    run('electron-builder', [target.flag, `--${target.cpu}`, '--publish', 'never', ...config], root)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
