/** What is kept of people's attendance: punches, leaves, rosters, deductions. Each is one value that later events add to, never edit. */
import { z } from 'zod'
import { businessDay, deductionId, leaveId, punchId, rosterId, staffId, stationId } from '../ids/ids.ts'
import { role } from '../hall/staff.ts'
import { actor } from '../hall/visit.ts'
import { photos } from './cases.ts'
import { flowWord } from './flows.ts'
import { leaveKind } from './rulePacks.ts'

/** Who did something and when, and why. */
export const said = z.object({ by: actor, atMs: z.number(), note: z.string().max(500) })

export const direction = z.enum(['in', 'out'])
/** Why a punch was recorded by somebody else: the temporary sign-in 临时签到 of a power cut, a broken device, or a correction. */
export const recordedGround = z.enum(['powerFailure', 'deviceFailure', 'correction'])

export const punch = z.object({
  record: z.literal('punch'),
  id: punchId,
  staffId,
  /** Business day it falls on. */
  day: businessDay,
  direction,
  /** When it counts, epoch ms: the hub's clock, or the corrected one of a station that was alone. */
  atMs: z.number(),
  /** What the person's own device said. */
  deviceMs: z.number().optional(),
  /** When the hub learnt of it. */
  hubMs: z.number(),
  /** `atMs` − `deviceMs`: how far the device was behind. */
  offsetMs: z.number().optional(),
  /** Made at a station without its hub. */
  offline: z.boolean(),
  /** That station's clock jumped meanwhile; the time is less sure. */
  clockJumped: z.boolean().optional(),
  stationId: stationId.optional(),
  recorded: said.extend({ ground: recordedGround }).optional(),
  voided: said.optional(),
})
export type Punch = z.infer<typeof punch>

export const leave = z.object({
  record: z.literal('leave'),
  id: leaveId,
  staffId,
  kind: leaveKind,
  fromMs: z.number(),
  untilMs: z.number(),
  /** Business days it touches, [fromDay, untilDay). */
  fromDay: businessDay,
  untilDay: businessDay,
  /** Working time it takes, in days of the person's shift. */
  days: z.number(),
  reason: z.string().max(500),
  standInId: staffId.optional(),
  requestedAtMs: z.number(),
  /** Rule pack and version it was asked for under (`packLabel`). */
  pack: z.string(),
  /** Who has to approve, in this order, each another person. */
  ladder: z.array(role).readonly(),
  steps: z.array(said.extend({ approve: z.boolean() })).readonly(),
  state: z.enum(['requested', 'approved', 'refused', 'withdrawn']),
  approvedAtMs: z.number().optional(),
  /** Came back early 销假: it holds until then. */
  ended: said.optional(),
})
export type Leave = z.infer<typeof leave>

/** A shift, or a day off, for some business days [fromDay, untilDay); of several the last assigned holds. */
export const roster = z.object({
  record: z.literal('roster'),
  id: rosterId,
  staffId,
  fromDay: businessDay,
  untilDay: businessDay,
  /** A shift of the pack in force, `off`, or `usual`: as the calendar and the pack have it. */
  shift: flowWord,
  by: actor,
  atMs: z.number(),
})
export type Roster = z.infer<typeof roster>

/** What a rule may find in a day. */
export const findingKind = z.enum(['late', 'early', 'missingPunch', 'absent', 'away', 'bothAway'])
export type FindingKind = z.infer<typeof findingKind>

/** Something found by a rule; it counts once a person in charge has confirmed it. */
export const finding = z.object({
  /** Names it among the day's: kind and place. */
  key: z.string().max(80),
  kind: findingKind,
  minutes: z.number().int(),
  /** Days missed, where it is an absence. */
  days: z.number().optional(),
  points: z.number(),
  /** Rule pack and version. */
  pack: z.string(),
  version: z.string(),
  /** What it rests on: when something was due, the punch or pause found, epoch ms. */
  evidence: z
    .array(
      z.object({
        what: z.enum(['due', 'punch', 'noPunch', 'pause', 'shift', 'leave']),
        fromMs: z.number(),
        untilMs: z.number().optional(),
        id: z.string().max(64).optional(),
        said: z.string().max(200).optional(),
      }),
    )
    .readonly(),
})
export type Finding = z.infer<typeof finding>

export const deduction = z.object({
  record: z.literal('deduction'),
  id: deductionId,
  staffId,
  day: businessDay,
  finding,
  confirmed: said,
  /** Last business day on which it may be appealed. */
  appealUntil: businessDay,
  appeal: said.extend({ photos: photos.optional() }).optional(),
  /** By another person than who confirmed it. */
  decided: said.extend({ how: z.enum(['stands', 'withdrawn']) }).optional(),
})
export type Deduction = z.infer<typeof deduction>
