/** Entry of every plain Node process: its first argument says which. */
import { join } from 'node:path'
import { readArguments } from './arguments.ts'
import type { Arguments } from './arguments.ts'
import { runDemo } from './demo.ts'
import { machine } from './hub/machine.clock.ts'
import { openHub } from './hub/openHub.ts'
import { runHub } from './hub/runHub.ts'
import { workerImporter } from './importing/importer.ts'
import { progressLines, runImport } from './importing/runImport.ts'
import { workerCopier } from './ledger/copier.ts'
import { LedgerFault } from './ledger/ledger.ts'
import { runRestore } from './restore.ts'
import { runStation } from './station/runStation.ts'
import { certificatesFor } from './tls/certificate.ts'
import type { Certificates } from './tls/certificate.ts'

const say = (line: string): void => {
  console.log(line)
}
const warn = (line: string): void => {
  console.error(`yihao: ${line}`)
}

/** This file's place is in the tree or in the build, and other files are found from there. */
const built = import.meta.dirname.endsWith(join('out', 'main'))
/** Where the built screens are. */
const screensDir = join(import.meta.dirname, built ? '..' : '../out', 'renderer')
/** The worker that makes reports. */
const reportWorker = join(import.meta.dirname, built ? 'reportWorker.js' : 'reports/reportWorker.ts')
/** The worker that reads imported files. */
const importWorker = join(import.meta.dirname, built ? 'importWorker.js' : 'importing/importWorker.ts')
/** The certificates a computer serves with, where it speaks TLS. */
async function certificatesOf({
  tls,
  data,
  names = [],
}: Pick<Extract<Arguments, { mode: 'hub' }>, 'tls' | 'data' | 'names'>): Promise<Certificates | undefined> {
  return tls && certificatesFor(tls, data, names, machine.time.wallMs())
}
const copier = workerCopier(join(import.meta.dirname, built ? 'copyWorker.js' : 'ledger/copyWorker.ts'))

/** A station, until it is told to end; promoted, this computer goes on as the hub on the same data and address. */
async function runStationHere(value: Extract<Arguments, { mode: 'station' }>): Promise<number> {
  const { kind, data, hubs, host, port } = value
  const tls = await certificatesOf(value)
  const end = await runStation({ ...value, tls, mode: kind, dataDir: data, machine, screensDir, say, warn })
  if (end !== 'promote') return 0
  say('this computer is the hub now')
  return runHub({
    dataDir: data,
    host,
    port,
    promote: true,
    peers: hubs,
    backupEvery: 60,
    restoreNewest: false,
    signs: value.signs,
    names: value.names,
    tls,
    copier,
    machine,
    screensDir,
    reportWorker,
    importWorker,
    say,
    warn,
  })
}

/** One import; Ctrl-C ends it while it reads, and comes too late once the changes are being made. */
async function importHere({ data, catalogue }: Extract<Arguments, { mode: 'import' }>): Promise<number> {
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      ending.abort()
    })
  const { stderr } = process
  const progress = progressLines(say, stderr.isTTY ? (text) => stderr.write(text) : undefined)
  let isMidLine = false
  const code = await runImport(catalogue, {
    open: () => openHub({ dataDir: data, machine, log: warn }),
    importer: workerImporter(importWorker),
    signal: ending.signal,
    progress: (done, of) => {
      isMidLine = stderr.isTTY
      progress(done, of)
    },
    say: (line) => {
      if (isMidLine) stderr.write('\n')
      isMidLine = false
      say(line)
    },
    warn: (line) => {
      if (isMidLine) stderr.write('\n')
      isMidLine = false
      warn(line)
    },
  })
  return code
}

async function run(): Promise<number> {
  const read = readArguments(process.argv.slice(2))
  if (!read.ok) {
    warn(read.line)
    return 2
  }
  const { value } = read
  switch (value.mode) {
    case 'demo':
      return runDemo(value, {
        machine,
        screensDir,
        reportWorker,
        importWorker,
        tls: await certificatesOf(value),
        say,
        warn,
      })
    case 'hub':
      return runHub({
        ...value,
        tls: await certificatesOf(value),
        dataDir: value.data,
        copier,
        machine,
        screensDir,
        reportWorker,
        importWorker,
        say,
        warn,
      })
    case 'station':
      return runStationHere(value)
    case 'import':
      return importHere(value)
    case 'restore':
      return runRestore(value, { machine, say, warn })
  }
}

try {
  process.exitCode = await run()
} catch (error) {
  const plain = error instanceof LedgerFault || (error instanceof Error && 'code' in error)
  warn(plain ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
}
