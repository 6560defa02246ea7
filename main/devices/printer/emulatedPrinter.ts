/**
 * A thermal printer in memory: reads an ESC/POS stream as a real one does, and every fault is a lever. Real-time
 * queries are answered the moment they arrive, wherever they stand, while everything else waits its turn; a
 * printer without paper or with its cover open keeps what it has been sent and goes on when it can.
 */
import type { Duplex } from 'node:stream'
import type { Bitmap } from '#main/printing/bitmap.ts'
import { readCommand } from './escposCommand.ts'
import type { PrinterCommand } from './escposCommand.ts'
import type { Timers } from '../channel/channel.ts'

export interface PrinterLevers {
  readonly paper: 'ok' | 'nearEnd' | 'out'
  /** Paper left on the roll, mm: `paper` follows it down to its end. 0 is a roll that never ends by itself. */
  readonly rollMm: number
  readonly coverOpen: boolean
  readonly offline: boolean
  readonly cutterJam: boolean
  /** Takes every byte, does nothing, answers nothing. */
  readonly stall: boolean
  /** Prints, but never answers GS r. */
  readonly muteConfirm: boolean
  /** Rests this long after every raster command, ms. */
  readonly slowMs: number
  /** Breaks the connection after the next job's first raster command; goes back by itself. */
  readonly dropMidJob: boolean
  /** Runs out of paper after the next job's first raster command; goes back by itself, leaving the paper out. */
  readonly paperOutMidJob: boolean
  /** Answers every query with bytes no printer sends. */
  readonly garbageStatus: boolean
}

export const leversAtRest: PrinterLevers = {
  paper: 'ok',
  rollMm: 0,
  coverOpen: false,
  offline: false,
  cutterJam: false,
  stall: false,
  muteConfirm: false,
  slowMs: 0,
  dropMidJob: false,
  paperOutMidJob: false,
  garbageStatus: false,
}

/** Where the sensor of the emulated roll's near end sits, mm before its end; a row is an eighth of a millimetre. */
const nearEndAtMm = 1800
const rowMm = 25.4 / 203

/** One piece of paper, cut off. */
export interface EmulatedTicket {
  readonly bitmap: Bitmap
  /** Characters sent as text, which a ticket of ours has none of. */
  readonly text: string
  readonly cut: 'full' | 'partial'
}

/** The printer itself; whatever carries its bytes is attached to it. */
export class EmulatedPrinter {
  readonly tickets: EmulatedTicket[] = []
  private readonly widthDots: number
  private readonly timers: Timers
  private readonly onTicket: (ticket: EmulatedTicket) => void
  private state: PrinterLevers = leversAtRest
  private rows: Uint8Array[] = []
  private text = ''
  private resume: (() => void)[] = []

  constructor(options: {
    readonly widthDots: number
    readonly timers: Timers
    readonly onTicket?: (ticket: EmulatedTicket) => void
  }) {
    this.widthDots = options.widthDots
    this.timers = options.timers
    this.onTicket = options.onTicket ?? (() => undefined)
  }

  get levers(): PrinterLevers {
    return this.state
  }

  /** Moves levers; a printer that was stopped goes on with what it holds. */
  set(levers: Partial<PrinterLevers>): void {
    this.state = { ...this.state, ...levers }
    if (levers.rollMm !== undefined && levers.rollMm > 0 && levers.paper === undefined) this.followRoll()
    for (const go of this.resume.splice(0)) go()
  }

  /** Serves one connection: a socket, or the other end of a serial line. */
  attach(stream: Duplex): void {
    let waiting: Buffer = Buffer.alloc(0)
    let tail = Buffer.alloc(0)
    let resting = false
    const answer = (byte: number): void => {
      if (this.state.stall || stream.destroyed) return
      stream.write(Buffer.of(this.state.garbageStatus ? 0xff : byte))
    }
    const go = (): void => {
      while (!resting && !this.stopped()) {
        const { command, length } = readCommand(waiting)
        if (length === 0) return
        waiting = waiting.subarray(length)
        this.carryOut(command, answer)
        if (command.type !== 'raster') continue
        if (this.state.dropMidJob) {
          this.set({ dropMidJob: false })
          waiting = Buffer.alloc(0)
          this.rows = []
          stream.destroy()
          return
        }
        if (this.state.paperOutMidJob) this.set({ paperOutMidJob: false, paper: 'out' })
        if (this.state.slowMs > 0) {
          resting = true
          this.timers.after(this.state.slowMs, () => {
            resting = false
            go()
          })
        }
      }
      if (!resting) this.resume.push(go)
    }
    stream.on('data', (bytes: Buffer) => {
      const seen = Buffer.concat([tail, bytes])
      for (let i = 0; i + 2 < seen.length; i += 1) {
        if (seen[i] === 0x10 && seen[i + 1] === 0x04) answer(this.realTime(seen[i + 2] ?? 0))
      }
      tail = seen.subarray(-2)
      waiting = Buffer.concat([waiting, bytes])
      go()
    })
    stream.on('error', () => undefined)
  }

  private stopped(): boolean {
    const { paper, coverOpen, offline, cutterJam, stall } = this.state
    return paper === 'out' || coverOpen || offline || cutterJam || stall
  }

  private carryOut(command: PrinterCommand, answer: (byte: number) => void): void {
    switch (command.type) {
      case 'raster':
        this.raster(command.stride, command.dots)
        break
      case 'text':
        this.text += command.text
        break
      case 'cut':
        this.cut(command.kind)
        break
      case 'paperQuery':
        if (!this.state.muteConfirm) answer(this.state.paper === 'nearEnd' ? 0x03 : 0x00)
        break
      case 'ignored':
        break
    }
  }

  /** Rows wider than the paper lose what does not fit, as on paper. */
  private raster(stride: number, dots: Buffer): void {
    const width = this.widthDots / 8
    for (let at = 0; at < dots.length; at += stride) {
      const row = new Uint8Array(width)
      row.set(dots.subarray(at, at + Math.min(stride, width)))
      this.rows.push(row)
    }
    if (this.state.rollMm === 0) return
    const rollMm = this.state.rollMm - (dots.length / stride) * rowMm
    this.state = { ...this.state, rollMm: Math.max(0, rollMm) }
    this.followRoll()
  }

  private followRoll(): void {
    const { rollMm } = this.state
    this.state = { ...this.state, paper: rollMm === 0 ? 'out' : rollMm <= nearEndAtMm ? 'nearEnd' : 'ok' }
  }

  private cut(kind: 'full' | 'partial'): void {
    const bits = new Uint8Array((this.widthDots / 8) * this.rows.length)
    for (const [i, row] of this.rows.entries()) bits.set(row, i * row.length)
    const bitmap = { width: this.widthDots, height: this.rows.length, bits }
    const ticket = { bitmap, text: this.text, cut: kind }
    this.rows = []
    this.text = ''
    this.tickets.push(ticket)
    this.onTicket(ticket)
  }

  private realTime(n: number): number {
    const { paper, coverOpen, cutterJam } = this.state
    const out = paper === 'out'
    const bits = [
      0,
      this.stopped() ? 0x08 : 0,
      (coverOpen ? 0x04 : 0) | (out ? 0x20 : 0) | (cutterJam ? 0x40 : 0),
      cutterJam ? 0x08 : 0,
      (paper === 'ok' ? 0 : 0x0c) | (out ? 0x60 : 0),
    ]
    return 0x12 | (bits[n] ?? 0)
  }
}
