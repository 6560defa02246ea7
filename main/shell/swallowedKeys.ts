/** Keys that never reach a page, or the system, while visitors stand at it. */
import type { Mode } from './modes.ts'
import { isForVisitors } from './modes.ts'

export type Platform = 'win32' | 'linux' | 'darwin'

/** A key as Electron tells it before the page hears of it. */
export interface KeyPress {
  /** Of a US keyboard's key, whatever the layout: `KeyR`, `F5`. */
  readonly code: string
  readonly key: string
  readonly control: boolean
  readonly alt: boolean
  readonly shift: boolean
  readonly meta: boolean
}

/** Keys that do something to a browser or to the computer rather than to a page. */
const foreign =
  /^(F\d{1,2}|PrintScreen|ScrollLock|Pause|ContextMenu|(Meta|OS|Super)(Left|Right)?|Browser\w+|Launch\w*|Media\w+|Audio\w+|Volume\w+|Power|Sleep|WakeUp|Eject|Help|Exit|ZoomIn|ZoomOut|ZoomToggle)$/i

/** What staff pages lose all the same: what reloads, closes, looks inside or leads away. */
const staff: readonly { readonly code: string; readonly primary?: true; readonly alt?: true }[] = [
  { code: 'F5' },
  { code: 'F11' },
  { code: 'F12' },
  { code: 'KeyR', primary: true },
  { code: 'KeyW', primary: true },
  { code: 'KeyN', primary: true },
  { code: 'KeyT', primary: true },
  { code: 'KeyO', primary: true },
  { code: 'KeyS', primary: true },
  { code: 'KeyU', primary: true },
  { code: 'KeyI', primary: true },
  { code: 'KeyJ', primary: true },
  { code: 'ArrowLeft', alt: true },
  { code: 'ArrowRight', alt: true },
]

/** Whether the key is kept from the page. Letters, digits, arrows, Tab, Enter and Escape are a visitor's own. */
export function isSwallowed(platform: Platform, mode: Mode, press: KeyPress): boolean {
  if (isForVisitors(mode)) {
    // AltGr, which some layouts need to write with, is Control and Alt together on Windows; a kiosk has its own keys.
    return press.control || press.alt || press.meta || foreign.test(press.code) || foreign.test(press.key)
  }
  const primary = platform === 'darwin' ? press.meta : press.control
  return staff.some(
    ({ code, primary: withPrimary = false, alt = false }) =>
      code === press.code && primary === withPrimary && press.alt === alt,
  )
}

/**
 * What the system itself would take before any page: registered by a visitors' screen for as long as it stands, as
 * far as the system allows. Never to be had by any program: Ctrl+Alt+Del; on Windows also the Windows key and Alt+Tab, which
 * assigned access or the keyboard filter takes away; on Linux a session without a desktop.
 */
export function shortcutsOf(platform: Platform): readonly string[] {
  const everywhere = [
    'F1',
    'F5',
    'F11',
    'F12',
    'PrintScreen',
    'MediaPlayPause',
    'MediaNextTrack',
    'MediaPreviousTrack',
  ]
  switch (platform) {
    case 'win32':
      return [
        ...everywhere,
        'Alt+F4',
        'Alt+Space',
        'Alt+Escape',
        'Control+Escape',
        'Control+Shift+Escape',
        'Super+D',
        'Super+E',
        'Super+R',
      ]
    case 'linux':
      return [
        ...everywhere,
        'Alt+F1',
        'Alt+F2',
        'Alt+F4',
        'Alt+Tab',
        'Control+Alt+T',
        'Control+Alt+Escape',
        'Super+D',
        'Super+L',
      ]
    case 'darwin':
      return [
        ...everywhere,
        'Command+Q',
        'Command+W',
        'Command+H',
        'Command+M',
        'Command+Tab',
        'Command+Space',
        'Command+Option+Escape',
      ]
  }
}
