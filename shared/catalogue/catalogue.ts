/**
 * The hall's catalogue: who offers what, in which queue, at which counter.
 * Plain values with schemas; the rules that make one valid are in `validate.ts`.
 */
import { z } from 'zod'
import { creditCode } from './officialCodes.ts'
import { counterId, departmentId, packageId, queueId, serviceId, zoneId } from '../ids/ids.ts'

/** The five languages of a hall; `ug` and `kk` are written right to left, `mn` vertically. */
export const locales = ['zh', 'en', 'ug', 'kk', 'mn'] as const
export const locale = z.enum(locales)
export type Locale = z.infer<typeof locale>

/** A name in Chinese with optional translations; readers fall back to Chinese. */
export const text = z.object({
  zh: z.string().min(1).max(200),
  en: z.string().max(200).optional(),
  ug: z.string().max(200).optional(),
  kk: z.string().max(200).optional(),
  mn: z.string().max(200).optional(),
})
export type LocalText = z.infer<typeof text>

export const zone = z.object({ id: zoneId, name: text })
export type Zone = z.infer<typeof zone>

export const department = z.object({
  id: departmentId,
  name: text,
  /** By which other systems know it; the hall's own stands for a department without one. */
  creditCode: creditCode.optional(),
})
export type Department = z.infer<typeof department>

/** Minutes and seconds are stated in the name; codes are the official item codes. */
export const service = z.object({
  id: serviceId,
  /** Official item code; unique in the catalogue. */
  code: z.string().min(1).max(120),
  name: text,
  departmentId,
  queueId,
  /** Group within the department, as published; may be absent. */
  group: z.string().max(200).optional(),
  /** Outside task-type code, kept as published. */
  taskType: z.string().max(40).optional(),
  /** What the visitor must bring. */
  materials: z.array(text).readonly().optional(),
  /** Duty for the incompatible-duties rule (岗位互斥), e.g. `accept`, `review`. */
  duty: z.string().max(40).optional(),
  /** Whom it is for 服务对象, where it is for one kind alone: reports tell persons and enterprises apart by it. */
  audience: z.enum(['person', 'enterprise']).optional(),
  /** Shown on the kiosk's first page. */
  top: z.boolean().optional(),
})
export type Service = z.infer<typeof service>

const clock = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'a time of day as HH:MM')

/** One stretch of opening, [from, until) in the hall's local time; `cap` limits tickets issued in it. */
export const slot = z.object({ from: clock, until: clock, cap: z.number().int().min(0).optional() })
export type Slot = z.infer<typeof slot>

/** Opening of a queue. Absent means always open. Weekdays: 1 Monday … 7 Sunday. */
export const hours = z.object({
  weekdays: z.record(z.string().regex(/^[1-7]$/), z.array(slot).readonly()),
  /** Dated exceptions (holidays closed with an empty list, extended hours 延时 with their own slots). */
  dates: z
    .array(
      z.object({
        date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
        slots: z.array(slot).readonly(),
        extended: z.boolean().optional(),
      }),
    )
    .readonly()
    .optional(),
})
export type Hours = z.infer<typeof hours>

export const queue = z.object({
  id: queueId,
  name: text,
  /** The letter(s) before the running number. Unique in the hall. */
  letter: z.string().regex(/^[A-Z]{1,2}$/, 'one or two capital letters'),
  zoneId: zoneId.optional(),
  hours: hours.optional(),
  /** Most tickets issued per business day. */
  dailyCap: z.number().int().min(0).optional(),
})
export type Queue = z.infer<typeof queue>

export const counter = z.object({
  id: counterId,
  /** What the sign above it says, e.g. `3`. */
  label: z.string().min(1).max(12),
  name: text.optional(),
  zoneId: zoneId.optional(),
  /** Queues this counter is there for. */
  queueIds: z.array(queueId).readonly(),
  /** Queues it only helps with. */
  helpQueueIds: z.array(queueId).readonly().optional(),
  /** A counter that must be staffed while the hall is open. */
  required: z.boolean().optional(),
})
export type Counter = z.infer<typeof counter>

/** A theme package (一件事): one choice standing for several services; `after` states order where it matters. */
export const themePackage = z.object({
  id: packageId,
  name: text,
  steps: z
    .array(z.object({ serviceId, after: z.array(serviceId).readonly().optional() }))
    .min(1)
    .max(20)
    .readonly(),
})
export type ThemePackage = z.infer<typeof themePackage>

export const catalogue = z.object({
  zones: z.array(zone).readonly(),
  departments: z.array(department).readonly(),
  services: z.array(service).readonly(),
  queues: z.array(queue).readonly(),
  counters: z.array(counter).readonly(),
  packages: z.array(themePackage).readonly(),
  /** Pairs of duties one person may not both carry out on one visit (岗位互斥). */
  incompatibleDuties: z.array(z.tuple([z.string(), z.string()])).readonly(),
})
export type Catalogue = z.infer<typeof catalogue>

/** A catalogue with nothing in it: what a hall has before it is set up. */
export const emptyCatalogue: Catalogue = {
  zones: [],
  departments: [],
  services: [],
  queues: [],
  counters: [],
  packages: [],
  incompatibleDuties: [],
}
