/** What the dock's page may ask for: the emulators' own levers, each with its own values. */
import { z } from 'zod'
import { level } from '#shared/conduct/rating.ts'

const on = z.boolean()
const some = z.number().int().min(0).max(60_000)

const leverPull = z.discriminatedUnion('device', [
  z.strictObject({
    device: z.literal('printer'),
    levers: z
      .strictObject({
        paper: z.enum(['ok', 'nearEnd', 'out']),
        rollMm: some,
        coverOpen: on,
        offline: on,
        cutterJam: on,
        stall: on,
        muteConfirm: on,
        slowMs: some,
        dropMidJob: on,
        paperOutMidJob: on,
        garbageStatus: on,
        refuse: on,
      })
      .exactPartial(),
  }),
  z.strictObject({
    device: z.literal('signs'),
    sign: z.number().int(),
    levers: z
      .strictObject({
        dead: on,
        slowMs: some,
        garbled: on,
        loseAcks: on,
        duplicate: z.enum(['no', 'atOnce', 'late']),
        digitsOnly: on,
      })
      .exactPartial(),
  }),
  z.strictObject({
    device: z.literal('rater'),
    levers: z
      .strictObject({ dead: on, loseOut: some, loseIn: some, garbled: on, twice: on, bounce: on })
      .exactPartial(),
  }),
  z.strictObject({
    device: z.literal('cards'),
    levers: z
      .strictObject({ dead: on, garbled: on, slowMs: some, readFails: on, otherCard: on, findsAgain: on })
      .exactPartial(),
  }),
  z.strictObject({
    device: z.literal('scanner'),
    levers: z
      .strictObject({
        dead: on,
        suffix: z.enum(['crlf', 'cr', 'lf', 'none']),
        dripping: on,
        times: z.number().int().min(1).max(20),
      })
      .exactPartial(),
  }),
])

const act = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('press'), level }),
  z.strictObject({
    act: z.literal('place'),
    name: z.string().max(15),
    number: z.string().max(18),
  }),
  z.strictObject({ act: z.literal('remove') }),
  z.strictObject({ act: z.literal('scan'), content: z.string().min(1).max(600) }),
  z.strictObject({ act: z.literal('powerCycle'), sign: z.number().int() }),
])

/** Levers that are absent stay as they are. */
export type LeverPull = z.infer<typeof leverPull>
export type Act = z.infer<typeof act>

/** Reads which lever is pulled; undefined when there is none such. */
export function parseLevers(text: string): LeverPull | undefined {
  return leverPull.safeParse(jsonOf(text)).data
}

/** Reads what is done to a device; undefined when that cannot be done. */
export function parseAct(text: string): Act | undefined {
  return act.safeParse(jsonOf(text)).data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
