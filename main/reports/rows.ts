/** The rows behind a figure: found by the same test that counted them, shown with the hall's names. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Fact, Grouping, Source } from '#shared/reporting/fact.ts'
import { figureOf } from '#shared/reporting/figures.ts'
import type { FigureId } from '#shared/reporting/figures.ts'
import { keyOfGrouping } from '#shared/reporting/grouping.ts'
import { Labels } from '#shared/reporting/labels.ts'
import type { Asked, FactRows, HallNames, RowCell, RowColumn } from '#shared/reporting/report.ts'
import { kindOf, personal, rowColumnsOf } from '#shared/reporting/rowColumns.ts'
import type { RowColumnId } from '#shared/reporting/rowColumns.ts'
import { localTime } from '#shared/time/localTime.ts'
import { readFacts } from './facts.ts'

/** Which figure is opened: of one row, or of the total where no row is named. */
export interface Opening extends Asked {
  readonly figure: FigureId
  /** `null`: the row of what belongs to no other. */
  readonly key?: string | null | undefined
  /** Shows what is personal. */
  readonly unmasked: boolean
}

/** One page of rows in order of happening; behind a greatest value, the greatest first. */
export function pageOfRows(
  db: Database,
  opening: Opening,
  names: HallNames,
  { offset, limit }: { offset: number; limit: number },
): FactRows {
  return db.transaction(() => {
    const seqs = seqsBehind(db, opening, names)
    const shown = new Rows(db, opening, names)
    return {
      columns: [...shown.columns],
      rows: shown.of(seqs.slice(offset, offset + limit)),
      count: seqs.length,
      masked: !opening.unmasked,
    }
  })()
}

/** The places of all rows behind the figure, in the order they are shown. */
export function seqsBehind(db: Database, opening: Opening, names: HallNames): readonly number[] {
  const figure = figureOf(opening.figure)
  const { departmentOf } = new Labels(names, opening.locale)
  const keyOf = keyOfGrouping(opening.groupBy, { timeZone: names.timeZone, departmentOf })
  const isIn = (fact: Fact): boolean =>
    opening.key === undefined || keyOf(fact, figure.byCall === true) === opening.key
  const seqs: number[] = []
  // Only where the greatest comes first does anybody need to know how great.
  const values = figure.how === 'max' ? new Map<number, number>() : undefined
  readFacts(
    db,
    opening,
    [{ figures: [opening.figure], groupBy: opening.groupBy }],
    names,
    (fact) => {
      if (figure.counts(fact, names) && isIn(fact)) {
        seqs.push(fact.seq)
        values?.set(fact.seq, figure.value?.(fact) ?? 0)
      }
    },
    ['seq'],
  )
  return seqs.sort((a, b) => (values?.get(b) ?? 0) - (values?.get(a) ?? 0) || a - b)
}

const cell = z.union([z.string(), z.number(), z.null()])
const detail = z.record(z.string(), cell)
type Detail = z.infer<typeof detail>

const ofCases = `x.seq, x.visit_id AS visitId, coalesce(x.number, v.number) AS number, x.no AS caseNo, x.day, x.kind AS caseKind,
    x.service_id AS service, x.counter_id AS counter, x.staff_id AS teller, x.channel,
    CASE WHEN x.closed_at_ms IS NULL THEN 'caseOpen' ELSE 'caseClosed' END AS state, x.counts, x.due_ms AS dueMs,
    x.closed_day AS closedDay, x.call_back AS callBack, x.text AS note, v.issue_seq AS issueSeq`

/** For each source, what a row shows, as names SQL can give; `holder` is the visitor as far as the hall knows them. */
const details: Readonly<Record<Source, string>> = {
  visits: `x.issue_seq AS seq, x.id AS visitId, x.number, x.day, x.arrived_at_ms AS arrivedAt, x.call_at_ms AS calledAt,
    x.started_at_ms AS startedAt, x.ended_at_ms AS endedAt, x.issue_queue_id AS queue, x.first_service_id AS service,
    x.counter_id AS counter, x.staff_id AS teller, x.applicant, x.channel, x.priority_class AS priority, x.state,
    max(0, x.call_at_ms - x.arrived_at_ms) / 1000.0 AS waitS, (x.ended_at_ms - x.arrived_at_ms) / 1000.0 AS stayS,
    x.calls, x.no_shows AS missed, x.issue_seq AS issueSeq FROM visits x`,
  sittings: `x.seq, x.visit_id AS visitId, v.number, x.day, x.began_at_ms AS calledAt, x.ended_at_ms AS endedAt,
    x.queue_id AS queue, x.service_id AS service, x.counter_id AS counter, x.staff_id AS teller, v.applicant, x.ending,
    (x.ended_at_ms - x.began_at_ms) / 1000.0 AS transactionS, v.issue_seq AS issueSeq
    FROM sittings x LEFT JOIN visits v ON v.id = x.visit_id`,
  turns: `x.seq, x.visit_id AS visitId, v.number, x.day, x.started_at_ms AS startedAt, x.ended_at_ms AS endedAt,
    x.queue_id AS queue, x.service_id AS service, x.counter_id AS counter, x.staff_id AS teller, v.applicant, x.outcome,
    max(0, x.ended_at_ms - x.started_at_ms) / 1000.0 AS handledS, x.note, v.issue_seq AS issueSeq
    FROM turns x LEFT JOIN visits v ON v.id = x.visit_id`,
  ratings: `x.seq, x.visit_id AS visitId, v.number, x.day, x.at_ms AS ratedAt, x.service_id AS service,
    x.counter_id AS counter, x.staff_id AS teller, x.channel, x.level, x.text AS note, v.issue_seq AS issueSeq
    FROM ratings x LEFT JOIN visits v ON v.id = x.visit_id`,
  cases: `${ofCases} FROM cases x LEFT JOIN visits v ON v.id = x.visit_id`,
  badRatings: `${ofCases} FROM badRatings x LEFT JOIN visits v ON v.id = x.visit_id`,
  attendance: `x.seq, x.visit_id AS visitId, x.day, x.staff_id AS person, x.kind AS what, x.amount / 100.0 AS amount,
    x.span_ms / 60000 AS minutes, x.at_ms AS foundAt, x.rule FROM attendance x`,
}

