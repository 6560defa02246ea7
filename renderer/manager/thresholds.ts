/** The page's alarm settings, kept on this machine. */
import { z } from 'zod'
import type { Thresholds } from './alarms.ts'

const place = 'yihao.alarms'

/** Bounds of each figure, for the fields that set them. */
export const bounds = {
  waitingMost: { min: 1, max: 200 },
  longestMinutes: { min: 1, max: 240 },
  pausedMinutes: { min: 1, max: 240 },
} as const
export type Bounded = keyof typeof bounds

const whole = ({ min, max }: { readonly min: number; readonly max: number }): z.ZodNumber =>
  z.number().int().min(min).max(max)
const kept = z.object({
  waitingMost: whole(bounds.waitingMost),
  longestMinutes: whole(bounds.longestMinutes),
  pausedMinutes: whole(bounds.pausedMinutes),
  required: z.boolean(),
})

/** The settings kept here; the hall's own target until somebody chose otherwise. */
export function keptThresholds(targetWaitS: number | undefined): Thresholds {
  const target = Math.round((targetWaitS ?? 1800) / 60)
  const usual = { waitingMost: 15, longestMinutes: Math.max(1, target), pausedMinutes: 15, required: true }
  try {
    const found = kept.safeParse(JSON.parse(localStorage.getItem(place) ?? 'null'))
    return found.success ? found.data : usual
  } catch {
    return usual
  }
}

/** Keeps them for the next time. */
export function keepThresholds(chosen: Thresholds): void {
  localStorage.setItem(place, JSON.stringify(chosen))
}
