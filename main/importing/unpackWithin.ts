/**
 * Whether a zip archive unpacks within a budget, found by unpacking it: what an
 * archive says of its own size is what a zip bomb lies about. The spreadsheet
 * library unpacks without a limit, so this stands before it.
 */
import { inflateRawSync } from 'node:zlib'

export type UnpackedArchive =
  /** `kept` is the content of the one entry asked for, if the archive has it. */
  | { readonly ok: true; readonly bytes: number; readonly kept: Uint8Array | undefined }
  | { readonly ok: false; readonly reason: 'tooLarge' | 'damaged' }

const endMark = 0x06054b50
const entryMark = 0x02014b50
const localMark = 0x04034b50
const endLength = 22
const entryLength = 46
const localLength = 30
/** A workbook has some tens of parts; thousands are an attack on the reader. */
const mostEntries = 2000

/** Unpacks every entry and forgets all but the one named `keep`, stopping at `limit` bytes in all. */
export function unpackWithin(archive: Uint8Array, limit: number, keep: string): UnpackedArchive {
  const damaged = { ok: false, reason: 'damaged' } as const
  const tooLarge = { ok: false, reason: 'tooLarge' } as const
  const zip = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const end = endRecord(zip)
  if (end === undefined) return damaged
  if (end.entries > mostEntries) return tooLarge

  let bytes = 0
  let kept: Uint8Array | undefined
  let at = end.directoryAt
  for (let i = 0; i < end.entries; i += 1) {
    if (at + entryLength > zip.length || zip.readUInt32LE(at) !== entryMark) return damaged
    const packed = packedBytes(zip, at)
    if (packed === undefined) return damaged
    const nameLength = zip.readUInt16LE(at + 28)
    try {
      const content = packed.deflated
        ? inflateRawSync(packed.data, { maxOutputLength: Math.max(1, limit - bytes) })
        : packed.data
      bytes += content.length
      if (zip.toString('utf8', at + entryLength, at + entryLength + nameLength) === keep) kept = content
    } catch (error) {
      return error instanceof RangeError ? tooLarge : damaged
    }
    if (bytes > limit) return tooLarge
    at += entryLength + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return { ok: true, bytes, kept }
}

/** The record at the archive's end, behind which only a comment of at most 65,535 bytes may stand. */
function endRecord(zip: Buffer): { readonly entries: number; readonly directoryAt: number } | undefined {
  const first = Math.max(0, zip.length - endLength - 0xffff)
  for (let at = zip.length - endLength; at >= first; at -= 1) {
    if (zip.readUInt32LE(at) === endMark) {
      return { entries: zip.readUInt16LE(at + 10), directoryAt: zip.readUInt32LE(at + 16) }
    }
  }
  return undefined
}

/** One entry's bytes as packed: stored or deflated, the only two ways spreadsheets use. */
function packedBytes(
  zip: Buffer,
  entryAt: number,
): { readonly data: Buffer; readonly deflated: boolean } | undefined {
  const method = zip.readUInt16LE(entryAt + 10)
  const size = zip.readUInt32LE(entryAt + 20)
  const local = zip.readUInt32LE(entryAt + 42)
  if (local + localLength > zip.length || zip.readUInt32LE(local) !== localMark) return undefined
  const from = local + localLength + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  if ((method !== 0 && method !== 8) || from + size > zip.length) return undefined
  return { data: zip.subarray(from, from + size), deflated: method === 8 }
}
