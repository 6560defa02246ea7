/** Printer models as data: one JSON file each in `resources/printers`. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { shippedDir } from '../shippedDir.ts'

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
  /**
   * Paper that is surely left on the roll when DLE EOT 4 first says that it is near its end, mm. The shipped figures
   * are careful: a sensor set to a roll of 23 mm around a core of 18 leaves 2.5 m, and it may sit 1.5 mm off.
   * Whoever has measured their own printer writes a profile of their own.
   */
  nearEndLeftMm: z.number().min(600).max(20_000),
})
export type PrinterProfile = z.infer<typeof printerProfile>

/** Millimetres → dots of this printer. */
export function dotsOf(profile: Pick<PrinterProfile, 'dotsPerInch'>, mm: number): number {
  return Math.round((mm * profile.dotsPerInch) / 25.4)
}

/** A line feed of an ESC/POS printer at its own settings: 1/6 inch. */
const lineFeedMm = 25.4 / 6

/** How much paper a ticket of so many rows takes, with what is fed to the knife, mm. */
export function paperMm({ dotsPerInch, feedLines }: PrinterProfile, rows: number): number {
  return (rows * 25.4) / dotsPerInch + feedLines * lineFeedMm
}

/** Every profile of a folder by id. Throws with the file's name when one is not a profile. */
export function loadProfiles(dir: string = shippedDir('printers')): ReadonlyMap<string, PrinterProfile> {
  const profiles = new Map<string, PrinterProfile>()
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.json'))) {
    const profile = readProfile(join(dir, file))
    profiles.set(profile.id, profile)
  }
  return profiles
}

function readProfile(file: string): PrinterProfile {
  const parsed = printerProfile.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new Error(`printer profile ${basename(file)}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/**
 * One shipped profile by its id, or a hall's own from a file whose name ends in `.json`. Throws, naming those there
 * are, when the id is unknown; and with the file's name when it is not a profile.
 */
export function loadProfile(id: string, dir?: string): PrinterProfile {
  if (id.endsWith('.json')) return readProfile(id)
  const profiles = loadProfiles(dir)
  const profile = profiles.get(id)
  if (!profile) throw new Error(`no printer profile “${id}”; there are ${[...profiles.keys()].join(', ')}`)
  return profile
}
