/** What anybody may know of the hall: what it offers, where, and when. The hub tells it, and a station of its copy. */
import { z } from 'zod'
import { catalogue } from '#shared/catalogue/catalogue.ts'
import { priorityClass } from '#shared/hall/settings.ts'
import type { HallState } from '#shared/hall/state.ts'
import { packageId } from '#shared/ids/ids.ts'

/** As it is sent. */
export const catalogueAnswer = catalogue.omit({ incompatibleDuties: true, packages: true }).extend({
  packages: z.array(z.object({ id: packageId, name: z.unknown(), serviceIds: z.array(z.string()) })),
  priorityClasses: z.array(priorityClass).readonly(),
  /** IANA zone the hours of queues are meant in; null before the hall is set up. */
  timeZone: z.string().nullable(),
})

/** Of the hall as it is now. */
export function publicCatalogue({ catalogue: all, settings }: HallState): z.infer<typeof catalogueAnswer> {
  const { zones, departments, services, queues, counters, packages } = all
  return {
    zones,
    departments,
    services,
    queues,
    counters,
    packages: packages.map(({ id, name, steps }) => ({
      id,
      name,
      serviceIds: steps.map(({ serviceId }) => serviceId),
    })),
    priorityClasses: settings?.priorityClasses ?? [],
    timeZone: settings?.timeZone ?? null,
  }
}
