/**
 * A table of services becomes a catalogue: pure, and whole or not at all.
 * Every row read is accounted for as added, changed, unchanged or skipped, and
 * what people made by hand (queues, counters, assignments, translations) stays.
 */
import { departmentId, queueId, serviceId } from '../ids/ids.ts'
import type { DepartmentId, QueueId, ServiceId } from '../ids/ids.ts'
import type { Catalogue, Department, Queue, Service } from './catalogue.ts'
import { readItem } from './importItem.ts'
import type { Item, ItemFault, TableRow } from './importItem.ts'
import { firstFree, queueLetters, stableHash } from './stableId.ts'

/** Why a row was not taken over. */
export type SkipReason = ItemFault['reason'] | 'codeRepeated'

export interface SkippedRow {
  /** Line of the file, the header's being 1 where nothing stands before it. */
  readonly line: number
  readonly reason: SkipReason
  readonly facts: Readonly<Record<string, string>>
}

/** The account of one import: `read` = `added` + `changed` + `unchanged` + the length of `skipped`. */
export interface ImportReport {
  readonly read: number
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly skipped: readonly SkippedRow[]
  /** Rows taken over that came without a code and were given a stable one. */
  readonly codesGiven: number
  /** Services of the catalogue that the file does not mention; they stay as they are. */
  readonly notInFile: number
  readonly departmentsAdded: readonly Department[]
  readonly queuesAdded: readonly Queue[]
}

export type ImportPlan =
  | { readonly ok: true; readonly catalogue: Catalogue; readonly report: ImportReport }
  /** More departments than there are letters for their queues: nothing is imported. */
  | { readonly ok: false; readonly reason: 'lettersExhausted'; readonly department: string }

/** Merges a table into a catalogue. The same table twice changes nothing the second time. */
export function importRows(rows: readonly TableRow[], existing: Catalogue): ImportPlan {
  const { items, skipped } = readItems(rows)
  const places = placesFor(items, existing)
  if (!places.ok) return places

  const byCode = new Map(existing.services.map((s) => [s.code, s]))
  const takenIds = new Set<string>(existing.services.map((s) => s.id))
  const replaced = new Map<ServiceId, Service>()
  const added: Service[] = []
  let unchanged = 0
  for (const item of items) {
    const place = places.of(item.department)
    const before = byCode.get(item.code)
    if (before === undefined) {
      const id = idFor(item.code, takenIds)
      takenIds.add(id)
      added.push(withItem({ id, code: item.code, name: { zh: item.name }, ...place }, item))
      continue
    }
    const after = withItem(
      { ...before, name: { ...before.name, zh: item.name }, departmentId: place.departmentId },
      item,
    )
    if (sameItem(before, after)) unchanged += 1
    else replaced.set(before.id, after)
  }
  return {
    ok: true,
    catalogue: {
      ...existing,
      departments: [...existing.departments, ...places.departmentsAdded],
      queues: [...existing.queues, ...places.queuesAdded],
      services: [...existing.services.map((s) => replaced.get(s.id) ?? s), ...added],
    },
    report: {
      read: rows.length,
      added: added.length,
      changed: replaced.size,
      unchanged,
      skipped,
      codesGiven: items.filter((item) => item.codeGiven).length,
      notInFile: existing.services.length - replaced.size - unchanged,
      departmentsAdded: places.departmentsAdded,
      queuesAdded: places.queuesAdded,
    },
  }
}

/** The rows that can be taken over, the first of each code, and the account of all others. */
function readItems(rows: readonly TableRow[]): {
  readonly items: readonly Item[]
  readonly skipped: readonly SkippedRow[]
} {
  const firstLine = new Map<string, number>()
  const items: Item[] = []
  const skipped: SkippedRow[] = []
  for (const row of rows) {
    const read = readItem(row)
    if (!read.ok) {
      skipped.push({ line: row.line, ...read.fault })
      continue
    }
    const first = firstLine.get(read.item.code)
    if (first !== undefined) {
      const facts = { code: read.item.code, firstLine: String(first) }
      skipped.push({ line: row.line, reason: 'codeRepeated', facts })
      continue
    }
    firstLine.set(read.item.code, row.line)
    items.push(read.item)
  }
  return { items, skipped }
}

interface Place {
  readonly departmentId: DepartmentId
  readonly queueId: QueueId
}

