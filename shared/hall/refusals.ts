/** Why a command may not be done. A refusal is a value, never a throw. */
import { z } from 'zod'

/** Codes the rules of cases and attendance give. */
const conductRefusalCodes = [
  'unknownRecord',
  'recordSettled',
  'stageNotNext',
  'stageNeeds',
  'otherPersonNeeded',
  'notYours',
  'timesWrong',
  'noRulePack',
  'standInNeeded',
  'standInAway',
  'leaveOverlaps',
  'approveBeforeLeaving',
  'nothingFound',
  'appealOver',
  'conductInvalid',
  'notYetDue',
] as const

/** Codes the rules of the hall give. */
export const ruleRefusalCodes = [
  // set-up and day
  'hallNotSetUp',
  'catalogueInvalid',
  'changedMeanwhile',
  'dayOver',
  'dayNotOver',
  // not there
  'unknownVisit',
  'unknownCounter',
  'unknownService',
  'unknownQueue',
  'unknownStaff',
  'unknownPackage',
  'unknownAppointment',
  'unknownPriorityClass',
  // not by you, not from here
  'notAllowed',
  'notYourCounter',
  'notYourVisit',
  'channelNotAllowed',
  // counter
  'counterClosed',
  'counterNotOpen',
  'counterOpen',
  'counterPaused',
  'counterNotPaused',
  'counterTaken',
  'counterBusy',
  'tellerElsewhere',
  'alreadyYours',
  'notAsked',
  'takeoverPending',
  // visit
  'wrongState',
  'noServices',
  'duplicateService',
  'serviceNotOnVisit',
  'serviceClosed',
  'serviceNotYet',
  'notSkilled',
  'incompatibleDuties',
  'nobodyWaiting',
  'notInYourQueues',
  'routedElsewhere',
  'reasonRequired',
  'callsTooFew',
  'missingListNeeded',
  'missingListNotAllowed',
  'servicesUnrecorded',
  'nothingOpen',
  'parkedElsewhere',
  'firstNotAllowed',
  'notYourMatter',
  'notOffered',
  // rating
  'unknownTurn',
  'notYetRatable',
  'ratingOver',
  'alreadyRated',
  'reasonsNeeded',
  'reasonsNotAllowed',
  ...conductRefusalCodes,
  // issue
  'groundNotAllowed',
  'queueClosed',
  'capReached',
  'alreadyWaiting',
  'appointmentUsed',
  'appointmentLate',
  'appointmentExists',
  'numbersUsedUp',
  // asking for a person
  'unknownGuideCall',
  'guideCalledAlready',
  'guideCallTaken',
  // set-up
  'contrastTooLow',
  // a station that is alone, and what it brings back
  'hubNeeded',
  'hubPresent',
  'blockUsedUp',
  'nothingToGrant',
  'notClaimed',
  'claimedElsewhere',
  'unknownConflict',
  'stillConflicts',
  'epochTooLow',
] as const

/** Codes of the hub and the wire: no rule gives them. */
export const hubRefusalCodes = [
  'tooOften',
  'badCommand',
  'ledgerUnavailable',
  'commandIdReused',
  'notTheHub',
  'photoNotSent',
] as const

/** Every code; each has its sentence in the locale files under `refusal.<code>`. */
export const refusalCodes = [...ruleRefusalCodes, ...hubRefusalCodes] as const
export const refusalCode = z.enum(refusalCodes)
export type RefusalCode = z.infer<typeof refusalCode>

/** Facts that explain a refusal to a program or a person: numbers, ids, times (ISO). */
export type RefusalFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>

export const refusal = z.object({
  code: refusalCode,
  facts: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]))
    .readonly(),
})
export type Refusal = z.infer<typeof refusal>

/** Makes a refusal. */
export function refuse(code: RefusalCode, facts: RefusalFacts = {}): Refused {
  return { ok: false, refusal: { code, facts } }
}

/** A decision that refuses. */
export interface Refused {
  readonly ok: false
  readonly refusal: Refusal
}
