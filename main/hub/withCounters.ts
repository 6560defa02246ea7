/** Counters for a catalogue that was imported without any. */
import type { Catalogue } from '#shared/catalogue/catalogue.ts'

/**
 * An imported catalogue has services and queues and no counters: the file's
 * serve it, each the queues it names that are here, or all where none of them is.
 */
export function withCounters(imported: Catalogue, { zones, counters }: Catalogue): Catalogue {
  const here = new Set(imported.queues.map((q) => q.id))
  const known = new Set(imported.zones.map((z) => z.id))
  return {
    ...imported,
    zones: [...imported.zones, ...zones.filter((z) => !known.has(z.id))],
    counters: counters.map(({ queueIds, helpQueueIds, ...counter }) => {
      const own = queueIds.filter((id) => here.has(id))
      const help = (helpQueueIds ?? []).filter((id) => here.has(id))
      return {
        ...counter,
        queueIds: own.length > 0 ? own : [...here],
        ...(own.length > 0 && help.length > 0 ? { helpQueueIds: help } : {}),
      }
    }),
  }
}
