/** The readers of a kiosk, as the sockets need them; the devices themselves are in `main/devices/reader`. */
import type { HubMessage, KioskRead, Readers } from '#shared/protocol/messages.ts'

export interface KioskReaders {
  status(): Readers
  /** What a reader that types has typed into the kiosk's page. */
  typed(content: string): KioskRead
  /** Hears what is read and how the readers are until the returned function is called. */
  listen(tell: (message: HubMessage) => void): () => void
  close(): void
}
