/** BENCHMARKS.md: what the benchmarks printed, on which machine and when. Written by the command alone. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { z } from 'zod'

const root = join(import.meta.dirname, '..', '..')
const file = join(root, 'BENCHMARKS.md')

const head = `# Benchmarks

Written by \`npm run bench -- --write\`, never by hand. Every figure stands beside its limit or its goal, measured in
the same run; rounds are given as median (least–most). How much they are apart says how quiet the machine was.
`

/** Puts one benchmark's print into its section; the others stay. */
export function writeReport(name: string, printed: string): void {
  const sections = existsSync(file) ? sectionsOf(readFileSync(file, 'utf8')) : new Map<string, string>()
  sections.set(name, `${conditions()}\n\n\`\`\`text\n${printed.trim()}\n\`\`\`\n`)
  const body = [...sections]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([of, text]) => `## ${of}\n\n${text}`)
    .join('\n')
  writeFileSync(file, `${head}\n${body}`)
}

function sectionsOf(text: string): Map<string, string> {
  const pieces = text.split(/^## (.+)$/m).slice(1)
  const sections = new Map<string, string>()
  for (let at = 0; at + 1 < pieces.length; at += 2)
    sections.set(pieces[at] ?? '', `${(pieces[at + 1] ?? '').trim()}\n`)
  return sections
}

/** When, where and with what. */
function conditions(): string {
  const db = new SQLite(':memory:')
  const sqlite = String(db.prepare('SELECT sqlite_version()').pluck().get())
  db.close()
  const memory = (totalmem() / 2 ** 30).toFixed(0)
  const versions = ['better-sqlite3', 'socket.io', 'fastify', 'zod'].map(
    (name) => `${name} ${versionOf(name)}`,
  )
  return [
    `${new Date().toISOString().slice(0, 10)} · ${String(availableParallelism())} cores ${(cpus()[0]?.model ?? 'unknown').trim()}, ${memory} GB, ${type()} ${release()} ${arch()}`,
    `Node ${process.versions.node}, SQLite ${sqlite}, ${versions.join(', ')}`,
  ].join(' · ')
}

function versionOf(name: string): string {
  const path = join(root, 'node_modules', name, 'package.json')
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version
}
