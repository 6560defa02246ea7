/** A list of staff becomes members of the hall: known numbers are changed, new ones added, nobody is taken away. */
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { departmentId, staffId } from '#shared/ids/ids.ts'
import { roles, staffMember } from '#shared/hall/staff.ts'
import type { Role, StaffMember } from '#shared/hall/staff.ts'
import { readRaw, tableLimits } from './readTable.ts'
import type { RawRow, ReadProgress, TableRefusal } from './readTable.ts'

export type StaffSkip =
  'rowEmpty' | 'numberWrong' | 'numberRepeated' | 'nameMissing' | 'roleUnknown' | 'departmentUnknown'

export interface StaffReport {
  readonly read: number
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly skipped: readonly { readonly line: number; readonly reason: StaffSkip; readonly value: string }[]
}
export type PlannedStaff =
  { readonly ok: true; readonly staff: readonly StaffMember[]; readonly report: StaffReport } | TableRefusal

/** Column names people use, for each thing. */
const columns = {
  staffNo: ['staff_no', 'staffno', 'no', '工号', '编号'],
  name: ['name', '姓名'],
  roles: ['roles', 'role', '角色', '岗位'],
  departments: ['departments', 'department', '部门', '授权部门'],
} as const

const roleWords: Readonly<Record<string, Role>> = {
  ...Object.fromEntries(roles.map((role) => [role, role])),
  窗口人员: 'teller',
  窗口: 'teller',
  导办: 'guide',
  导办员: 'guide',
  值班长: 'supervisor',
  主任: 'supervisor',
  管理员: 'administrator',
}

/**
 * Reads a CSV or xlsx with the columns staff_no, name, and where wanted roles (several with `;`, teller where empty)
 * and departments (by their Chinese names; `*` for all services; empty leaves a known person's skills alone).
 */
export async function planStaff(
  bytes: Uint8Array,
  filename: string,
  existing: readonly StaffMember[],
  catalogue: Catalogue,
  progress?: ReadProgress,
): Promise<PlannedStaff> {
  const raw = await readRaw(bytes, filename, { ...tableLimits, rows: 5000 }, progress)
  if (!raw.ok) return raw
  const [header, ...rows] = raw.sheets.find((sheet) => placeOf(sheet[0], 'staffNo') >= 0) ?? []
  if (header === undefined || placeOf(header, 'name') < 0) {
    const message = `${filename} is no list of staff: its first row must name staff_no (工号) and name (姓名).`
    return { ok: false, error: { code: 'columnsMissing', message } }
  }
  const staff = new Map(existing.map((member) => [member.staffNo, member]))
  const seen = new Set<string>()
  const skipped: StaffReport['skipped'][number][] = []
  let [added, changed, unchanged] = [0, 0, 0]
  for (const row of rows) {
    const read = memberOf(row, header, catalogue, staff)
    const skip = (reason: StaffSkip, value = ''): void => void skipped.push({ line: row.line, reason, value })
    if ('reason' in read) skip(read.reason, read.value)
    else if (seen.has(read.staffNo)) skip('numberRepeated', read.staffNo)
    else {
      seen.add(read.staffNo)
      const before = staff.get(read.staffNo)
      staff.set(read.staffNo, read)
      if (before === undefined) added += 1
      else if (JSON.stringify(before) === JSON.stringify(read)) unchanged += 1
      else changed += 1
    }
  }
  return {
    ok: true,
    staff: [...staff.values()],
    report: { read: rows.length, added, changed, unchanged, skipped },
  }
}

function placeOf(header: RawRow | undefined, column: keyof typeof columns): number {
  const names: readonly string[] = columns[column]
  return (header?.cells ?? []).findIndex((cell) => names.includes(cell.trim().toLowerCase()))
}

function memberOf(
  row: RawRow,
  header: RawRow,
  catalogue: Catalogue,
  known: ReadonlyMap<string, StaffMember>,
): StaffMember | { readonly reason: StaffSkip; readonly value: string } {
  const cell = (column: keyof typeof columns): string => (row.cells[placeOf(header, column)] ?? '').trim()
  if (row.cells.every((text) => text.trim() === '')) return { reason: 'rowEmpty', value: '' }
  const staffNo = cell('staffNo')
  if (!/^[A-Za-z0-9]{1,20}$/.test(staffNo)) return { reason: 'numberWrong', value: staffNo }
  const name = cell('name')
  if (name === '') return { reason: 'nameMissing', value: staffNo }
  const before = known.get(staffNo)
  const words = wordsOf(cell('roles'))
  const given = words.map((word) => roleWords[word.toLowerCase()])
  const wrong = words.find((word) => roleWords[word.toLowerCase()] === undefined)
  if (wrong !== undefined) return { reason: 'roleUnknown', value: wrong }
  const skills: StaffMember['skills'][number][] = []
  for (const word of wordsOf(cell('departments'))) {
    if (word === '*' || word === '全部') {
      skills.push({ scope: { kind: 'all' } })
      continue
    }
    const department = catalogue.departments.find((d) => d.name.zh === word || d.id === word)
    if (department === undefined) return { reason: 'departmentUnknown', value: word }
    skills.push({ scope: { kind: 'department', departmentId: departmentId.parse(department.id) } })
  }
  const member = staffMember.safeParse({
    id: before?.id ?? staffId.parse(`staff-${staffNo}`),
    staffNo,
    name,
    roles: given.length > 0 ? [...new Set(given)] : (before?.roles ?? ['teller']),
    skills: skills.length > 0 ? skills : (before?.skills ?? []),
  })
  return member.success ? member.data : { reason: 'nameMissing', value: name }
}

function wordsOf(cell: string): readonly string[] {
  return cell
    .split(/[;；,，、]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
