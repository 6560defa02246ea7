/** Names this machine as a place to work from: made once and kept here, so that a new window is still the same place. */
import { idBytes, timeOrderedId } from '#shared/ids/timeOrdered.ts'

const place = 'yihao.seat'
let unkept: string | undefined

/** This machine's name; where nothing can be kept, one for as long as the page lives. */
export function seatHere(): string {
  try {
    const kept = localStorage.getItem(place)
    if (kept !== null && /^[A-Za-z0-9_-]{8,64}$/u.test(kept)) return kept
    const made = newName()
    localStorage.setItem(place, made)
    return made
  } catch {
    unkept ??= newName()
    return unkept
  }
}

/** Not `randomUUID`: a hall's own network often has no certificate, and browsers keep that for secure pages. */
function newName(): string {
  return timeOrderedId(Date.now(), crypto.getRandomValues(new Uint8Array(idBytes)))
}
