/** Goal: ids of one moment differ, ids of two moments sort, and all are UUIDs of version 7. */
import { describe, expect, it } from 'vitest'
import { timeOrderedId } from './timeOrdered.ts'

const bytes = (fill: number): Uint8Array => new Uint8Array(10).fill(fill)

describe('a time-ordered id', () => {
  it('is a UUID of version 7', () => {
    for (const fill of [0, 0x5a, 0xff]) {
      expect(timeOrderedId(1_790_000_000_000, bytes(fill))).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      )
    }
  })

  it('is the example of RFC 9562', () => {
    // A.6: 2022-02-22T19:22:22Z, rand_a CC3, rand_b 18C4DC0C0C07398F.
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
    expect(timeOrderedId(1_645_557_742_000, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  })

  it('sorts by time, whatever chance says', () => {
    const earlier = timeOrderedId(1_790_000_000_000, bytes(0xff))
    const later = timeOrderedId(1_790_000_000_001, bytes(0))
    expect(earlier < later).toBe(true)
  })

  it('carries 74 bits of chance', () => {
    const ids = Array.from({ length: 80 }, (_, bit) =>
      timeOrderedId(
        0,
        Uint8Array.from({ length: 10 }, (_byte, at) => (at === bit >> 3 ? 1 << (bit & 7) : 0)),
      ),
    )
    // Four bits give way to the version and two to the variant; each of the others makes another id.
    expect(new Set(ids).size).toBe(74 + 1)
  })
})
