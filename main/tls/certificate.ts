/**
 * The certificate a computer of the hall shows when it speaks TLS: the hall's own, from two files, or one made at
 * the first use and kept in the data folder. Others know it by its fingerprint and by nothing else: no authority is
 * asked, no name is compared, and a certificate that has run out still is who it was.
 */
import { X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { generate } from 'selfsigned'

/** Where the certificate comes from. */
export type CertificateChoice =
  | {
      readonly from: 'files'
      readonly cert: string
      readonly key: string
      readonly next?: string | undefined
    }
  | { readonly from: 'ownMade' }

export interface Certificate {
  /** The certificate, with what stands between it and an authority, as PEM. */
  readonly cert: string
  readonly key: string
  /** SHA-256 of the certificate: 64 capital hex digits in pairs, with colons, as browsers show it. */
  readonly fingerprint: string
  readonly validUntilMs: number
}

/** What a computer serves with, and what it will serve with later: told to the others in advance. */
export interface Certificates {
  readonly current: Certificate
  /** Fingerprint of the one that comes after it, once there is one. */
  readonly next?: string | undefined
}

/** Folder of a computer's own certificate in its data folder, and its files. */
const folderName = 'tls'
const ownName = 'own.pem'
const nextName = 'next.pem'
/** The certificate without its key, to be made known to browsers. */
const publicName = 'certificate.crt'

const dayMs = 86_400_000
/** How long a certificate made here is good, and how long before its end the next one is made and told of, ms. */
const validMs = 3650 * dayMs
const announceMs = 365 * dayMs
/** The next one is used from the first start on that is so close to the end, ms. */
const changeMs = 30 * dayMs

/** Fingerprints of everything this computer shows or will show. */
export function fingerprintsOf({ current, next }: Certificates): readonly string[] {
  return next === undefined ? [current.fingerprint] : [current.fingerprint, next]
}

/**
 * The certificate to serve with; makes one where it was asked for and there is none. Throws one clear line when
 * files do not hold a certificate and the key that belongs to it.
 * @param names of this computer beyond its addresses
 */
export async function certificatesFor(
  choice: CertificateChoice,
  dataDir: string,
  names: readonly string[],
  nowMs: number,
): Promise<Certificates> {
  return choice.from === 'files' ? fromFiles(choice) : ownMade(join(dataDir, folderName), names, nowMs)
}

/** What should be said of a certificate's end: nothing while it is far away. */
export function endWarning({ validUntilMs, fingerprint }: Certificate, nowMs: number): string | undefined {
  const leftMs = validUntilMs - nowMs
  if (leftMs > changeMs) return undefined
  const until = new Date(validUntilMs).toISOString().slice(0, 10)
  const short = fingerprint.slice(0, 11)
  return leftMs <= 0
    ? `the certificate ${short}… ran out on ${until}: stations go on, browsers warn; give a new one`
    : `the certificate ${short}… runs out on ${until}: give the next one`
}

function fromFiles({ cert, key, next }: Extract<CertificateChoice, { from: 'files' }>): Certificates {
  const current = read(textOf(cert), textOf(key), `${cert} and ${key}`)
  return { current, next: next === undefined ? undefined : new X509Certificate(textOf(next)).fingerprint256 }
}

async function ownMade(folder: string, names: readonly string[], nowMs: number): Promise<Certificates> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [own, next] = [join(folder, ownName), join(folder, nextName)]
  if (!existsSync(own)) await make(own, names, nowMs)
  if (existsSync(next) && readOwn(own).validUntilMs - nowMs <= changeMs) renameSync(next, own)
  const current = readOwn(own)
  if (current.validUntilMs - nowMs <= announceMs && !existsSync(next)) await make(next, names, nowMs)
  writeFileSync(join(folder, publicName), current.cert, { flush: true })
  return { current, next: existsSync(next) ? readOwn(next).fingerprint : undefined }
}

/** Makes a key and its certificate, whole or not at all, readable by this account alone. */
async function make(path: string, names: readonly string[], nowMs: number): Promise<void> {
  const addresses = Object.values(networkInterfaces()).flatMap((cards = []) =>
    cards.filter(({ address }) => !address.startsWith('fe80:')).map(({ address }) => address),
  )
  const known = [...new Set(['localhost', hostname(), ...names])].filter((name) => isIP(name) === 0)
  const made = await generate([{ name: 'commonName', value: `Yihao ${hostname()}`.slice(0, 64) }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - dayMs),
    notAfterDate: new Date(nowMs + validMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...known.map((value) => ({ type: 2 as const, value })),
          ...[...new Set(addresses)].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  })
  writeFileSync(`${path}.new`, made.private + made.cert, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
}

function readOwn(path: string): Certificate {
  // Somebody may have copied it here with everybody's rights.
  chmodSync(path, 0o600)
  const text = textOf(path)
  const begins = text.indexOf('-----BEGIN CERTIFICATE-----')
  return read(begins < 0 ? '' : text.slice(begins), text.slice(0, Math.max(0, begins)), path)
}

function read(cert: string, key: string, where: string): Certificate {
  try {
    // Also sees that the key belongs to the certificate.
    createSecureContext({ cert, key })
    const { fingerprint256, validToDate } = new X509Certificate(cert)
    return { cert, key, fingerprint: fingerprint256, validUntilMs: validToDate.getTime() }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CertificateFault(`${where}: not a certificate with its key, as PEM (${why})`)
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new CertificateFault(`${path} cannot be read (${code})`)
  }
}

/** A certificate that was given cannot be used; `message` is one clear line. */
export class CertificateFault extends Error {
  /** Has a code like the system's own faults: it is shown as one line. */
  readonly code = 'CERTIFICATE'
}
