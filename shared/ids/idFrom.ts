/** Ids made in a browser. A page on plain http, as most halls serve it, is not given `crypto.randomUUID`; random bytes it is. */

/** How many random bytes make an id unique for ever. */
export const idBytes = 16

/** The id these random bytes stand for, in hexadecimal. */
export function idFrom(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
