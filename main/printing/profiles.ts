/** Printer models as data: one JSON file each in `resources/printers`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** What a printer model can do. Dots are the printer's own, `dotsPerInch` to the inch both ways. */
export const printerProfile = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(120),
  dotsPerInch: z.number().int().min(100).max(400),
  /** Printable width; a raster row is a whole number of bytes. */
  widthDots: z.number().int().min(200).max(1200).multipleOf(8),
  /** Kept white at both sides. */
  marginDots: z.number().int().min(0).max(80),
  /** Rows sent in one raster command; many printers keep no more than this in memory. */
  bandRows: z.number().int().min(8).max(1024),
  /** Lines fed before the cut, so that the last row is past the knife. */
  feedLines: z.number().int().min(0).max(20),
  cut: z.enum(['full', 'partial', 'none']),
  status: z.object({
    /** Which of the real-time queries DLE EOT 1–4 it answers; none on a one-way line. */
    realTime: z.array(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])).readonly(),
    /** Whether it answers GS r 1, which confirms that everything before it was carried out. */
    confirms: z.boolean(),
  }),
})
export type PrinterProfile = z.infer<typeof printerProfile>

/** Millimetres → dots of this printer. */
export function dotsOf(profile: Pick<PrinterProfile, 'dotsPerInch'>, mm: number): number {
  return Math.round((mm * profile.dotsPerInch) / 25.4)
}

/**
 * The folder of shipped profiles, found upwards from this file: sources and bundles lie at different depths.
 * Throws when the product was packed without it.
 */
export function profilesDir(from: string = import.meta.dirname): string {
  const dir = join(from, 'resources', 'printers')
  if (existsSync(dir)) return dir
  const up = dirname(from)
  if (up === from) throw new Error('resources/printers is missing from this installation')
  return profilesDir(up)
}

/** Every profile of a folder by id. Throws with the file's name when one is not a profile. */
export function loadProfiles(dir: string = profilesDir()): ReadonlyMap<string, PrinterProfile> {
  const profiles = new Map<string, PrinterProfile>()
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.json'))) {
    const parsed = printerProfile.safeParse(JSON.parse(readFileSync(join(dir, file), 'utf8')))
    if (!parsed.success) throw new Error(`printer profile ${file}: ${z.prettifyError(parsed.error)}`)
    profiles.set(parsed.data.id, parsed.data)
  }
  return profiles
}

/** One shipped profile. Throws, naming those there are, when the id is unknown. */
export function loadProfile(id: string, dir?: string): PrinterProfile {
  const profiles = loadProfiles(dir)
  const profile = profiles.get(id)
  if (!profile) throw new Error(`no printer profile “${id}”; there are ${[...profiles.keys()].join(', ')}`)
  return profile
}
