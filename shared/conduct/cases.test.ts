/**
 * Goal: a case goes its flow and no other way, by whom it is for, within its clocks, and says at every step who
 * and when. Method: each kind walked to its end by hand, and every flow's walks by chance.
 */
import { describe, expect, it } from 'vitest'
import { caseNow, move, newestCase, openCase, testRules } from '#test/fixtures/conduct.ts'
import { cmd, id, monday9, openHall, staffedHall, visitorOf } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { visitIn } from '#test/fixtures/visitIn.ts'
import { overdue } from './cases.ts'
import type { HallCase } from './cases.ts'
import { flowVersions, nextVersion, withFlow } from './conductRules.ts'
import type { ConductRules } from './conductRules.ts'
import { caseFlow, defaultFlows, flowProblem, unreached } from './flows.ts'
import type { CaseFlow, CaseStage } from './flows.ts'
import type { Command } from '../hall/commands.ts'

const ruled = (): TestHall => openHall().given('admin', { type: 'configureConduct', rules: testRules })
const at = (iso: string): number => Date.parse(`${iso}+08:00`)

it('has a number no other hub gives: each counts in a range of its own', () => {
  const hall = ruled().given('guide', openCase())
  const heir = hall.fork()
  heir.given('system', { type: 'promoteHub', epoch: 1, hubId: id.hub('heir') })
  const numbers = [hall, heir].map((at) => newestCase(at.given('guide', openCase())).no)
  expect(numbers).toEqual(['M20260302-2', 'M20260302-9002'])
})

describe('办不成事', () => {
  it('is accepted, classified, assigned, resolved, answered, verified by another person and filed', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.given('t1', openCase({ about: { visitId: visit.id }, contact: { phone: '13812341234' } }))
    const one = newestCase(hall)
    expect(one).toMatchObject({
      no: 'M20260302-1',
      stage: 'accept',
      about: { visitId: visit.id, number: 'A001', serviceId: 'idCard', departmentId: 'police' },
      dueMs: at('2026-03-10T00:00:00'),
    })
    const go = (by: string, to: string, more = {}): HallCase => {
      hall.later(60).given(by, move(caseNow(hall, one.id), to, more))
      return caseNow(hall, one.id)
    }
    go('guide', 'classify')
    // Ten working days from its opening, whenever it is classified.
    expect(go('guide', 'assign', { level: 'special' }).dueMs).toBe(at('2026-03-17T00:00:00'))
    go('guide', 'resolve', { assignee: id.staff('t2') })
    hall
      .when(move(caseNow(hall, one.id), 'answer', { note: 'x', outcome: 'solved' }), 't3')
      .refused('notYours')
    go('t2', 'answer', { note: 'asked the department', outcome: 'solved' })
    go('t2', 'verify', { note: 'told them' })
    hall.when(move(caseNow(hall, one.id), 'file'), 't2').refused('notAllowed')
    go('boss', 'file')
    const closed = go('guide', 'closed')
    expect(closed).toMatchObject({ stage: 'closed', outcome: 'solved', closedDay: '2026-03-02' })
    expect(closed.moves.map(({ from, to, atMs }) => [from, to, atMs > monday9])).toEqual([
      ['accept', 'classify', true],
      ['classify', 'assign', true],
      ['assign', 'resolve', true],
      ['resolve', 'answer', true],
      ['answer', 'verify', true],
      ['verify', 'file', true],
      ['file', 'closed', true],
    ])
    // Closed, it is in the ledger alone.
    expect(hall.state.records.size).toBe(0)
  })

  it('that is refused is reported to another person', () => {
    const hall = ruled().given('boss', openCase())
    hall.given('boss', move(newestCase(hall), 'report'))
    const reported = newestCase(hall)
    hall.when(move(reported, 'closed', { note: 'not ours' }), 'boss').refused('otherPersonNeeded')
    hall.given('admin', move(reported, 'closed', { note: 'not ours' }))
  })

  it('is moved once, whoever presses twice', () => {
    const hall = ruled().given('guide', openCase())
    const seen = newestCase(hall)
    hall.given('guide', move(seen, 'classify'))
    hall.when(move(seen, 'classify'), 'boss').refused('stageNotNext', { stage: 'classify' })
  })
})

