/** The stations of a hall as the hub knows them, one row each. */
import { counterId, stationId } from '#shared/ids/ids.ts'
import type { StationId } from '#shared/ids/ids.ts'
import { stationMode } from '#shared/protocol/stationAnswers.ts'
import type { StationRow } from '#shared/protocol/stationAnswers.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import { formerHub } from '../../ledger/certificates.ts'
import type { SocketParts } from '../sockets.ts'
import type { ClockFound } from '../stationDesk.ts'

const counterOf = (at: string | null | undefined): Pick<StationRow, 'counterId'> => {
  const found = counterId.safeParse(at)
  return found.success ? { counterId: found.data } : {}
}

function clockOf({ atMs, aheadMs, jumped }: ClockFound, timeZone: string): StationRow['clock'] {
  return { at: isoWithOffset(atMs, timeZone), ahead: Math.round(aheadMs / 1000), jumped }
}

/** Every station with a token or a connection, by id. */
export function knownStations(
  {
    stations,
    keys,
    localStations,
    paper: ownPaper,
    readers: ownReaders,
  }: Pick<SocketParts, 'stations' | 'keys' | 'localStations' | 'paper' | 'readers'>,
  timeZone: string,
): StationRow[] {
  const rows = new Map<StationId, StationRow>()
  const isOwn = (id: StationId): boolean => Object.values(localStations ?? {}).includes(id)
  const ofOwn = (id: StationId): Partial<StationRow> =>
    id === localStations?.kiosk
      ? {
          ...(ownPaper === undefined ? {} : { paper: ownPaper.status() }),
          ...(ownPaper?.printer === undefined ? {} : { printer: ownPaper.printer }),
          ...(ownPaper?.tested() === undefined ? {} : { testPage: ownPaper.tested() }),
          ...(ownReaders === undefined ? {} : { readers: ownReaders.status() }),
        }
      : {}
  for (const [kind, id] of Object.entries(localStations ?? {})) {
    rows.set(id, {
      id,
      mode: stationMode.parse(kind),
      paired: false,
      connected: true,
      own: true,
      ...ofOwn(id),
    })
  }
  for (const { kind, holder, mode: granted, counterId: at } of keys?.().tokens ?? []) {
    const id = stationId.safeParse(holder)
    const as = stationMode.safeParse(granted)
    if (kind !== 'station' || !id.success || !as.success) continue
    const own = isOwn(id.data)
    rows.set(id.data, {
      id: id.data,
      mode: as.data,
      paired: true,
      connected: own,
      own,
      ...counterOf(at),
      ...ofOwn(id.data),
    })
  }
  // A computer that was the hub before comes in by the hubs' own secret; it can be taken out like any other.
  const former = stationId.parse(formerHub)
  if (keys?.().certificates?.some(({ of }) => of === formerHub))
    rows.set(former, { id: former, mode: 'console', paired: true, connected: false, own: false })
  for (const station of stations?.known() ?? []) {
    const { stationId: id, mode: as, connected, sinceMs, counterId: at, devices, clock, handingIn } = station
    const before = rows.get(id)
    rows.set(id, {
      id,
      mode: as,
      paired: before !== undefined || (id === former && connected),
      own: isOwn(id),
      connected,
      since: isoWithOffset(sinceMs, timeZone),
      ...counterOf(at ?? before?.counterId),
      ...devices,
      ...(handingIn === undefined ? {} : { handingIn }),
      ...(clock === undefined ? {} : { clock: clockOf(clock, timeZone) }),
      ...ofOwn(id),
    })
  }
  return [...rows.values()].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}
