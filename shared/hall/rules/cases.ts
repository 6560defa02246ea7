/** Cases 办不成事, complaints, inspections and bad ratings: one engine that moves each along its flow. */
import { flowOfCase, flowOn } from '../../conduct/conductRules.ts'
import { caseLetters } from '../../conduct/cases.ts'
import type { CaseAbout, CaseMove, HallCase } from '../../conduct/cases.ts'
import type { CaseFlow, CaseKind, CaseStage } from '../../conduct/flows.ts'
import type { RatedFacts, RatingChannel, SaidRating } from '../../conduct/rating.ts'
import { isLow } from '../../conduct/rating.ts'
import { dueAfter } from '../../conduct/workingDays.ts'
import { caseId, staffId } from '../../ids/ids.ts'
import type { CaseId, StaffId, VisitId } from '../../ids/ids.ts'
import { addDays, instantOf, isoWithOffset } from '../../time/localTime.ts'
import type { CommandOf } from '../commands.ts'
import { accept, findRecord } from '../decision.ts'
import type { Context, Decision, Found } from '../decision.ts'
import type { HallEvent } from '../events.ts'
import { isInCharge, mayDo, standingsOf } from '../permissions.ts'
import type { Standing } from '../permissions.ts'
import { refuse } from '../refusals.ts'
import type { Refused } from '../refusals.ts'
import { rulesOf } from '../state.ts'
import type { Day, HallState } from '../state.ts'
import type { Settings } from '../settings.ts'
import type { Actor, Visit } from '../visit.ts'

/** Opens a case about a visit, a counter, a person or nothing in particular. */
export function openCase(state: HallState, command: CommandOf<'openCase'>, context: Context): Decision {
  const { day, settings } = state
  if (day === undefined || settings === undefined) return refuse('hallNotSetUp')
  const { actor, nowMs, newId } = context
  // A finding is what somebody in charge saw on their round; anybody may bring the rest.
  const isFinding = command.kind === 'inspection'
  if (isFinding && !isInCharge(actor))
    return refuse('notAllowed', { command: 'openCase', kind: command.kind })
  const about = aboutOf(state, command.about ?? {}, actor)
  if (!about.ok) return about
  if (command.assignee !== undefined && !state.staff.has(command.assignee))
    return refuse('unknownStaff', { staffId: command.assignee })
  const dueMs = command.dueDay === undefined ? undefined : endOf(command.dueDay, settings)
  if (dueMs !== undefined && dueMs <= nowMs) return refuse('timesWrong', { path: 'dueDay' })
  const { text, item, contact, photos, assignee } = command
  return accept(
    opened(
      state,
      { settings, day },
      { id: newId(), kind: command.kind, text, about: about.value, by: actor, nowMs },
      {
        ...(item === undefined ? {} : { item }),
        ...(contact === undefined ? {} : { contact }),
        ...(photos === undefined ? {} : { photos }),
        ...(assignee === undefined ? {} : { assignee }),
        ...(dueMs === undefined ? {} : { dueMs }),
      },
    ),
  )
}

/** The case a bad rating opens; none while one about the same visit and turn is open. */
export function caseOfRating(
  state: HallState,
  rated: {
    readonly visitId: VisitId
    readonly number: string | undefined
    readonly about: RatedFacts
    readonly ordinal: 1 | 2
    readonly rating: SaidRating
    readonly channel: RatingChannel
  },
  { actor, nowMs, newId }: Context,
): readonly HallEvent[] {
  const { day, settings } = state
  if (day === undefined || settings === undefined || !isLow(rated.rating.level)) return []
  const { turnId, serviceId, counterId, staffId: teller } = rated.about
  const isOpen = state.records.some(
    (r) =>
      r.record === 'case' &&
      r.kind === 'badRating' &&
      r.about.visitId === rated.visitId &&
      r.about.turnId === turnId,
  )
  if (isOpen) return []
  const { level, reasons, text } = rated.rating
  const departmentId =
    serviceId === undefined ? undefined : state.lookup.services.get(serviceId)?.departmentId
  const about: CaseAbout = {
    visitId: rated.visitId,
    ...(rated.number === undefined ? {} : { number: rated.number }),
    ...(turnId === undefined ? {} : { turnId }),
    ...(serviceId === undefined ? {} : { serviceId }),
    ...(departmentId === undefined ? {} : { departmentId }),
    ...(counterId === undefined ? {} : { counterId }),
    ...(teller === undefined ? {} : { staffId: teller }),
    rating: { level, reasons, ordinal: rated.ordinal, channel: rated.channel },
  }
  const words = text ?? reasons.join(', ')
  return [
    opened(
      state,
      { settings, day },
      { id: newId(), kind: 'badRating', text: words === '' ? level : words, about, by: actor, nowMs },
      {},
    ),
  ]
}

