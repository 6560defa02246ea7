/** `npm run import`: a catalogue file into a hall whose hub does not run. Shows how far it is; ended early, it has changed nothing. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from '#shared/hall/commands.ts'
import { defaultSettings } from '#shared/hall/settings.ts'
import { applyChanges } from '#shared/hall/setUp.ts'
import type { SetUp } from '#shared/hall/setUp.ts'
import { hallId } from '#shared/ids/ids.ts'
import { refusalText } from '#shared/protocol/refusalText.ts'
import type { OpenedHub } from '../hub/openHub.ts'
import type { Importer } from './importer.ts'
import type { ReadProgress } from './readTable.ts'

export interface RunImportParts {
  readonly open: () => Pick<OpenedHub, 'hub' | 'asSystem' | 'close'>
  readonly importer: Importer
  /** Told to end early. Once the changes are being made they are made whole. */
  readonly signal: AbortSignal
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
  readonly progress: ReadProgress
}

/** Gives the exit code. Throws `LedgerFault` where the hall cannot be opened. */
export async function runImport(path: string, parts: RunImportParts): Promise<number> {
  const { open, importer, signal, say, warn, progress } = parts
  let bytes: Uint8Array<ArrayBuffer>
  try {
    bytes = new Uint8Array(await readFile(path))
  } catch (error) {
    warn(
      `${path} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`,
    )
    return 1
  }
  const opened = open()
  try {
    const before = setUpOf(opened)
    const order = { kind: 'catalogue', filename: basename(path), bytes, before } as const
    const plan = await importer.plan(order, progress, signal).catch((error: unknown) => {
      if (signal.aborted) return undefined
      throw error
    })
    if (plan === undefined || signal.aborted) {
      warn('the import was ended: nothing was changed')
      return 1
    }
    if (!plan.ok) {
      warn(plan.message)
      return 1
    }
    const applied = applyChanges(before, plan.changes)
    if (!applied.ok) throw new Error(`the catalogue does not fit the hall it was read for: ${applied.why}`)
    const commands: Command[] = []
    if (opened.hub.state.settings === undefined)
      commands.push({ type: 'configureHall', settings: before.settings })
    if (plan.changes.length > 0)
      commands.push({ type: 'replaceCatalogue', catalogue: applied.setUp.catalogue })
    for (const command of commands) {
      const answer = await opened.asSystem(command)
      if (!answer.ok) {
        warn(`the hall refuses this catalogue now: ${refusalText(answer.refusal)}`)
        return 1
      }
    }
    if (plan.text !== undefined) say(plan.text)
    return 0
  } finally {
    opened.close()
  }
}

/** The hall as it is; one that is none yet as it begins. */
function setUpOf({ hub }: Pick<OpenedHub, 'hub'>): SetUp {
  const { settings, catalogue, staff, displays } = hub.state
  const name = { zh: '政务服务大厅', en: 'Public service hall' }
  return {
    settings: settings ?? defaultSettings(hallId.parse('hall'), name, 'Asia/Shanghai'),
    catalogue,
    staff: [...staff.values()],
    displays,
  }
}

/**
 * Progress as lines for a person: on a terminal one line, written over each time; elsewhere a line at each tenth.
 * @param write to the terminal, as it is; undefined where there is none
 */
export function progressLines(say: (line: string) => void, write?: (text: string) => void): ReadProgress {
  let toldTenth = 0
  return (done, of) => {
    const tenth = of === 0 ? 0 : Math.floor((done / of) * 10)
    const line = `reading: ${String(done)} of ${String(of)} lines`
    if (write !== undefined) write(`\r${line} `)
    else if (tenth > toldTenth) say(line)
    toldTenth = Math.max(toldTenth, tenth)
  }
}
