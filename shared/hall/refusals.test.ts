/**
 * Goal: every refusal the rules can give is given by a test, by every command
 * that can give it, and none exists that no rule gives.
 * Method: the scenarios of test/fixtures/refusalScenarios.ts, one per command
 * and code; the random runs of hall.property.test.ts fail on a pair not listed there.
 */
import { describe, expect, test } from 'vitest'
import { command } from './commands.ts'
import type { Command, CommandOf, CommandType } from './commands.ts'
import { defaultDisplay } from './displays.ts'
import { offlineCommands, permissions } from './permissions.ts'
import { hubRefusalCodes, refusal, refusalCodes, ruleRefusalCodes } from './refusals.ts'
import type { RefusalCode } from './refusals.ts'
import { initialState } from './state.ts'
import { decide } from './decide.ts'
import { checkState } from '#test/simulation/invariants.ts'
import { TestHall, cmd, id, monday9, openHall, partsOf, smallHall } from '#test/fixtures/hall.ts'
import type { By } from '#test/fixtures/hall.ts'
import {
  approve,
  choosePack,
  configureConduct,
  leaveAt,
  nobody,
  openCase,
  punchIn,
} from '#test/fixtures/conduct.ts'
import { refusalScenarios } from '#test/fixtures/refusalScenarios.ts'

const v = { id: id.visit('v') }
const { catalogue, staff, settings } = partsOf(smallHall)

const [counter] = catalogue.counters
const labelChange = {
  part: 'counters' as const,
  key: counter?.id ?? '',
  before: counter,
  after: { ...counter, label: '99' },
}

const fact: CommandOf<'mergeFact'>['fact'] = {
  id: id.fact('fact-1'),
  stationId: id.station('console-1'),
  actor: { kind: 'system' },
  events: [{ type: 'visitReturned', visitId: v.id, queueId: id.queue('A') }],
  believedMs: monday9,
  happenedMs: monday9,
  clockJumped: false,
}