describe('a bad rating', () => {
  const rated = () => {
    const { hall, visit } = visitIn('finished')
    hall.given('admin', { type: 'configureConduct', rules: testRules })
    hall.given(visitorOf(visit), cmd.rate(visit, { level: 'dissatisfied', reasons: ['slowHandling'] }))
    return { hall, visit, one: newestCase(hall) }
  }

  it('opens a case with fifteen working days, once', () => {
    const { hall, visit, one } = rated()
    expect(one).toMatchObject({
      kind: 'badRating',
      stage: 'verify',
      about: { staffId: 't1', rating: { level: 'dissatisfied' } },
      dueMs: at('2026-03-24T00:00:00'),
    })
    const again = cmd.rate(visit, { level: 'veryDissatisfied', reasons: ['poorAttitude'] })
    hall.when(again, visitorOf(visit)).then({ type: 'visitRated', ordinal: 2 })
  })

  it('is ruled mistaken by two people, and neither is the one it is about', () => {
    const { hall, one } = rated()
    const now = (): HallCase => caseNow(hall, one.id)
    hall.when(move(one, 'claim'), 't1').refused('notAllowed')
    hall.given('boss', move(one, 'claim'))
    hall.when(move(now(), 'callBack'), 't1').refused('otherPersonNeeded')
    hall.given('t2', move(now(), 'callBack'))
    expect(now().assignee).toBe('t2')
    hall.when(move(now(), 'handle'), 't2').refused('stageNeeds', { needs: 'callBack' })
    hall.given('t2', move(now(), 'handle', { callBack: 'reached' }))
    hall.given('boss', move(now(), 'review', { note: 'meant another counter', outcome: 'mistaken' }))
    hall.when(move(now(), 'closed'), 'boss').refused('otherPersonNeeded')
    hall.given('admin', move(now(), 'closed'))
    expect(now()).toMatchObject({ outcome: 'mistaken', callBack: 'reached' })
  })
})

it('a complaint is answered by whom it is about, where it was given to them, and never judged by them', () => {
  const hall = ruled().given('guide', openCase({ kind: 'complaint', about: { staffId: id.staff('boss') } }))
  const now = (): HallCase => newestCase(hall)
  hall.when(move(now(), 'investigate', { assignee: id.staff('t2') }), 'boss').refused('otherPersonNeeded')
  hall.given('admin', move(now(), 'investigate', { assignee: id.staff('boss') }))
  hall.given('boss', move(now(), 'dispose', { note: 'as it was' }))
  const verdict = { note: 'unfounded, says who it is about', outcome: 'unfounded' }
  hall.when(move(now(), 'answer', verdict), 'boss').refused('otherPersonNeeded')
  hall.given('admin', move(now(), 'answer', { note: 'put right', outcome: 'upheld' }))
  // What the end counts as is said with it: figures of a year ago are not made by the flow of today.
  expect(now()).toMatchObject({ outcome: 'upheld', counts: 'rectified' })
})

it('a finding is for those in charge, with its own last day', () => {
  const hall = ruled()
  const finding = openCase({ kind: 'inspection', item: 'fire exit', dueDay: id.day('2026-03-04') })
  hall.when(finding, 't1').refused('notAllowed')
  hall.given('boss', finding)
  const one = newestCase(hall)
  expect(one).toMatchObject({ item: 'fire exit', dueMs: at('2026-03-05T00:00:00') })
  expect(
    [monday9, at('2026-03-04T12:00:00'), at('2026-03-05T00:00:00')].map((ms) => overdue(one, ms)),
  ).toEqual([undefined, 'stage', 'case'])
})

describe('over the roll-over', () => {
  it('an open case stays, today’s punches and the count of cases go', () => {
    const hall = ruled().given('guide', openCase()).given('t1', { type: 'punch', direction: 'in' })
    hall.at('04:00', '2026-03-03').given('system', cmd.rollOver)
    expect([...hall.state.records.values()].map((r) => r.record)).toEqual(['case'])
    hall.given('guide', openCase())
    expect(newestCase(hall).no).toBe('M20260303-1')
  })
})

