/** `npm run restore`: lists the copies of a hall's ledger, or puts one back. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Arguments } from './arguments.ts'
import { backupFolder, databaseName } from './hub/openHub.ts'
import type { Machine } from './hub/machine.clock.ts'
import { stampOf } from './ledger/rotation.ts'
import { listCopies, restore } from './ledger/restoring.ts'
import type { ListedCopy } from './ledger/restoring.ts'

export interface RestoreParts {
  readonly machine: Machine
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
}

/** Gives the exit code. Throws `LedgerFault` with one clear line. */
export async function runRestore(
  { data, from, list, backupDir = join(data, backupFolder) }: Extract<Arguments, { mode: 'restore' }>,
  parts: RestoreParts,
): Promise<number> {
  if (!existsSync(data)) {
    parts.warn(`${data} is not there`)
    return 1
  }
  return list ? listAll(backupDir, parts) : putBack(data, backupDir, from, parts)
}

function listAll(backupDir: string, { say, warn }: RestoreParts): number {
  let any = false
  for (const copy of listCopies(backupDir)) {
    any = true
    say(lineOf(copy))
  }
  if (!any) warn(`there is no copy in ${backupDir}`)
  return any ? 0 : 1
}

/** `2026-11-22 04:00:03  event 1234  day 2026-11-21  12.3 MB  good  PATH` */
function lineOf({ path, bytes, finding, content }: ListedCopy): string {
  const what =
    content === undefined
      ? ['-', 'event -', 'day -']
      : [localTimeOf(content.atMs), `event ${String(content.seq)}`, `day ${content.day ?? '-'}`]
  const empty = finding.found === 'good' && content === undefined ? 'empty' : finding.found
  const state = 'reason' in finding ? `${empty} (${finding.reason})` : empty
  return [...what, `${(bytes / 1_000_000).toFixed(1)} MB`, state, path].join('  ')
}

async function putBack(
  data: string,
  backupDir: string,
  from: string | undefined,
  { machine, say, warn }: RestoreParts,
): Promise<number> {
  const database = join(data, databaseName)
  const restored = await restore({ database, backupDir, from, stamp: stampOf(machine.time.wallMs()) })
  for (const line of restored.passedOver) warn(`passed over: ${line}`)
  if (restored.aside !== undefined) say(`the database before is kept as ${restored.aside}`)
  say(
    `restored ${restored.from}: business day ${restored.day ?? 'none'}, event ${String(restored.seq)}, up to ${localTimeOf(restored.atMs)}`,
  )
  const { putBack, lost } = restored.photos
  if (putBack > 0) say(`${String(putBack)} photographs of cases put back`)
  if (lost.length > 0)
    warn(`${String(lost.length)} photographs are not whole among the copies: ${lost.join(', ')}`)
  say('start the hub as usual: a new reign begins, and stations hand over what they hold beyond')
  return 0
}

/** The computer's own time of day, as whoever reads the list knows it. */
function localTimeOf(atMs: number): string {
  const at = new Date(atMs)
  const two = (n: number): string => String(n).padStart(2, '0')
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`
}
