/** What makes the reports of a hub that serves. */
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { workerReporter } from '../reports/reporter.ts'
import { Jobs } from './jobs.ts'
import type { Machine } from './machine.clock.ts'
import type { ServedHub } from './openHub.ts'
import type { ReportParts } from './rest/reports.ts'

/** Where files of exports are made, in the data folder. */
const exportsFolder = 'exports'

/** What makes reports of this hub, until stopped; files left by a hub before are thrown away. */
export function openReports(
  { hub, database }: ServedHub,
  machine: Machine,
  reportWorker: string,
  log: (line: string) => void,
): ReportParts & { readonly stop: () => Promise<void> } {
  const exportsDir = join(dirname(database), exportsFolder)
  rmSync(exportsDir, { recursive: true, force: true })
  const reporter = workerReporter(reportWorker, database)
  const jobs = new Jobs({ newId: machine.newId, nowMs: () => hub.nowMs(), log })
  const stopTidying = machine.every(60_000, () => {
    jobs.tidy()
  })
  return {
    reporter,
    jobs,
    exportsDir,
    stop: async () => {
      stopTidying()
      await jobs.stop()
      await reporter.stop()
      rmSync(exportsDir, { recursive: true, force: true })
    },
  }
}