/** One of each command, by somebody who may send it. */
const samples: Readonly<Record<CommandType, readonly [Command, By]>> = {
  openCounter: [cmd.open('c1'), 't1'],
  pauseCounter: [cmd.pause('c1'), 't1'],
  resumeCounter: [cmd.resumeCounter('c1'), 't1'],
  closeCounter: [cmd.close('c1'), 't1'],
  issueVisit: [cmd.issue(['idCard']), 'kiosk'],
  callNext: [cmd.next('c1'), 't1'],
  call: [cmd.call('c1', v), 't1'],
  recall: [cmd.recall(v), 't1'],
  start: [cmd.start(v), 't1'],
  recordTurn: [cmd.record(v, 'idCard', 'completed'), 't1'],
  addServices: [cmd.add(v, 'deed'), 't1'],
  finish: [cmd.finish(v), 't1'],
  markNoShow: [cmd.noShow(v), 't1'],
  requeue: [cmd.requeue(v), 't1'],
  park: [cmd.park(v, 'waiting'), 't1'],
  resume: [cmd.resume(v), 't1'],
  transfer: [cmd.transfer(v, { queue: 'B' }), 't1'],
  cancel: [cmd.cancel(v), 'guide'],
  offerHandOver: [cmd.offer(v, 't4'), 't1'],
  acceptHandOver: [cmd.acceptOffer(v), 't1'],
  declineHandOver: [cmd.declineOffer(v), 't1'],
  claimPriority: [cmd.claim(v), 'guide'],
  copyTicket: [cmd.copy(v), 'guide'],
  printTestPage: [{ type: 'printTestPage', stationId: id.station('kiosk-1') }, 'boss'],
  askTakeover: [cmd.ask('c1'), 't1'],
  answerTakeover: [cmd.answer('c1', true), 't1'],
  forceTakeover: [cmd.force('c1'), 't1'],
  rateVisit: [cmd.rate(v, { channel: 'pad' }), 'pad'],
  bookAppointment: [cmd.book('x', ['deed'], monday9), 'guide'],
  cancelAppointment: [cmd.cancelAppointment('x'), 'guide'],
  callGuide: [{ type: 'callGuide' }, 'kiosk'],
  takeGuideCall: [{ type: 'takeGuideCall', guideCallId: id.guideCall('g') }, 'guide'],
  endGuideCall: [{ type: 'endGuideCall', guideCallId: id.guideCall('g') }, 'guide'],
  leaseBlocks: [{ type: 'leaseBlocks', stationId: id.station('kiosk-1') }, 'system'],
  grantClaims: [{ type: 'grantClaims', counterIds: [] }, 'system'],
  returnClaims: [{ type: 'returnClaims', counterId: id.counter('c1'), visitIds: [] }, 'console'],
  forceClaim: [{ type: 'forceClaim', visitId: v.id, reason: 'cable cut' }, 'boss'],
  callPaper: [{ type: 'callPaper', counterId: id.counter('c1'), number: id.number('A001') }, 't1'],
  finishPaper: [{ type: 'finishPaper', counterId: id.counter('c1'), outcome: 'completed' }, 't1'],
  mergeFact: [{ type: 'mergeFact', fact }, 'console'],
  resolveConflict: [{ type: 'resolveConflict', factId: fact.id, how: 'dismiss' }, 'boss'],
  unmask: [{ type: 'unmask', what: 'visits', reason: 'a complaint' }, 'boss'],
  settleReign: [{ type: 'settleReign' }, 'boss'],
  reserveRange: [{ type: 'reserveRange', stationId: id.station('kiosk-1'), keep: 0 }, 'system'],
  promoteHub: [{ type: 'promoteHub', hubId: id.hub('hub-2'), epoch: 2 }, 'system'],
  configureHall: [{ type: 'configureHall', settings }, 'admin'],
  replaceCatalogue: [{ type: 'replaceCatalogue', catalogue }, 'admin'],
  replaceStaff: [{ type: 'replaceStaff', staff: [...staff] }, 'admin'],
  changeSetUp: [{ type: 'changeSetUp', changes: [labelChange] }, 'admin'],
  configureDisplays: [{ type: 'configureDisplays', displays: [defaultDisplay] }, 'admin'],
  rollOver: [cmd.rollOver, 'system'],
  configureConduct: [configureConduct, 'admin'],
  choosePack: [choosePack(), 'admin'],
  openCase: [openCase(), 'guide'],
  moveCase: [{ type: 'moveCase', caseId: nobody.case, from: 'accept', to: 'classify' }, 'boss'],
  noteCase: [{ type: 'noteCase', caseId: nobody.case, note: 'x' }, 'boss'],
  seeContact: [{ type: 'seeContact', caseId: nobody.case, reason: 'x' }, 'boss'],
  punch: [punchIn, 't1'],
  recordPunch: [
    {
      type: 'recordPunch',
      staffId: id.staff('t1'),
      direction: 'in',
      atMs: monday9,
      ground: 'powerFailure',
      note: 'x',
    },
    'boss',
  ],
  voidPunch: [{ type: 'voidPunch', punchId: nobody.punch, note: 'x' }, 'boss'],
  assignShift: [
    {
      type: 'assignShift',
      staffIds: [id.staff('t1')],
      fromDay: id.day('2026-03-03'),
      untilDay: id.day('2026-03-04'),
      shift: 'off',
    },
    'boss',
  ],
  requestLeave: [leaveAt(monday9, 1), 't1'],
  decideLeave: [approve({ id: nobody.leave }), 'boss'],
  endLeave: [{ type: 'endLeave', leaveId: nobody.leave, note: '' }, 't1'],
  deduct: [
    { type: 'deduct', staffId: id.staff('t1'), day: id.day('2026-03-02'), key: 'late', note: '' },
    'boss',
  ],
  appealDeduction: [{ type: 'appealDeduction', deductionId: nobody.deduction, note: 'x' }, 't1'],
  decideDeduction: [
    { type: 'decideDeduction', deductionId: nobody.deduction, how: 'stands', note: 'x' },
    'boss',
  ],
  rateByDefault: [{ type: 'rateByDefault', visitId: v.id }, 'system'],
}
const types = command.options.map((option) => option.shape.type.value)
const duringTheDay = types.filter(
  (t) =>
    ![
      'configureHall',
      'replaceCatalogue',
      'replaceStaff',
      'changeSetUp',
      'configureDisplays',
      'rollOver',
      'promoteHub',
      'reserveRange',
      'unmask',
      'printTestPage',
      'settleReign',
      'resolveConflict',
      'configureConduct',
    ].includes(t),
)
/** What only a station that is alone may do. */
const onlyAlone: readonly CommandType[] = ['callPaper', 'finishPaper']

