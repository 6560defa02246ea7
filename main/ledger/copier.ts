/** Makes copies in a worker thread, one at a time. */
import { Worker } from 'node:worker_threads'
import { copyProgress, copyReport } from './copyOrder.ts'
import type { CopyOrder, CopyReport } from './copyOrder.ts'

/** Whatever makes copies. Never rejects: a failure is a report. */
export interface Copier {
  copy(order: CopyOrder, progress?: (share: number) => void): Promise<CopyReport>
  /** Ends a copy that is being made; what it left is removed before the next. */
  stop(): Promise<void>
}

/** @param workerFile `copyWorker` as it can be loaded: its source, or as it was built */
export function workerCopier(workerFile: string): Copier {
  let worker: Worker | undefined
  return {
    copy: async (order, progress) =>
      new Promise<CopyReport>((resolve) => {
        const mine = new Worker(workerFile, { workerData: order })
        worker = mine
        // The hub may end while a copy is being made.
        mine.unref()
        let report: CopyReport = { ok: false, line: 'the copy was interrupted' }
        mine.on('message', (message: unknown) => {
          const far = copyProgress.safeParse(message)
          if (far.success) progress?.(far.data.share)
          else report = copyReport.parse(message)
        })
        mine.once('error', (error) => {
          report = {
            ok: false,
            line: `the copy failed: ${error instanceof Error ? error.message : String(error)}`,
          }
        })
        mine.once('exit', () => {
          worker = undefined
          resolve(report)
        })
      }),
    stop: async () => {
      await worker?.terminate()
    },
  }
}
