/** A sign protocol as the driver needs it: one request, one reply. */
import type { SignContent } from './port.ts'

export type SignReply =
  /** The request with this token was carried out, now or before. */
  | { readonly type: 'shown'; readonly address: number; readonly token: number }
  /** The sign has already carried out `seq`, and what it was asked is older. */
  | { readonly type: 'behind'; readonly address: number; readonly token: number; readonly seq: number }
  /** The sign cannot show this. */
  | { readonly type: 'refused'; readonly address: number; readonly token: number }
  | { readonly type: 'noise' }

export interface SignRequest {
  readonly bytes: Uint8Array
  /** Comes back in the reply, so that a late reply to something else is not taken for this one's. */
  readonly token: number
}

export interface SignCodec {
  /** Whether requests have numbers, so that a sign knows a late one by itself and keeps what it shows. */
  readonly numbered: boolean
  /**
   * Asks a sign to show something. Throws RangeError on content the protocol has no room for.
   * @param seq 1–999, one more for each new content of this sign
   */
  readonly request: (address: number, seq: number, content: SignContent) => SignRequest
  /** Sorts incoming bytes into replies; begun anew for every exchange. */
  readonly reader: () => (bytes: Uint8Array) => readonly SignReply[]
}