/** Moves a case on, if its stage, its duties and the second-person rule allow it. */
export function moveCase(state: HallState, command: CommandOf<'moveCase'>, context: Context): Decision {
  const found = openedCase(state, command.caseId, context)
  if (!found.ok) return found
  const { settings } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  const before = found.value
  const { actor, nowMs } = context
  const flow = flowOfCase(rulesOf(state), before, state.day?.day)
  const from = flow.stages.find((s) => s.id === before.stage)
  const to = flow.stages.find((s) => s.id === command.to)
  if (command.from !== before.stage || from === undefined || to === undefined || !from.next.includes(to.id))
    return refuse('stageNotNext', { caseId: before.id, stage: before.stage, next: from?.next ?? [] })
  const refused = moveRefusal(from, before, actor) ?? needsRefusal(from, before, command)
  if (refused !== undefined) return refused
  if (command.assignee !== undefined && !state.staff.has(command.assignee))
    return refuse('unknownStaff', { staffId: command.assignee })
  if (command.level !== undefined && !flow.levels.some((l) => l.id === command.level))
    return refuse('stageNeeds', { needs: 'level', allowed: flow.levels.map((l) => l.id) })
  const outcome = flow.outcomes.find((o) => o.id === command.outcome)
  if (command.outcome !== undefined && outcome === undefined)
    return refuse('stageNeeds', { needs: 'outcome', allowed: flow.outcomes.map((o) => o.id) })
  const { type: _type, caseId: id, ...said } = command
  const move: CaseMove = {
    ...said,
    ...claimedBy(from, actor),
    ...(command.assignee === undefined ? {} : { assignee: command.assignee }),
    ...(outcome === undefined ? {} : { counts: outcome.counts }),
    by: actor,
    atMs: nowMs,
    ...clocksOf(flow, to, before, command, { settings, state, nowMs }),
    closes: to.next.length === 0,
  }
  return accept({ type: 'caseMoved', caseId: id, move })
}

/** Adds a remark to an open case. */
export function noteCase(state: HallState, command: CommandOf<'noteCase'>, context: Context): Decision {
  const found = openedCase(state, command.caseId, context)
  if (!found.ok) return found
  const refused = concernedRefusal(found.value, context.actor, true)
  if (refused !== undefined) return refused
  const { note, photos } = command
  const { actor, nowMs } = context
  return accept({
    type: 'caseNoted',
    caseId: command.caseId,
    note: { by: actor, atMs: nowMs, kind: 'note', note, ...(photos === undefined ? {} : { photos }) },
  })
}

/** Records that the contact was seen whole, and why; of a closed case too. */
export function seeContact(state: HallState, command: CommandOf<'seeContact'>, context: Context): Decision {
  const found = findRecord(state, command.caseId, 'case', context)
  if (!found.ok) return found
  const { actor, nowMs } = context
  if (!isInCharge(actor) && !isAssignee(found.value, actor))
    return refuse('notYours', { caseId: command.caseId })
  return accept({
    type: 'caseNoted',
    caseId: command.caseId,
    note: { by: actor, atMs: nowMs, kind: 'contactSeen', note: command.reason },
  })
}

/** Why somebody may not move this case out of its stage, whatever they say; undefined when they may. For rules and buttons alike. */
export function moveRefusal(from: CaseStage, of: HallCase, actor: Actor): Refused | undefined {
  return dutyRefusal(from, of, actor) ?? secondPersonRefusal(from, of, actor)
}

/**
 * Whether somebody may see a case at all: who is in charge, who brought it, who handles it, and who may take it in
 * where it stands. Whom it concerns sees it once it is theirs to answer.
 */
export function maySeeCase(
  flow: CaseFlow,
  of: Pick<HallCase, 'kind' | 'stage' | 'about' | 'assignee' | 'openedBy'>,
  actor: Actor,
): boolean {
  if (isInCharge(actor) || isAssignee(of, actor)) return true
  const person = personOf(actor)
  if (person === undefined) return false
  if (personOf(of.openedBy) === person) return true
  const duty = flow.stages.find((s) => s.id === of.stage)?.duty
  const takes: readonly Standing[] = mayDo.take
  return duty === 'take' && of.about.staffId !== person && standingsOf(actor).some((s) => takes.includes(s))
}

