/** Goal: nobody who waits for a line is forgotten for somebody else. Method: a poller that hears what it was asked last, as the binding's does. */
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { pollBoth } from './pollBoth.ts'

class OneAtATime extends EventEmitter {
  asked = 0
  override once(event: 'readable' | 'writable', run: () => void): this {
    this.poll(event === 'readable' ? 1 : 2)
    return super.once(event, run)
  }
  poll(events = 0): void {
    this.asked = events
  }
  /** As the system would: only what was asked for last. */
  ready(events: number): void {
    const now = this.asked & events
    this.asked &= ~now
    if (now & 1) this.emit('readable')
    if (now & 2) this.emit('writable')
  }
}

function line() {
  const poller = new OneAtATime()
  pollBoth({ poller })
  const heard: string[] = []
  return {
    poller,
    heard,
    wait: (event: 'readable' | 'writable') => poller.once(event, () => heard.push(event)),
  }
}

describe('a serial line', () => {
  it('goes on waiting for room when a read finds nothing', () => {
    const { poller, heard, wait } = line()
    wait('writable')
    wait('readable')
    poller.ready(2)
    expect(heard).toEqual(['writable'])
  })

  it('goes on hearing while a write waits for room', () => {
    const { poller, heard, wait } = line()
    wait('readable')
    wait('writable')
    poller.ready(1)
    expect(heard).toEqual(['readable'])
    poller.ready(2)
    expect(heard).toEqual(['readable', 'writable'])
  })

  it('asks for nothing that nobody waits for', () => {
    const { poller, wait } = line()
    wait('readable')
    poller.ready(1)
    wait('writable')
    expect(poller.asked).toBe(2)
  })

  it('is left as it is where the system has no poller', () => {
    expect(() => {
      pollBoth({ poller: undefined })
      pollBoth({})
      pollBoth(undefined)
    }).not.toThrow()
  })
})
