/** What a station's process says to whoever reads its log. */

/** Somebody else answers at the hub's address. */
export function otherCertificate(hub: string): string {
  return (
    `${hub} shows a certificate this hall does not know, so nothing is told to it. ` +
    'Was the hub given a new one? Pair this station anew. If not, somebody may stand between: call whoever runs the network'
  )
}

/** A full disk would say the same thing at every step. */
export function unlessRepeated(warn: (line: string) => void): (line: string) => void {
  let last = ''
  return (line) => {
    if (line !== last) warn(line)
    last = line
  }
}
