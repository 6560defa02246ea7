/** A kiosk's paper: it runs out, it is refilled, and a command is printed once. */
import type { CommandId, VisitId } from '#shared/ids/ids.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { HubMessage, Paper, PrintJob } from '#shared/protocol/messages.ts'
import type { KioskPaper } from '#main/hub/kioskPaper.ts'

/** See the head of this file. It outlives the hub that prints on it, as its spool does. */
export class KioskPrinter implements KioskPaper {
  hasPaper = true
  /** What became of each visit's ticket. */
  readonly jobs = new Map<VisitId, PrintJob['state']>()
  readonly #commands = new Set<CommandId>()
  #tell: (message: HubMessage) => void = () => {}

  status(): Paper {
    return { configured: true, status: this.hasPaper ? 'ready' : 'paperOut' }
  }

  tested(): undefined {
    return undefined
  }

  print(visit: Visit, command: CommandId): void {
    if (this.#commands.has(command)) return
    this.#commands.add(command)
    const state = this.hasPaper ? 'printed' : 'failed'
    this.jobs.set(visit.id, state)
    this.#tell({ type: 'printJob', job: { visitId: visit.id, state, copy: false } })
  }

  reprint(id: VisitId): void {
    const state = this.hasPaper ? 'printed' : 'failed'
    this.jobs.set(id, state)
    this.#tell({ type: 'printJob', job: { visitId: id, state, copy: true } })
  }

  listen(tell: (message: HubMessage) => void): () => void {
    this.#tell = tell
    return () => {
      this.#tell = () => {}
    }
  }

  async close(): Promise<void> {
    await Promise.resolve()
  }
}
