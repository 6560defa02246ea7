/** What a batch of runs has reached; a batch that reached too little proves nothing and fails. */
import { command } from '#shared/hall/commands.ts'
import { hallEvent } from '#shared/hall/events.ts'
import { refusalCodes } from '#shared/hall/refusals.ts'

/** Everything that can go wrong in a run. */
export const faultKinds = [
  // the network
  'loss',
  'duplication',
  'reordering',
  'partition',
  // the hub's process dies
  'crashBeforeAppend',
  'crashAfterAppend',
  'crashDuringBroadcast',
  'crashBeforeAnswers',
  'crashIdle',
  // a screen's process dies
  'clientCrash',
  // the hub's disk
  'diskFull',
  'diskError',
  'diskErrorWritten',
  'snapshotDamaged',
  // clocks
  'hubClockForward',
  'hubClockBack',
  'clientClockJump',
  // paper
  'paperOut',
  // stations and reigns
  'hubDead',
  'stationCrash',
  'stationDiskFull',
  'stationClockJump',
  'counterCutOff',
  'promotion',
  'splitBrain',
  'rivals',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** Counts by name, per group. Plain, so that a worker can send it. */
export type Coverage = Record<'faults' | 'accepted' | 'refusals' | 'events' | 'marks', Record<string, number>>

/** Nothing reached yet. */
export function emptyCoverage(): Coverage {
  return { faults: {}, accepted: {}, refusals: {}, events: {}, marks: {} }
}

/** Counts one more, or several. */
export function count(into: Record<string, number>, name: string, more = 1): void {
  into[name] = (into[name] ?? 0) + more
}

/** Adds what another batch reached. */
export function addCoverage(into: Coverage, other: Coverage): void {
  for (const group of ['faults', 'accepted', 'refusals', 'events', 'marks'] as const) {
    for (const [name, times] of Object.entries(other[group])) count(into[group], name, times)
  }
}

/** What no run can reach, and why. Each is tried by the rules' own tests. */
const unreachable: Readonly<Record<string, string>> = {
  'refusal numbersUsedUp':
    'a queue would have to give 5,000 numbers in one day, or eighteen hubs to reign in it',
  'refusal appealOver':
    'a deduction may be appealed for a day at least, and jumps of so many days are too rare to count on',
  'refusal dayOver':
    'a hub turns the day before it decides; a station that cannot believe its clock and is alone as the day ends is too rare to count on',
  'refusal photoNotSent':
    'photographs are files beside the ledger, and there are none here; every door is tried by an attack',
  'refusal notTheHub': 'a hub that is none any more ends its connections; it answers nothing',
}

/** Moments a run may or may not come to, beside commands and faults, that a batch must have come to. */
export const marks = [
  'answeredFromRecord',
  'groupCommit',
  'dayRolledOver',
  'snapshotSent',
  'caughtUpByEvents',
  'commandSentAgain',
  'announcedAfterReconnect',
  'ticketPrinted',
  'numberShownWithoutPaper',
  'restartFromSnapshot',
  'hubAheadOfItsClock',
  // stations
  'issuedAlone',
  'calledByClaim',
  'paperByHand',
  'commandSuperseded',
  'undone',
  'factSentAgain',
  'clockJumpFlagged',
  'claimCollided',
  'dayTurnedAlone',
  // reigns
  'hubSteppedDown',
  'handedOver',
  'calledAtBothHubs',
  'twoOfOneEpoch',
] as const
export type Mark = (typeof marks)[number]

/** What a batch has not reached though it must, a line each. */
export function missingFrom(coverage: Coverage): readonly string[] {
  const lacking = (of: Record<string, number>, names: readonly string[], word: string): readonly string[] =>
    names
      .filter((name) => (of[name] ?? 0) === 0)
      .map((name) => `${word} ${name}`)
      .filter((line) => !(line in unreachable))
  return [
    ...lacking(coverage.faults, faultKinds, 'fault'),
    ...lacking(
      coverage.accepted,
      command.options.map((o) => o.shape.type.value),
      'accepted command',
    ),
    ...lacking(coverage.refusals, refusalCodes, 'refusal'),
    ...lacking(
      coverage.events,
      hallEvent.options.map((o) => o.shape.type.value),
      'event',
    ),
    ...lacking(coverage.marks, marks, 'moment'),
  ]
}
