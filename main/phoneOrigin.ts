/** Where phones reach this computer: what the code on a ticket leads to. */
import { networkInterfaces } from 'node:os'

/** This computer's IPv4 addresses in its networks, those of wires and wireless as the machine lists them. */
export function networkAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((list = []) =>
    list.flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : [])),
  )
}

/**
 * The address served as a phone would have to ask for it: a server that listens everywhere is nowhere in particular.
 * A server for this computer alone keeps its address, which a browser on this computer can still open.
 */
export function phoneOrigin(served: string, addresses: readonly string[]): string {
  const url = new URL(served)
  const [address] = addresses
  if (address === undefined || !['0.0.0.0', '[::]'].includes(url.hostname)) return served
  url.hostname = address
  return url.origin
}

/** The same for a station: as it reaches its hub itself, unless both are one computer and the hub knows better. */
export function phoneOriginBehind(hub: string, told: string | undefined): string {
  const { hostname, origin } = new URL(hub)
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) ? (told ?? origin) : origin
}
