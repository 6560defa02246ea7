/** Writes `build/api.md` from the hub's own OpenAPI document: `npm run api`. A test fails when it is stale. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format } from 'prettier'
import { machine } from '#main/hub/machine.clock.ts'
import { openHub, serveHub } from '#main/hub/openHub.ts'
import { apiPage } from './apiPage.ts'

/** The page as it should be now. */
export async function currentApiPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-api-'))
  const log = (): void => undefined
  const opened = openHub({ dataDir: folder, machine, log })
  try {
    // Nobody asks for a report here; the routes are what is wanted.
    const app = await serveHub({ opened, machine, reportWorker: 'none', importWorker: 'none', log })
    const document: unknown = (await app.inject('/api/v1/openapi.json')).json()
    await app.close()
    return await format(apiPage(document), { parser: 'markdown', printWidth: 110 })
  } finally {
    opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const apiFile = join(import.meta.dirname, 'api.md')

if (process.argv[1] === import.meta.filename) writeFileSync(apiFile, await currentApiPage())
