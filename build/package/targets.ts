/** The systems the desktop app is packed for, as npm and the packager name them. */
export interface Target {
  /** The packager's flag. */
  readonly flag: '--win' | '--linux'
  /** Node's and npm's name of the system. */
  readonly os: 'win32' | 'linux'
  readonly cpu: 'x64' | 'arm64'
}

export const targets: readonly Target[] = [
  { flag: '--win', os: 'win32', cpu: 'x64' },
  { flag: '--win', os: 'win32', cpu: 'arm64' },
  { flag: '--linux', os: 'linux', cpu: 'x64' },
  { flag: '--linux', os: 'linux', cpu: 'arm64' },
]

/** The targets a command line names: `--win --x64`; all where it names none. */
export function targetsOf(args: readonly string[]): readonly Target[] {
  const systems = args.filter((arg) => arg === '--win' || arg === '--linux')
  const processors = args.filter((arg) => arg === '--x64' || arg === '--arm64').map((arg) => arg.slice(2))
  const unknown = args.filter((arg) => !/^--(win|linux|x64|arm64)$/.test(arg))
  if (unknown.length > 0)
    throw new Error(`package takes --win, --linux, --x64 and --arm64, not ${unknown.join(' ')}`)
  return targets.filter(
    ({ flag, cpu }) =>
      (systems.length === 0 || systems.includes(flag)) &&
      (processors.length === 0 || processors.includes(cpu)),
  )
}

/** What npm is asked so that a folder has the packages of a target, wherever it runs. */
export function installArgs({ os, cpu }: Target): readonly string[] {
  const libc = os === 'linux' ? ['--libc=glibc'] : []
  return [
    'ci',
    '--omit=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `--os=${os}`,
    `--cpu=${cpu}`,
    ...libc,
  ]
}
