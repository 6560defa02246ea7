/**
 * Rules whose breach no single state shows, stated once more from the design
 * and on purpose not with the product's own words: calls before a no-show, the
 * place a visit keeps, skills, caps, one visit per person.
 */
import type { LedgerEvent } from '#shared/hall/events.ts'
import { hasEnded } from '#shared/hall/visit.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { StaffMember } from '#shared/hall/staff.ts'
import type { Service } from '#shared/catalogue/catalogue.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import type { Finding } from './oracle.ts'

/** Calls of one visit since it last left the line, and the least spacing the hall asked for meanwhile. */
interface Round {
  readonly callsAtMs: number[]
  spacingMs: number
}

/** See the head of this file. Hears every event, in order. */
export class Promises {
  readonly #rounds = new Map<VisitId, Round>()

  /** What one event breaks. */
  check(before: HallState, entry: LedgerEvent, after: HallState): readonly Finding[] {
    const { event, atMs } = entry
    // What happened at a station that was alone is judged by what was known there.
    if (entry.happenedMs !== undefined) return this.#elsewhere(event)
    if (event.type === 'visitCalled') {
      this.#rounds.set(event.visitId, { callsAtMs: [atMs], spacingMs: spacingOf(before) })
    } else if (event.type === 'visitRecalled') {
      const round = this.#rounds.get(event.visitId)
      round?.callsAtMs.push(atMs)
      if (round !== undefined) round.spacingMs = Math.min(round.spacingMs, spacingOf(before))
    } else if (event.type === 'visitMissed') {
      return this.#missed(before, event.visitId)
    } else if (event.type === 'visitTransferred' || event.type === 'visitContinued') {
      const was = before.visits.get(event.visitId)?.effectiveAtMs ?? 0
      const is = after.visits.get(event.visitId)?.effectiveAtMs ?? 0
      const keeps = event.type === 'visitContinued' || event.position !== 'last'
      if (keeps ? is === was : is >= was) return []
      return [{ of: 'I7', what: `${event.type} moved ${event.visitId} in the order by ${is - was} ms` }]
    } else if (event.type === 'visitIssued') {
      return issued(before, event)
    } else if (event.type === 'turnRecorded') {
      return skilled(before, event)
    }
    return []
  }

  /** Calls made there are not known by their times here. */
  #elsewhere(event: LedgerEvent['event']): readonly Finding[] {
    if (event.type === 'visitCalled' || event.type === 'visitRecalled') this.#rounds.delete(event.visitId)
    return []
  }

  #missed(before: HallState, id: VisitId): readonly Finding[] {
    const round = this.#rounds.get(id)
    // Called by a station that was alone.
    if (round === undefined) return []
    const { callsAtMs, spacingMs } = round
    let counted = 0
    let lastMs = -Infinity
    for (const atMs of callsAtMs) {
      if (atMs - lastMs < spacingMs) continue
      counted += 1
      lastMs = atMs
    }
    const needed = before.settings?.noShow.minCalls ?? 1
    if (counted >= needed) return []
    return [{ of: 'noShow', what: `${id} is a no-show after ${counted} spaced calls of ${needed}` }]
  }
}

function spacingOf(state: HallState): number {
  return (state.settings?.noShow.spacingS ?? 0) * 1000
}

function issued(
  before: HallState,
  { visit }: Extract<LedgerEvent['event'], { type: 'visitIssued' }>,
): readonly Finding[] {
  const found: Finding[] = []
  const cap = before.catalogue.queues.find((q) => q.id === visit.queueId)?.dailyCap
  const given = before.visits.count((v) => v.number.replace(/\d/g, '') === visit.number.replace(/\d/g, ''))
  if (cap !== undefined && given >= cap) {
    found.push({ of: 'cap', what: `${visit.number} is number ${given + 1} of a queue with ${cap} a day` })
  }
  const same = before.visits.some(
    (v) => v.holder?.hash === visit.holder?.hash && v.queueId === visit.queueId && !hasEnded(v),
  )
  if (before.settings?.onePerPerson === true && visit.holder !== undefined && same) {
    found.push({ of: 'onePerPerson', what: `${visit.number} is one person’s second in its queue` })
  }
  return found
}

function skilled(
  before: HallState,
  { visitId, turn }: Extract<LedgerEvent['event'], { type: 'turnRecorded' }>,
): readonly Finding[] {
  const service = before.catalogue.services.find((s) => s.id === turn.serviceId)
  const member = before.staff.get(turn.staffId)
  // Somebody sent there on purpose is dealt with there; what the catalogue no longer has needs no skill.
  if (service === undefined || before.visits.get(visitId)?.route !== undefined) return []
  if (member?.skills.some((skill) => covers(skill, service, before.day?.day ?? '')) === true) return []
  return [{ of: 'skill', what: `${turn.staffId} closed ${turn.serviceId} without the skill` }]
}

function covers(
  { scope, from, until }: StaffMember['skills'][number],
  service: Service,
  day: string,
): boolean {
  if ((from !== undefined && day < from) || (until !== undefined && day >= until)) return false
  switch (scope.kind) {
    case 'all':
      return true
    case 'department':
      return scope.departmentId === service.departmentId
    case 'service':
      return scope.serviceId === service.id
  }
}
