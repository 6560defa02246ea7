/**
 * Gives memory back to the system that only loading needed. A large day is read
 * as one text of forty megabytes; what became of it on the way stays in the
 * process until the collector has a reason to look, and a station at rest gives
 * it none. Its computer has a browser to run as well.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let collect: unknown

/** Stops this process for some milliseconds per megabyte of what stays: for a moment when nobody waits. */
export function giveBackMemory(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc')
    collect = runInNewContext('gc')
  }
  if (typeof collect !== 'function') return
  // The only way of collecting that also shrinks the room for young objects.
  Reflect.apply(collect, undefined, [{ type: 'major', execution: 'sync', flavor: 'last-resort' }])
}
