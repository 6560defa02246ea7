/** When a manager's page raises an alarm: one set of limits for the whole hall. */
import { z } from 'zod'

/** Bounds of each figure, for the fields that set them. */
export const alarmBounds = {
  waitingMost: { min: 1, max: 200 },
  longestMinutes: { min: 1, max: 240 },
  pausedMinutes: { min: 1, max: 240 },
} as const

const whole = ({ min, max }: { readonly min: number; readonly max: number }): z.ZodNumber =>
  z.number().int().min(min).max(max)

export const alarmLimits = z.object({
  /** More people than this in one queue. */
  waitingMost: whole(alarmBounds.waitingMost),
  /** A longer wait than this, minutes. */
  longestMinutes: whole(alarmBounds.longestMinutes),
  /** A pause longer than this, minutes. */
  pausedMinutes: whole(alarmBounds.pausedMinutes),
  /** Whether a required counter must be staffed while its queues are open. */
  required: z.boolean(),
})
export type AlarmLimits = z.infer<typeof alarmLimits>

/** The limits of a hall that has set none: its own target for waits. */
export function usualLimits(targetWaitS: number | undefined): AlarmLimits {
  const target = Math.round((targetWaitS ?? 1800) / 60)
  const { min, max } = alarmBounds.longestMinutes
  return {
    waitingMost: 15,
    longestMinutes: Math.min(max, Math.max(min, target)),
    pausedMinutes: 15,
    required: true,
  }
}
