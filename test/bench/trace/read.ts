/**
 * The real trace as a hall: nine days of one bank's service centre (see the
 * README beside it). Read where it lies, never copied.
 */
import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { emptyCatalogue } from '#shared/catalogue/catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { defaultSettings } from '#shared/hall/settings.ts'
import type { Settings } from '#shared/hall/settings.ts'
import type { StaffMember } from '#shared/hall/staff.ts'
import { counterId, departmentId, hallId, queueId, serviceId, staffId } from '#shared/ids/ids.ts'

const place = new URL('../../../../shared/data/visit-trace.csv', import.meta.url)

const row = z.object({
  date: z.string(),
  arrival_s: z.coerce.number(),
  service: z.string().min(1),
  priority: z.enum(['0', '1', '2']),
  outcome: z.enum(['served', 'abandoned']),
  wait_s: z.coerce.number(),
  service_s: z.coerce.number(),
  teller: z.string(),
})

/** One person of the trace. Times in seconds after the day's midnight. */
export interface Person {
  readonly key: string
  readonly date: string
  readonly kind: string
  /** Class 2: the arrival counts as 90 s earlier. */
  readonly isPriority: boolean
  readonly arrivalS: number
  readonly waitS: number
  readonly serviceS: number
  /** Absent for those who gave up. */
  readonly teller: string | undefined
}

/** Days of the trace in order, or undefined with a message when the file is not there. */
export function readTrace(): readonly (readonly Person[])[] | undefined {
  if (!existsSync(place)) {
    console.log(`The trace is not here (${place.pathname}); this part is left out.`)
    return undefined
  }
  const rows = z.array(row).parse(parse(readFileSync(place), { columns: true }))
  const days = new Map<string, Person[]>()
  rows.forEach((r, i) => {
    const day = days.get(r.date) ?? []
    days.set(r.date, day)
    day.push({
      key: `v${String(i)}`,
      date: r.date,
      kind: r.service,
      isPriority: r.priority === '2',
      arrivalS: r.arrival_s,
      waitS: r.wait_s,
      serviceS: r.service_s,
      teller: r.outcome === 'served' ? r.teller : undefined,
    })
  })
  return [...days.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, people]) => people)
}

/** Settings, catalogue and staff of the trace's hall: a queue a kind, a counter a teller, every teller for every queue. */
export function hallOf(people: readonly Person[]): {
  settings: Settings
  catalogue: Catalogue
  staff: StaffMember[]
} {
  const kinds = [...new Set(people.map((p) => p.kind))].sort()
  const tellers = [...new Set(people.flatMap((p) => (p.teller === undefined ? [] : [p.teller])))].sort()
  const queues = kinds.map((kind, i) => ({
    id: queueId.parse(kind),
    name: { zh: kind },
    letter: String.fromCharCode(65 + i),
  }))
  const department = departmentId.parse('centre')
  return {
    settings: {
      ...defaultSettings(hallId.parse('trace'), { zh: '服务中心' }, 'UTC'),
      rollOverHour: 0,
      priorityClasses: [90, 180, 270].map((s) => ({
        id: classOf(s),
        name: { zh: '优先' },
        headStartS: s,
        grounds: [],
      })),
    },
    catalogue: {
      ...emptyCatalogue,
      departments: [{ id: department, name: { zh: '中心' } }],
      services: kinds.map((kind) => ({
        id: serviceId.parse(kind),
        code: kind,
        name: { zh: kind },
        departmentId: department,
        queueId: queueId.parse(kind),
      })),
      queues,
      counters: tellers.map((t) => ({ id: counterId.parse(t), label: t, queueIds: queues.map((q) => q.id) })),
    },
    staff: tellers.map((t) => ({
      id: staffId.parse(t),
      staffNo: t,
      name: t,
      roles: ['teller'],
      skills: [{ scope: { kind: 'all' } }],
    })),
  }
}

/** The priority class that stands for a head start. */
export function classOf(headStartS: number): string {
  return `early${String(headStartS)}`
}
