/**
 * Finds a browser that runs here: on Linux x64 the Chromium that ships inside an npm package, so that a bare
 * machine needs nothing installed; elsewhere an installed Chrome, Chromium or Edge.
 */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..', '..')

/** How to start a browser; plain data, so that it can be handed to another process. */
export interface FoundBrowser {
  readonly program: string
  readonly args: readonly string[]
  /** Set on top of the environment the browser inherits. */
  readonly env: Readonly<Record<string, string>>
}

export type BrowserSearch =
  { readonly found: FoundBrowser } | { readonly found: undefined; readonly why: string }

/** The first browser that really starts, or why none did. */
export async function findBrowser(): Promise<BrowserSearch> {
  const reasons: string[] = []
  for (const candidate of [packagedChromium, ...installedBrowsers()]) {
    try {
      const found = await candidate()
      if (found === undefined) continue
      await (await launch(found)).close()
      return { found }
    } catch (error) {
      reasons.push(String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '')
    }
  }
  return { found: undefined, why: reasons.join('; ') || 'no Chrome, Chromium or Edge is installed' }
}

/**
 * A name under which every browser here reaches this computer as it would another one: no loopback address, and over
 * plain HTTP no page that browsers call secure.
 */
export const otherComputer = 'hall-pc'

/** Starts a found browser, headless. */
export function launch(found: FoundBrowser): ReturnType<typeof chromium.launch> {
  return chromium.launch({
    executablePath: found.program,
    headless: true,
    args: [...found.args, `--host-resolver-rules=MAP ${otherComputer} 127.0.0.1`],
    env: { ...definedOnly(process.env), ...found.env },
  })
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/**
 * Unpacks @sparticuz/chromium once per version into `out/`. The package is made for a cloud function, so:
 * its own launch flags are not used (one of them ends the browser with the first closed context, another turns
 * web security off); it is told that it runs in that cloud, or it would not unpack the libraries a bare machine
 * lacks; and it gets its own TMPDIR, because it takes whatever lies in a shared one for its own.
 */
async function packagedChromium(): Promise<FoundBrowser | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const manifest: unknown = JSON.parse(
    await readFile(join(root, 'node_modules', '@sparticuz', 'chromium', 'package.json'), 'utf8'),
  )
  const version =
    typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : ''
  const folder = join(root, 'out', 'browser', `chromium-${version}`)
  if (!existsSync(folder)) await unpackChromium(folder)
  await writeFontsConf(join(folder, 'fonts'))
  return {
    program: join(folder, 'chromium'),
    args: ['--no-sandbox'],
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  }
}

async function unpackChromium(folder: string): Promise<void> {
  const parent = join(folder, '..')
  await mkdir(parent, { recursive: true })
  // Unpacked beside its place and moved there whole: a run that is killed leaves no half browser behind.
  const unpacking = await mkdtemp(join(parent, 'unpacking-'))
  const names = ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH'] as const
  const before = names.map((name) => [name, process.env[name]] as const)
  try {
    process.env['TMPDIR'] = unpacking
    process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs24.x'
    const { default: packaged } = await import('@sparticuz/chromium')
    await packaged.executablePath()
    await rename(unpacking, folder)
  } catch (error) {
    // Another run may have been first; its copy is as good.
    if (!existsSync(folder)) throw error
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
    }
    await rm(unpacking, { recursive: true, force: true })
  }
}

/** Without a font folder that exists a page shows no text at all, and does not even load its web fonts. */
async function writeFontsConf(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <cachedir>${folder}/cache</cachedir>
</fontconfig>
`,
  )
}

function installedBrowsers(): (() => Promise<FoundBrowser | undefined>)[] {
  const programs = {
    linux: [
      '/usr/bin/google-chrome',
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/microsoft-edge',
      '/snap/bin/chromium',
    ],
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
      const folder = process.env[name]
      if (folder === undefined) return []
      return [
        `${folder}/Google/Chrome/Application/chrome.exe`,
        `${folder}/Microsoft/Edge/Application/msedge.exe`,
      ]
    }),
  }
  const platform = process.platform
  const here = platform === 'linux' || platform === 'darwin' || platform === 'win32' ? programs[platform] : []
  // Chromium's own sandbox does not work for root, which is what a container usually is.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return here.map(
    (program) => () => Promise.resolve(existsSync(program) ? { program, args, env: {} } : undefined),
  )
}
