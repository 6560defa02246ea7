/** What the shell can be on a computer, and what each of these is made of. */

/** Modes a person chooses. `hub` is the hall's main computer, with the supervisors' page. */
export const modes = ['kiosk', 'console', 'display', 'pad', 'hub'] as const
export type Mode = (typeof modes)[number]

/** What a page of the shell may know and do; each role has a preload script of its own. */
export const roles = ['kiosk', 'display', 'console', 'hub', 'shell'] as const
export type Role = (typeof roles)[number]

/** The role of a mode's page. A pad stands before visitors like a kiosk, and may do as little. */
export function roleOf(mode: Mode): Exclude<Role, 'shell'> {
  return mode === 'pad' ? 'kiosk' : mode
}

/** Modes whose screens visitors can reach. */
export function isForVisitors(mode: Mode): boolean {
  return mode === 'kiosk' || mode === 'display' || mode === 'pad'
}

/** Where a mode's server listens unless told otherwise; different ones, so that one computer can be several. */
export const usualPort: Readonly<Record<Mode, number>> = {
  hub: 7800,
  kiosk: 7801,
  console: 7802,
  display: 7803,
  pad: 7804,
}

/** Path of a mode's screen. */
export function pageOf(mode: Mode, counter?: string): string {
  if (mode === 'hub') return '/manager'
  if (mode === 'pad' && counter !== undefined) return `/pad?${new URLSearchParams({ counter }).toString()}`
  return `/${mode}`
}

/** Paths a mode's pages may be at; an unpaired station's page is at `/` and sends to `/pair`. */
export function pathsOf(mode: Mode): readonly string[] {
  switch (mode) {
    case 'hub':
      return ['/', '/setup', '/manager', '/console', '/display', '/kiosk', '/pad']
    case 'kiosk':
    case 'console':
    case 'display':
    case 'pad':
      return ['/', '/pair', `/${mode}`]
  }
}
