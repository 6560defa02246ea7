/** A disk that has no room for now. */
import { LedgerFault } from '../ledger/ledger.ts'

/** Writes what may be written later as well: where the disk refuses, that is logged, and the caller comes back to it. */
export function orLater(log: (line: string) => void, write: () => void): void {
  try {
    write()
  } catch (error) {
    if (!(error instanceof LedgerFault)) throw error
    log(`not written yet: ${error.message}`)
  }
}
