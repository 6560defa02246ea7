/**
 * Goal: a package's steps come in an order that can be carried out, and only a circle has none.
 * Method: random packages whose `after` either points backwards (has an order) or anywhere.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serviceId } from '../ids/ids.ts'
import { orderSteps } from './packages.ts'

const id = (n: number) => serviceId.parse(`s${n}`)

describe('the steps of a package', () => {
  it('keep their written order where order does not matter', () => {
    const steps = [1, 2, 3].map((n) => ({ serviceId: id(n) }))
    expect(orderSteps({ steps })).toEqual({ ok: true, steps })
  })

  it('come behind what they wait for', () => {
    const ordered = orderSteps({
      steps: [{ serviceId: id(1), after: [id(3)] }, { serviceId: id(2) }, { serviceId: id(3) }],
    })
    expect(ordered.ok && ordered.steps.map((s) => s.serviceId)).toEqual(['s2', 's3', 's1'])
  })

  it('in a circle are named', () => {
    const ordered = orderSteps({
      steps: [
        { serviceId: id(1), after: [id(2)] },
        { serviceId: id(2), after: [id(1)] },
        { serviceId: id(3) },
      ],
    })
    expect(ordered).toEqual({ ok: false, cycle: ['s1', 's2'] })
  })

  it('always have an order when none waits for a later one, however they are shuffled', () => {
    const links = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 })
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 })
    fc.assert(
      fc.property(links, order, (pairs, shuffled) => {
        const steps = shuffled.map((n) => ({
          serviceId: id(n),
          after: pairs.filter(([a, b]) => a === n && b < n).map(([, b]) => id(b)),
        }))
        const ordered = orderSteps({ steps })
        if (!ordered.ok) throw new Error('there is an order')
        expect(ordered.steps.toSorted()).toHaveLength(10)
        ordered.steps.forEach((s, i) => {
          const before = new Set(ordered.steps.slice(0, i).map((b) => b.serviceId))
          expect((s.after ?? []).every((a) => before.has(a))).toBe(true)
        })
      }),
    )
  })
})
