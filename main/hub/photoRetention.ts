/** Photographs go with the time for which their cases are kept: looked at once a day. */
import { usualPhotoDays } from '#shared/conduct/conductRules.ts'
import { photosOf } from '#shared/conduct/records.ts'
import type { ConductRecord } from '#shared/conduct/records.ts'
import { rulesOf } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import { addDays } from '#shared/time/localTime.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Hub } from './hub.ts'
import type { Machine } from './machine.clock.ts'
import type { Photos } from './photos.ts'

/** What is asked for them: of the hub, or of a station's copy. */
export interface RecordsKept {
  readonly state: HallState
  readonly ledger: Pick<Ledger, 'recordsOf'>
}

/** Records whose photographs are still kept: what is open, and what was closed within the hall's time for it. */
export function recordsWithPhotos({ state, ledger }: RecordsKept): readonly ConductRecord[] {
  const { photoDays = usualPhotoDays } = rulesOf(state)
  const today = state.day?.day
  const from = today === undefined ? undefined : addDays(today, -photoDays)
  const records = [
    ...ledger.recordsOf({ record: 'case', from }),
    ...ledger.recordsOf({ record: 'deduction', from }),
    // An appeal may still be open when its deduction is older than that.
    ...state.records.values(),
  ]
  return records.filter((record) => photosOf(record).length > 0)
}

/** SHA-256 of every photograph still kept. */
export function photosKept(kept: RecordsKept): ReadonlySet<string> {
  return new Set(
    recordsWithPhotos(kept)
      .flatMap(photosOf)
      .map(({ sha256 }) => sha256),
  )
}

/** Throws photographs away once their time is over, at the beginning of every business day, until told to stop. */
export function keepPhotos(
  photos: Photos,
  host: RecordsKept & Pick<Hub, 'listen'>,
  { time }: Pick<Machine, 'time'>,
): () => void {
  return host.listen((events) => {
    // What cannot be thrown away today is tried again tomorrow.
    if (events.some(({ event }) => event.type === 'dayStarted'))
      photos.tidy(photosKept(host), time.wallMs()).catch(() => undefined)
  })
}
