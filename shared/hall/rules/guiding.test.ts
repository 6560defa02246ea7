/** Goal: whoever asks for a person is seen by every guide until one has come, and asks once. Method: given, when, then. */
import { expect, test } from 'vitest'
import { id, openHall, visitorOf } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { guideCallOf, openGuideCalls } from '../guideCall.ts'
import type { GuideCall } from '../guideCall.ts'

const help = { type: 'callGuide', locale: 'ug' } as const

function theCall(hall: TestHall): GuideCall {
  const [call] = openGuideCalls(hall.state)
  if (call === undefined) throw new Error('nobody asked')
  return call
}

test('a kiosk asks once; the guide takes it and ends it', () => {
  const hall = openHall()
  hall.when(help, 'kiosk').then({ type: 'guideCalled', locale: 'ug' })
  const call = theCall(hall)
  expect(call).toMatchObject({ from: { kind: 'station' }, sinceMs: hall.nowMs })
  hall.later(40).when(help, 'kiosk').refused('guideCalledAlready', { guideCallId: call.id, taken: false })
  hall.when({ type: 'takeGuideCall', guideCallId: call.id }, 'guide').then({ type: 'guideCallTaken' })
  expect(theCall(hall)).toMatchObject({ takenBy: id.staff('guide'), takenAtMs: hall.nowMs })
  expect(guideCallOf(hall.state, call.from)?.id).toBe(call.id)
  hall.when({ type: 'endGuideCall', guideCallId: call.id }, 'guide').then({ type: 'guideCallEnded' })
  expect(openGuideCalls(hall.state)).toEqual([])
  hall.when(help, 'kiosk').then({ type: 'guideCalled' })
})

test('the kiosk takes its own call back, and nobody else’s', () => {
  const hall = openHall().given('kiosk', help)
  const end = { type: 'endGuideCall', guideCallId: theCall(hall).id } as const
  hall.when(end, 'pad').refused('notAllowed')
  hall.when(end, 'kiosk').then({ type: 'guideCallEnded' })
})

test('a visitor asks from their own page; the number tells the guide who', () => {
  const hall = openHall()
  const visit = hall.issue(['idCard'])
  hall
    .when(help, visitorOf(visit))
    .then({ type: 'guideCalled', from: { kind: 'visitor', visitId: visit.id, number: visit.number } })
  hall.when({ type: 'endGuideCall', guideCallId: theCall(hall).id }, visitorOf(visit)).then({
    type: 'guideCallEnded',
  })
})

test('calls nobody has taken come first, the longest wait before the others', () => {
  const hall = openHall()
  const visits = [hall.issue(['idCard']), hall.issue(['deed'])]
  for (const visit of visits) hall.later(10).given(visitorOf(visit), help)
  hall.later(10).given('kiosk', help)
  const [first] = openGuideCalls(hall.state)
  hall.given('guide', { type: 'takeGuideCall', guideCallId: first?.id ?? id.guideCall('none') })
  expect(openGuideCalls(hall.state).map((c) => c.from.kind)).toEqual(['visitor', 'station', 'visitor'])
  expect(openGuideCalls(hall.state).at(-1)?.id).toBe(first?.id)
})

test('a call of yesterday is over', () => {
  const hall = openHall().given('kiosk', help)
  hall.at('04:00', '2026-03-03').given('system', { type: 'rollOver' })
  expect(openGuideCalls(hall.state)).toEqual([])
})
