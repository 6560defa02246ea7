/**
 * Goal: an import from the command line shows how far it is, and ended early leaves nothing half done. Method: a real
 * hall on disk; a reader that waits to be ended, and once the real one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { machine } from '../hub/machine.clock.ts'
import { openHub } from '../hub/openHub.ts'
import { workerImporter } from './importer.ts'
import type { Importer } from './importer.ts'
import { progressLines, runImport } from './runImport.ts'

const real = workerImporter(fileURLToPath(new URL('./importWorker.ts', import.meta.url)))
let folder: string
let file: string
let said: string[]
let warned: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-import-'))
  file = join(folder, 'catalogue.csv')
  said = []
  warned = []
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const open = (): ReturnType<typeof openHub> => openHub({ dataDir: folder, machine, log: () => undefined })
const run = async (importer: Importer, signal = new AbortController().signal): Promise<number> =>
  runImport(file, {
    open,
    importer,
    signal,
    say: (line) => said.push(line),
    warn: (line) => warned.push(line),
    progress: progressLines((line) => said.push(line)),
  })
/** What the ledger holds: its last event, and how many services the hall has. */
function found(): readonly [number, number] {
  const { hub, close } = open()
  try {
    return [hub.state.seq, hub.state.catalogue.services.length]
  } finally {
    close()
  }
}

it('says how far it is in tenths, then what came of it; the same file again changes nothing', async () => {
  const rows = Array.from({ length: 3000 }, (_, n) => `Tax,Service ${String(n)},S${String(n)}\n`)
  writeFileSync(file, `department,item_name,item_code\n${rows.join('')}`)
  expect(await run(real)).toBe(0)
  const reading = said.filter((line) => line.startsWith('reading: '))
  expect(reading.length).toBeGreaterThan(5)
  expect(reading.length).toBeLessThanOrEqual(10)
  expect(said.at(-1)).toMatch(/^read 3000 rows \(csv.*\nadded 3000\n/)
  const [seq, services] = found()
  expect(services).toBe(3000)
  expect(await run(real)).toBe(0)
  expect([said.at(-1), found(), warned]).toEqual([
    expect.stringContaining('unchanged 3000'),
    [seq, services],
    [],
  ])
})

it('ended while it reads, has changed nothing, not even made a hall; and the next one works', async () => {
  writeFileSync(file, 'department,item_name,item_code\nTax,Invoice,T1\n')
  const ending = new AbortController()
  const slow: Importer = {
    plan: async (order, progress, signal) => {
      progress(1, 2)
      const plan = real.plan(order, progress, signal)
      ending.abort()
      return plan
    },
  }
  expect(await run(slow, ending.signal)).toBe(1)
  expect(warned).toEqual(['the import was ended: nothing was changed'])
  expect(found()).toEqual([0, 0])
  expect(await run(real), warned.join()).toBe(0)
  expect(found()[1]).toBe(1)
})

it('on a terminal writes one line over and over', () => {
  const written: string[] = []
  const progress = progressLines(
    (line) => said.push(line),
    (text) => written.push(text),
  )
  progress(200, 400)
  progress(400, 400)
  expect([written, said]).toEqual([['\rreading: 200 of 400 lines ', '\rreading: 400 of 400 lines '], []])
})
