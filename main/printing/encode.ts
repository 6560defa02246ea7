/**
 * Bitmap → the bytes of one job, composed with node-thermal-printer. The raster goes in as bytes packed here: the
 * library's own image call wants a PNG back, builds an object per dot (some 100 ms a ticket), and sends one
 * raster command of any height, which printers with little memory cut short.
 */
import { PrinterTypes, ThermalPrinter } from 'node-thermal-printer'
import { confirmQuery } from '#main/devices/printer/answers.ts'
import type { PrinterPort, PrintOutcome } from '#main/devices/printer/port.ts'
import type { Bitmap } from './bitmap.ts'
import type { PrinterProfile } from './profiles.ts'

/** What the library sends through in place of its own transports, which call a job done before paper moves. */
interface Link {
  readonly execute: (bytes: Buffer) => Promise<void>
  readonly isPrinterConnected: () => Promise<boolean>
}

/** One printer's press: composes a ticket and prints it through the port. */
export interface Press {
  /** The bytes of a job, ending in GS r 1 where the printer confirms. */
  readonly encode: (bitmap: Bitmap) => Uint8Array
  readonly print: (bitmap: Bitmap, jobId: string) => Promise<PrintOutcome>
}

/** Makes the press of a printer. Jobs must be printed one after the other; the spool sees to it. */
export function createPress(profile: PrinterProfile, port: Pick<PrinterPort, 'print' | 'status'>): Press {
  let job = { id: '', outcome: Promise.resolve<PrintOutcome>({ type: 'notSent', reason: 'closed' }) }
  const link: Link = {
    execute: async (bytes) => {
      job.outcome = port.print(bytes, job.id)
      await job.outcome
    },
    isPrinterConnected: () => Promise.resolve(port.status().state === 'ready'),
  }
  const composer = new ThermalPrinter({
    type: PrinterTypes.EPSON,
    width: Math.floor(profile.widthDots / 12),
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the library takes any such object; its types name only strings
    interface: link as unknown as string,
  })
  const encode = (bitmap: Bitmap): Uint8Array => {
    // The library keeps what it has sent and would send it again with the next job.
    composer.clear()
    compose(composer, bitmap, profile)
    return Uint8Array.from(composer.getBuffer())
  }
  return {
    encode,
    print: async (bitmap, id) => {
      encode(bitmap)
      job = { id, outcome: Promise.resolve({ type: 'notSent', reason: 'closed' }) }
      await composer.execute()
      composer.clear()
      return job.outcome
    },
  }
}

/** ESC @: settings as at power-on. */
const initialise = Buffer.of(0x1b, 0x40)

function compose(composer: ThermalPrinter, bitmap: Bitmap, profile: PrinterProfile): void {
  composer.add(initialise)
  for (let row = 0; row < bitmap.height; row += profile.bandRows) {
    const rows = Math.min(profile.bandRows, bitmap.height - row)
    composer.add(band(bitmap, row, rows))
  }
  // ESC d: past the knife.
  if (profile.feedLines > 0) composer.add(Buffer.of(0x1b, 0x64, profile.feedLines))
  switch (profile.cut) {
    case 'full':
      composer.cut({ verticalTabAmount: 0 })
      break
    case 'partial':
      composer.partialCut({ verticalTabAmount: 0 })
      break
    case 'none':
      break
  }
  if (profile.status.confirms) composer.add(Buffer.from(confirmQuery))
}

/** GS v 0: one raster command for `rows` rows. */
function band({ width, bits }: Bitmap, row: number, rows: number): Buffer {
  const stride = width / 8
  const head = Buffer.of(0x1d, 0x76, 0x30, 0, stride & 0xff, stride >> 8, rows & 0xff, rows >> 8)
  const dots = Buffer.from(bits.subarray(row * stride, (row + rows) * stride))
  return Buffer.concat([head, harmless(dots)])
}

/**
 * Printers carry out real-time commands wherever their bytes stand, in a picture too: DLE EOT would answer
 * unasked, DLE DC4 may switch the printer off. One more dot in the byte before breaks such a pair, unseen.
 */
function harmless(dots: Buffer): Buffer {
  for (let i = 0; i + 1 < dots.length; i += 1) {
    const next = dots[i + 1]
    if (dots[i] === 0x10 && (next === 0x04 || next === 0x05 || next === 0x14)) dots[i] = 0x18
  }
  return dots
}
