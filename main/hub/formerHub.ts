/** How a computer that was the hub before appears to the one that is now. */
import { stationId } from '#shared/ids/ids.ts'
import type { StationId } from '#shared/ids/ids.ts'

/** Any computer that was the hub and has no name of its own as a station. */
export const formerHub: StationId = stationId.parse('former-hub')
