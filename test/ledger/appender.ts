/**
 * A process to be killed: appends batches to the ledger at argv[2] as fast as
 * it can, and writes the last seq of each to stdout once it is acknowledged.
 * argv[3] is the number of visits issued per batch.
 */
import { writeSync } from 'node:fs'
import { openDatabase } from '#main/ledger/database.ts'
import { sqliteLedger } from '#main/ledger/sqliteLedger.ts'
import { Script } from './script.ts'

const [, , path = '', size = '1'] = process.argv
const ledger = sqliteLedger(openDatabase(path).db)
const script = new Script(ledger.load().state)
if (ledger.lastSeq === 0) ledger.append(script.opening())
for (;;) {
  ledger.append(script.batch(...Array.from({ length: Number(size) }, () => script.issued())))
  writeSync(1, `${ledger.lastSeq}\n`)
}
