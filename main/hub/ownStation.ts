/** The computer of a hub as a station, by its data folder. */
import { dirname } from 'node:path'
import type { StationId } from '#shared/ids/ids.ts'
import { isFirstHub } from '../ledger/reignMark.ts'
import { readIdentity } from '../station/identity.ts'
import { formerHub } from './formerHub.ts'

/**
 * Whose numbers this computer gives when it is made the hub: its own as a paired station, or those of the hall's first
 * hub. Undefined for a copy restored elsewhere: more than one such computer may be at work.
 * @param database path of the hall's database
 */
export function ownStation(database: string): StationId | undefined {
  return readIdentity(dirname(database))?.stationId ?? (isFirstHub(database) ? formerHub : undefined)
}
