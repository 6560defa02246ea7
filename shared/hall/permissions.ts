/** Who may send which command: one table, read by the hub, by buttons and by tests. */
import type { CaseDuty } from '../conduct/flows.ts'
import type { CommandType } from './commands.ts'
import { refuse } from './refusals.ts'
import type { Refused } from './refusals.ts'
import type { Role } from './staff.ts'
import type { Actor } from './visit.ts'

/** What a sender is, as far as permission goes. */
export type Standing = Role | 'kiosk' | 'console' | 'display' | 'pad' | 'program' | 'visitor' | 'system'

const atCounters = ['teller', 'supervisor', 'administrator'] as const
const inTheHall = ['teller', 'guide', 'supervisor', 'administrator'] as const
const inCharge = ['supervisor', 'administrator'] as const

/** Command → the standings that may send it. */
export const permissions = {
  openCounter: atCounters,
  pauseCounter: atCounters,
  resumeCounter: atCounters,
  closeCounter: atCounters,
  askTakeover: atCounters,
  answerTakeover: atCounters,
  forceTakeover: atCounters,
  issueVisit: ['kiosk', 'program', ...inTheHall],
  callNext: atCounters,
  call: atCounters,
  recall: atCounters,
  start: atCounters,
  recordTurn: atCounters,
  addServices: inTheHall,
  finish: atCounters,
  markNoShow: atCounters,
  requeue: inTheHall,
  park: atCounters,
  resume: inTheHall,
  transfer: atCounters,
  cancel: ['visitor', 'program', ...inTheHall],
  offerHandOver: atCounters,
  acceptHandOver: atCounters,
  declineHandOver: atCounters,
  claimPriority: ['guide', ...inCharge],
  // A copy opens the visitor's page, so not by who is rated there.
  copyTicket: ['guide', ...inCharge],
  printTestPage: inCharge,
  // Never a member of staff, whatever their role.
  // A console's own station, for the rater with keys on its line; never a person signed in there.
  rateVisit: ['visitor', 'pad', 'kiosk', 'console'],
  bookAppointment: ['program', 'guide', ...inCharge],
  cancelAppointment: ['program', 'guide', ...inCharge],
  callGuide: ['kiosk', 'pad', 'visitor'],
  takeGuideCall: ['guide', ...inCharge],
  endGuideCall: ['kiosk', 'pad', 'visitor', 'guide', ...inCharge],
  leaseBlocks: ['system'],
  grantClaims: ['system'],
  // At a kiosk's computer that was the hub for a while a counter may work.
  returnClaims: ['console', 'kiosk', 'system'],
  forceClaim: inCharge,
  callPaper: atCounters,
  finishPaper: atCounters,
  mergeFact: ['kiosk', 'console', 'display', 'pad', 'system'],
  resolveConflict: [...inCharge, 'system'],
  unmask: inCharge,
  settleReign: ['administrator', 'supervisor', 'system'],
  reserveRange: ['system'],
  promoteHub: ['system'],
  configureHall: ['administrator', 'system'],
  replaceCatalogue: ['administrator', 'system'],
  replaceStaff: ['administrator', 'system'],
  changeSetUp: ['administrator', 'system'],
  configureDisplays: [...inCharge, 'system'],
  rollOver: ['system'],

  configureConduct: ['administrator', 'system'],
  choosePack: ['administrator', 'system'],
  openCase: ['visitor', 'kiosk', 'program', ...inTheHall],
  // Which of them, `mayDo` says for each stage of a case.
  moveCase: inTheHall,
  noteCase: inTheHall,
  seeContact: inTheHall,
  punch: inTheHall,
  recordPunch: inCharge,
  voidPunch: inCharge,
  assignShift: inCharge,
  requestLeave: inTheHall,
  decideLeave: inCharge,
  endLeave: inTheHall,
  deduct: inCharge,
  appealDeduction: inTheHall,
  decideDeduction: inCharge,
  rateByDefault: ['system'],
} as const satisfies Record<CommandType, readonly Standing[]>

/** What may be seen or done beside commands → the standings that may. Screens and routes read it alike. */
export const rights = {
  /** Visits and live figures over REST, without what is private in them. */
  readHall: ['kiosk', 'console', 'display', 'pad', 'program', ...inTheHall],
  readRatings: inCharge,
  watchHall: inCharge,
  seeStations: inCharge,
  /** Lists the pictures and films a screen may be given. */
  seeMedia: inCharge,
  pairStations: inCharge,
  grantTokens: ['administrator'],
  setUpHall: ['administrator'],
  setPins: ['administrator'],
  makeBackups: ['administrator'],
  readAudit: ['administrator'],
  settleConflicts: inCharge,
  promoteHub: inCharge,
  readReports: inCharge,
  /** Everybody's attendance; one's own is everybody's to read. */
  readAttendance: inCharge,
  ownAttendance: inTheHall,
  /** Cases and their photographs; of which cases, `maySeeCase` says. */
  readCases: inTheHall,
  /** What lies beside the ledger, between the computers that hold it. */
  shareLedger: ['kiosk', 'console', 'display', 'pad'],
  /** The board of all cases. */
  followCases: inCharge,
} as const satisfies Readonly<Record<string, readonly Standing[]>>
export type Right = keyof typeof rights

/** Whether any of these standings has the right. */
export function hasRight(standings: readonly Standing[], right: Right): boolean {
  const allowed: readonly Standing[] = rights[right]
  return standings.some((s) => allowed.includes(s))
}

/** Who may move a case out of a stage of each duty: `take` it in, `handle` it, `judge` it. */
export const mayDo = {
  take: ['guide', ...inCharge],
  handle: inTheHall,
  judge: inCharge,
} as const satisfies Record<CaseDuty, readonly Standing[]>

/** What a station may decide while it is alone; anything else needs the hub. */
export const offlineCommands: readonly CommandType[] = [
  'issueVisit',
  'callNext',
  'call',
  'recall',
  'start',
  'recordTurn',
  'addServices',
  'finish',
  'markNoShow',
  'requeue',
  'park',
  'resume',
  'pauseCounter',
  'resumeCounter',
  'callPaper',
  'finishPaper',
  'punch',
]

/** Standings that may put a transferred visit before all others. */
export const mayTransferFirst: readonly Standing[] = inCharge

/** All a sender is: every role of a person, or the one kind of a machine. */
export function standingsOf(actor: Actor): readonly Standing[] {
  switch (actor.kind) {
    case 'staff':
      return actor.roles
    case 'station':
      return [actor.mode]
    case 'program':
      return ['program']
    case 'visitor':
      return ['visitor']
    case 'system':
      return ['system']
  }
}

/** Refuses a command its sender may not send; undefined when allowed. */
export function permissionRefusal(actor: Actor, type: CommandType): Refused | undefined {
  const allowed: readonly Standing[] = permissions[type]
  return standingsOf(actor).some((s) => allowed.includes(s))
    ? undefined
    : refuse('notAllowed', { command: type })
}

/** Whether the sender is in charge of the hall: may act at counters not their own. */
export function isInCharge(actor: Actor): boolean {
  return standingsOf(actor).some((s) => s === 'supervisor' || s === 'administrator')
}
