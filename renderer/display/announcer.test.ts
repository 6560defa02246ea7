/**
 * Goal: a screen shows and speaks each call once, one after the other, whatever its link and its voice do.
 * Method: a hall in memory, a voice that ends when told to, and the screen's own log.
 */
import { describe, expect, it } from 'vitest'
import { screenHall, teller } from '#test/fixtures/screenHall.ts'
import { counterId, serviceId } from '#shared/ids/ids.ts'
import type { AnnouncedMark } from '#shared/client/announcements.ts'
import { announcementLog } from './announcementLog.ts'
import { announcer } from './announcer.ts'
import type { Heard, Voice } from './voice.ts'

const me = teller('1001')
const counter = counterId.parse('counter-1')
const other = counterId.parse('counter-3')
const them = teller('1003')

interface Faults {
  /** Numbers whose showing throws. */
  readonly show?: readonly string[]
  /** Numbers whose saying throws at once. */
  readonly say?: readonly string[]
  /** The only counters whose calls are its to tell. */
  readonly zone?: readonly string[]
  /** Keeping the mark throws, always. */
  readonly keep?: boolean
}

function set(broken: Faults = {}) {
  const hall = screenHall()
  hall.act({ type: 'openCounter', counterId: counter }, me)
  hall.act({ type: 'openCounter', counterId: other }, them)
  const cable = hall.connect({ kind: 'system' })
  const log = announcementLog()
  let mark: AnnouncedMark | undefined
  const speaking: ((heard: Heard) => void)[] = []
  const faults: unknown[] = []
  const stoodMs: number[] = []
  const voice: Voice = {
    say(lines) {
      if (lines.some(({ text }) => broken.say?.includes(text))) throw new Error('the sound card is gone')
      return new Promise((resolve) => speaking.push(resolve))
    },
  }
  const made = announcer({
    voice,
    log,
    from: undefined,
    tells: ({ counterId: at }) => broken.zone === undefined || broken.zone.includes(at),
    aloneMs: () => 3000,
    repeats: () => 0,
    keep: (next) => {
      if (broken.keep === true) throw new Error('the disk is full')
      mark = next
    },
    show: (call) => {
      if (broken.show?.includes(call.number)) throw new Error('no such counter')
      return [{ locale: 'zh', text: call.number, call: { number: call.number, counterLabel: '1' } }]
    },
    changed: () => undefined,
    wait: (ms) => {
      stoodMs.push(ms)
      return Promise.resolve()
    },
    onFault: (error) => faults.push(error),
  })
  made.hear(cable.linked.client.view, [])
  cable.linked.client.listen((view, events) => {
    made.hear(view, events)
  })
  const service = serviceId.parse(hall.state.catalogue.services[0]?.id)
  return {
    hall,
    cable,
    log,
    speaking,
    faults,
    /** How long each call stood alone. */
    stoodMs,
    mark: () => mark,
    /** One visitor at a counter: called, and gone. */
    call: (at = counter) => {
      const by = at === counter ? me : them
      hall.act({ type: 'issueVisit', serviceIds: [service], channel: 'desk' })
      const visitId = hall.act({ type: 'callNext', counterId: at }, by) ?? expect.fail()
      hall.act({ type: 'finish', visitId }, by)
    },
    /** Ends what is being spoken, and lets the next begin. */
    end: async (what: Heard['what'] = 'spoken') => {
      speaking.shift()?.({ what, by: [] })
      for (let i = 0; i < 10; i += 1) await Promise.resolve()
    },
    said: () => log.entries.map((e) => `${e.what} ${e.number}`),
  }
}

describe('an announcer', () => {
  it('shows the next call only when the one before has been spoken', async () => {
    const t = set()
    t.call()
    t.call()
    await t.end('silent')
    expect(t.said()).toEqual(['shown A001', 'silent A001', 'shown A002'])
    expect(t.speaking).toHaveLength(1)
    await t.end()
    expect(t.said().slice(2)).toEqual(['shown A002', 'spoken A002'])
  })

  it('loses and repeats nothing while the link comes and goes', async () => {
    const t = set()
    for (let i = 0; i < 30; i += 1) {
      if (i % 7 === 3) t.cable.cut()
      t.call()
      if (i % 7 === 5) t.cable.mend()
    }
    t.cable.mend()
    for (let i = 0; i < 40; i += 1) await t.end()
    const shown = t.log.entries.filter((e) => e.what === 'shown').map((e) => e.callNo)
    const spoken = t.log.entries.filter((e) => e.what === 'spoken').map((e) => e.callNo)
    expect(shown).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
    expect(spoken).toEqual(shown)
  })

  it('speaks what it shows', async () => {
    const t = set()
    t.call()
    await t.end()
    const [shown, spoken] = t.log.entries
    expect(spoken?.lines).toEqual(shown?.lines)
    expect(spoken?.seq).toBe(shown?.seq)
  })

  it('keeps how far it came, also before it announced anything', async () => {
    const t = set()
    expect(t.mark()?.callNo).toBe(0)
    t.call()
    await t.end()
    expect(t.mark()?.callNo).toBe(1)
  })

  it('puts a call that cannot be shown on record, and goes on with the next', async () => {
    const t = set({ show: ['A001', 'A003'] })
    t.call()
    t.call()
    t.call()
    for (let i = 0; i < 3; i += 1) await t.end()
    t.call()
    await t.end()
    await t.end()
    expect(t.said()).toEqual([
      'failed A001',
      'shown A002',
      'spoken A002',
      'failed A003',
      'shown A004',
      'spoken A004',
    ])
    expect(t.faults).toHaveLength(2)
    expect(t.mark()?.callNo).toBe(4)
  })

  it('goes on when the voice throws: the call was shown, and is on record as not said', async () => {
    const t = set({ say: ['A001'] })
    t.call()
    t.call()
    for (let i = 0; i < 3; i += 1) await t.end()
    expect(t.said()).toEqual(['shown A001', 'failed A001', 'shown A002', 'spoken A002'])
    expect(t.faults).toHaveLength(1)
  })

  it('goes on where nothing can be kept', async () => {
    const t = set({ keep: true })
    t.call()
    t.call()
    for (let i = 0; i < 3; i += 1) await t.end()
    expect(t.said()).toEqual(['shown A001', 'spoken A001', 'shown A002', 'spoken A002'])
  })

  it('passes over the calls of another zone: not shown, not said, not on record, not told when loaded again', async () => {
    const t = set({ zone: [counter] })
    t.call(other)
    t.call()
    t.call(other)
    t.call(other)
    for (let i = 0; i < 3; i += 1) await t.end()
    expect(t.said()).toEqual(['shown A002', 'spoken A002'])
    expect(t.mark()?.callNo).toBe(4)
    t.call(other)
    await t.end()
    expect(t.mark()?.callNo).toBe(5)
    t.call()
    await t.end()
    expect(t.said().slice(2)).toEqual(['shown A006', 'spoken A006'])
  })

  it('is in no hurry because another zone is', async () => {
    const t = set({ zone: [counter] })
    t.call()
    for (let i = 0; i < 6; i += 1) t.call(other)
    t.call()
    for (let i = 0; i < 3; i += 1) await t.end()
    expect(t.stoodMs).toEqual([3000, 3000])
  })
})
