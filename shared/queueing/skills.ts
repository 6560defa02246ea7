/** What a teller may handle: skills with their dates, and duties that exclude each other. */
import type { Catalogue, Service } from '../catalogue/catalogue.ts'
import type { StaffId } from '../ids/ids.ts'
import type { Skill } from '../hall/staff.ts'
import type { HallState } from '../hall/state.ts'
import type { Visit } from '../hall/visit.ts'

/** Whether the teller holds a skill for the service on the hall's business day. */
export function handles(state: HallState, staffId: StaffId, service: Service): boolean {
  const day = state.day?.day
  const skills = state.staff.get(staffId)?.skills ?? []
  return skills.some((skill) => covers(skill, service) && (day === undefined || isValidOn(skill, day)))
}

function covers(skill: Skill, service: Service): boolean {
  switch (skill.scope.kind) {
    case 'all':
      return true
    case 'department':
      return skill.scope.departmentId === service.departmentId
    case 'service':
      return skill.scope.serviceId === service.id
  }
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
    catalogue.incompatibleDuties.some(
      ([a, b]) => (a === duty && b === other) || (a === other && b === duty),
    ),
  )
}
