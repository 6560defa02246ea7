/**
 * The hall's one set of rules: a command against a state gives events or a
 * refusal. Pure and synchronous; time, ids and the sender arrive in the context.
 */
import type { Command } from './commands.ts'
import type { Context, Decision } from './decision.ts'
import { accept } from './decision.ts'
import { offlineCommands, permissionRefusal } from './permissions.ts'
import { refuse } from './refusals.ts'
import { counterNow } from './state.ts'
import type { HallState } from './state.ts'
import {
  assignShift,
  choosePack,
  configureConduct,
  punch,
  recordPunch,
  voidPunch,
} from './rules/attendance.ts'
import { call, callNext, recall } from './rules/calling.ts'
import { moveCase, noteCase, openCase, seeContact } from './rules/cases.ts'
import { forceClaim, grantClaims, returnClaims } from './rules/claims.ts'
import { closeCounter, openCounter, pauseCounter, resumeCounter } from './rules/counters.ts'
import { rollOver } from './rules/day.ts'
import { acceptHandOver, declineHandOver, offerHandOver } from './rules/handOver.ts'
import { answerTakeover, askTakeover, forceTakeover } from './rules/takeover.ts'
import { claimPriority, copyTicket } from './rules/atTheDesk.ts'
import { appealDeduction, decideDeduction, deduct } from './rules/deductions.ts'
import { bookAppointment, cancelAppointment } from './rules/appointments.ts'
import { issueVisit } from './rules/issuing.ts'
import { decideLeave, endLeave, requestLeave } from './rules/leave.ts'
import { cancel, markNoShow, requeue } from './rules/leaving.ts'
import { callGuide, endGuideCall, takeGuideCall } from './rules/guiding.ts'
import { leaseBlocks, promoteHub, reserveRange } from './rules/numbers.ts'
import { mergeFact, resolveConflict } from './rules/merging.ts'
import { callPaper, finishPaper } from './rules/paper.ts'
import { rateByDefault, rateVisit } from './rules/rating.ts'
import { park, resume, transfer } from './rules/moving.ts'
import { addServices, finish, recordTurn, start } from './rules/serving.ts'
import {
  changeSetUp,
  configureDisplays,
  configureHall,
  replaceCatalogue,
  replaceStaff,
} from './rules/setUp.ts'

/** Decides one command. Same state, command and context → same decision. */
export function decide(state: HallState, command: Command, context: Context): Decision {
  return (
    permissionRefusal(context.actor, command.type) ??
    aloneRefusal(state, command, context) ??
    dayRefusal(state, command, context) ??
    rule(state, command, context)
  )
}

/**
 * A station that is alone decides only what cannot collide, or what a person takes upon themselves. A visit at a
 * counter is its teller's: whoever is in charge elsewhere cannot know what became of it there meanwhile.
 */
function aloneRefusal(state: HallState, command: Command, { alone, actor }: Context): Decision | undefined {
  const { type } = command
  if (alone === undefined)
    return type === 'callPaper' || type === 'finishPaper' ? refuse('hubPresent') : undefined
  if (!offlineCommands.includes(type)) return refuse('hubNeeded', { command: type })
  const visitId = 'visitId' in command ? command.visitId : undefined
  const at = visitId === undefined ? undefined : state.visits.get(visitId)?.counterId
  const isTheirs =
    at === undefined || (actor.kind === 'staff' && counterNow(state, at).staffId === actor.staffId)
  return isTheirs ? undefined : refuse('hubNeeded', { command: type })
}

/** Only set-up and the roll-over itself may happen outside a running business day. */
function dayRefusal(state: HallState, command: Command, context: Context): Decision | undefined {
  switch (command.type) {
    case 'configureHall':
    case 'replaceCatalogue':
    case 'replaceStaff':
    case 'changeSetUp':
    case 'configureDisplays':
    case 'rollOver':
    case 'promoteHub':
    case 'reserveRange':
    case 'settleReign':
    case 'unmask':
    case 'printTestPage':
    case 'resolveConflict':
    case 'configureConduct':
      return undefined
    case 'openCounter':
    case 'pauseCounter':
    case 'resumeCounter':
    case 'closeCounter':
    case 'askTakeover':
    case 'answerTakeover':
    case 'forceTakeover':
    case 'issueVisit':
    case 'callNext':
    case 'call':
    case 'recall':
    case 'start':
    case 'recordTurn':
    case 'addServices':
    case 'finish':
    case 'markNoShow':
    case 'requeue':
    case 'park':
    case 'resume':
    case 'transfer':
    case 'cancel':
    case 'offerHandOver':
    case 'acceptHandOver':
    case 'declineHandOver':
    case 'claimPriority':
    case 'copyTicket':
    case 'rateVisit':
    case 'bookAppointment':
    case 'cancelAppointment':
    case 'callGuide':
    case 'takeGuideCall':
    case 'endGuideCall':
    case 'leaseBlocks':
    case 'grantClaims':
    case 'returnClaims':
    case 'forceClaim':
    case 'callPaper':
    case 'finishPaper':
    case 'mergeFact':
    case 'openCase':
    case 'moveCase':
    case 'noteCase':
    case 'seeContact':
    case 'punch':
    case 'recordPunch':
    case 'voidPunch':
    case 'assignShift':
    case 'requestLeave':
    case 'decideLeave':
    case 'endLeave':
    case 'deduct':
    case 'appealDeduction':
    case 'decideDeduction':
    case 'rateByDefault':
    case 'choosePack':
      if (state.settings === undefined || state.day === undefined) return refuse('hallNotSetUp')
      return context.nowMs >= state.day.endsAtMs ? refuse('dayOver', { day: state.day.day }) : undefined
  }
}

