/** What a teller may handle: skills with their dates, and duties that exclude each other. */
import type { Catalogue, Service } from '../catalogue/catalogue.ts'
import type { DepartmentId, ServiceId, StaffId } from '../ids/ids.ts'
import type { Skill, StaffMember } from '../hall/staff.ts'
import type { HallState } from '../hall/state.ts'
import type { Visit } from '../hall/visit.ts'

/** Whether the teller holds a skill for the service on the hall's business day. */
export function handles(state: HallState, staffId: StaffId, service: Service): boolean {
  const member = state.staff.get(staffId)
  if (member === undefined) return false
  const { all, departments, services } = skillsOf(member)
  const day = state.day?.day
  return (
    isAnyValid(all, day) ||
    isAnyValid(departments.get(service.departmentId), day) ||
    isAnyValid(services.get(service.id), day)
  )
}

/** A teller's skills by what they are for. */
interface SkillIndex {
  readonly all: readonly Skill[]
  readonly departments: ReadonlyMap<DepartmentId, readonly Skill[]>
  readonly services: ReadonlyMap<ServiceId, readonly Skill[]>
}

/** Asked for every waiting visit at every call, so each teller's skills are indexed once; a staff member is a value. */
const indexes = new WeakMap<StaffMember, SkillIndex>()

function skillsOf(member: StaffMember): SkillIndex {
  const known = indexes.get(member)
  if (known !== undefined) return known
  const all: Skill[] = []
  const departments = new Map<DepartmentId, Skill[]>()
  const services = new Map<ServiceId, Skill[]>()
  for (const skill of member.skills) {
    switch (skill.scope.kind) {
      case 'all':
        all.push(skill)
        break
      case 'department':
        departments.set(skill.scope.departmentId, [
          ...(departments.get(skill.scope.departmentId) ?? []),
          skill,
        ])
        break
      case 'service':
        services.set(skill.scope.serviceId, [...(services.get(skill.scope.serviceId) ?? []), skill])
        break
    }
  }
  const made = { all, departments, services }
  indexes.set(member, made)
  return made
}

function isAnyValid(skills: readonly Skill[] | undefined, day: string | undefined): boolean {
  return skills?.some((skill) => day === undefined || isValidOn(skill, day)) === true
}

function isValidOn(skill: Skill, day: string): boolean {
  return (skill.from === undefined || skill.from <= day) && (skill.until === undefined || day < skill.until)
}

/** The duty this person already carried out on the visit that excludes the service's own (岗位互斥). */
export function dutyConflict(
  catalogue: Pick<Catalogue, 'incompatibleDuties'>,
  visit: Pick<Visit, 'duties'>,
  service: Pick<Service, 'duty'>,
  staffId: StaffId,
): string | undefined {
  const duty = service.duty
  if (duty === undefined || catalogue.incompatibleDuties.length === 0) return undefined
  const done = visit.duties.filter((d) => d.staffId === staffId).map((d) => d.duty)
  return done.find((other) =>
    catalogue.incompatibleDuties.some(([a, b]) => (a === duty && b === other) || (a === other && b === duty)),
  )
}
