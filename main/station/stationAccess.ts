/** Who may sign in at a station while its hub is away: by the keys its copy of the ledger holds. */
import { Access } from '../hub/access.ts'
import type { Machine } from '../hub/machine.clock.ts'
import type { HallDatabase } from '../ledger/database.ts'
import { sqliteSignIn } from '../ledger/signIn.ts'
import { sqliteTokens } from '../ledger/tokens.ts'
import type { Station } from './station.ts'

/** @param database the copy there is now: it may be begun anew, and its keys with it */
export function accessOf(database: () => HallDatabase, station: Station, machine: Machine): Access {
  const signIns = (): ReturnType<typeof sqliteSignIn> => sqliteSignIn(database().db)
  const tokens = (): ReturnType<typeof sqliteTokens> => sqliteTokens(database().db)
  return new Access({
    signIns: {
      credentialOf: (id) => signIns().credentialOf(id),
      setPin: (id, hash, atMs) => {
        signIns().setPin(id, hash, atMs)
      },
      removeCredential: (id) => {
        signIns().removeCredential(id)
      },
      setFailures: (id, failed, until) => {
        signIns().setFailures(id, failed, until)
      },
      saveSession: (session) => {
        signIns().saveSession(session)
      },
      sessionOf: (hash) => signIns().sessionOf(hash),
      seeSession: (hash, atMs) => {
        signIns().seeSession(hash, atMs)
      },
      endSession: (hash) => {
        signIns().endSession(hash)
      },
      endSessionsOf: (id) => {
        signIns().endSessionsOf(id)
      },
      pruneSessions: (nowMs) => signIns().pruneSessions(nowMs),
    },
    tokens: {
      save: (hash, grant, atMs) => {
        tokens().save(hash, grant, atMs)
      },
      find: (hash) => tokens().find(hash),
      revoke: (holder, atMs) => tokens().revoke(holder, atMs),
    },
    nowMs: station.nowMs,
    newToken: machine.newToken,
    state: () => station.state,
  })
}
