/**
 * Ratings one by one as other systems take them: levels and channels in the codes of the receiver, of which there are
 * two orders, opposite to each other. What a visitor wrote is left out unless somebody asked for it with a reason.
 */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { nineDigits } from '#shared/catalogue/officialCodes.ts'
import { level, ratingChannel } from '#shared/conduct/rating.ts'
import { channelCode, levelCode } from '#shared/conduct/ratingCodes.ts'
import type { ChannelList, CodeOrder } from '#shared/conduct/ratingCodes.ts'
import { ratingPageTexts } from '#shared/locale/ratingPage.ts'
import { Labels } from '#shared/reporting/labels.ts'
import { codedColumns } from '#shared/reporting/codedRatings.ts'
import type { CodedColumn } from '#shared/reporting/codedRatings.ts'
import type { HallNames, RowCell, RowColumn } from '#shared/reporting/report.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'

export interface CodedAsked {
  /** Business days [from, to). */
  readonly from: string
  readonly to: string
  readonly order: CodeOrder
  readonly channels: ChannelList
  readonly locale: 'zh' | 'en'
  /** Shows what the visitor wrote. */
  readonly unmasked: boolean
}

export interface CodedRatings {
  readonly columns: readonly RowColumn[]
  readonly count: number
  /** Rows in order of happening, some at a time. */
  readonly pieces: () => Iterable<readonly (readonly RowCell[])[]>
}

const pieceSize = 1000

const rating = z.object({
  seq: z.number(),
  visitId: z.string(),
  turnId: z.string().nullable(),
  number: z.string().nullable(),
  atMs: z.number(),
  ordinal: z.number(),
  level,
  channel: ratingChannel,
  reasons: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  text: z.string().nullable(),
  serviceId: z.string().nullable(),
  counterId: z.string().nullable(),
  staffId: z.string().nullable(),
  applicant: z.string().nullable(),
})
type Rating = z.infer<typeof rating>

const followedCase = z.object({
  visitId: z.string(),
  turnId: z.string().nullable(),
  closedMs: z.number().nullable(),
  moves: z.number(),
  assignee: z.string().nullable(),
})
type FollowedCase = z.infer<typeof followedCase>

/** The ratings of a period, ready to be written. To be read within one transaction. */
export function codedRatings(db: Database, asked: CodedAsked, names: HallNames): CodedRatings {
  const labels = new Labels(names, asked.locale)
  const columns = codedColumns.filter((id) => asked.unmasked || id !== 'text')
  const count = db
    .prepare<[string, string], number>('SELECT count(*) FROM ratings WHERE day >= ? AND day < ?')
    .pluck()
    .get(asked.from, asked.to)
  const next = db.prepare<[string, string, number, number], unknown>(`
    SELECT x.seq, x.visit_id AS visitId, x.turn_id AS turnId, v.number, x.at_ms AS atMs, x.ordinal, x.level,
      x.channel, x.reasons, x.text, x.service_id AS serviceId, x.counter_id AS counterId, x.staff_id AS staffId,
      v.applicant
    FROM ratings x LEFT JOIN visits v ON v.id = x.visit_id
    WHERE x.day >= ? AND x.day < ? AND x.seq > ? ORDER BY x.seq LIMIT ?`)
  const cases = casesOf(db, asked.from)
  const personOf = (id: string | null): RowCell => (id === null ? null : labels.of('teller', id))
  const creditCodes = new Map(names.departments.map((d) => [d.id, d.creditCode]))
  const departmentCodeOf = (serviceId: string | null): RowCell => {
    const { departmentId } = names.services.find((s) => s.id === serviceId) ?? {}
    return (departmentId && creditCodes.get(departmentId)) ?? names.creditCode ?? null
  }
  const cell = (id: CodedColumn, one: Rating): RowCell => {
    const followed = cases.get(keyOf(one))
    switch (id) {
      case 'caseNumber':
        return one.visitId
      case 'number':
        return one.number
      case 'channelCode':
        return channelCode(one.channel, asked.channels) ?? null
      case 'channel':
        return labels.of('channel', one.channel)
      case 'time':
        return isoWithOffset(one.atMs, names.timeZone).slice(0, 19).replaceAll(/[-:]/g, '')
      case 'ordinal':
        return one.ordinal
      case 'level':
        return labels.texts.kinds[one.level] ?? one.level
      case 'levelCode':
        return levelCode(one.level, asked.order)
      case 'reasons':
        return one.reasons.join(',')
      case 'text':
        return one.text
      case 'serviceCode':
        return names.services.find((s) => s.id === one.serviceId)?.code ?? one.serviceId
      case 'service':
        return one.serviceId === null ? null : labels.of('service', one.serviceId)
      case 'division':
        return names.division === undefined ? null : nineDigits(names.division)
      case 'departmentCode':
        return departmentCodeOf(one.serviceId)
      case 'department':
        return labels.department(one.serviceId)
      case 'counter':
        return one.counterId === null ? null : labels.of('counter', one.counterId)
      case 'teller':
        return personOf(one.staffId)
      case 'caseState':
        return followed === undefined
          ? null
          : followed.closedMs !== null
            ? '3'
            : followed.moves > 0
              ? '2'
              : '1'
      case 'assignee':
        return personOf(followed?.assignee ?? null)
      case 'userKind':
        return one.applicant === 'person' ? '1' : one.applicant === 'enterprise' ? '2' : null
      case 'rater':
        return null
      case 'anonymous':
        return '1'
      case 'reviewState':
      case 'isPublic':
        return '0'
    }
  }
  return {
    columns: columns.map((id) => ({
      id,
      title: ratingPageTexts[asked.locale].columns[id],
      kind: id === 'ordinal' ? 'number' : 'text',
    })),
    count: count ?? 0,
    *pieces() {
      for (let after = -1; ;) {
        const rows = next.all(asked.from, asked.to, after, pieceSize).map((row) => rating.parse(row))
        const last = rows.at(-1)
        if (last === undefined) return
        yield rows.map((one) => columns.map((id) => cell(id, one)))
        after = last.seq
      }
    },
  }
}

/** The cases bad ratings opened, by what they are about. */
function casesOf(db: Database, from: string): ReadonlyMap<string, FollowedCase> {
  const rows = db
    .prepare<[string], unknown>(
      `SELECT json_extract(body, '$.about.visitId') AS visitId, json_extract(body, '$.about.turnId') AS turnId,
        json_extract(body, '$.closedAtMs') AS closedMs, json_array_length(body, '$.moves') AS moves,
        json_extract(body, '$.assignee') AS assignee
      FROM records WHERE record = 'case' AND what = 'badRating' AND first_day >= ?`,
    )
    .all(from)
  return new Map(
    rows.map((row) => {
      const one = followedCase.parse(row)
      return [keyOf(one), one] as const
    }),
  )
}

function keyOf({ visitId, turnId }: { readonly visitId: string; readonly turnId: string | null }): string {
  return `${visitId} ${turnId ?? ''}`
}
