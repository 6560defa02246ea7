/** What a station's connection says goes to the station desk. */
import type { StationSide } from './connection.ts'
import type { StationDesk } from './stationDesk.ts'

/** @param holderSecret hears that the station asks for the hall's secret, and the one it has */
export function stationSide(
  desk: StationDesk,
  seat: object,
  holderSecret: (offered: string | undefined) => void,
): StationSide {
  return {
    devices: (devices) => {
      desk.devices(seat, devices)
    },
    holderSecret,
    standing: (counterId) => {
      desk.stand(seat, counterId)
    },
    facts: (message) => {
      desk.facts(seat, message)
    },
    withdraw: (id) => {
      desk.withdraw(seat, id)
    },
  }
}
