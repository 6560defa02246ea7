/** What the reports page asks the hub, in the name of one session. Never throws: no answer is an answer too. */
import { z } from 'zod'
import type { ChannelList, CodeOrder } from '#shared/conduct/ratingCodes.ts'
import type { CodedFormat } from '#shared/reporting/codedRatings.ts'
import { factRows, report } from '#shared/reporting/report.ts'
import type { FactRows, Report } from '#shared/reporting/report.ts'
import { asking } from '../../stores/asking.ts'
import type { Answer } from '../../stores/asking.ts'
import type { StaffLocale } from '../../stores/language.ts'
import type { Period } from './period.ts'

export const job = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  of: z.number(),
  file: z.string().optional(),
})
export type Job = z.infer<typeof job>

/** A report as it is chosen. */
export interface Choice extends Period {
  readonly name: string
  readonly groupBy: string
  readonly locale: StaffLocale
}

/** A figure of one row, or of all where `key` is left out. */
export interface Opened {
  readonly figure: string
  readonly title: string
  readonly groupBy: string
  readonly key?: string | null
}

export type FileFormat = 'csv' | 'xlsx'

/** Following long work that was begun. */
export interface JobRest {
  job(id: string): Promise<Answer<Job>>
  cancel(id: string): Promise<Answer<Job>>
  fetchResult(id: string): Promise<Answer<true>>
}

export interface ReportRest extends JobRest {
  report(choice: Choice): Promise<Answer<Report>>
  file(choice: Choice, format: FileFormat): Promise<Answer<true>>
  rows(
    choice: Choice,
    opened: Opened,
    offset: number,
    limit: number,
    reason?: string,
  ): Promise<Answer<FactRows>>
  begin(choice: Choice, opened: Opened, format: FileFormat, reason?: string): Promise<Answer<Job>>
  coded(choice: CodedChoice): Promise<Answer<Job>>
}

export const jobAnswer = z.object({ job }).transform((answer) => answer.job)

/** Ratings in a receiver's codes, as they are chosen; with a reason, what people wrote too. */
export interface CodedChoice extends Period {
  readonly order: CodeOrder
  readonly channels: ChannelList
  readonly locale: StaffLocale
  readonly format: CodedFormat
  readonly reason?: string
}

/** The way to ask for reports, for this session's token. `save` hands a file to the person. */
export function reportRest(token: string, save: (blob: Blob, name: string) => void = saveFile): ReportRest {
  const { ask, send } = asking(token)
  async function fetchFile(path: string): Promise<Answer<true>> {
    const sent = await send('GET', path)
    if (!sent.ok) return sent
    save(await sent.value.blob(), nameOf(sent.value.headers.get('content-disposition')))
    return { ok: true, value: true }
  }
  return {
    report: async (choice) =>
      ask(
        'GET',
        `/reports/${choice.name}?${queryOf(choice)}`,
        z.object({ report }).transform((a) => a.report),
      ),
    file: async (choice, format) => fetchFile(`/reports/${choice.name}?${queryOf(choice, { format })}`),
    rows: async (choice, opened, offset, limit, reason) =>
      reason === undefined
        ? ask(
            'GET',
            `/reports/${choice.name}/rows?${queryOf(choice, {
              ...openedOf(opened),
              offset: String(offset),
              limit: String(limit),
            })}`,
            factRows,
          )
        : ask('POST', `/reports/${choice.name}/unmasked-rows`, factRows, {
            ...bodyOf(choice, opened),
            offset,
            limit,
            reason,
          }),
    begin: async (choice, opened, format, reason) =>
      ask('POST', `/reports/${choice.name}/exports`, jobAnswer, {
        ...bodyOf(choice, opened),
        format,
        ...(reason === undefined ? {} : { unmask: { reason } }),
      }),
    coded: async ({ reason, ...choice }) =>
      ask('POST', '/ratings/exports', jobAnswer, {
        ...choice,
        ...(reason === undefined ? {} : { unmask: { reason } }),
      }),
    job: async (id) => ask('GET', `/jobs/${id}`, jobAnswer),
    cancel: async (id) => ask('DELETE', `/jobs/${id}`, jobAnswer),
    fetchResult: async (id) => fetchFile(`/jobs/${id}/result`),
  }
}

function queryOf({ from, to, groupBy, locale }: Choice, more: Record<string, string> = {}): string {
  return new URLSearchParams({ from, to, groupBy, locale, ...more }).toString()
}

function openedOf({ figure, groupBy, key }: Opened): Record<string, string> {
  return {
    figure,
    groupBy,
    ...(key === null ? { unclassified: 'true' } : key === undefined ? {} : { key }),
  }
}

function bodyOf({ from, to, locale }: Choice, { figure, groupBy, key }: Opened): object {
  return {
    from,
    to,
    locale,
    groupBy,
    figure,
    ...(key === null ? { unclassified: true } : key === undefined ? {} : { key }),
  }
}

/** The name a file is sent under. */
function nameOf(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1]
  return encoded === undefined ? 'report' : decodeURIComponent(encoded)
}

function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
