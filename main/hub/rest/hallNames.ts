/** What reports must know of the hall, out of its state. */
import type { LocalText } from '#shared/catalogue/catalogue.ts'
import { rulesOf } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { HallNames, Named } from '#shared/reporting/report.ts'

/** The names as they are now: a report of last year calls things as the hall does today. */
export function hallNames(state: HallState): HallNames {
  const { settings, catalogue, staff, day, atMs } = state
  const named = ({ id, name }: { readonly id: string; readonly name: LocalText }): Named => ({
    id,
    zh: name.zh,
    en: name.en,
  })
  return {
    hall: { id: settings?.hallId ?? '', zh: settings?.name.zh ?? '', en: settings?.name.en },
    timeZone: settings?.timeZone ?? 'UTC',
    division: settings?.division,
    creditCode: settings?.creditCode,
    targetWaitS: settings?.targetWaitS ?? 0,
    asOfMs: atMs,
    conduct: rulesOf(state),
    today: day?.day,
    queues: catalogue.queues.map((q) => {
      const { id, zh, en } = named(q)
      return { id, zh: `${q.letter} ${zh}`, en: en === undefined ? undefined : `${q.letter} ${en}` }
    }),
    departments: catalogue.departments.map((d) => ({ ...named(d), creditCode: d.creditCode })),
    services: catalogue.services.map((s) => ({ ...named(s), departmentId: s.departmentId, code: s.code })),
    counters: catalogue.counters.map(({ id, label }) => ({ id, zh: label })),
    staff: [...staff.values()]
      .sort((a, b) => (a.staffNo < b.staffNo ? -1 : 1))
      .map(({ id, name }) => ({ id, zh: name })),
    priorityClasses: (settings?.priorityClasses ?? []).map(named),
  }
}
