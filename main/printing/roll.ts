/**
 * How much of the roll is left once the printer has said that it is near its end. Printers tell no more than
 * that: from there on the paper that comes out is measured, and before the rest could end in the middle of a
 * ticket none is promised any more. A value; what keeps it is in `rollStore.ts`.
 */
export interface Roll {
  /** Paper that came out since the printer first said that the roll nears its end, mm; undefined before that. */
  readonly usedMm?: number | undefined
  /** Paper that came out since the printer took that back, mm; undefined while it stands. */
  readonly sinceClearMm?: number | undefined
}

export const fullRoll: Roll = {}

/** Kept back for one ticket in two writings with many papers to bring, mm; the longest demo ticket has 250. */
export const longTicketMm = 300

/**
 * What the printer says of its near-end sensor. A roll turns under that sensor and may cover it again: the same
 * roll goes on being counted unless more paper came out in between than it could still have had.
 */
export function nearEndHeard(roll: Roll, isNearEnd: boolean): Roll {
  // Asked before each ticket: the sensor may have spoken with the whole of the last one still to come.
  if (isNearEnd) return { usedMm: roll.usedMm ?? longTicketMm }
  return roll.usedMm === undefined || roll.sinceClearMm !== undefined ? roll : { ...roll, sinceClearMm: 0 }
}

/** That much paper came out, or may have. `leftMm`: what was surely left when the sensor first spoke. */
export function paperUsed({ usedMm, sinceClearMm }: Roll, mm: number, leftMm: number): Roll {
  if (usedMm === undefined) return fullRoll
  if (sinceClearMm === undefined) return { usedMm: usedMm + mm }
  // No roll that was near its end has had that much: it was changed.
  if (sinceClearMm + mm >= leftMm) return fullRoll
  return { usedMm: usedMm + mm, sinceClearMm: sinceClearMm + mm }
}

/** Whether too little is left to promise a ticket. */
export function isLow({ usedMm, sinceClearMm }: Roll, leftMm: number): boolean {
  return usedMm !== undefined && sinceClearMm === undefined && usedMm + longTicketMm > leftMm
}
