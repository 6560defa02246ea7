/** Pairing a station: somebody in charge asks for a code, the station's screen takes it once, within minutes. */
import { stationId } from '#shared/ids/ids.ts'
import type { CounterId, StationId } from '#shared/ids/ids.ts'
import type { Access } from './access.ts'

export type StationMode = 'kiosk' | 'console' | 'display' | 'pad'

export interface PairingParts {
  readonly access: Access
  readonly nowMs: () => number
  /** A whole number in [0, below). */
  readonly chance: (below: number) => number
}

interface Open {
  readonly stationId: StationId
  readonly mode: StationMode
  readonly counterId?: CounterId | undefined
  readonly untilMs: number
}

/** How long a code is good, and how many wrong ones are heard before all open codes are void. */
const goodForMs = 10 * 60_000
const strikes = 10

export type Paired =
  | {
      readonly ok: true
      readonly stationId: StationId
      readonly mode: StationMode
      readonly counterId?: CounterId | undefined
      readonly token: string
    }
  | { readonly ok: false }

/** Open codes live in memory only: a restart of the hub ends them. */
export class Pairing {
  readonly #parts: PairingParts
  readonly #open = new Map<string, Open>()
  #wrong = 0

  constructor(parts: PairingParts) {
    this.#parts = parts
  }

  /** A fresh code of eight digits for one station; a pad may be told which counter it stands at. */
  offer(
    id: string,
    mode: StationMode,
    counterId?: CounterId,
  ): { readonly code: string; readonly untilMs: number } {
    const { nowMs, chance } = this.#parts
    const code = String(chance(100_000_000)).padStart(8, '0')
    const untilMs = nowMs() + goodForMs
    this.#wrong = 0
    this.#open.set(code, { stationId: stationId.parse(id), mode, counterId, untilMs })
    return { code, untilMs }
  }

  /**
   * Uses a code up. Every token the station had before is void.
   * @param reach `screen` for a tablet's browser, which can only be a pad: another station's code is not for it, and stays
   */
  pair(code: string, reach?: 'screen'): Paired {
    const { access, nowMs } = this.#parts
    const open = this.#open.get(code)
    const isOpen = open !== undefined && open.untilMs > nowMs()
    if (!isOpen || (reach === 'screen' && open.mode !== 'pad')) {
      this.#wrong += 1
      if (this.#wrong >= strikes) this.#open.clear()
      return { ok: false }
    }
    this.#open.delete(code)
    access.revoke(open.stationId)
    const { stationId: id, mode, counterId } = open
    const at = counterId === undefined ? {} : { counterId }
    const token = access.grant({
      kind: 'station',
      holder: id,
      mode,
      ...at,
      ...(reach === undefined ? {} : { reach }),
    })
    return { ok: true, stationId: id, mode, counterId, token }
  }
}
