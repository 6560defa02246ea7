/** How long somebody would wait who took a number of a queue now: the look-ahead with one more visit in it. */
import { applyEvent } from '../hall/evolve.ts'
import { ticketNumber, visitId, visitKey } from '../ids/ids.ts'
import type { QueueId } from '../ids/ids.ts'
import type { HallState } from '../hall/state.ts'
import { estimateWaits } from './estimate.ts'
import type { EstimateOptions, WaitEstimate } from './estimate.ts'
import type { Learnt } from './learnt.ts'

/** Stands for the newcomer in a state that nobody else ever sees. */
const newcomer = visitId.parse('newcomer')
const number = ticketNumber.parse('ZZ99999')
const key = visitKey.parse('newcomer-newcomer')

/** The estimate for one plain newcomer; undefined when nobody on duty could serve one, or the queue has no service. */
export function estimateNewcomer(
  state: HallState,
  learnt: Learnt,
  queueId: QueueId,
  nowMs: number,
  options: EstimateOptions = {},
): WaitEstimate | undefined {
  const service = state.catalogue.services.find((s) => s.queueId === queueId)
  if (service === undefined || state.day === undefined) return undefined
  const joined = applyEvent(
    state,
    {
      type: 'visitIssued',
      run: 0,
      visit: {
        id: newcomer,
        number,
        ordinal: state.visits.size + 1,
        services: [{ serviceId: service.id, queueId }],
        queueId,
        locale: 'zh',
        channel: 'kiosk',
        issuedBy: { kind: 'system' },
        key,
        arrivedAtMs: nowMs,
        effectiveAtMs: nowMs,
      },
    },
    { seq: state.seq, atMs: nowMs },
  )
  return estimateWaits(joined, learnt, nowMs, options).get(newcomer)
}
