/** Goal: no ticket twice unless asked, none forgotten. Method: the spool over both stores, printers that end as told. */
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { PrintOutcome } from '#main/devices/printer/port.ts'
import { visitId } from '#shared/ids/ids.ts'
import { sampleFacts } from '#test/contract/sampleTickets.ts'
import { memoryJobStore } from './job.ts'
import type { JobStore, PrintJob } from './job.ts'
import { createSpool } from './spool.ts'
import type { Spool } from './spool.ts'
import { createPrintJobs, sqliteJobStore } from './spoolStore.ts'

const stores: readonly (readonly [string, () => JobStore])[] = [
  ['memory', memoryJobStore],
  [
    'SQLite',
    () => {
      const database = new Database(':memory:')
      createPrintJobs(database)
      createPrintJobs(database)
      return sqliteJobStore(database)
    },
  ],
]

const printed: PrintOutcome = { type: 'printed', confirmed: true }
const id = visitId.parse('v-sample')
const facts = sampleFacts('zh')

describe.each(stores)('spool over %s', (_, makeStore) => {
  function start(
    given: {
      store?: JobStore
      outcome?: () => PrintOutcome | Promise<PrintOutcome>
      nowMs?: () => number
    } = {},
  ): {
    spool: Spool
    store: JobStore
    sent: PrintJob[]
  } {
    const store = given.store ?? makeStore()
    const sent: PrintJob[] = []
    let ids = store.ofVisit(id).length
    const spool = createSpool({
      store,
      nowMs: given.nowMs ?? (() => 1000),
      newId: () => `job-${(ids += 1)}`,
      carryOut: async (job) => {
        expect(store.get(job.id)?.state).toBe('sending')
        sent.push(job)
        return (given.outcome ?? (() => printed))()
      },
    })
    return { spool, store, sent }
  }

  it('copies a ticket it never printed, and each copy is marked as one more', async () => {
    const { spool, sent } = start()
    await spool.copy(facts)
    await spool.copy(facts)
    expect(sent.map((job) => job.copy)).toEqual([1, 2])
  })

  it('prints, tells each step, and keeps the job', async () => {
    const { spool, store } = start()
    const heard: string[] = []
    spool.onJob((job) => heard.push(job.state))
    const job = await spool.print(facts)
    expect(heard).toEqual(['queued', 'sending', 'printed'])
    expect(job).toEqual({
      ...job,
      state: 'printed',
      copy: 0,
      visitId: id,
      facts,
      askedAtMs: 1000,
      settledAtMs: 1000,
    })
    expect(store.ofVisit(id)).toEqual([job])
  })

  it('does one job at a time, in the order asked for', async () => {
    let free: (() => void)[] = []
    const { spool, sent } = start({ outcome: () => new Promise((done) => free.push(() => done(printed))) })
    const jobs = [spool.print(facts), spool.print(facts), spool.print(facts)]
    for (let i = 1; i <= 3; i += 1) {
      await expect.poll(() => free.length).toBe(1)
      expect(sent).toHaveLength(i)
      for (const done of free.splice(0)) done()
    }
    free = []
    expect((await Promise.all(jobs)).map((job) => job.id)).toEqual(['job-1', 'job-2', 'job-3'])
  })

  it('lets only a job of which nothing was sent be tried again', async () => {
    const outcomes: PrintOutcome[] = [
      { type: 'notSent', reason: 'paperOut' },
      { type: 'uncertain', reason: 'lineBroken' },
    ]
    const { spool, sent } = start({ outcome: () => outcomes.shift() ?? printed })
    const failed = await spool.print(facts)
    const uncertain = await spool.print(facts)
    expect([failed.state, failed.reason, uncertain.state, uncertain.reason]).toEqual([
      ...['failed', 'paperOut', 'uncertain', 'lineBroken'],
    ])
    expect(spool.troubled()).toEqual([uncertain, failed])
    expect(await spool.retry(uncertain.id)).toBeUndefined()
    expect(await spool.retry('nobody')).toBeUndefined()
    const again = await spool.retry(failed.id)
    expect([again?.id, again?.state, again?.reason, again?.copy]).toEqual([
      failed.id,
      'printed',
      undefined,
      0,
    ])
    expect(await spool.retry(failed.id)).toBeUndefined()
    expect(sent).toHaveLength(3)
    expect(spool.troubled()).toEqual([uncertain])
  })

  it('marks a reprint as a copy as soon as another paper may exist', async () => {
    const outcomes: PrintOutcome[] = [{ type: 'notSent', reason: 'unreachable' }]
    const { spool } = start({ outcome: () => outcomes.shift() ?? printed })
    expect(await spool.reprint(id)).toBeUndefined()
    await spool.print(facts)
    const copies = [await spool.reprint(id), await spool.reprint(id), await spool.reprint(id)].map(
      (job) => job?.copy,
    )
    expect(copies).toEqual([0, 1, 2])
  })

  it('never sends again what was under way when the program died', async () => {
    const store = makeStore()
    store.save({ id: 'job-0', visitId: id, copy: 0, facts, state: 'sending', askedAtMs: 900 })
    const { spool, sent } = start({ store })
    await spool.close()
    expect(store.get('job-0')).toMatchObject({ state: 'uncertain', reason: 'interrupted', settledAtMs: 1000 })
    expect(sent).toEqual([])
    const { spool: later } = start({ store })
    expect((await later.reprint(id))?.copy).toBe(1)
  })

  it('prints what was still queued when its visitor may be there, and not an hour later', async () => {
    const store = makeStore()
    store.save({ id: 'old', visitId: id, copy: 0, facts, state: 'queued', askedAtMs: 0 })
    store.save({ id: 'new', visitId: id, copy: 0, facts, state: 'queued', askedAtMs: 3_590_000 })
    const { sent } = start({ store, nowMs: () => 3_600_000 })
    expect(store.get('old')).toMatchObject({ state: 'failed', reason: 'stale' })
    await expect.poll(() => store.get('new')?.state).toBe('printed')
    expect(sent.map((job) => job.id)).toEqual(['new'])
  })

  it('keeps what is queued when it is closed', async () => {
    let release = (): void => undefined
    const { spool, store, sent } = start({
      outcome: () => new Promise((done) => (release = () => done(printed))),
    })
    const first = spool.print(facts)
    const second = spool.print(facts)
    await expect.poll(() => sent.length).toBe(1)
    const closing = spool.close()
    release()
    await closing
    expect([(await first).state, (await second).state]).toEqual(['printed', 'queued'])
    expect(store.unsettled().map((job) => job.id)).toEqual(['job-2'])
  })

  it('fails a ticket that cannot be drawn, and goes on', async () => {
    const outcomes = [true]
    const { spool } = start({
      outcome: () => {
        if (outcomes.shift() === true) throw new Error('no font')
        return printed
      },
    })
    expect(await spool.print(facts)).toMatchObject({ state: 'failed', reason: 'notDrawn' })
    expect(await spool.print(facts)).toMatchObject({ state: 'printed' })
  })

  it('forgets settled jobs after some days', () => {
    const store = makeStore()
    store.save({ id: 'old', visitId: id, copy: 0, facts, state: 'printed', askedAtMs: 0 })
    store.save({ id: 'new', visitId: id, copy: 0, facts, state: 'printed', askedAtMs: 3 * 86_400_000 })
    start({ store, nowMs: () => 4 * 86_400_000 })
    expect(store.ofVisit(id).map((job) => job.id)).toEqual(['new'])
  })
})
