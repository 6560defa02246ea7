/** Builds the screens, the Electron entry and its preload script, when `out/` is older than their sources. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

const root = join(import.meta.dirname, '..')
const stampFile = join(root, 'out', 'built-from')
const lockFile = join(root, 'out', 'building')

/** A hash over everything the build reads: equal hashes mean an equal build. */
async function sourcesHash(): Promise<string> {
  const files: string[] = []
  const patterns = ['{shared,main,renderer,kiosk}/**/*', 'electron.vite.config.ts', 'package-lock.json']
  for await (const entry of glob(patterns, { cwd: root, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.endsWith('.test.ts')) files.push(join(entry.parentPath, entry.name))
  }
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(file).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function built(hash: string): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash
}

/** Waits for a build that another process of this checkout is doing; a dead process holds nothing. */
async function takeLock(): Promise<void> {
  mkdirSync(join(root, 'out'), { recursive: true })
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const holder = existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : 0
    if (holder > 0 && !alive(holder)) rmSync(lockFile, { force: true })
    await setTimeout(100)
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Makes `out/` match the sources. Says so in one line on stderr when it builds; throws when the build fails. */
export async function ensureBuilt(): Promise<void> {
  if (built(await sourcesHash())) return
  await takeLock()
  try {
    const hash = await sourcesHash()
    if (built(hash)) return
    console.error('building the screens …')
    const bin = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const child = spawn(process.execPath, [bin, 'build', '--logLevel', 'warn'], {
      cwd: root,
      // What the build prints is no output of the program it was built for.
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
    })
    if (code !== 0) throw new Error('the screens could not be built')
    writeFileSync(stampFile, hash)
  } finally {
    rmSync(lockFile, { force: true })
  }
}
