/** Setting the hall up: its rules, catalogue and staff, each change an event. */
import { validateCatalogue } from '../../catalogue/validate.ts'
import { isTimeZone } from '../../time/localTime.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Decision } from '../decision.ts'
import { contrastProblems } from '../kioskLayout.ts'
import { displayProblem } from '../displays.ts'
import { refuse } from '../refusals.ts'
import { applyChanges, sameJson } from '../setUp.ts'
import type { SetUp } from '../setUp.ts'
import { hasEnded } from '../visit.ts'
import type { Visit } from '../visit.ts'
import type { HallState } from '../state.ts'

/** Sets the hall’s rules; a running day keeps its name and ends by the new ones. */
export function configureHall({ settings }: CommandOf<'configureHall'>): Decision {
  if (!isTimeZone(settings.timeZone))
    return refuse('catalogueInvalid', { path: 'timeZone', value: settings.timeZone })
  const ids = settings.priorityClasses.map((c) => c.id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) return refuse('catalogueInvalid', { path: 'priorityClasses', value: twice })
  const colours = settings.kioskLayout?.colours
  const low = colours === undefined ? undefined : contrastProblems(colours)[0]
  if (low !== undefined) return refuse('contrastTooLow', { path: 'kioskLayout.colours', ...low })
  return accept({ type: 'hallConfigured', settings })
}

/** A new catalogue may not take away what somebody is waiting in or working at. */
export function replaceCatalogue(state: HallState, { catalogue }: CommandOf<'replaceCatalogue'>): Decision {
  const checked = validateCatalogue(catalogue)
  if (!checked.ok) {
    const first = checked.problems[0]
    return refuse('catalogueInvalid', {
      problems: checked.problems.length,
      ...(first === undefined ? {} : { first: first.code, path: first.path }),
    })
  }
  const queues = new Set<string>(catalogue.queues.map((q) => q.id))
  const counters = new Set<string>(catalogue.counters.map((c) => c.id))
  const owed = state.visits.find((v) => !hasEnded(v) && needsQueueBeside(v, queues))
  if (owed !== undefined) return refuse('catalogueInvalid', { path: 'queues', inUse: owed.number })
  const staffed = state.counters.find((c) => c.staffId !== undefined && !counters.has(c.id))
  if (staffed !== undefined) return refuse('catalogueInvalid', { path: 'counters', inUse: staffed.id })
  // The letter is part of numbers already given today; changing it could give one twice (I1).
  const changed = catalogue.queues.find((q) => {
    const before = state.lookup.queues.get(q.id)
    return before !== undefined && before.letter !== q.letter && (state.queues.get(q.id)?.issued ?? 0) > 0
  })
  if (changed !== undefined) return refuse('catalogueInvalid', { path: 'queues.letter', inUse: changed.id })
  return accept({ type: 'catalogueReplaced', catalogue: checked.catalogue })
}

/** Whether the visit stands in, or has an open service of, a queue that is not among these. */
function needsQueueBeside(visit: Visit, queues: ReadonlySet<string>): boolean {
  return (
    !queues.has(visit.queueId) ||
    visit.services.some((s) => s.outcome === undefined && !queues.has(s.queueId))
  )
}

/** Replaces all staff; skills hold from the next decision on. */
export function replaceStaff({ staff }: CommandOf<'replaceStaff'>): Decision {
  for (const path of ['id', 'staffNo'] as const) {
    const seen = new Set<string>()
    for (const member of staff) {
      if (seen.has(member[path])) return refuse('catalogueInvalid', { path, value: member[path] })
      seen.add(member[path])
    }
  }
  return accept({ type: 'staffReplaced', staff })
}

/**
 * Changes parts of the set-up, all of them or none. What comes out must hold as a whole, as if it had been
 * given whole; nobody at work is taken away, and somebody must stay who can set the hall up.
 */
export function changeSetUp(state: HallState, { changes, undoes }: CommandOf<'changeSetUp'>): Decision {
  const { settings, catalogue, displays } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  const staff = [...state.staff.values()]
  const applied = applyChanges({ settings, catalogue, staff, displays }, changes)
  if (!applied.ok) {
    return applied.why === 'changedMeanwhile'
      ? refuse('changedMeanwhile', { part: applied.change.part, key: applied.change.key })
      : refuse('catalogueInvalid', { path: applied.path })
  }
  const { setUp } = applied
  const whole = [
    sameJson(settings, setUp.settings)
      ? undefined
      : configureHall({ type: 'configureHall', settings: setUp.settings }),
    sameJson(catalogue, setUp.catalogue)
      ? undefined
      : replaceCatalogue(state, { type: 'replaceCatalogue', catalogue: setUp.catalogue }),
    replaceStaff({ type: 'replaceStaff', staff: setUp.staff }),
    configureDisplays({ type: 'configureDisplays', displays: setUp.displays }),
  ].find((decision) => decision?.ok === false)
  if (whole !== undefined) return whole
  const there = new Set<string>(setUp.staff.map((s) => s.id))
  const atWork = state.counters.find((c) => c.staffId !== undefined && !there.has(c.staffId))
  if (atWork !== undefined) return refuse('catalogueInvalid', { path: 'staff', inUse: atWork.id })
  const administers = (s: { readonly roles: readonly string[] }): boolean => s.roles.includes('administrator')
  if (staff.some(administers) && !setUp.staff.some(administers))
    return refuse('catalogueInvalid', { path: 'staff', first: 'noAdministrator' })
  const unknown = skillsOfNobody(setUp)
  if (unknown !== undefined) return refuse('catalogueInvalid', { path: 'staff.skills', value: unknown })
  return accept({ type: 'setUpChanged', changes, ...(undoes === undefined ? {} : { undoes }) })
}

/** The id of a person whose skills name what the catalogue does not have, or that never hold. */
function skillsOfNobody({ catalogue, staff }: SetUp): string | undefined {
  const departments = new Set<string>(catalogue.departments.map((d) => d.id))
  const services = new Set<string>(catalogue.services.map((s) => s.id))
  return staff.find(({ skills }) =>
    skills.some(({ scope, from, until }) => {
      if (from !== undefined && until !== undefined && from >= until) return true
      switch (scope.kind) {
        case 'all':
          return false
        case 'department':
          return !departments.has(scope.departmentId)
        case 'service':
          return !services.has(scope.serviceId)
      }
    }),
  )?.id
}

/** Sets up the hall’s screens; those on the wall follow at once. */
export function configureDisplays({ displays }: CommandOf<'configureDisplays'>): Decision {
  const problem = displayProblem(displays)
  if (problem !== undefined) return refuse('catalogueInvalid', problem)
  return accept({ type: 'displaysConfigured', displays })
}
