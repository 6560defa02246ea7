/**
 * Goal: long work says how far it is, ends when somebody cancels, and cannot be
 * cancelled any more where it does what cannot be taken back. Method: work that
 * is let go on by hand.
 */
import { describe, expect, it } from 'vitest'
import { staffId } from '#shared/ids/ids.ts'
import { Jobs } from './jobs.ts'
import type { JobWork } from './jobs.ts'

const by = staffId.parse('boss')

function begun(work: (given: JobWork, until: Promise<void>) => Promise<void>) {
  let count = 0
  const jobs = new Jobs({ newId: () => String((count += 1)), nowMs: () => 0, log: () => undefined })
  const { promise, resolve: goOn } = Promise.withResolvers<undefined>()
  const job = jobs.start({ kind: 'import', by, title: 'a' }, async (given) => {
    await work(given, promise)
    return undefined
  })
  return {
    jobs,
    id: job?.id ?? '',
    goOn: () => {
      goOn(undefined)
    },
  }
}

describe('a job', () => {
  it('says how far it is', async () => {
    const { jobs, id, goOn } = begun(async ({ progress }, until) => {
      progress(3, 10)
      await until
    })
    await Promise.resolve()
    expect(jobs.find(id)).toMatchObject({ state: 'running', done: 3, of: 10 })
    goOn()
    await jobs.stop()
  })

  it('may do nothing final once it is cancelled', async () => {
    let mayGoOn: boolean | undefined
    const { jobs, id, goOn } = begun(async ({ seal }, until) => {
      await until
      mayGoOn = seal()
    })
    const cancelled = jobs.cancel(id)
    goOn()
    await cancelled
    expect([mayGoOn, jobs.find(id)?.state]).toEqual([false, 'cancelled'])
  })

  it('is done, not cancelled, when it was sealed before', async () => {
    const { jobs, id, goOn } = begun(async ({ seal }, until) => {
      seal()
      await until
    })
    await Promise.resolve()
    const cancelled = jobs.cancel(id)
    goOn()
    await cancelled
    expect(jobs.find(id)?.state).toBe('done')
  })
})
