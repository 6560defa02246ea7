/** What a reader tells, and to whom. */
import type { Reader, ReaderState } from './port.ts'

/** See the head of this file; drivers share it. */
export class Announcer<T> {
  private readonly readers = new Set<(read: T) => void>()
  private readonly listeners = new Set<(state: ReaderState) => void>()
  private now: ReaderState = 'unreachable'

  /** The port of the driver that announces here; `close` is the driver's. */
  port(close: () => void): Reader<T> {
    return {
      onRead: (listener) => {
        this.readers.add(listener)
        return () => this.readers.delete(listener)
      },
      state: () => this.now,
      subscribe: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      close,
    }
  }

  read(read: T): void {
    for (const listener of this.readers) listener(read)
  }

  state(state: ReaderState): void {
    if (state === this.now) return
    this.now = state
    for (const listener of this.listeners) listener(state)
  }
}
