// Runs a command under the Node this project is pinned to: `node build/run.mjs vitest run`.
// The ledger's SQLite binding needs Node-API 10 and crashes without a word on an older Node, and our
// sources are TypeScript that Node itself strips of types; neither can be left to whatever Node is installed.
// This file alone must run on every Node that npm runs on, so it stays plain JavaScript.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const onWindows = process.platform === 'win32'

/** The pinned Node's executable, or undefined where no such package exists (macOS) or it is not installed. */
function pinnedNode() {
  const name = `node-${onWindows ? 'win' : process.platform}-${process.arch}`
  for (const from of [join(root, 'package.json'), join(root, 'build', 'node24', 'package.json')]) {
    try {
      const found = createRequire(from).resolve(`${name}/package.json`)
      return join(dirname(found), 'bin', onWindows ? 'node.exe' : 'node')
    } catch {
      // Not reachable from there; the next place, or none.
    }
  }
  return undefined
}

const [command, ...args] = process.argv.slice(2)
if (command === undefined) {
  console.error('usage: node build/run.mjs COMMAND [ARGUMENT…]')
  process.exit(2)
}

const node = pinnedNode()
if (node === undefined && !(Number(process.versions.napi) >= 10 && process.features.typescript)) {
  console.error(
    `Node ${process.versions.node} is too old and the pinned Node 24 is not installed: run "npm ci", or use Node 24.`,
  )
  process.exit(1)
}

const nodeProgram = node ?? process.execPath
const path = [dirname(nodeProgram), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(
  delimiter,
)
const env = {
  // What Node compiled once it need not compile at every start: a third of the time a hub or a station takes to begin.
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
  ...process.env,
  PATH: path,
}
if (onWindows) {
  // Windows names the variable `Path`, and two spellings side by side would hide ours.
  for (const key of Object.keys(env)) if (key !== 'PATH' && key.toUpperCase() === 'PATH') delete env[key]
}

// Node is started without a shell so that arguments arrive untouched; other commands are `.cmd` files on
// Windows, which only a shell can start.
const direct = command === 'node'
const quote = (text) => (/^[\w./:=@-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`)
const child =
  onWindows && !direct
    ? spawn([command, ...args].map(quote).join(' '), { stdio: 'inherit', env, shell: true })
    : spawn(direct ? nodeProgram : command, args, { stdio: 'inherit', env })

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
if (process.env.npm_lifecycle_event !== undefined && !onWindows) {
  // npm hands a signal to the shell it started us with, and that shell ends without a word to us. A hall that
  // stayed behind would keep its port and its ledger, so losing that parent means the same as being told to end.
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 200).unref()
}
child.on('error', (error) => {
  console.error(`cannot run ${command}: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (signal === null ? 1 : constants.signals[signal]))
})
