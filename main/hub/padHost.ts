/** A hall as a pad may use it: it speaks for who stands at its own counter, and for nobody else. */
import { refuse } from '#shared/hall/refusals.ts'
import type { CounterId } from '#shared/ids/ids.ts'
import type { Host } from './host.ts'

/** The host with every rating refused that is about what another counter did. */
export function padHost(host: Host, counterId: CounterId): Host {
  return {
    stationId: host.stationId,
    counterId,
    get state() {
      return host.state
    },
    nowMs: () => host.nowMs(),
    eventsAfter: (seq, limit) => host.eventsAfter(seq, limit),
    hasHeard: (id) => host.hasHeard(id),
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
