/** A kiosk's readers as its screen uses them: who came, with what appointment or number. The card's number ends here. */
import type { HallState } from '#shared/hall/state.ts'
import type { HubMessage, KioskRead, Readers } from '#shared/protocol/messages.ts'
import { foundAppointmentOf, personOf } from '#shared/reading/person.ts'
import type { KioskReaders } from '../../hub/kioskReaders.ts'
import type { Timers } from '../channel/channel.ts'
import { scanOf } from './codeContent.ts'
import { openCodeScanner } from './codeScanner.ts'
import { openIdCardReader } from './idCardReader.ts'
import type { CardRead, Scan } from './port.ts'
import { parseResidentId } from './residentId.ts'

export interface KioskReadersOptions {
  /** The ID-card reader's address; absent where there is none. */
  readonly reader?: string | undefined
  /** The code scanner's. */
  readonly scanner?: string | undefined
  readonly timers: Timers
  /** The hall's own, at least 32 bytes; undefined while the hub has not given it. */
  readonly secret: () => Uint8Array | undefined
  /** With appointments and holders in it: the whole state, as a station or the hub has it. */
  readonly state: () => HallState
}

/** Opens what is set up; keyboards that read need nothing set up. Addresses were checked with the arguments. */
export function openKioskReaders({
  reader,
  scanner,
  timers,
  secret,
  state,
}: KioskReadersOptions): KioskReaders {
  const cards = reader === undefined ? undefined : openIdCardReader(reader, timers, secret)
  const codes = scanner === undefined ? undefined : openCodeScanner(scanner, timers)
  const listeners = new Set<(message: HubMessage) => void>()
  const tell = (message: HubMessage): void => {
    for (const listener of listeners) listener(message)
  }
  const status = (): Readers => ({
    ...(cards === undefined ? {} : { card: cards.state() }),
    ...(codes === undefined ? {} : { codes: codes.state() }),
  })
  const tellStatus = (): void => {
    tell({ type: 'readers', readers: status() })
  }
  cards?.subscribe(tellStatus)
  codes?.subscribe(tellStatus)
  cards?.onRead((read) => {
    tell({ type: 'read', read: ofCard(state(), read) })
  })
  codes?.onRead((scan) => {
    tell({ type: 'read', read: ofScan(state(), scan) })
  })
  return {
    status,
    typed: (content) => {
      const id = parseResidentId(content)
      if (id === undefined) return ofScan(state(), scanOf(content))
      const key = secret()
      return key === undefined
        ? { type: 'unreadable', reason: 'notReady' }
        : { type: 'card', person: personOf(state(), id.holder(key)) }
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      cards?.close()
      codes?.close()
    },
  }
}

function ofCard(state: HallState, read: CardRead): KioskRead {
  return read.type === 'card' ? { type: 'card', person: personOf(state, read.holder) } : read
}

function ofScan(state: HallState, scan: Scan): KioskRead {
  switch (scan.type) {
    case 'appointment': {
      const found = state.appointments.get(scan.code)
      return {
        type: 'appointment',
        code: scan.code,
        // One that was used is refused with the number it became, so it is passed on as it came.
        ...(found === undefined || found.visitId !== undefined
          ? {}
          : { appointment: foundAppointmentOf(found) }),
      }
    }
    case 'visit': {
      const visit = state.visits.find((v) => v.key === scan.key)
      return visit === undefined
        ? { type: 'unknownCode' }
        : { type: 'visit', visit: { visitId: visit.id, number: visit.number } }
    }
    case 'unknown':
      return { type: 'unknownCode' }
  }
}
