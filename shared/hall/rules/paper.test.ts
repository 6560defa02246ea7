/** Goal: a counter that is alone serves who holds a paper, and nobody is served twice. Method: given, when, then. */
import { expect, test } from 'vitest'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'

const paper = (number: string) =>
  ({ type: 'callPaper', counterId: id.counter('c1'), number: id.number(number) }) as const
const done = { type: 'finishPaper', counterId: id.counter('c1'), outcome: 'completed' } as const

function alone(): TestHall {
  const hall = staffedHall({ c1: 't1' })
  hall.alone = id.station('console-1')
  return hall
}

test('with the hub there, a number is called and not taken by hand', () => {
  const hall = staffedHall({ c1: 't1' })
  hall.when(paper('A001'), 't1').refused('hubPresent')
  hall.when(done, 't1').refused('hubPresent')
})

test('alone, a number nobody knows here is taken and finished, with its times', () => {
  const hall = alone()
  hall.when(paper('A801'), 't1').then({ type: 'paperCalled', number: id.number('A801') })
  expect(hall.counter('c1').paper?.number).toBe('A801')
  const sinceMs = hall.nowMs
  hall.later(90)
  hall.when(done, 't1').then({ type: 'paperFinished', startedAtMs: sinceMs, outcome: 'completed' })
  expect(hall.counter('c1').paper).toBeUndefined()
  hall.when(done, 't1').refused('nothingOpen')
})

test('one at a time, and not beside a visit', () => {
  const hall = alone()
  hall.given('t1', paper('A801'))
  hall.when(paper('A802'), 't1').refused('counterBusy', { number: 'A801' })
})

test('what is known here to be over or at a counter is not served again', () => {
  const hall = staffedHall({ c1: 't1', c4: 't4' })
  const [first, second] = [hall.issue(['idCard']), hall.issue(['idCard'])]
  hall.given('t4', cmd.next('c4'))
  hall.given('guide', cmd.cancel(second))
  hall.alone = id.station('console-1')
  hall.when(paper(first.number), 't1').refused('wrongState')
  hall.when(paper(second.number), 't1').refused('wrongState')
})

test('only the teller there, at a counter that is open', () => {
  const hall = alone()
  hall.when(paper('A801'), 't4').refused('notYourCounter')
  hall.given('t1', cmd.pause('c1'))
  hall.when(paper('A801'), 't1').refused('counterPaused')
})
