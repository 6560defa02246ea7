/** Where the files that come with the product are: printers, voices, calendars. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * A folder of `resources`, found upwards from this file: sources and bundles lie at different depths.
 * Throws when the product was packed without it.
 */
export function shippedDir(name: string, from: string = import.meta.dirname): string {
  const dir = join(from, 'resources', name)
  if (existsSync(dir)) return dir
  const up = dirname(from)
  if (up === from) throw new Error(`resources/${name} is missing from this installation`)
  return shippedDir(name, up)
}
