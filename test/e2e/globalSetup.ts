/** Once before all browser tests: builds the screens and finds a browser, which may mean unpacking one. */
import type { TestProject } from 'vitest/node'
import { ensureBuilt } from '#build/screens.ts'
import { findBrowser } from './findBrowser.ts'
import type { FoundBrowser } from './findBrowser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    browser: FoundBrowser | undefined
  }
}

export default async function setup(project: TestProject): Promise<void> {
  const search = await findBrowser()
  project.provide('browser', search.found)
  if (search.found === undefined) {
    const line = `No browser runs here (${search.why}): the browser tests are skipped.`
    if (process.env['CI'] === 'true') throw new Error(line)
    console.warn(line)
    return
  }
  await ensureBuilt()
}
