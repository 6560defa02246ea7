/** Reads imported files in a worker thread of their own each, and ends it when nobody wants the file any more. */
import { Worker } from 'node:worker_threads'
import { fromImportWorker } from './importOrder.ts'
import type { ImportOrder, ImportPlan } from './importOrder.ts'
import type { ReadProgress } from './readTable.ts'

/** Whatever works out what a file would change. Rejects when cancelled, or when it has a fault of ours. */
export interface Importer {
  plan(order: ImportOrder, progress: ReadProgress, signal: AbortSignal): Promise<ImportPlan>
}

/** What one file may take in memory, MB: a workbook at the limit takes some hundred. */
const mostMemoryMb = 1024

/** @param workerFile `importWorker` as it can be loaded: its source, or as it was built */
export function workerImporter(workerFile: string): Importer {
  return {
    plan: async (order, progress, signal) =>
      new Promise<ImportPlan>((resolve, reject) => {
        const worker = new Worker(workerFile, {
          workerData: order,
          resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
        })
        const end = (): void => void worker.terminate()
        signal.addEventListener('abort', end)
        if (signal.aborted) end()
        let line = 'reading the file was interrupted'
        worker.on('message', (message: unknown) => {
          const heard = fromImportWorker.parse(message)
          if (heard.said === 'progress') progress(heard.done, heard.of)
          else if (heard.said === 'planned') resolve(heard.plan)
          else line = heard.line
        })
        worker.once('error', (error) => {
          line = error instanceof Error ? (error.stack ?? error.message) : String(error)
        })
        worker.once('exit', () => {
          signal.removeEventListener('abort', end)
          // Nothing where it has resolved.
          reject(new Error(line))
        })
      }),
  }
}
