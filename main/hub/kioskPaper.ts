/** The paper of a kiosk, as the sockets need it; the printing itself is in `main/printing`. */
import type { VisitId } from '#shared/ids/ids.ts'
import type { CommandId } from '#shared/ids/ids.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { HubMessage, Paper, PrinterSetUp, TestPage } from '#shared/protocol/messages.ts'

export interface KioskPaper {
  status(): Paper
  /** How its printer is set up; absent without one. */
  readonly printer?: PrinterSetUp | undefined
  /** What became of the last test page; undefined while none was asked for. */
  tested(): TestPage | undefined
  /** Puts a visit's ticket on paper once; the same command again prints nothing more. */
  print(visit: Visit, command: CommandId): void
  /** Prints it once more, marked as a copy. */
  reprint(id: VisitId): void
  /** Hears of jobs and of the printer's state until the returned function is called. */
  listen(tell: (message: HubMessage) => void): () => void
  close(): Promise<void>
}
