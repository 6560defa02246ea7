/** Cases as REST tells them to somebody: with the hall's names, its times, what is overdue, and what that person may do. */
import type { LocalText } from '#shared/catalogue/catalogue.ts'
import { overdue } from '#shared/conduct/cases.ts'
import type { HallCase } from '#shared/conduct/cases.ts'
import { flowOfCase } from '#shared/conduct/conductRules.ts'
import type { CaseFlow } from '#shared/conduct/flows.ts'
import { workingDaysBetween } from '#shared/conduct/workingDays.ts'
import { moveRefusal } from '#shared/hall/rules/cases.ts'
import { rulesOf } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { CaseBy, CaseRow, CaseView } from '#shared/protocol/cases.ts'
import { isoWithOffset, localTime } from '#shared/time/localTime.ts'
import { maskName } from '../../devices/reader/maskName.ts'

/** What cases are told by. */
export interface Telling {
  readonly state: HallState
  readonly nowMs: number
}

/** A case in a list. */
export function caseRowOf(of: HallCase, { state, nowMs }: Telling, actor: Actor): CaseRow {
  const zone = zoneOf(state)
  const { calendar } = rulesOf(state)
  const { about, dueMs, stageDueMs, closedAtMs } = of
  const at = (ms: number): string => isoWithOffset(ms, zone)
  const late = overdue(of, nowMs)
  return {
    id: of.id,
    no: of.no,
    kind: of.kind,
    stage: of.stage,
    stageName: stageName(flowOfCase(rulesOf(state), of, state.day?.day), of.stage),
    day: of.day,
    openedAt: at(of.openedAtMs),
    text: of.text,
    item: of.item,
    visitId: about.visitId,
    number: about.number,
    serviceId: about.serviceId,
    departmentId: about.departmentId,
    counterId: about.counterId,
    staffId: about.staffId,
    rating: about.rating && { level: about.rating.level, reasons: about.rating.reasons },
    assignee: of.assignee,
    raised: isSamePerson(of.openedBy, actor),
    level: of.level,
    outcome: of.outcome,
    callBack: of.callBack,
    stageDueAt: stageDueMs === undefined || closedAtMs !== undefined ? undefined : at(stageDueMs),
    dueAt: dueMs === undefined ? undefined : at(dueMs),
    // Due at midnight is due by the end of the day before.
    workingDaysLeft:
      dueMs === undefined || closedAtMs !== undefined
        ? undefined
        : workingDaysBetween(calendar, localTime(nowMs, zone).date, localTime(dueMs - 1, zone).date),
    overdue: late,
    closedAt: closedAtMs === undefined ? undefined : at(closedAtMs),
  }
}

/** The same person, whatever roles they had then. */
function isSamePerson(a: Actor, b: Actor): boolean {
  return a.kind === 'staff' && b.kind === 'staff' && a.staffId === b.staffId
}

/** A case whole, for one person. */
export function caseViewOf(of: HallCase, telling: Telling, actor: Actor): CaseView {
  const { state } = telling
  const flow = flowOfCase(rulesOf(state), of, state.day?.day)
  const zone = zoneOf(state)
  const from = flow.stages.find((s) => s.id === of.stage)
  const refused = from === undefined ? undefined : moveRefusal(from, of, actor)
  const who = (actor: Actor): CaseBy => byOf(actor, state)
  const moves = of.moves.map((move) => ({
    atMs: move.atMs,
    at: isoWithOffset(move.atMs, zone),
    by: who(move.by),
    what: 'move' as const,
    from: stageName(flow, move.from),
    to: stageName(flow, move.to),
    note: move.note,
    assignee: move.assignee,
    level: nameIn(flow.levels, move.level),
    outcome: nameIn(flow.outcomes, move.outcome),
    callBack: move.callBack,
    photos: move.photos ?? [],
  }))
  const notes = of.notes.map((note) => ({
    atMs: note.atMs,
    at: isoWithOffset(note.atMs, zone),
    by: who(note.by),
    what: note.kind,
    note: note.note,
    photos: note.photos ?? [],
  }))
  return {
    ...caseRowOf(of, telling, actor),
    openedBy: who(of.openedBy),
    contact: of.contact && {
      name: of.contact.name === undefined ? undefined : maskName(of.contact.name),
      phone: of.contact.phone === undefined ? undefined : maskPhone(of.contact.phone),
    },
    photos: of.photos ?? [],
    trail: [...moves, ...notes].sort((a, b) => a.atMs - b.atMs).map(({ atMs: _atMs, ...step }) => step),
    needs: from?.needs ?? [],
    levels: flow.levels.map(({ id, name }) => ({ id, name })),
    outcomes: flow.outcomes.map(({ id, name }) => ({ id, name })),
    ways:
      of.closedAtMs !== undefined || from === undefined
        ? []
        : from.next.map((to) => ({
            to,
            name: stageName(flow, to),
            closes: flow.stages.find((s) => s.id === to)?.next.length === 0,
            ...(refused === undefined ? {} : { refusal: refused.refusal }),
          })),
  }
}

/** 138****1234: the first three and the last four of what has as many, of anything shorter the last two. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/[^0-9]/g, '')
  return digits.length >= 9 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.slice(-2)}`
}

function byOf(actor: Actor, { staff }: HallState): CaseBy {
  if (actor.kind !== 'staff') return { kind: actor.kind }
  return { kind: 'staff', staffId: actor.staffId, name: staff.get(actor.staffId)?.name }
}

/** A stage's name; its id where the flow has it no longer. */
function stageName({ stages }: CaseFlow, id: string): LocalText {
  return nameIn(stages, id) ?? { zh: id }
}

function nameIn(
  list: readonly { readonly id: string; readonly name: LocalText }[],
  id: string | undefined,
): LocalText | undefined {
  return list.find((one) => one.id === id)?.name
}

function zoneOf({ settings }: HallState): string {
  return settings?.timeZone ?? 'UTC'
}
