/** What goes into the audit log, and how often: one sender refused a thousand times a minute is one line and a count. */
import type { Actor } from '#shared/hall/visit.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { AuditFacts, AuditKind, AuditStore } from '../ledger/audit.ts'
import { senderOf } from './senderOf.ts'

/** Notes one thing; never throws. `from` is a station's id or a network address. */
export type Noting = (
  kind: AuditKind,
  who: Actor | string | undefined,
  facts?: AuditFacts,
  from?: string,
) => void

/** Kinds that a flood of requests could write without end. */
const floods: ReadonlySet<AuditKind> = new Set([
  'refused',
  'crossSite',
  'tooMany',
  'signInFailed',
  'pairingFailed',
])
/** A flood is written once in this time, ms, with how many there were since the line before. */
const onceInMs = 10_000
/** Senders remembered at once. */
const mostKept = 5000

/** Notes into this store, with this clock; what cannot be written is said in the log and the hall goes on. */
export function noting(store: AuditStore, nowMs: () => number, log: (line: string) => void): Noting {
  const recent = new Map<string, { atMs: number; missed: number }>()
  return (kind, who, facts = {}, from) => {
    const sender = who === undefined ? 'nobody' : typeof who === 'string' ? who : senderOf(who)
    const atMs = nowMs()
    let told = facts
    if (floods.has(kind)) {
      const key = JSON.stringify([kind, sender, from, facts['what'] ?? ''])
      const before = recent.get(key)
      if (before !== undefined && atMs - before.atMs < onceInMs) {
        before.missed += 1
        return
      }
      if (before !== undefined && before.missed > 0) told = { ...facts, again: before.missed }
      recent.delete(key)
      recent.set(key, { atMs, missed: 0 })
      const [oldest] = recent.keys()
      if (recent.size > mostKept && oldest !== undefined) recent.delete(oldest)
    }
    try {
      store.add({ atMs, kind, who: sender, origin: from, facts: told })
    } catch (error) {
      log(`the audit log was not written: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

/** What of a hall's events somebody in charge did, as the log has it; the work of the day has its own log, the ledger. */
export function noteEvents(note: Noting, events: readonly LedgerEvent[]): void {
  for (const { event, actor, seq } of events) {
    if (event.type === 'setUpChanged') {
      note('setUpChanged', actor, {
        seq,
        parts: [...new Set(event.changes.map(({ part }) => part))].join(' '),
        changes: event.changes.length,
        ...(event.undoes === undefined ? {} : { undoes: event.undoes }),
      })
    }
    if (event.type === 'hallConfigured') note('setUpChanged', actor, { seq, parts: 'settings' })
    if (event.type === 'catalogueReplaced') note('setUpChanged', actor, { seq, parts: 'catalogue' })
    if (event.type === 'displaysConfigured') note('setUpChanged', actor, { seq, parts: 'displays' })
    if (event.type === 'staffReplaced') note('setUpChanged', actor, { seq, parts: 'staff' })
    if (event.type === 'claimForced')
      note('claimForced', actor, { seq, visit: event.visitId, reason: event.reason })
    if (event.type === 'conflictResolved')
      note('conflictResolved', actor, { seq, fact: event.factId, how: event.how })
    if (event.type === 'testPageAsked') note('testPageAsked', actor, { seq, station: event.stationId })
    if (event.type === 'hubPromoted') note('hubPromoted', actor, { seq, epoch: event.epoch })
    if (event.type === 'reignSettled') note('reignSettled', actor, { seq })
    noteAttendance(note, event, actor, seq)
    if (event.type === 'unmasked') note('unmasked', actor, { seq, what: event.what, reason: event.reason })
  }
}

/** What somebody in charge did about other people's attendance: corrections, decisions, rules. */
function noteAttendance(note: Noting, event: LedgerEvent['event'], actor: Actor, seq: number): void {
  const facts = attendanceFacts(event)
  if (facts !== undefined) note('attendanceChanged', actor, { seq, what: event.type, ...facts })
}

function attendanceFacts(event: LedgerEvent['event']): AuditFacts | undefined {
  if (event.type === 'punched') {
    const { recorded, staffId } = event.punch ?? {}
    return recorded && { punch: event.punchId, of: staffId ?? '', why: recorded.note }
  }
  if (event.type === 'punchVoided') return { punch: event.punchId, why: event.voided?.note ?? '' }
  if (event.type === 'shiftAssigned')
    return event.roster && { of: event.roster.staffId, shift: event.roster.shift, from: event.roster.fromDay }
  if (event.type === 'leaveDecided') return { leave: event.leaveId, approve: event.step?.approve ?? false }
  if (event.type === 'deducted') {
    const { staffId, day, finding } = event.deduction ?? {}
    return finding && { of: staffId ?? '', day: day ?? '', finding: finding.kind, points: finding.points }
  }
  if (event.type === 'deductionDecided')
    return { deduction: event.deductionId, how: event.decided?.how ?? '', why: event.decided?.note ?? '' }
  if (event.type === 'conductConfigured') {
    const chosen = event.rules?.inForce ?? []
    return { inForce: chosen.map((f) => `${f.from} ${f.pack} ${f.version ?? ''}`.trim()).join('; ') }
  }
  return undefined
}