const groupingOf: Partial<Record<RowColumnId, Grouping>> = {
  queue: 'queue',
  service: 'service',
  counter: 'counter',
  teller: 'teller',
  applicant: 'applicant',
  channel: 'channel',
  caseKind: 'caseKind',
  person: 'person',
}

/** Columns that say one of a few words. */
const coded: ReadonlySet<RowColumnId> = new Set([
  'state',
  'ending',
  'outcome',
  'level',
  'counts',
  'callBack',
  'what',
])

const knownHolder = z.object({ maskedName: z.string().optional(), last4: z.string().optional() })

/** Rows of one source with their names. */
export class Rows {
  readonly columns: readonly RowColumn[]
  readonly #ids: readonly RowColumnId[]
  readonly #labels: Labels
  readonly #timeZone: string
  readonly #find: (seqs: string) => readonly unknown[]
  readonly #holderOf: ((issueSeq: number) => string | undefined) | undefined

  constructor(db: Database, { figure, locale, unmasked }: Opening, names: HallNames) {
    const { source } = figureOf(figure)
    this.#labels = new Labels(names, locale)
    this.#timeZone = names.timeZone
    this.#ids = rowColumnsOf[source].filter((id) => unmasked || !personal.has(id))
    this.columns = this.#ids.map((id) => ({
      id,
      title: this.#labels.texts.rowColumns[id],
      kind: kindOf(id),
    }))
    const key = source === 'visits' ? 'issue_seq' : 'seq'
    const find = db.prepare<[string], unknown>(
      `SELECT ${details[source]} WHERE x.${key} IN (SELECT value FROM json_each(?))`,
    )
    this.#find = (seqs) => find.all(seqs)
    if (!unmasked) return
    const holder = db
      .prepare<[number], string | null>(
        `SELECT json_extract(body, '$.event.visit.holder') FROM events WHERE seq = ? AND type = 'visitIssued'`,
      )
      .pluck()
    this.#holderOf = (issueSeq) => holder.get(issueSeq) ?? undefined
  }

  /** The rows at these places, in this order. */
  of(seqs: readonly number[]): FactRows['rows'] {
    const found = new Map(
      this.#find(JSON.stringify(seqs)).map((row) => {
        const one = detail.parse(row)
        return [one['seq'], one] as const
      }),
    )
    return seqs.flatMap((seq) => {
      const row = found.get(seq)
      if (row === undefined) return []
      const visitId = row['visitId']
      return [
        {
          visitId: typeof visitId === 'string' ? visitId : null,
          cells: this.#ids.map((id) => this.#cellOf(id, row)),
        },
      ]
    })
  }

  #cellOf(id: RowColumnId, row: Detail): RowCell {
    const { texts } = this.#labels
    if (id === 'department') return this.#labels.department(textOf(row['service']))
    if (id === 'holder') return this.#holder(row['issueSeq'])
    const value = row[id] ?? null
    const grouping = groupingOf[id]
    if (grouping !== undefined) return value === null ? null : this.#labels.of(grouping, String(value))
    if (id === 'priority') return this.#labels.of('priority', value === null ? 'ordinary' : String(value))
    // What is due at midnight is due on the day before it.
    if (id === 'dueDay') {
      const dueMs = row['dueMs']
      return typeof dueMs === 'number' ? localTime(dueMs - 1, this.#timeZone).date : null
    }
    if (coded.has(id)) {
      return value === null ? null : (texts.kinds[String(value)] ?? String(value))
    }
    return value
  }

  #holder(issueSeq: RowCell | undefined): RowCell {
    if (typeof issueSeq !== 'number') return null
    const stored = this.#holderOf?.(issueSeq)
    if (stored === undefined) return null
    const known = knownHolder.safeParse(JSON.parse(stored))
    if (!known.success) return null
    const { maskedName, last4 } = known.data
    const parts = [maskedName, last4 === undefined ? undefined : `****${last4}`]
    return parts.filter((part) => part !== undefined).join(' ')
  }
}

function textOf(value: RowCell | undefined): string | null {
  return typeof value === 'string' ? value : null
}
