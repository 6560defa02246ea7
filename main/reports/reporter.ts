/** Reports as the hub asks for them: made in worker threads, so that the hub's loop waits for none. */
import { Worker } from 'node:worker_threads'
import { factRows, report } from '#shared/reporting/report.ts'
import type { FactRows, Report } from '#shared/reporting/report.ts'
import { attendanceSheetView } from '#shared/protocol/attendance.ts'
import type { AttendanceSheetView } from '#shared/protocol/attendance.ts'
import { z } from 'zod'
import { fromWorker } from './order.ts'
import type { Order } from './order.ts'

type OrderOf<M extends Order['make']> = Omit<Extract<Order, { make: M }>, 'make'>

/** Whatever makes reports. Rejects with `ReportFault`, or `Busy` when too many are asked for at once. */
export interface Reporter {
  report(order: OrderOf<'report'>): Promise<Report>
  file(order: OrderOf<'file'>): Promise<Uint8Array>
  rows(order: OrderOf<'rows'>): Promise<FactRows>
  attendance(order: OrderOf<'attendance'>): Promise<AttendanceSheetView>
  attendanceFile(order: OrderOf<'attendanceFile'>): Promise<Uint8Array>
  /** Writes a file and gives the number of its rows; cancelled by the signal. */
  exportRows(
    order: OrderOf<'export'>,
    progress: (done: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<number>
  /** The same of ratings in a receiver's codes. */
  exportCoded(
    order: OrderOf<'codedRatings'>,
    progress: (done: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<number>
  stop(): Promise<void>
}

/** A report could not be made. The message is for the log. */
export class ReportFault extends Error {
  override readonly name = 'ReportFault'
}

/** Too many reports are being made; nothing was begun. */
export class Busy extends Error {
  override readonly name = 'Busy'
}

/** Reports asked for and not yet made, at most. */
const mostWaiting = 20

/** What one worker may hold in memory, MB: several times what a year of 1.2 million visits takes. */
const mostMemoryMb = 1024

/**
 * Small questions go one after the other to one worker, begun with the first;
 * each export has one of its own.
 * @param workerFile `reportWorker` as it can be loaded: its source, or as it was built
 */
export function workerReporter(workerFile: string, database: string): Reporter {
  let desk: ReportThread | undefined
  const threads = new Set<ReportThread>()
  const start = (): ReportThread => {
    const thread = new ReportThread(workerFile, database, () => {
      threads.delete(thread)
      if (desk === thread) desk = undefined
    })
    threads.add(thread)
    return thread
  }
  const ask = async (order: Order): Promise<unknown> => {
    desk ??= start()
    if (desk.waiting >= mostWaiting) throw new Busy('too many reports at once')
    return desk.ask(order)
  }
  const exported = async (
    order: Order,
    progress: (done: number, of: number) => void,
    signal: AbortSignal,
  ): Promise<number> => {
    const thread = start()
    const cancel = (): void => void thread.stop()
    signal.addEventListener('abort', cancel)
    try {
      return z.number().parse(await thread.ask(order, progress))
    } finally {
      signal.removeEventListener('abort', cancel)
      await thread.stop()
    }
  }
  return {
    report: async (order) => report.parse(await ask({ make: 'report', ...order })),
    file: async (order) => z.instanceof(Uint8Array).parse(await ask({ make: 'file', ...order })),
    rows: async (order) => factRows.parse(await ask({ make: 'rows', ...order })),
    attendance: async (order) => attendanceSheetView.parse(await ask({ make: 'attendance', ...order })),
    attendanceFile: async (order) =>
      z.instanceof(Uint8Array).parse(await ask({ make: 'attendanceFile', ...order })),
    exportRows: async (order, progress, signal) => exported({ make: 'export', ...order }, progress, signal),
    exportCoded: async (order, progress, signal) =>
      exported({ make: 'codedRatings', ...order }, progress, signal),
    stop: async () => {
      await Promise.all([...threads].map(async (thread) => thread.stop()))
    },
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (fault: ReportFault) => void
  readonly progress?: ((done: number, of: number) => void) | undefined
}

/** One worker and what it was asked. */
class ReportThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0

  constructor(workerFile: string, database: string, ended: () => void) {
    // A report that outgrows this ends with its worker; the hub goes on.
    this.#worker = new Worker(workerFile, {
      workerData: { database },
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    })
    let line = 'the report was interrupted'
    this.#worker.on('message', (message: unknown) => {
      this.#hear(message)
    })
    this.#worker.once('error', (error) => {
      line = error instanceof Error ? (error.stack ?? error.message) : String(error)
    })
    this.#worker.once('exit', () => {
      ended()
      for (const { reject } of this.#waiting.values()) reject(new ReportFault(line))
      this.#waiting.clear()
    })
  }

  get waiting(): number {
    return this.#waiting.size
  }

  async ask(order: Order, progress?: Waiting['progress']): Promise<unknown> {
    const id = (this.#asked += 1)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, progress })
      this.#worker.postMessage({ id, order })
    })
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  #hear(message: unknown): void {
    const heard = fromWorker.parse(message)
    const asked = this.#waiting.get(heard.id)
    if (asked === undefined) return
    if (heard.said === 'progress') {
      asked.progress?.(heard.done, heard.of)
      return
    }
    this.#waiting.delete(heard.id)
    if (heard.said === 'done') asked.resolve(heard.value)
    else asked.reject(new ReportFault(heard.line))
  }
}