/**
 * Whether the next step of an open case is this sender's: it was given to them, or it is nobody's in particular and
 * they are among those who may take it. One given to somebody else does not wait for those who may stand in, unless
 * that person is gone.
 */
export function isNextFor(state: HallState, of: HallCase, actor: Actor): boolean {
  const flow = flowOfCase(rulesOf(state), of, state.day?.day)
  const from = flow.stages.find((s) => s.id === of.stage)
  if (of.closedAtMs !== undefined || from === undefined) return false
  if (!maySeeCase(flow, of, actor) || moveRefusal(from, of, actor) !== undefined) return false
  if (from.duty !== 'handle' || of.assignee === undefined) return true
  return isAssignee(of, actor) || !state.staff.has(of.assignee)
}

function dutyRefusal(from: CaseStage, of: HallCase, actor: Actor): Refused | undefined {
  const allowed: readonly Standing[] = mayDo[from.duty]
  if (!standingsOf(actor).some((s) => allowed.includes(s)))
    return refuse('notAllowed', { command: 'moveCase', stage: from.id, duty: from.duty })
  const concerned = concernedRefusal(of, actor, from.duty === 'handle')
  if (concerned !== undefined) return concerned
  // Whoever a case was given to handles it; somebody in charge may in their place.
  const isAnothers = from.duty === 'handle' && of.assignee !== undefined && !isAssignee(of, actor)
  return isAnothers && !isInCharge(actor)
    ? refuse('notYours', { caseId: of.id, assignee: of.assignee ?? '' })
    : undefined
}

/** Why the second-person rule forbids it: whoever did the step before may not be the one who checks it. */
function secondPersonRefusal(from: CaseStage, of: HallCase, actor: Actor): Refused | undefined {
  const did = of.moves.findLast((m) => m.from === from.otherThan)
  const isSame = did !== undefined && personOf(did.by) !== undefined && personOf(did.by) === personOf(actor)
  return isSame ? refuse('otherPersonNeeded', { caseId: of.id, stage: from.id }) : undefined
}

function concernedRefusal(of: HallCase, actor: Actor, answers: boolean): Refused | undefined {
  const isConcerned =
    of.kind !== 'stuckMatter' && of.about.staffId !== undefined && of.about.staffId === personOf(actor)
  // Nobody judges what is said of themselves; put right and answer it they may, once it was given to them.
  return isConcerned && !(answers && isAssignee(of, actor))
    ? refuse('otherPersonNeeded', { caseId: of.id, stage: of.stage })
    : undefined
}

function needsRefusal(from: CaseStage, of: HallCase, command: CommandOf<'moveCase'>): Refused | undefined {
  const missing = from.needs.find((need) => {
    switch (need) {
      case 'note':
        return command.note === undefined
      case 'assignee':
        // Whoever claims a case is its assignee.
        return command.assignee === undefined && of.assignee === undefined && from.duty !== 'handle'
      case 'level':
        return command.level === undefined && of.level === undefined
      case 'outcome':
        return command.outcome === undefined
      case 'callBack':
        return command.callBack === undefined
    }
  })
  return missing === undefined ? undefined : refuse('stageNeeds', { caseId: of.id, needs: missing })
}

/** Out of a stage where a case is claimed 认领, it is the mover's. */
function claimedBy(from: CaseStage, actor: Actor): { assignee?: StaffId } {
  const person = personOf(actor)
  return from.duty === 'handle' && from.needs.includes('assignee') && person !== undefined
    ? { assignee: person }
    : {}
}

interface Where {
  readonly settings: Settings
  readonly state: HallState
  readonly nowMs: number
}

function clocksOf(
  flow: CaseFlow,
  to: CaseStage,
  before: Pick<HallCase, 'openedAtMs'>,
  { level }: { readonly level?: string | undefined },
  { settings, state, nowMs }: Where,
): Pick<CaseMove, 'dueMs' | 'stageDueMs'> {
  const { calendar } = rulesOf(state)
  const chosen = flow.levels.find((l) => l.id === level)
  return {
    ...(to.clock === undefined ? {} : { stageDueMs: dueAfter(nowMs, to.clock, calendar, settings.timeZone) }),
    ...(chosen === undefined
      ? {}
      : { dueMs: dueAfter(before.openedAtMs, chosen.clock, calendar, settings.timeZone) }),
  }
}

