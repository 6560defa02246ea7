/** Goal: nobody's number is ever lost to an update: none near opening hours, none in a hall that cannot be asked. */
import { describe, expect, it } from 'vitest'
import { hallHours, mayUpdateAt } from './updateTime.ts'

const night = { fromHour: 21, untilHour: 5 }
const day = { from: '09:00', until: '17:00' }
const weekdays = Object.fromEntries(['1', '2', '3', '4', '5'].map((n) => [n, [day]]))
const queue = (hours?: object) => ({
  id: 'q1',
  name: { zh: '综合' },
  letter: 'A',
  ...(hours === undefined ? {} : { hours }),
})
const hall = (hours?: object, timeZone = 'Asia/Shanghai') =>
  hallHours({ timeZone, queues: [queue(hours)], more: 1 })
/** Shanghai's clock; 2026-03-02 is a Monday. */
const at = (time: string): number => Date.parse(`2026-03-${time}:00+08:00`)
const why = (time: string, of = hall({ weekdays }), hours = night): string => {
  const answer = mayUpdateAt(at(time), hours, of)
  return answer.may ? 'may' : answer.why
}

describe('an update', () => {
  it('is put in at night', () => {
    expect(why('02T21:00')).toBe('may')
    expect(why('03T04:59')).toBe('may')
  })

  it.each(['02T05:00', '02T08:59', '02T12:00', '02T17:01', '02T20:59', '07T12:00'])('waits at %s', (time) => {
    expect(why(time)).toBe('outsideItsHours')
  })

  it('waits while the hall is open, though its hours were set to midday by mistake', () => {
    const midday = { fromHour: 0, untilHour: 23 }
    expect(why('02T12:00', undefined, midday)).toBe('hallOpen')
    expect(why('02T08:01', undefined, midday), 'an hour before').toBe('hallOpen')
    expect(why('02T17:59', undefined, midday), 'and an hour after').toBe('hallOpen')
    expect(why('02T18:00', undefined, midday)).toBe('may')
    expect(why('07T12:00', undefined, midday), 'Saturday').toBe('may')
  })

  it('keeps away from an evening session, and from one that ends at midnight', () => {
    const dates = [{ date: '2026-03-02', slots: [{ from: '18:00', until: '24:00' }], extended: true }]
    expect(why('02T22:00', hall({ weekdays, dates }))).toBe('hallOpen')
    expect(why('03T00:30', hall({ weekdays, dates }))).toBe('hallOpen')
    expect(why('03T01:00', hall({ weekdays, dates }))).toBe('may')
  })

  it('keeps away from an opening shortly after midnight', () => {
    const early = { weekdays: { '2': [{ from: '00:30', until: '02:00' }] } }
    expect(why('02T23:45', hall(early))).toBe('hallOpen')
    expect(why('02T23:29', hall(early))).toBe('may')
  })

  it('takes a hall without hours for one that is open all day', () => {
    expect(why('02T12:00', hall(), { fromHour: 0, untilHour: 23 })).toBe('hallOpen')
    expect(why('02T22:00', hall())).toBe('may')
  })

  it('goes by the hall’s clock, not by this computer’s', () => {
    expect(why('02T22:00', hall({ weekdays }, 'Asia/Urumqi'))).toBe('outsideItsHours')
  })

  it('waits in a hall that cannot be asked', () => {
    for (const answer of [
      undefined,
      {},
      'x',
      { queues: [] },
      { timeZone: null, queues: [] },
      { timeZone: 'Nowhere/X', queues: [] },
    ])
      expect(mayUpdateAt(at('02T22:00'), night, hallHours(answer))).toEqual({
        may: false,
        why: 'hallUnknown',
      })
  })
})
