/** A pad's station for its screens: it speaks for who stands at its own counter, and for nobody else. */
import { refuse } from '#shared/hall/refusals.ts'
import type { CounterId } from '#shared/ids/ids.ts'
import type { Host } from '../hub/host.ts'
import type { HubListener } from '../hub/hub.ts'

type Listened = Host & { readonly listen: (listener: HubListener) => () => void }

/** The host with every rating refused that is about what another counter did. */
export function padHost(host: Listened, counterId: CounterId): Listened {
  return {
    stationId: host.stationId,
    counterId,
    get state() {
      return host.state
    },
    nowMs: host.nowMs,
    eventsAfter: host.eventsAfter,
    listen: host.listen,
    submit: (submission, reply) => {
      const { command } = submission
      if (command.type === 'rateVisit') {
        const turn = host.state.visits.get(command.visitId)?.turns.find((t) => t.id === command.turnId)
        if (turn?.counterId !== counterId) {
          reply(refuse('notYourCounter', { counterId }))
          return
        }
      }
      host.submit(submission, reply)
    },
  }
}
