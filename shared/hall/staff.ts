/** The staff of a hall as every station may know them: never a PIN, never an ID number. */
import { z } from 'zod'
import { departmentId, serviceId, staffId } from '../ids/ids.ts'

export const roles = ['teller', 'guide', 'supervisor', 'administrator'] as const
export const role = z.enum(roles)
export type Role = z.infer<typeof role>

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** What a teller may handle, from (inclusive) until (exclusive) business days; absent bounds are open. */
export const skill = z.object({
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('all') }),
    z.object({ kind: z.literal('department'), departmentId }),
    z.object({ kind: z.literal('service'), serviceId }),
  ]),
  from: date.optional(),
  until: date.optional(),
})
export type Skill = z.infer<typeof skill>

export const staffMember = z.object({
  id: staffId,
  /** What the person types to sign in. */
  staffNo: z.string().regex(/^[A-Za-z0-9]{1,20}$/),
  name: z.string().min(1).max(60),
  roles: z.array(role).min(1).readonly(),
  skills: z.array(skill).readonly(),
})
export type StaffMember = z.infer<typeof staffMember>
