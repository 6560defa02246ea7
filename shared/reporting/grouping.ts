/** Which row of a report a fact belongs to, and in which order the rows stand. */
import { localTime } from '../time/localTime.ts'
import type { Fact, Grouping } from './fact.ts'

/** The row's key; `null` for none. `byCall`: of the call that ended the wait instead of the visit's end. */
export type KeyOf = (fact: Fact, byCall: boolean) => string | null

/** What belongs to what in the hall, as far as reports need it. */
export interface Belonging {
  readonly timeZone: string
  /** Service → department; of a service that is no longer in the catalogue nobody knows it. */
  readonly departmentOf: ReadonlyMap<string, string>
}

/** A visit without a priority class, as a key. */
export const ordinary = 'ordinary'
/** The one row of a report that is not told apart. */
export const everything = 'all'

/** How a grouping tells facts apart. */
export function keyOfGrouping(grouping: Grouping, { timeZone, departmentOf }: Belonging): KeyOf {
  switch (grouping) {
    case 'none':
      return () => everything
    case 'hour': {
      const hourOf = hours(timeZone)
      return (fact) => hourOf(fact.atMs)
    }
    case 'day':
      return (fact) => fact.day
    case 'month':
      return (fact) => fact.day.slice(0, 7)
    case 'queue':
      return (fact) => fact.queueId
    case 'service':
      return (fact) => fact.serviceId
    case 'department':
      return ({ serviceId }) => (serviceId === null ? null : (departmentOf.get(serviceId) ?? null))
    case 'counter':
      return (fact, byCall) => (byCall ? fact.callCounterId : fact.counterId)
    case 'teller':
      return (fact, byCall) => (byCall ? fact.callStaffId : fact.staffId)
    case 'applicant':
      return (fact) => fact.applicant
    case 'channel':
      return (fact) => fact.channel
    case 'priority':
      return (fact) => (fact.source === 'ratings' ? null : (fact.priority ?? ordinary))
    case 'caseKind':
      return (fact) => (fact.source === 'cases' || fact.source === 'badRatings' ? fact.kind : null)
    case 'person':
      return (fact) => fact.staffId
  }
}

const quarterMs = 15 * 60_000

/** The local hour of an instant, `08` for [8:00, 9:00). Zones are off by whole quarters of an hour, so one answer serves a quarter. */
function hours(timeZone: string): (atMs: number) => string {
  const known = new Map<number, string>()
  return (atMs) => {
    const quarter = Math.floor(atMs / quarterMs)
    let hour = known.get(quarter)
    if (hour === undefined) {
      const { minute } = localTime(quarter * quarterMs, timeZone)
      hour = String(Math.floor(minute / 60)).padStart(2, '0')
      known.set(quarter, hour)
    }
    return hour
  }
}

/** Rows in the order people look for them: by time, else as the hall lists them, what it no longer lists after that, what belongs nowhere last. */
export function inOrder<T extends { readonly key: string | null }>(
  rows: readonly T[],
  listed: readonly string[],
): readonly T[] {
  const place = new Map(listed.map((key, at) => [key, at]))
  const rank = ({ key }: T): number => (key === null ? Infinity : (place.get(key) ?? listed.length))
  return [...rows].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)]
    if (x !== y) return x < y ? -1 : 1
    return (a.key ?? '') < (b.key ?? '') ? -1 : 1
  })
}

/** What telling facts apart so looks at; `byCall` where a figure goes by the call. The day is always known. */
export function readBy(grouping: Grouping, byCall: boolean): readonly (keyof Fact)[] {
  switch (grouping) {
    case 'none':
    case 'day':
    case 'month':
      return []
    case 'hour':
      return ['atMs']
    case 'queue':
      return ['queueId']
    case 'service':
    case 'department':
      return ['serviceId']
    case 'counter':
      return byCall ? ['counterId', 'callCounterId'] : ['counterId']
    case 'teller':
      return byCall ? ['staffId', 'callStaffId'] : ['staffId']
    case 'applicant':
      return ['applicant']
    case 'channel':
      return ['channel']
    case 'priority':
      return ['priority']
    case 'caseKind':
      return ['kind']
    case 'person':
      return ['staffId']
  }
}
