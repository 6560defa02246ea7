/** Makes a computer a station of the hall: by a code from the command line, or from whoever stands before it. */
import { untilTold } from '../untilTold.ts'
import { saveIdentity } from './identity.ts'
import type { Identity } from './identity.ts'
import { buildPairingServer, useCode } from './pairingServer.ts'
import type { RunStationOptions } from './runStation.ts'

/**
 * Who this station is from now on; undefined where the process was told to end before anybody paired it.
 * @param takenBack it was paired before, and that was taken back
 */
export async function pairHere(
  options: RunStationOptions,
  takenBack: boolean,
): Promise<Identity | undefined> {
  const { dataDir, hubs, mode, host, port, say, warn } = options
  let identity: Identity | undefined
  let done: () => void = () => undefined
  const paired = new Promise<void>((resolve) => {
    done = resolve
  })
  const keep = (given: Identity): void => {
    saveIdentity(dataDir, given)
    identity = given
    done()
  }
  if (options.pair !== undefined) {
    const tried = await useCode({ hubs, mode, paired: keep }, options.pair)
    if (tried !== 'paired') warn(`the pairing code was not taken: ${tried}`)
  }
  if (identity !== undefined) return identity
  const app = await buildPairingServer({ hubs, mode, takenBack, paired: keep })
  say('this station is not paired yet: open its screen and enter the code from the manager’s page')
  await untilTold(app, { host, port, say, orUntil: paired })
  return identity
}
