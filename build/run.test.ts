/** Goal: every command runs under the pinned Node as if it had been called itself. Method: real processes. */
import { spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const run = join(import.meta.dirname, 'run.mjs')
const pinned = createRequire(import.meta.url)

function runSync(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [run, ...args], { encoding: 'utf8' })
}

describe('build/run.mjs', () => {
  it('runs Node 24, for the command and for what the command starts', () => {
    const script = `process.stdout.write(process.version + require('child_process').execSync('node --version'))`
    expect(runSync('node', '-e', script).stdout).toMatch(/^(v24\.\d+\.\d+)\1\s*$/)
  })

  it('runs the very version the lock file names', () => {
    const { optionalDependencies } = pinned('./node24/package.json') as {
      optionalDependencies: Record<string, string>
    }
    const versions = new Set(Object.values(optionalDependencies).map((version) => `v${version}`))
    if (process.platform !== 'darwin') expect(versions).toContain(runSync('node', '--version').stdout.trim())
  })

  it('hands on arguments untouched, and the exit code', () => {
    const script = 'process.stdout.write(JSON.stringify(process.argv.slice(1))); process.exit(7)'
    const { status, stdout } = runSync('node', '-e', script, 'a b', '$HOME', '"q"', '大厅')
    expect({ status, args: JSON.parse(stdout) }).toEqual({ status: 7, args: ['a b', '$HOME', '"q"', '大厅'] })
  })

  it('finds the commands of installed packages', () => {
    expect(runSync('prettier', '--version').stdout).toMatch(/^\d/)
  })

  it('says what is wrong in one line', () => {
    expect(runSync()).toMatchObject({ status: 2, stderr: 'usage: node build/run.mjs COMMAND [ARGUMENT…]\n' })
    expect(runSync('no-such-command')).toMatchObject({ status: 1 })
  })

  it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    'hands on %s',
    async (signal) => {
      const script = `process.on('${signal}', () => process.exit(42)); setInterval(() => {}, 1000); console.log('up')`
      const child = spawn(process.execPath, [run, 'node', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      child.stdout.once('data', () => child.kill(signal))
      const code = await new Promise((resolve) => child.once('exit', resolve))
      expect(code).toBe(42)
    },
  )

  it.skipIf(process.platform === 'win32')('ends its command when npm’s shell is gone', async () => {
    const script = `process.on('SIGTERM', () => { console.log('told'); process.exit() }); setInterval(() => {}, 1000); console.log('up')`
    // Two commands keep a shell from becoming the first of them.
    const shell = spawn('sh', ['-c', '"$0" "$@"; true', process.execPath, run, 'node', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    })
    const lines: string[] = []
    shell.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      lines.push(chunk.trim())
      if (chunk.includes('up')) shell.kill('SIGKILL')
    })
    await new Promise((resolve) => shell.stdout.once('end', resolve))
    expect(lines).toEqual(['up', 'told'])
  })
})
