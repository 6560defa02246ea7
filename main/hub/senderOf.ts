/** Senders told apart. */
import type { Actor } from '#shared/hall/visit.ts'

/** Who counts as the same sender of a repeated command. */
export function senderOf(actor: Actor): string {
  switch (actor.kind) {
    case 'staff':
      return `staff:${actor.staffId}`
    case 'station':
      return `station:${actor.stationId}`
    case 'program':
      return `program:${actor.name}`
    case 'visitor':
      return `visitor:${actor.visitId}`
    case 'system':
      return 'system'
  }
}