type Places =
  | {
      readonly ok: true
      readonly of: (department: string) => Place
      readonly departmentsAdded: readonly Department[]
      readonly queuesAdded: readonly Queue[]
    }
  | Extract<ImportPlan, { ok: false }>

/**
 * The department and the queue for every department's name in the table. A queue is made only for a
 * department that has none yet and brings services that are not in the catalogue.
 */
function placesFor(items: readonly Item[], existing: Catalogue): Places {
  const known = new Set(existing.services.map((s) => s.code))
  const departments = new Map<string, Department>(existing.departments.map((d) => [d.id, d]))
  const byName = new Map<string, Department>()
  for (const d of existing.departments) if (!byName.has(d.name.zh)) byName.set(d.name.zh, d)
  const queues = new Map<string, Queue>(existing.queues.map((q) => [q.id, q]))
  const letters = new Set(existing.queues.map((q) => q.letter))
  const usual = usualQueues(existing)
  const departmentsAdded: Department[] = []
  const queuesAdded: Queue[] = []
  const places = new Map<string, Place>()

  for (const item of items) {
    const name = item.department
    const madeId = `dept-${stableHash('department', name)}`
    let department = byName.get(name) ?? departments.get(madeId)
    if (department === undefined) {
      department = { id: departmentId.parse(madeId), name: { zh: name } }
      departmentsAdded.push(department)
      departments.set(madeId, department)
    }
    byName.set(name, department)
    if (places.has(name) || known.has(item.code)) continue

    const madeQueueId = `queue-${stableHash('queue', department.id)}`
    let place = usual.get(department.id) ?? queues.get(madeQueueId)?.id
    if (place === undefined) {
      const letter = queueLetters.find((l) => !letters.has(l))
      if (letter === undefined) return { ok: false, reason: 'lettersExhausted', department: name }
      const queue: Queue = { id: queueId.parse(madeQueueId), name: department.name, letter }
      letters.add(letter)
      queues.set(queue.id, queue)
      queuesAdded.push(queue)
      place = queue.id
    }
    places.set(name, { departmentId: department.id, queueId: place })
  }

  const of = (name: string): Place => {
    const place = places.get(name)
    if (place !== undefined) return place
    // Only known services came with this name: each keeps its own queue, so which one stands here is not read.
    const department = byName.get(name)
    const any = existing.services[0]
    if (department === undefined || any === undefined) throw new Error(`no place was made for ${name}`)
    return { departmentId: department.id, queueId: any.queueId }
  }
  return { ok: true, of, departmentsAdded, queuesAdded }
}

/** The queue most services of each department stand in; of equals the one met first. */
function usualQueues(catalogue: Catalogue): ReadonlyMap<DepartmentId, QueueId> {
  const counts = new Map<DepartmentId, Map<QueueId, number>>()
  for (const s of catalogue.services) {
    const of = counts.get(s.departmentId) ?? new Map<QueueId, number>()
    of.set(s.queueId, (of.get(s.queueId) ?? 0) + 1)
    counts.set(s.departmentId, of)
  }
  const usual = new Map<DepartmentId, QueueId>()
  for (const [department, of] of counts) {
    let most = 0
    for (const [queue, n] of of) {
      if (n <= most) continue
      most = n
      usual.set(department, queue)
    }
  }
  return usual
}

/** The code itself where it can be an id, else a hash of it; never an id that something else has. */
function idFor(code: string, taken: ReadonlySet<string>): ServiceId {
  const own = serviceId.safeParse(code)
  if (own.success && !taken.has(own.data)) return own.data
  return serviceId.parse(firstFree(`code-${stableHash('service', code)}`, taken))
}

/** The service with what the row says; a column the table does not have leaves its field alone. */
function withItem(service: Service, item: Item): Service {
  const { group, taskType, ...rest } = service
  const newGroup = item.group === undefined ? group : item.group
  const newTaskType = item.taskType === undefined ? taskType : item.taskType
  return {
    ...rest,
    ...(newGroup === undefined || newGroup === '' ? {} : { group: newGroup }),
    ...(newTaskType === undefined || newTaskType === '' ? {} : { taskType: newTaskType }),
  }
}

function sameItem(a: Service, b: Service): boolean {
  return (
    a.name.zh === b.name.zh &&
    a.departmentId === b.departmentId &&
    a.group === b.group &&
    a.taskType === b.taskType
  )
}