/** What a new case must have, and what it may have. */
interface NewCase {
  readonly id: string
  readonly kind: CaseKind
  readonly text: string
  readonly about: CaseAbout
  readonly by: Actor
  readonly nowMs: number
}
type More = Pick<HallCase, 'item' | 'contact' | 'photos' | 'assignee' | 'dueMs'>

function opened(
  state: HallState,
  { settings, day }: { readonly settings: Settings; readonly day: Day },
  { id, kind, text, about, by, nowMs }: NewCase,
  more: More,
): HallEvent {
  const rules = rulesOf(state)
  const flow = flowOn(rules, kind, day.day)
  const [first] = flow.stages
  if (first === undefined) throw new Error(`the flow of ${kind} has no stages`)
  const zone = settings.timeZone
  const dueMs = flow.clock === undefined ? undefined : dueAfter(nowMs, flow.clock, rules.calendar, zone)
  const stageDueMs =
    first.clock === undefined ? undefined : dueAfter(nowMs, first.clock, rules.calendar, zone)
  const opening: HallCase = {
    record: 'case',
    id: caseId.parse(id),
    no: `${caseLetters[kind]}${day.day.replaceAll('-', '')}-${String(nextOfToday(state))}`,
    kind,
    flow: flow.version,
    stage: first.id,
    stageSinceMs: nowMs,
    ...(stageDueMs === undefined ? {} : { stageDueMs }),
    ...(dueMs === undefined ? {} : { dueMs }),
    openedBy: by,
    openedAtMs: nowMs,
    day: day.day,
    text,
    about,
    moves: [],
    notes: [],
    ...more,
  }
  return { type: 'caseOpened', caseId: opening.id, case: opening }
}

/** Counted in the range of the hub, as tickets are: two hubs never give two cases one number. */
function nextOfToday({ casesToday, reign }: HallState): number {
  return reign.from + casesToday
}

/** What the sender named, and what follows from it: a visit knows its number and where it was last. */
function aboutOf(
  state: HallState,
  named: NonNullable<CommandOf<'openCase'>['about']>,
  actor: Actor,
): Found<CaseAbout> {
  const { visitId, serviceId, counterId, staffId: who } = named
  if (actor.kind === 'visitor' && actor.visitId !== visitId)
    return refuse('notYourVisit', { visitId: visitId ?? '' })
  if (who !== undefined && !state.staff.has(who)) return refuse('unknownStaff', { staffId: who })
  if (counterId !== undefined && !state.lookup.counters.has(counterId))
    return refuse('unknownCounter', { counterId })
  if (serviceId !== undefined && !state.lookup.services.has(serviceId))
    return refuse('unknownService', { serviceId })
  // A visit of an earlier day is known by its id alone; anything may be said of it.
  const visit: Visit | undefined = visitId === undefined ? undefined : state.visits.get(visitId)
  const turn = visit?.turns.at(-1)
  const of = {
    visitId,
    number: visit?.number,
    serviceId: serviceId ?? turn?.serviceId ?? visit?.services[0]?.serviceId,
    counterId: counterId ?? visit?.counterId ?? turn?.counterId,
    staffId: who ?? visit?.staffId ?? turn?.staffId,
  }
  const departmentId =
    of.serviceId === undefined ? undefined : state.lookup.services.get(of.serviceId)?.departmentId
  const { number, ...ids } = of
  return {
    ok: true,
    value: {
      ...(ids.visitId === undefined ? {} : { visitId: ids.visitId }),
      ...(number === undefined ? {} : { number }),
      ...(ids.serviceId === undefined ? {} : { serviceId: ids.serviceId }),
      ...(ids.counterId === undefined ? {} : { counterId: ids.counterId }),
      ...(ids.staffId === undefined ? {} : { staffId: ids.staffId }),
      ...(departmentId === undefined ? {} : { departmentId }),
    },
  }
}

function openedCase(state: HallState, id: CaseId, context: Context): Found<HallCase> {
  const found = findRecord(state, id, 'case', context)
  if (!found.ok || found.value.closedAtMs === undefined) return found
  const zone = state.settings?.timeZone ?? 'UTC'
  return refuse('recordSettled', { id, since: isoWithOffset(found.value.closedAtMs, zone) })
}

function isAssignee({ assignee }: Pick<HallCase, 'assignee'>, actor: Actor): boolean {
  return assignee !== undefined && assignee === personOf(actor)
}

function personOf(actor: Actor): StaffId | undefined {
  return actor.kind === 'staff' ? staffId.parse(actor.staffId) : undefined
}

function endOf(day: string, { timeZone }: Settings): number {
  return instantOf(addDays(day, 1), 0, timeZone)
}
