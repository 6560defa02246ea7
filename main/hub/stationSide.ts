/** What a station's connection says goes to the station desk. */
import type { StationSide } from './connection.ts'
import type { StationDesk } from './stationDesk.ts'

/**
 * @param holderSecret hears that the station asks for the hall's secret, and the one it has
 * @param certificates hears by which certificates the station will be known
 */
export function stationSide(
  desk: StationDesk,
  seat: object,
  holderSecret: (offered: string | undefined) => void,
  certificates?: (fingerprints: readonly string[]) => void,
): StationSide {
  return {
    devices: (devices) => {
      desk.devices(seat, devices)
    },
    holderSecret,
    certificates,
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
