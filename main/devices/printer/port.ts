/** What the hall knows of a ticket printer: bytes go out, and an honest answer comes back. */

/** Why a printer cannot print, or cannot be said to have printed. */
export type PrinterFault =
  /** Nobody listens there, or the device is not plugged in. */
  | 'unreachable'
  /** Connected, but it answers no query. */
  | 'silent'
  /** It answers, but not as a printer does. */
  | 'garbled'
  | 'offline'
  | 'paperOut'
  | 'coverOpen'
  | 'cutter'
  /** The printer reports an error of its own that is none of the above. */
  | 'error'
  /** The connection ended while bytes were on their way. */
  | 'lineBroken'
  /** It stopped taking bytes. */
  | 'stalled'
  /** Every byte was taken and nothing said that they were carried out. */
  | 'notConfirmed'
  /** The port was closed by its own program. */
  | 'closed'

/**
 * What became of one job. Only `notSent` may be tried again without asking: not one byte of it left.
 * `uncertain` may be on paper, wholly or in part, and is never sent again by itself.
 */
export type PrintOutcome =
  /** `confirmed` is false only on a line that cannot answer, where handing over the bytes is all there is. */
  | { readonly type: 'printed'; readonly confirmed: boolean }
  | { readonly type: 'notSent'; readonly reason: PrinterFault }
  | { readonly type: 'uncertain'; readonly reason: PrinterFault }

export type PrinterStatus =
  /** Not asked yet, or a printer that cannot be asked. */
  | { readonly state: 'unknown' }
  | { readonly state: 'ready'; readonly paperNearEnd: boolean }
  | { readonly state: 'fault'; readonly fault: PrinterFault }

export interface PrinterPort {
  /**
   * Prints one job; jobs handed in together are done one after the other. Never rejects.
   * @param bytes the whole job; where the printer confirms, its last command must be GS r 1
   * @param jobId named in the log only
   */
  readonly print: (bytes: Uint8Array, jobId: string) => Promise<PrintOutcome>
  /** What was last heard. */
  readonly status: () => PrinterStatus
  /** Asks the printer now, after any job under way. */
  readonly refresh: () => Promise<PrinterStatus>
  /** Hears every change of status until the returned function is called. */
  readonly subscribe: (listener: (status: PrinterStatus) => void) => () => void
  /** Ends the connection; a job under way becomes `uncertain`. */
  readonly close: () => Promise<void>
}

/** Whether a ticket can be promised: the printer said it is ready, or cannot be asked. */
export function mayPrint(status: PrinterStatus): boolean {
  switch (status.state) {
    case 'unknown':
    case 'ready':
      return true
    case 'fault':
      return false
  }
}