describe('a new version of a flow', () => {
  const [tuesday, wednesday] = ['2026-03-03', '2026-03-04'] as const
  const inspection = (from: string, version: string, without?: string): CaseFlow & { from: string } => {
    const flow = defaultFlows.find((f) => f.kind === 'inspection')
    if (flow === undefined) throw new Error('no flow')
    const stages = flow.stages
      .filter((s) => s.id !== without)
      .map((s) => ({ ...s, next: s.next.map((to) => (to === without ? 'rectify' : to)) }))
    return { ...flow, stages: without === undefined ? stages : retold(stages), from, version }
  }
  /** Cases begin where they are put right. */
  const retold = (stages: readonly CaseStage[]): readonly CaseStage[] =>
    [...stages].sort((a, b) => Number(b.id === 'rectify') - Number(a.id === 'rectify'))
  const finding = (): Command => openCase({ kind: 'inspection', item: 'fire exit', assignee: id.staff('t2') })
  const configure = (rules: ConductRules): Command => ({ type: 'configureConduct', rules })
  const nextDay = (hall: TestHall, day: string): TestHall =>
    hall.at('04:00', day).given('system', cmd.rollOver)

  it('holds from its day on; a case whose stage is gone ends by the version that had it', () => {
    const rules = withFlow(testRules, inspection(tuesday, 'hall-1', 'found'))
    const hall = ruled().given('admin', configure(rules)).given('boss', finding())
    const old = newestCase(hall)
    expect(old).toMatchObject({ stage: 'found', flow: '2026-1' })
    nextDay(hall, tuesday).given('boss', finding())
    expect(newestCase(hall)).toMatchObject({ stage: 'rectify', flow: 'hall-1' })
    hall.given('boss', move(caseNow(hall, old.id), 'rectify', { assignee: id.staff('t2') }))
    expect(caseNow(hall, old.id).stage).toBe('rectify')
  })

  it('gives way to one for the same day or an earlier one, and cannot be rewritten once it has held', () => {
    const first = withFlow(testRules, inspection(wednesday, 'hall-1'))
    const sooner = withFlow(first, inspection(tuesday, nextVersion(first, 'inspection')))
    expect(flowVersions(sooner, 'inspection').map((f) => f.version)).toEqual(['2026-1', 'hall-2'])
    const hall = ruled().given('admin', configure(sooner))
    nextDay(nextDay(hall, tuesday), wednesday)
    hall.when(configure(testRules), 'admin').refused('conductInvalid')
    hall.when(configure(withFlow(sooner, inspection('2026-03-01', 'x'))), 'admin').refused('conductInvalid')
    hall.given('admin', configure(withFlow(sooner, inspection(wednesday, 'hall-3'))))
  })

  it('that nothing leads into is told', () => {
    const flow = inspection(tuesday, 'x')
    const stages = flow.stages.map((s) => (s.id === 'found' ? { ...s, next: ['check'] } : s))
    const cut = { ...flow, stages: stages.map((s) => (s.id === 'check' ? { ...s, next: ['closed'] } : s)) }
    expect(unreached(cut).map((s) => s.id)).toEqual(['rectify'])
    expect(unreached(flow)).toEqual([])
  })
})

describe('a flow', () => {
  it.each(defaultFlows.map((flow) => [flow.kind, flow] as const))('%s can be used', (_kind, flow) => {
    expect(flowProblem(caseFlow.parse(flow))).toBeUndefined()
  })

  it('that leads nowhere, or names what is not there, is told', () => {
    const [flow] = defaultFlows
    if (flow === undefined) throw new Error('no flow')
    const stages = flow.stages.map((s) => (s.next.includes('closed') ? { ...s, next: ['classify'] } : s))
    const lost = { ...flow, stages: stages.filter((s) => s.id !== 'closed') }
    expect(flowProblem(lost)).toMatchObject({ code: 'stageStuck' })
    const unknown = flow.stages.map((s) => (s.id === 'file' ? { ...s, next: ['nowhere'] } : s))
    expect(flowProblem({ ...flow, stages: unknown })).toMatchObject({
      code: 'stageLost',
      facts: { kind: flow.kind, stage: 'file' },
    })
  })

  it.each(defaultFlows.map((flow) => [flow.kind, flow] as const))(
    '%s without its second person cannot be used',
    (_kind, flow) => {
      const stages = flow.stages.map(({ otherThan: _other, ...one }) => one)
      expect(flowProblem({ ...flow, stages })).toMatchObject({ code: 'stageAlone' })
    },
  )
})
