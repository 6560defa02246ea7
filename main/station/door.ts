/** Who may come in at a station: its people by sessions known here, its own screen because it is this computer. */
import type { Actor } from '#shared/hall/visit.ts'
import { tokenHash } from '../hub/access.ts'
import type { Access } from '../hub/access.ts'
import type { Door } from '../hub/sockets.ts'
import type { Station } from './station.ts'
import type { StationStore } from './stationStore.ts'

export interface DoorParts {
  readonly store: StationStore
  /** Sign-in against the keys the hub gave, for when it is away. */
  readonly access: Access
  readonly station: Pick<Station, 'state' | 'standing' | 'nowMs' | 'onLink'>
}

export interface StationDoor extends Door {
  /** The hub knows this session no longer. */
  readonly sessionOver: (token: string) => void
}

/** Sessions made at the hub through this station, and those made here while it was away. */
export function stationDoor({ store, access, station }: DoorParts): StationDoor {
  let ended: readonly (() => void)[] = []
  const tell = (): void => {
    for (const told of ended) told()
  }
  access.onEnd(tell)
  // The hub knows nothing of sessions made here, so their people sign in again when it is back.
  station.onLink(tell)
  return {
    actorOf: (token): Actor | undefined => {
      const hashed = tokenHash(token)
      const session = store.sessions().find((s) => s.tokenHash === hashed)
      if (session !== undefined && session.expiresAtMs > station.nowMs()) {
        // Roles are those of the hall now, as far as it is known here.
        const member = station.state.staff.get(session.staffId)
        return { kind: 'staff', staffId: session.staffId, roles: member?.roles ?? session.roles }
      }
      const actor = access.actorOf(token)
      return actor?.kind === 'staff' && station.standing === 'live' ? undefined : actor
    },
    grantOf: (token) => access.grantOf(token),
    onEnd: (told) => {
      ended = [...ended, told]
      return () => {
        ended = ended.filter((t) => t !== told)
      }
    },
    sessionOver: (token) => {
      store.dropSession(tokenHash(token))
      tell()
    },
  }
}
