/** Attendance rule packs as files: those shipped in `resources/attendance`, and the hall's own in `attendance` of its data folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { packLabel, packProblem, rulePack } from '#shared/conduct/rulePacks.ts'
import type { RulePack } from '#shared/conduct/rulePacks.ts'
import { problemOf } from '#shared/conduct/ruleProblem.ts'
import type { RuleProblem } from '#shared/conduct/ruleProblem.ts'
import { shippedDir } from '../shippedDir.ts'

/** What was found: packs that may be chosen, and every file that is none. */
export interface FoundPacks {
  readonly packs: readonly RulePack[]
  readonly problems: readonly { readonly file: string; readonly problem: RuleProblem }[]
}

/** A pack is some kilobytes; what is larger is something else. */
const mostBytes = 256 * 1024

/** Folder of a hall's own packs in its data folder. */
export const packFolder = 'attendance'

/**
 * Every pack there is, shipped ones first, the earliest first; of a version that stands twice the hall's own is taken.
 * @param ownDir the hall's own folder; it may be missing
 */
export function findPacks(
  ownDir: string | undefined,
  shipped: string = shippedDir('attendance'),
): FoundPacks {
  const packs = new Map<string, RulePack>()
  const problems: FoundPacks['problems'][number][] = []
  for (const dir of [shipped, ...(ownDir === undefined || !existsSync(ownDir) ? [] : [ownDir])]) {
    for (const file of readdirSync(dir).sort()) {
      if (!file.endsWith('.json')) continue
      const read = readPack(join(dir, file))
      if ('code' in read) problems.push({ file, problem: read })
      else packs.set(packLabel(read), read)
    }
  }
  return { packs: [...packs.values()], problems }
}

/** The pack in a file, or what is wrong with it. */
function readPack(path: string): RulePack | RuleProblem {
  let json: unknown
  try {
    const source = readFileSync(path)
    if (source.length > mostBytes) return problemOf('fileTooLarge', { bytes: String(mostBytes) })
    json = JSON.parse(source.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    const [why] = error instanceof Error ? error.message.split('\n') : []
    return problemOf('fileUnreadable', { why: why ?? 'unreadable' })
  }
  const parsed = rulePack.safeParse(json)
  if (parsed.success) return packProblem(parsed.data) ?? parsed.data
  return problemOf('fileShape', {
    why: z.prettifyError(parsed.error).replaceAll('\n', ' '),
    where: (parsed.error.issues[0]?.path ?? []).map(String).join('.'),
  })
}
