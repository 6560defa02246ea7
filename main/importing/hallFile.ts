/** A hall on paper: settings, catalogue and staff in one JSON file, as `--hall FILE` takes it. */
import { readFile, stat } from 'node:fs/promises'
import { z } from 'zod'
import { catalogue } from '#shared/catalogue/catalogue.ts'
import { problemLine, validateCatalogue } from '#shared/catalogue/validate.ts'
import { settings } from '#shared/hall/settings.ts'
import { staffMember } from '#shared/hall/staff.ts'

/** The file's shape. `pins` are first sign-in PINs by staff number; they never enter the ledger. */
export const hallFile = z.strictObject({
  settings,
  catalogue,
  staff: z.array(staffMember).max(5000).readonly(),
  pins: z.record(z.string(), z.string().regex(/^\d{4,12}$/, 'a PIN of 4 to 12 digits')).optional(),
})
export type HallFile = z.infer<typeof hallFile>

export type HallFileRead =
  | { readonly ok: true; readonly hall: HallFile }
  /** `message` is one line that names the file; `problems` are the first of what is wrong in it. */
  | { readonly ok: false; readonly message: string; readonly problems: readonly string[] }

const mostBytes = 32 * 1024 * 1024
const mostProblems = 20

/** Reads and checks a hall file from disk. */
export async function readHallFile(path: string): Promise<HallFileRead> {
  const refuse = (message: string): HallFileRead => ({ ok: false, message, problems: [] })
  let source: string
  try {
    const { size } = await stat(path)
    if (size > mostBytes) return refuse(`${path} has ${size} bytes; a hall file may have ${mostBytes}.`)
    source = await readFile(path, 'utf8')
  } catch (error) {
    return refuse(`${path} cannot be read (${codeOf(error)}).`)
  }
  return parseHall(source, path)
}

/** Checks a hall file's text: its shape, then everything its parts must agree on. */
export function parseHall(source: string, path: string): HallFileRead {
  let json: unknown
  try {
    json = JSON.parse(source.replace(/^\uFEFF/, ''))
  } catch (error) {
    const detail = error instanceof SyntaxError ? error.message.split('\n')[0] : 'unreadable'
    return { ok: false, message: `${path} is not JSON: ${detail}`, problems: [] }
  }
  const shape = hallFile.safeParse(json)
  const problems = shape.success
    ? hallProblems(shape.data)
    : shape.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`)
  if (shape.success && problems.length === 0) return { ok: true, hall: shape.data }
  const [first] = problems
  return {
    ok: false,
    message: `${path} is not a valid hall: ${problems.length} problem(s), the first at ${first ?? 'file'}`,
    problems: problems.slice(0, mostProblems),
  }
}

function hallProblems(hall: HallFile): readonly string[] {
  const valid = validateCatalogue(hall.catalogue)
  return [
    ...(isTimeZone(hall.settings.timeZone)
      ? []
      : [`settings.timeZone: ${hall.settings.timeZone} is no IANA time zone`]),
    ...(valid.ok ? [] : valid.problems.map((problem) => `catalogue.${problemLine(problem)}`)),
    ...staffProblems(hall),
  ]
}

function staffProblems(hall: HallFile): readonly string[] {
  const departments = new Set<string>(hall.catalogue.departments.map((d) => d.id))
  const services = new Set<string>(hall.catalogue.services.map((s) => s.id))
  const ids = new Set<string>()
  const numbers = new Set<string>()
  const problems = hall.staff.flatMap((member, i): readonly string[] => {
    const again = [
      ...(ids.has(member.id) ? [`staff.${i}.id: ${member.id} is there twice`] : []),
      ...(numbers.has(member.staffNo) ? [`staff.${i}.staffNo: ${member.staffNo} is there twice`] : []),
    ]
    ids.add(member.id)
    numbers.add(member.staffNo)
    const skills = member.skills.flatMap(({ scope, from, until }, j): readonly string[] => {
      const at = `staff.${i}.skills.${j}`
      const unknown =
        scope.kind === 'department' && !departments.has(scope.departmentId)
          ? [`${at}: department ${scope.departmentId} is unknown`]
          : scope.kind === 'service' && !services.has(scope.serviceId)
            ? [`${at}: service ${scope.serviceId} is unknown`]
            : []
      const never = from !== undefined && until !== undefined && from >= until
      return never ? [...unknown, `${at}: from ${from} is not before until ${until}`] : unknown
    })
    return [...again, ...skills]
  })
  const unknownPins = Object.keys(hall.pins ?? {}).filter((staffNo) => !numbers.has(staffNo))
  return [...problems, ...unknownPins.map((staffNo) => `pins.${staffNo}: nobody has this staff number`)]
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown cause'
}
