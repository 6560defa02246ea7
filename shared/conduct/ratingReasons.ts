/**
 * The reasons offered for a bad rating. Lists are versioned and dated, never
 * edited: a new list is a new version from a day on, and a rating keeps the
 * version it was given under.
 */
import type { BusinessDay } from '../ids/ids.ts'
import type { Level } from './rating.ts'

/** Every reason any version has; `locale/rating.ts` has each in five languages. */
export const reasonCodes = [
  'slowHandling',
  'waitedTooLong',
  'poorAttitude',
  'notCompetent',
  'unclearExplanation',
  'extraMaterials',
  'sentAround',
  'timeLimitMissed',
  'improperCharge',
  'other',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

/** Whether a word is a reason some version has. */
export function isReasonCode(word: string): word is ReasonCode {
  return reasonCodes.some((code) => code === word)
}

export interface ReasonList {
  readonly version: string
  /** First business day it holds for. */
  readonly from: string
  readonly reasons: Readonly<Record<Level, readonly ReasonCode[]>>
}

/** Newest last. On-site aspects are overall, efficiency, competence and attitude (GB/T 39734-2020). */
export const reasonLists: readonly [ReasonList, ...ReasonList[]] = [
  {
    version: '2020-1',
    from: '2020-01-01',
    reasons: {
      verySatisfied: [],
      satisfied: [],
      basicallySatisfied: [],
      dissatisfied: [
        'slowHandling',
        'waitedTooLong',
        'poorAttitude',
        'notCompetent',
        'unclearExplanation',
        'extraMaterials',
        'sentAround',
        'other',
      ],
      veryDissatisfied: [
        'slowHandling',
        'waitedTooLong',
        'poorAttitude',
        'notCompetent',
        'unclearExplanation',
        'extraMaterials',
        'sentAround',
        'timeLimitMissed',
        'improperCharge',
        'other',
      ],
    },
  },
]

/** The list that held on a business day; the first one for a day before all of them. */
export function reasonListOn(day: BusinessDay | string): ReasonList {
  return reasonLists.findLast((list) => list.from <= day) ?? reasonLists[0]
}
