/**
 * A hall of any size for the load benchmarks: every counter serves three queues,
 * every teller may do everything. Counters share all of their queues or none, so
 * tellers who each issue for their own counter before they call never call in vain.
 */
import { emptyCatalogue } from '#shared/catalogue/catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { defaultSettings } from '#shared/hall/settings.ts'
import type { StaffMember } from '#shared/hall/staff.ts'
import { counterId, departmentId, hallId, queueId, serviceId, staffId } from '#shared/ids/ids.ts'
import type { CounterId, QueueId, ServiceId } from '#shared/ids/ids.ts'
import type { HallFile } from '#main/importing/hallFile.ts'

export const pin = '2580'
const servicesPerQueue = 10

export const queueAt = (n: number): QueueId => queueId.parse(`q${String(n)}`)
export const counterAt = (n: number): CounterId => counterId.parse(`c${String(n + 1)}`)
/** The n-th service of the hall's k-th queue. */
export const serviceAt = (k: number, n: number): ServiceId =>
  serviceId.parse(`s${String(k)}-${String(n % servicesPerQueue)}`)
/** The queues a counter serves, of so many in the hall: a multiple of three. */
const queuesOf = (n: number, queues: number): readonly number[] => {
  const first = (n % (queues / 3)) * 3
  return [first, first + 1, first + 2]
}
/** A service for the n-th counter, another queue of its own each turn. */
export const serviceFor = (n: number, turn: number, queues: number): ServiceId =>
  serviceAt(queuesOf(n, queues)[turn % 3] ?? 0, turn)
export const staffNoAt = (n: number): string => String(1001 + n)

/** The hall file; `withPins` for one whose tellers sign in. */
export function loadHall(counters: number, queues: number, withPins: boolean): HallFile {
  const department = departmentId.parse('d')
  const range = <T>(length: number, make: (n: number) => T): T[] => Array.from({ length }, (_, n) => make(n))
  const catalogue: Catalogue = {
    ...emptyCatalogue,
    departments: [{ id: department, name: { zh: '综合部门' } }],
    queues: range(queues, (k) => ({
      id: queueAt(k),
      name: { zh: `业务 ${String(k)}` },
      letter: String.fromCharCode(65 + k),
    })),
    services: range(queues * servicesPerQueue, (n) => {
      const k = Math.floor(n / servicesPerQueue)
      return {
        id: serviceAt(k, n),
        code: `X-${String(n)}`,
        name: { zh: `事项 ${String(n)}` },
        departmentId: department,
        queueId: queueAt(k),
      }
    }),
    counters: range(counters, (n) => ({
      id: counterAt(n),
      label: String(n + 1),
      queueIds: queuesOf(n, queues).map(queueAt),
    })),
  }
  const staff = range(counters, (n): StaffMember => ({
    id: staffId.parse(`t${String(n + 1)}`),
    staffNo: staffNoAt(n),
    name: `窗口 ${String(n + 1)}`,
    roles: ['teller', 'guide'],
    skills: [{ scope: { kind: 'all' } }],
  }))
  return {
    settings: defaultSettings(hallId.parse('load'), { zh: '负载大厅' }, 'Asia/Shanghai'),
    catalogue,
    staff,
    ...(withPins ? { pins: Object.fromEntries(range(counters, (n) => [staffNoAt(n), pin])) } : {}),
  }
}
