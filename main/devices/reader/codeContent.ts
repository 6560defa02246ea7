/** What a scanned code means. */
import { appointmentCode, visitKey } from '#shared/ids/ids.ts'
import type { Scan } from './port.ts'
import { parseResidentId } from './residentId.ts'

const unknown: Scan = { type: 'unknown' }

/**
 * An appointment is `yihao:appointment:CODE`, any web address with `?appointment=CODE`, or CODE alone (4–32
 * letters, digits and -, with a digit among them); a visit is the address of a visitor's page, `…/v/KEY`.
 * A resident ID number is never taken for a code: codes are kept, and numbers must not be.
 */
export function scanOf(content: string): Scan {
  const text = content.trim()
  if (text.length > 500) return unknown
  const [, named] = /^yihao:appointment:(.+)$/.exec(text) ?? []
  if (named !== undefined) return appointment(named)
  if (/^https?:\/\//.test(text) && URL.canParse(text)) {
    const { pathname, searchParams } = new URL(text)
    const asked = searchParams.get('appointment')
    if (asked !== null) return appointment(asked)
    const key = visitKey.safeParse(/^\/v\/([^/]+)\/?$/.exec(pathname)?.[1])
    return key.success ? { type: 'visit', key: key.data } : unknown
  }
  return /\d/.test(text) ? appointment(text.toUpperCase()) : unknown
}

function appointment(text: string): Scan {
  if (!/^[\w-]{4,32}$/.test(text) || parseResidentId(text)) return unknown
  const code = appointmentCode.safeParse(text)
  return code.success ? { type: 'appointment', code: code.data } : unknown
}
