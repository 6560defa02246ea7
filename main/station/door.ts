/** Who may come in at a station: its people by sessions known here, its own screen because it is this computer. */
import type { StationId } from '#shared/ids/ids.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { tokenHash } from '../hub/access.ts'
import type { Access } from '../hub/access.ts'
import type { Door } from '../hub/sockets.ts'
import type { StationStore } from './stationStore.ts'

export interface DoorParts {
  readonly store: StationStore
  /** Sign-in against the keys the hub gave, for when it is away. */
  readonly access: Access
  readonly nowMs: () => number
  readonly state: () => HallState
  readonly stationId: StationId
}

/** Sessions made at the hub through this station, and those made here while it was away. */
export function stationDoor({ store, access, nowMs, state }: DoorParts): Door {
  return {
    actorOf: (token): Actor | undefined => {
      const hashed = tokenHash(token)
      const session = store.sessions().find((s) => s.tokenHash === hashed)
      if (session !== undefined && session.expiresAtMs > nowMs()) {
        // Roles are those of the hall now, as far as it is known here.
        const member = state().staff.get(session.staffId)
        return { kind: 'staff', staffId: session.staffId, roles: member?.roles ?? session.roles }
      }
      return access.actorOf(token)
    },
    onEnd: (told) => access.onEnd(told),
  }
}
