/** Puts on paper what people ask of this kiosk from elsewhere: a copy for the guide's desk, a test page for a manager. */
import type { StationId } from '#shared/ids/ids.ts'
import type { Host } from '../hub/host.ts'
import type { HubListener } from '../hub/hub.ts'
import type { CopyingPaper } from './kioskPaper.ts'

/** A copy asked for longer ago is not printed any more, ms: nobody stands there for it. */
const freshMs = 120_000
/** A test page asked for longer ago: whoever asked has gone away from the printer, ms. */
const testMs = 30_000

/** Prints what is asked of this kiosk from now on; returns how to stop. */
export function printCopies(
  host: Pick<Host, 'nowMs'> & { readonly listen: (listener: HubListener) => () => void },
  kiosk: StationId,
  paper: Pick<CopyingPaper, 'copy' | 'test'>,
): () => void {
  return host.listen((events, state) => {
    for (const { event, atMs, seq } of events) {
      if (event.type === 'testPageAsked' && event.stationId === kiosk && host.nowMs() - atMs <= testMs)
        paper.test(seq)
      if (event.type !== 'ticketCopied' || event.stationId !== kiosk) continue
      const visit = state.visits.get(event.visitId)
      if (visit !== undefined && host.nowMs() - atMs <= freshMs) paper.copy(visit)
    }
  })
}