function rule(state: HallState, command: Command, context: Context): Decision {
  switch (command.type) {
    case 'openCounter':
      return openCounter(state, command, context)
    case 'pauseCounter':
      return pauseCounter(state, command, context)
    case 'resumeCounter':
      return resumeCounter(state, command, context)
    case 'closeCounter':
      return closeCounter(state, command, context)
    case 'askTakeover':
      return askTakeover(state, command, context)
    case 'answerTakeover':
      return answerTakeover(state, command, context)
    case 'forceTakeover':
      return forceTakeover(state, command, context)
    case 'issueVisit':
      return issueVisit(state, command, context)
    case 'callNext':
      return callNext(state, command, context)
    case 'call':
      return call(state, command, context)
    case 'recall':
      return recall(state, command, context)
    case 'start':
      return start(state, command, context)
    case 'recordTurn':
      return recordTurn(state, command, context)
    case 'addServices':
      return addServices(state, command, context)
    case 'finish':
      return finish(state, command, context)
    case 'markNoShow':
      return markNoShow(state, command, context)
    case 'requeue':
      return requeue(state, command, context)
    case 'park':
      return park(state, command, context)
    case 'resume':
      return resume(state, command, context)
    case 'transfer':
      return transfer(state, command, context)
    case 'cancel':
      return cancel(state, command, context)
    case 'offerHandOver':
      return offerHandOver(state, command, context)
    case 'acceptHandOver':
      return acceptHandOver(state, command, context)
    case 'declineHandOver':
      return declineHandOver(state, command, context)
    case 'claimPriority':
      return claimPriority(state, command, context)
    case 'copyTicket':
      return copyTicket(state, command)
    case 'printTestPage':
      return accept({ type: 'testPageAsked', stationId: command.stationId })
    case 'rateVisit':
      return rateVisit(state, command, context)
    case 'bookAppointment':
      return bookAppointment(state, command, context)
    case 'cancelAppointment':
      return cancelAppointment(state, command)
    case 'callGuide':
      return callGuide(state, command, context)
    case 'takeGuideCall':
      return takeGuideCall(state, command, context)
    case 'endGuideCall':
      return endGuideCall(state, command, context)
    case 'leaseBlocks':
      return leaseBlocks(state, command)
    case 'grantClaims':
      return grantClaims(state, command, context)
    case 'returnClaims':
      return returnClaims(state, command)
    case 'forceClaim':
      return forceClaim(state, command)
    case 'callPaper':
      return callPaper(state, command, context)
    case 'finishPaper':
      return finishPaper(state, command, context)
    case 'mergeFact':
      return mergeFact(state, command, context)
    case 'resolveConflict':
      return resolveConflict(state, command, context)
    case 'settleReign':
      return accept({ type: 'reignSettled' })
    case 'unmask':
      return accept({ type: 'unmasked', what: command.what, reason: command.reason })
    case 'promoteHub':
      return promoteHub(state, command)
    case 'reserveRange':
      return reserveRange(state, command)
    case 'configureHall':
      return configureHall(command)
    case 'replaceCatalogue':
      return replaceCatalogue(state, command)
    case 'replaceStaff':
      return replaceStaff(command)
    case 'changeSetUp':
      return changeSetUp(state, command)
    case 'configureDisplays':
      return configureDisplays(command)
    case 'rollOver':
      return rollOver(state, context)
    case 'configureConduct':
      return configureConduct(state, command)
    case 'choosePack':
      return choosePack(state, command)
    case 'openCase':
      return openCase(state, command, context)
    case 'moveCase':
      return moveCase(state, command, context)
    case 'noteCase':
      return noteCase(state, command, context)
    case 'seeContact':
      return seeContact(state, command, context)
    case 'punch':
      return punch(state, command, context)
    case 'recordPunch':
      return recordPunch(state, command, context)
    case 'voidPunch':
      return voidPunch(state, command, context)
    case 'assignShift':
      return assignShift(state, command, context)
    case 'requestLeave':
      return requestLeave(state, command, context)
    case 'decideLeave':
      return decideLeave(state, command, context)
    case 'endLeave':
      return endLeave(state, command, context)
    case 'deduct':
      return deduct(state, command, context)
    case 'appealDeduction':
      return appealDeduction(state, command, context)
    case 'decideDeduction':
      return decideDeduction(state, command, context)
    case 'rateByDefault':
      return rateByDefault(state, command, context)
  }
}
