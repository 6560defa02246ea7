/** Photographs go with the time for which their cases are kept: looked at once a day. */
import { usualPhotoDays } from '#shared/conduct/conductRules.ts'
import { photosOf } from '#shared/conduct/records.ts'
import { rulesOf } from '#shared/hall/state.ts'
import { addDays } from '#shared/time/localTime.ts'
import type { Hub } from './hub.ts'
import type { Machine } from './machine.clock.ts'
import type { Photos } from './photos.ts'

/** SHA-256 of every photograph still kept: of what is open, and of what was closed within the hall's time for it. */
export function photosKept({ state, ledger }: Hub): ReadonlySet<string> {
  const { photoDays = usualPhotoDays } = rulesOf(state)
  const today = state.day?.day
  const from = today === undefined ? undefined : addDays(today, -photoDays)
  const records = [
    ...ledger.recordsOf({ record: 'case', from }),
    ...ledger.recordsOf({ record: 'deduction', from }),
    // An appeal may still be open when its deduction is older than that.
    ...state.records.values(),
  ]
  return new Set(records.flatMap(photosOf).map(({ sha256 }) => sha256))
}

/** Throws photographs away once their time is over, at the beginning of every business day, until told to stop. */
export function keepPhotos(photos: Photos, hub: Hub, { time }: Pick<Machine, 'time'>): () => void {
  return hub.listen((events) => {
    // What cannot be thrown away today is tried again tomorrow.
    if (events.some(({ event }) => event.type === 'dayStarted'))
      photos.tidy(photosKept(hub), time.wallMs()).catch(() => undefined)
  })
}
