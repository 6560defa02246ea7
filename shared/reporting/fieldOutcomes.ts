/** Our endings of a stay at a counter on the field's closed list of transaction outcomes, for exports. */
import { endings } from './fact.ts'
import type { Ending } from './fact.ts'

/** The field's list, without what never happens here: nobody is signed out, and no hall is set up anew, with a visit at the counter. */
export type FieldOutcome =
  | 'normal'
  | 'noShow'
  | 'removed'
  | 'recycled'
  | 'transferredToQueue'
  | 'transferredToCounter'
  | 'transferredToPerson'
  | 'removedByReset'
  | 'removedByVisitor'

/** The field's word for an ending. */
export function fieldOutcomeOf(ending: Ending): FieldOutcome {
  switch (ending) {
    case 'finished':
      return 'normal'
    case 'noShow':
      return 'noShow'
    case 'missed':
    case 'requeued':
    case 'parked':
      return 'recycled'
    case 'continued':
    case 'toQueue':
      return 'transferredToQueue'
    case 'toCounter':
      return 'transferredToCounter'
    case 'toPerson':
      return 'transferredToPerson'
    case 'cancelled':
      return 'removed'
    case 'cancelledByVisitor':
      return 'removedByVisitor'
    case 'expired':
      return 'removedByReset'
  }
}

/** The endings that are this outcome to the field. */
export function endingsOf(outcome: FieldOutcome): readonly Ending[] {
  return endings.filter((ending) => fieldOutcomeOf(ending) === outcome)
}
