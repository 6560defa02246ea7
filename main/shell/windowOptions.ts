/** The options of every window the shell opens: plain data, so that each has a test. No page gets Node. */
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron'
import { isForVisitors, roleOf } from './modes.ts'
import type { Mode, Role } from './modes.ts'
import type { Rectangle } from './placement.ts'

/** Where the preload scripts are. */
export interface Preloads {
  readonly folder: string
  readonly join: (folder: string, file: string) => string
}

/** What every page is held to. `partition` keeps the modes' pages and the shell's own apart. */
export function webPreferences(
  role: Role,
  isDevToolsAllowed: boolean,
  { folder, join }: Preloads,
): WebPreferences {
  return {
    preload: join(folder, `${role}.cjs`),
    partition: `persist:${role}`,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    enableWebSQL: false,
    disableDialogs: role === 'kiosk' || role === 'display',
    devTools: isDevToolsAllowed,
    // Calls are spoken without anybody having touched the screen.
    autoplayPolicy: 'no-user-gesture-required',
    // A display behind another window must still announce in time, and a hidden console must still ring.
    backgroundThrottling: false,
  }
}

/**
 * A window for one mode's page. Visitors can reach the kiosk, display and pad, so these fill their monitor without
 * any frame, menu or way to be moved; staff windows are ordinary ones.
 */
export function windowOptions(
  mode: Mode,
  preloads: Preloads,
  {
    bounds,
    developing = false,
    isFramed = false,
  }: { readonly bounds?: Rectangle; readonly developing?: boolean; readonly isFramed?: boolean } = {},
): BrowserWindowConstructorOptions {
  const forVisitors = isForVisitors(mode) && !isFramed
  return {
    show: false,
    title: '一号 Yihao',
    ...(bounds ?? { width: 1280, height: 800 }),
    kiosk: forVisitors,
    fullscreen: forVisitors,
    frame: !forVisitors,
    autoHideMenuBar: true,
    closable: !forVisitors,
    minimizable: !forVisitors,
    maximizable: !forVisitors,
    movable: !forVisitors,
    resizable: !forVisitors,
    skipTaskbar: forVisitors,
    alwaysOnTop: forVisitors,
    acceptFirstMouse: true,
    enableLargerThanScreen: false,
    backgroundColor: mode === 'display' ? '#0b1624' : '#ffffff',
    // Looking inside a page is for who develops it, on a run from the sources, and never where visitors stand.
    webPreferences: webPreferences(roleOf(mode), developing && !isForVisitors(mode), preloads),
  }
}

/** The console's strip: small, without a frame, above every other program, and not in the taskbar twice. */
export function stripOptions(preloads: Preloads, bounds: Rectangle): BrowserWindowConstructorOptions {
  return {
    show: false,
    title: '一号 Yihao',
    ...bounds,
    maxWidth: bounds.width,
    maxHeight: bounds.height,
    frame: false,
    resizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    backgroundColor: '#ffffff',
    webPreferences: webPreferences('console', false, preloads),
  }
}

/** The shell's own page: first start, leaving with a PIN, and what to do when the Node side does not start. */
export function shellPageOptions(preloads: Preloads, isAboveAll: boolean): BrowserWindowConstructorOptions {
  return {
    show: false,
    title: '一号 Yihao',
    width: 760,
    height: 780,
    center: true,
    frame: !isAboveAll,
    resizable: !isAboveAll,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    alwaysOnTop: isAboveAll,
    autoHideMenuBar: true,
    backgroundColor: '#f4f6f8',
    webPreferences: webPreferences('shell', false, preloads),
  }
}
