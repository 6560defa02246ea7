/**
 * Twelve digits that stand for a certificate, to be typed with a pairing code: so that the person at the station,
 * and nobody between, says which hub it is. Each try at a certificate with the same digits costs a slow hash, so
 * that a trillion of them are out of reach of whoever would stand between.
 */
import { scrypt } from 'node:crypto'

/** Digits of a code alone, and with the check number of a hub that speaks TLS. */
export const codeDigits = 8
const checkDigits = 12
export const secureCodeDigits = codeDigits + checkDigits

/** 32 MiB and tens of milliseconds for one try. */
const cost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }

/** The check number of a certificate, by its fingerprint. */
export async function checkNumberOf(fingerprint: string): Promise<string> {
  const hashed = await new Promise<Buffer>((resolve, reject) => {
    scrypt(fingerprint, 'yihao pairing', 8, cost, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
  return String(hashed.readBigUInt64BE() % 10n ** BigInt(checkDigits)).padStart(checkDigits, '0')
}
