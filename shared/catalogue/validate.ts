/**
 * What must hold between the parts of a catalogue, beyond the shape its schema
 * checks. A catalogue enters a hall only through here, so the rules of the hall
 * may rely on every reference, letter and order.
 */
import type { Catalogue, Hours } from './catalogue.ts'
import { hoursProblems } from './validateHours.ts'
import { orderSteps } from './packages.ts'

export const problemCodes = [
  'idRepeated',
  'codeRepeated',
  'letterRepeated',
  'labelRepeated',
  'referenceUnknown',
  'referenceRepeated',
  'stepRepeated',
  'stepAfterItself',
  'stepAfterOutside',
  'stepsInCircle',
  'timeOutsideDay',
  'slotReversed',
  'slotsOverlap',
  'dateInvalid',
  'dateRepeated',
  'dutyUnknown',
  'dutyWithItself',
  'dutyPairRepeated',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** One thing wrong. `path` is where, e.g. `services.3.queueId`; `facts` fill the sentence shown for the code. */
export interface Problem {
  readonly code: ProblemCode
  readonly path: string
  readonly facts: Readonly<Record<string, string>>
}

export type Validated =
  | { readonly ok: true; readonly catalogue: Catalogue }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Checks a whole catalogue and names everything wrong with it, in the order of its parts. */
export function validateCatalogue(catalogue: Catalogue): Validated {
  const problems = [
    ...uniqueness(catalogue),
    ...references(catalogue),
    ...openings(catalogue),
    ...packageOrders(catalogue),
    ...duties(catalogue),
  ]
  return problems.length === 0 ? { ok: true, catalogue } : { ok: false, problems }
}

/** One problem as one line for a terminal or a log. */
export function problemLine(problem: Problem): string {
  const facts = Object.entries(problem.facts).map(([name, value]) => `${name} ${value}`)
  return `${problem.path}: ${problem.code}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`
}

/** Values that occur again, with the place of each repetition. */
function repeated(
  code: ProblemCode,
  values: readonly { readonly path: string; readonly value: string }[],
): readonly Problem[] {
  const first = new Map<string, string>()
  return values.flatMap(({ path, value }) => {
    const before = first.get(value)
    if (before !== undefined) return [{ code, path, facts: { value, first: before } }]
    first.set(value, path)
    return []
  })
}

function uniqueness(catalogue: Catalogue): readonly Problem[] {
  const ids = (part: string, rows: readonly { readonly id: string }[]): readonly Problem[] =>
    repeated(
      'idRepeated',
      rows.map((row, i) => ({ path: `${part}.${i}.id`, value: row.id })),
    )
  return [
    ...ids('zones', catalogue.zones),
    ...ids('departments', catalogue.departments),
    ...ids('services', catalogue.services),
    ...ids('queues', catalogue.queues),
    ...ids('counters', catalogue.counters),
    ...ids('packages', catalogue.packages),
    ...repeated(
      'codeRepeated',
      catalogue.services.map((s, i) => ({ path: `services.${i}.code`, value: s.code })),
    ),
    ...repeated(
      'letterRepeated',
      catalogue.queues.map((q, i) => ({ path: `queues.${i}.letter`, value: q.letter })),
    ),
    ...repeated(
      'labelRepeated',
      catalogue.counters.map((c, i) => ({ path: `counters.${i}.label`, value: c.label })),
    ),
  ]
}

function references(catalogue: Catalogue): readonly Problem[] {
  const idsOf = (rows: readonly { readonly id: string }[]): ReadonlySet<string> =>
    new Set(rows.map((row) => row.id))
  const zones = idsOf(catalogue.zones)
  const departments = idsOf(catalogue.departments)
  const queues = idsOf(catalogue.queues)
  const services = idsOf(catalogue.services)
  const need = (known: ReadonlySet<string>, id: string | undefined, path: string): readonly Problem[] =>
    id === undefined || known.has(id) ? [] : [{ code: 'referenceUnknown', path, facts: { id } }]

  return [
    ...catalogue.services.flatMap((s, i) => [
      ...need(departments, s.departmentId, `services.${i}.departmentId`),
      ...need(queues, s.queueId, `services.${i}.queueId`),
    ]),
    ...catalogue.queues.flatMap((q, i) => need(zones, q.zoneId, `queues.${i}.zoneId`)),
    ...catalogue.counters.flatMap((c, i) => {
      const own = c.queueIds.map((id, j) => ({ value: id, path: `counters.${i}.queueIds.${j}` }))
      const help = (c.helpQueueIds ?? []).map((id, j) => ({
        value: id,
        path: `counters.${i}.helpQueueIds.${j}`,
      }))
      // A queue that is both own and helped would be asked twice and explained two ways.
      return [
        ...need(zones, c.zoneId, `counters.${i}.zoneId`),
        ...[...own, ...help].flatMap(({ value, path }) => need(queues, value, path)),
        ...repeated('referenceRepeated', [...own, ...help]),
      ]
    }),
    ...catalogue.packages.flatMap((p, i) =>
      p.steps.flatMap((step, j) => need(services, step.serviceId, `packages.${i}.steps.${j}.serviceId`)),
    ),
  ]
}

function openings(catalogue: Catalogue): readonly Problem[] {
  const of = (hours: Hours | undefined, i: number): readonly Problem[] =>
    hours === undefined ? [] : hoursProblems(hours, `queues.${i}.hours`)
  return catalogue.queues.flatMap((q, i) => of(q.hours, i))
}

function packageOrders(catalogue: Catalogue): readonly Problem[] {
  return catalogue.packages.flatMap((p, i) => {
    const path = `packages.${i}.steps`
    const inside = new Set(p.steps.map((step) => step.serviceId))
    const problems: Problem[] = [
      ...repeated(
        'stepRepeated',
        p.steps.map((step, j) => ({ path: `${path}.${j}.serviceId`, value: step.serviceId })),
      ),
    ]
    p.steps.forEach((step, j) => {
      ;(step.after ?? []).forEach((id, k) => {
        const at = `${path}.${j}.after.${k}`
        if (id === step.serviceId) problems.push({ code: 'stepAfterItself', path: at, facts: { id } })
        else if (!inside.has(id)) problems.push({ code: 'stepAfterOutside', path: at, facts: { id } })
      })
    })
    const ordered = orderSteps(p)
    // A step after itself and a repeated step are circles too; they are already named more exactly.
    if (!ordered.ok && problems.length === 0) {
      problems.push({ code: 'stepsInCircle', path, facts: { services: ordered.cycle.join(' ') } })
    }
    return problems
  })
}

function duties(catalogue: Catalogue): readonly Problem[] {
  const known = new Set(catalogue.services.flatMap((s) => (s.duty === undefined ? [] : [s.duty])))
  return [
    ...catalogue.incompatibleDuties.flatMap(([a, b], i): readonly Problem[] => [
      ...(a === b
        ? [{ code: 'dutyWithItself' as const, path: `incompatibleDuties.${i}`, facts: { duty: a } }]
        : []),
      ...[a, b].flatMap((duty, j): readonly Problem[] =>
        known.has(duty)
          ? []
          : [{ code: 'dutyUnknown', path: `incompatibleDuties.${i}.${j}`, facts: { duty } }],
      ),
    ]),
    ...repeated(
      'dutyPairRepeated',
      catalogue.incompatibleDuties.map((pair, i) => ({
        path: `incompatibleDuties.${i}`,
        value: [...pair].sort().join(' + '),
      })),
    ),
  ]
}
