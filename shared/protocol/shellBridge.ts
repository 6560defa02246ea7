/** What the desktop app's own page — first start, leaving, trouble — says to the app, and is told by it. */
import { z } from 'zod'

/** A person's proof: an administrator's staff number and PIN, or no number and this computer's own PIN. */
export const proof = z.object({ staffNo: z.string().max(20), pin: z.string().min(1).max(64) })
export type Proof = z.infer<typeof proof>

const shortText = z.string().max(300)

/** The set-up page's answers as they were typed; the app reads them and says what is wrong. */
export const setUpAnswer = z.object({
  mode: z.enum(['kiosk', 'console', 'display', 'pad', 'hub']),
  /** Addresses of computers that may be the hub, commas or spaces between. */
  hubs: z.string().max(2000),
  /** The hub listens on the hall's network too. */
  isOpenToHall: z.boolean(),
  /** The hub speaks TLS to other computers, with a certificate it makes unless one was set by hand. */
  isEncrypted: z.boolean(),
  counter: shortText,
  printer: shortText,
  /** Monitors a display uses, from the left; none means every one. */
  monitors: z.array(z.number().int().min(1).max(16)).max(16),
  strip: z.boolean(),
  autostart: z.boolean(),
  /** Folder or address updates come from; empty for none. */
  updatesFrom: shortText,
  /** This computer's new PIN; empty keeps the one it has. */
  newPin: z.string().max(64),
  /** Needed where a choice is kept already. */
  proof: proof.optional(),
})
export type SetUpAnswer = z.infer<typeof setUpAnswer>

/** What the page shows. */
export interface ShellState {
  readonly view: 'setUp' | 'leave' | 'trouble'
  /** What is kept on this computer, to begin from. */
  readonly kept?: Omit<SetUpAnswer, 'newPin' | 'proof'>
  /** This computer has a PIN of its own. */
  readonly hasPin: boolean
  /** A PIN is asked before anything is changed. */
  readonly isGuarded: boolean
  readonly monitors: readonly { readonly width: number; readonly height: number }[]
  /** The last lines of the log, newest last. */
  readonly lines: readonly string[]
  readonly version: string
}

/** How it went. */
export type ShellSays =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly why:
        | 'wrongPin'
        | 'wait'
        | 'hubsMissing'
        | 'badAddress'
        | 'badPin'
        | 'badPrinter'
        | 'badUpdates'
        | 'badCounter'
        | 'notKept'
      /** Seconds to wait. */
      readonly waitS?: number
    }

/** The app's verbs as its own page finds them in `window.yihaoShell`. */
export interface ShellBridge {
  readonly state: () => Promise<ShellState>
  readonly choose: (answer: SetUpAnswer) => Promise<ShellSays>
  readonly leave: (given: Proof) => Promise<ShellSays>
  readonly setUp: (given: Proof) => Promise<ShellSays>
  readonly back: () => Promise<void>
  readonly tryAgain: () => Promise<void>
}
