/**
 * What an ESC/POS printer sends back. Sources: Epson ESC/POS command reference, DLE EOT, GS r and GS a. A
 * real-time answer has bits 0 and 7 off, 1 and 4 on; an answer to GS r has bits 4 and 7 off; an automatic report
 * begins with a byte whose bit 4 is on and bits 0, 1 and 7 are off, and has three more bytes.
 */
import type { PrinterFault, PrinterStatus } from './port.ts'

export type StatusQuery = 1 | 2 | 3 | 4

export type Answer =
  | { readonly type: 'realTime'; readonly byte: number }
  /** Everything before the GS r was carried out. */
  | { readonly type: 'processed'; readonly byte: number }
  | { readonly type: 'noise' }

/** Sorts incoming bytes into answers. Keeps count of an automatic report that spans two reads. */
export function answerReader(): (bytes: Uint8Array) => readonly Answer[] {
  let reportLeft = 0
  return (bytes) => {
    const answers: Answer[] = []
    for (const byte of bytes) {
      if (reportLeft > 0) reportLeft -= 1
      else if ((byte & 0x93) === 0x12) answers.push({ type: 'realTime', byte })
      else if ((byte & 0x93) === 0x10) reportLeft = 3
      else if ((byte & 0x90) === 0) answers.push({ type: 'processed', byte })
      else answers.push({ type: 'noise' })
    }
    return answers
  }
}

/** The query DLE EOT n. */
export function statusQuery(n: StatusQuery): Uint8Array {
  return Uint8Array.of(0x10, 0x04, n)
}

/** The query GS r 1, answered in its turn and not before. */
export const confirmQuery = Uint8Array.of(0x1d, 0x72, 0x01)

/** Switches automatic reports off (GS a 0): their last bytes look like the answer to GS r. */
export const reportsOff = Uint8Array.of(0x1d, 0x61, 0x00)

/** Answers to DLE EOT n by n → status. What a person can put right comes before what they cannot. */
export function statusOf(answers: ReadonlyMap<StatusQuery, number>): PrinterStatus {
  const has = (n: StatusQuery, bits: number): boolean => ((answers.get(n) ?? 0) & bits) !== 0
  const faults: readonly (readonly [boolean, PrinterFault])[] = [
    [has(2, 0x04), 'coverOpen'],
    [has(2, 0x20) || has(4, 0x60), 'paperOut'],
    [has(3, 0x08), 'cutter'],
    [has(2, 0x40) || has(3, 0x20), 'error'],
    [has(1, 0x08), 'offline'],
  ]
  const found = faults.find(([is]) => is)
  return found ? { state: 'fault', fault: found[1] } : { state: 'ready', paperNearEnd: has(4, 0x0c) }
}
