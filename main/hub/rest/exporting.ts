/** Files that take a while: written by a job into the exports folder, whole or not at all. */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { StaffId } from '#shared/ids/ids.ts'
import type { Job, JobWork } from '../jobs.ts'
import type { ReportParts } from './reports.ts'

/** What is to be written, by whom it was asked for, and what it is called when it is saved. */
export interface Export {
  readonly by: StaffId
  readonly name: string
  readonly type: string
  /** The ending of the file, without a dot. */
  readonly format: string
}

/**
 * Begins writing a file; undefined where too many are being written.
 * @param write writes it at the path and gives the number of its rows
 */
export function startExport(
  { jobs, exportsDir, newId }: Pick<ReportParts, 'jobs' | 'exportsDir'> & { readonly newId: () => string },
  { by, name, type, format }: Export,
  write: (path: string, given: JobWork) => Promise<number>,
): Job | undefined {
  mkdirSync(exportsDir, { recursive: true })
  const path = join(exportsDir, `${newId()}.${format}`)
  return jobs.start({ kind: 'export', by, title: name }, async (given) => {
    const part = `${path}.part`
    try {
      const rows = await write(part, given)
      given.progress(rows, rows)
      renameSync(part, path)
    } finally {
      rmSync(part, { force: true })
    }
    return { path, name, type }
  })
}