describe.each(types)('%s', (type) => {
  for (const [code, scenario] of Object.entries(refusalScenarios[type])) {
    test(`is refused with ${code}`, () => {
      const outcomes = scenario()
      expect(outcomes.command.type).toBe(type)
      expect(outcomes.refusal.code).toBe(code)
      expect(refusal.parse(outcomes.refusal)).toEqual(outcomes.refusal)
    })
  }

  test('is refused with notAllowed to whom the table does not name', () => {
    const [ofType] = samples[type]
    for (const [by, standing] of [
      ['t1', 'teller'],
      ['guide', 'guide'],
      ['kiosk', 'kiosk'],
      ['display', 'display'],
      ['pad', 'pad'],
      ['program', 'program'],
      ['system', 'system'],
    ] as const) {
      const named = (permissions[type] as readonly string[]).includes(standing)
      const { decision } = openHall().when(ofType, by)
      const refusedFor = decision.ok ? undefined : decision.refusal.code
      expect(refusedFor === 'notAllowed', `${type} by ${by}`).toBe(!named)
    }
  })
})

test.each(duringTheDay)('%s is refused before the hall is set up, and after its day', (type) => {
  const [sent, by] = samples[type]
  const nowhere = new TestHall(smallHall, monday9)
  const hall = openHall()
  if (onlyAlone.includes(type)) nowhere.alone = hall.alone = id.station('console-1')
  nowhere.when(sent, by).refused('hallNotSetUp')
  hall.at('03:59', '2026-03-03')
  expect(hall.fork().when(sent, by).decision).not.toMatchObject({ refusal: { code: 'dayOver' } })
  hall.at('04:00').when(sent, by).refused('dayOver', { day: '2026-03-02' })
})

test.each(types.filter((t) => !offlineCommands.includes(t)))('%s needs the hub', (type) => {
  const hall = openHall()
  hall.alone = id.station('console-1')
  hall.when(...samples[type]).refused('hubNeeded', { command: type })
})

test('the roll-over of a hall nobody set up is refused', () => {
  new TestHall(smallHall, monday9).when(cmd.rollOver, 'system').refused('hallNotSetUp')
})

test('every code of the rules is given by some command, and no code of the hub', () => {
  const everywhere: readonly RefusalCode[] = ['notAllowed', 'hallNotSetUp', 'dayOver', 'hubNeeded']
  const given = new Set([
    ...everywhere,
    ...Object.values(refusalScenarios).flatMap((codes) => Object.keys(codes)),
  ])
  expect([...given].sort()).toEqual([...ruleRefusalCodes].sort())
  expect(hubRefusalCodes.filter((code) => given.has(code))).toEqual([])
  expect(new Set(refusalCodes).size).toBe(refusalCodes.length)
})

test('a refusal changes nothing', () => {
  const hall = openHall()
  const before = hall.state
  hall.when(cmd.next('c1'), 't1').refused('counterClosed')
  expect(hall.state).toBe(before)
  expect(checkState(hall.state)).toEqual([])
})

test('a hall before anything happened answers every command with a value', () => {
  for (const [sent, by] of Object.values(samples)) {
    const actor = openHall().actor(by)
    const decision = decide(initialState, sent, {
      nowMs: monday9,
      actor,
      newId: () => 'x',
      newKey: () => 'k'.repeat(20),
    })
    expect(typeof decision.ok).toBe('boolean')
  }
})
