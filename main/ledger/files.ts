/** Making files last: what a rename or a copy needs before it can be relied on. */
import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Waits until a file's bytes, or a folder's names, are on the disk. */
export function syncPath(path: string): void {
  let file: number
  try {
    file = openSync(path, 'r+')
  } catch {
    // A folder opens for reading only, and on Windows not at all: there its names last by themselves.
    if (process.platform === 'win32') return
    file = openSync(path, 'r')
  }
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
