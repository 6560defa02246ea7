/** What a batch of runs has reached; a batch that reached too little proves nothing and fails. */
import { conductCommands } from '#shared/conduct/conductCommands.ts'
import { conductEvents } from '#shared/conduct/conductEvents.ts'
import { command } from '#shared/hall/commands.ts'
import { hallEvent } from '#shared/hall/events.ts'
import { conductRefusalCodes, refusalCodes } from '#shared/hall/refusals.ts'

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

/** Cases and attendance touch no visit: the rules' own tests and the random halls send every one of them. Bad ratings do open cases here. */
const apart = [
  ...conductCommands.map((o) => `accepted command ${o.shape.type.value}`),
  ...conductEvents.map((o) => `event ${o.shape.type.value}`).filter((line) => line !== 'event caseOpened'),
  ...conductRefusalCodes.map((code) => `refusal ${code}`),
]

/** What no run can reach, and why. */
const unreachable: Readonly<Record<string, string>> = {
  ...Object.fromEntries(apart.map((line) => [line, 'cases and attendance touch no visit'])),
  'accepted command configureDisplays':
    'what a screen shows touches no visit: the rules’ own tests and the random halls send it',
  'event displaysConfigured': 'as its command',
  'refusal dayOver': 'the hub rolls the day over before it decides, so no command meets a day that is over',
  'refusal numbersUsedUp':
    'a queue would have to give all its numbers in one day; the rules test forges the count',
  'refusal ratingOver':
    'a jump of weeks and a rating after it are too rare to count on; the rules test moves the clock by hand',
  'refusal tooOften': 'who sends too often is turned away at the hub’s door, before any command',
  'refusal notTheHub': 'a hub that is none any more says so at its door, before any command',
  'accepted command unmask': 'nobody reads reports in a run; looking changes nothing',
  'event unmasked': 'nobody reads reports in a run; looking changes nothing',
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
