/**
 * Entry of the worker thread that reads one imported file and works out what it
 * would change: a large workbook takes seconds, and the hub's loop none of them.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { diffSetUp } from '#shared/hall/setUp.ts'
import type { ImportReport } from '#shared/protocol/setUpAnswers.ts'
import { planImport, reportText } from './importCatalogue.ts'
import { importOrder } from './importOrder.ts'
import type { FromImportWorker, ImportOrder, ImportPlan } from './importOrder.ts'
import { planStaff } from './importStaff.ts'

function say(message: FromImportWorker): void {
  parentPort?.postMessage(message)
}

async function planOf({ kind, filename, bytes, before }: ImportOrder): Promise<ImportPlan> {
  const progress = (done: number, of: number): void => {
    say({ said: 'progress', done, of })
  }
  const planned =
    kind === 'catalogue'
      ? await planImport(bytes, filename, before.catalogue, progress)
      : await planStaff(bytes, filename, before.staff, before.catalogue, progress)
  if (!planned.ok) return { ok: false, ...planned.error }
  const after =
    'catalogue' in planned ? { ...before, catalogue: planned.catalogue } : { ...before, staff: planned.staff }
  const text = 'catalogue' in planned ? reportText(planned.report) : undefined
  return { ok: true, report: reportOf(planned), changes: diffSetUp(before, after), text }
}

type Planned = Extract<
  Awaited<ReturnType<typeof planImport>> | Awaited<ReturnType<typeof planStaff>>,
  { ok: true }
>

function reportOf({ report: r }: Planned): ImportReport {
  const { read, added, changed, unchanged } = r
  const counts = { read, added, changed, unchanged }
  if (!('queuesAdded' in r))
    return { ...counts, skipped: [...r.skipped], departmentsAdded: [], queuesAdded: [], queuesUnserved: [] }
  return {
    ...counts,
    skipped: r.skipped.map(({ line, reason, facts }) => ({
      line,
      reason,
      value: facts['code'] ?? facts['column'] ?? facts['cells'] ?? '',
    })),
    departmentsAdded: r.departmentsAdded.map((d) => d.name.zh),
    queuesAdded: r.queuesAdded.map((q) => `${q.letter} ${q.name.zh}`),
    queuesUnserved: [...r.queuesUnserved],
  }
}

try {
  say({ said: 'planned', plan: await planOf(importOrder.parse(workerData)) })
} catch (error) {
  say({ said: 'failed', line: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
