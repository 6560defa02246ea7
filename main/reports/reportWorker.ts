/**
 * Entry of the worker thread that makes reports: it reads beside the hub, by a
 * connection of its own that cannot write, so that no report costs the hub's
 * loop anything.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { openForReading } from '../ledger/database.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import { attendanceRows, attendanceSheet } from './attendance.ts'
import { writeCsv, reportAsCsv } from './csv.ts'
import { codedRatings } from './codedRatings.ts'
import { writeJson } from './json.ts'
import { makeReport } from './makeReport.ts'
import { toWorker } from './order.ts'
import type { FromWorker, Order } from './order.ts'
import { pageOfRows, Rows, seqsBehind } from './rows.ts'

/** Pages of the database kept in memory, KiB: a month's rows. */
const cacheKb = 65_536

const { database } = z.object({ database: z.string() }).parse(workerData)
const db = openForReading(database)
db.pragma(`cache_size = -${cacheKb}`)
const records = attendanceRows(db)

function say(message: FromWorker): void {
  parentPort?.postMessage(message)
}

async function carryOut(order: Order, progress: (done: number, of: number) => void): Promise<unknown> {
  switch (order.make) {
    case 'report':
      return makeReport(db, order.asked, order.names, order.madeAt)
    case 'file': {
      const report = makeReport(db, order.asked, order.names, order.madeAt)
      return order.format === 'csv'
        ? Buffer.from(reportAsCsv(report, order.asked.locale))
        : (await workbooks()).reportAsXlsx(report, order.asked.locale)
    }
    case 'rows':
      return pageOfRows(db, order.opening, order.names, order)
    case 'attendance':
      return attendanceSheet(records, order.asked)
    case 'attendanceFile': {
      const sheet = attendanceSheet(records, order.asked)
      const { attendanceAsCsv, attendanceAsXlsx } = await import('./attendanceFile.ts')
      return order.format === 'csv'
        ? Buffer.from(attendanceAsCsv(sheet, order.locale))
        : attendanceAsXlsx(sheet, order.locale)
    }
    case 'codedRatings':
      return exportCoded(order, progress)
    case 'export':
      return exportRows(order, progress)
  }
}

/** What writes workbooks is large, and most reports are only looked at. */
const workbooks = async () => import('./xlsx.ts')

/** How many rows are looked up and written at once. */
const pieceSize = 1000

async function exportRows(
  { opening, names, format, path }: Extract<Order, { make: 'export' }>,
  progress: (done: number, of: number) => void,
): Promise<number> {
  // One view of the ledger from the first row to the last, however much is written meanwhile.
  db.exec('BEGIN')
  try {
    const seqs = seqsBehind(db, opening, names)
    const rows = new Rows(db, opening, names)
    function* pieces() {
      for (let at = 0; at < seqs.length; at += pieceSize) {
        progress(at, seqs.length)
        yield rows.of(seqs.slice(at, at + pieceSize)).map((row) => row.cells)
      }
    }
    const table = {
      columns: rows.columns,
      pieces: pieces(),
      timeZone: names.timeZone,
      locale: opening.locale,
    }
    await (format === 'csv' ? writeCsv(path, table) : (await workbooks()).writeXlsx(path, table))
    return seqs.length
  } finally {
    db.exec('COMMIT')
  }
}

async function exportCoded(
  { asked, names, format, path }: Extract<Order, { make: 'codedRatings' }>,
  progress: (done: number, of: number) => void,
): Promise<number> {
  db.exec('BEGIN')
  try {
    const { columns, count, pieces } = codedRatings(db, asked, names)
    function* told() {
      let done = 0
      for (const piece of pieces()) {
        yield piece
        progress((done += piece.length), count)
      }
    }
    const table = { columns, pieces: told(), timeZone: names.timeZone, locale: asked.locale }
    if (format === 'json') await writeJson(path, table)
    else await (format === 'csv' ? writeCsv(path, table) : (await workbooks()).writeXlsx(path, table))
    return count
  } finally {
    db.exec('COMMIT')
  }
}

parentPort?.on('message', (message: unknown) => {
  const { id, order } = toWorker.parse(message)
  carryOut(order, (done, of) => {
    say({ said: 'progress', id, done, of })
  }).then(
    (value) => {
      say({ said: 'done', id, value })
    },
    (error: unknown) => {
      const plain = error instanceof LedgerFault
      const line = plain
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error)
      say({ said: 'failed', id, line })
    },
  )
})
