/** Who a machine is to whatever it dials, as its hello and its token say. */
import type { Rank } from '#shared/hall/reign.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { ClientKind } from '#shared/protocol/messages.ts'
import type { Audience } from '#shared/protocol/redact.ts'
import type { KioskPrinter } from './kioskPrinter.ts'

export interface Identity {
  readonly kind: ClientKind
  readonly audience: Audience
  readonly actor: Actor | undefined
  /** A session's token; a kiosk, a station and a screen that only looks have none. */
  readonly token?: string | undefined
  /** The highest hub it has followed; only a station says so. */
  readonly reign?: (() => Rank | undefined) | undefined
  readonly paper?: KioskPrinter | undefined
}
