/** Goal: no page of the shell is given more than it needs. Method: the options as data, hole by hole. */
import { join } from 'node:path/posix'
import { describe, expect, it } from 'vitest'
import { isForVisitors, modes, roleOf } from './modes.ts'
import { shellPageOptions, stripOptions, windowOptions } from './windowOptions.ts'

const preloads = { folder: '/out/preload', join }
const bounds = { x: 0, y: 0, width: 420, height: 120 }
const every = [
  ...modes.map((mode) => [mode, windowOptions(mode, preloads, { developing: true })] as const),
  ['strip', stripOptions(preloads, bounds)] as const,
  ['shell', shellPageOptions(preloads, true)] as const,
]

describe.each(every)('the page of %s', (name, options) => {
  it('has no Node and no way out of the sandbox', () => {
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
    })
  })

  it('has the preload script of its role and a storage of its own', () => {
    const role = name === 'strip' ? 'console' : name === 'shell' ? 'shell' : roleOf(name)
    expect(options.webPreferences?.preload).toBe(`/out/preload/${role}.cjs`)
    expect(options.webPreferences?.partition).toBe(`persist:${role}`)
  })
})

describe.each(modes)('the %s frame', (mode) => {
  const options = windowOptions(mode, preloads, { developing: true })
  const forVisitors = isForVisitors(mode)

  it('fills the screen and cannot be moved or closed exactly when visitors can touch it', () => {
    expect(options).toMatchObject({
      kiosk: forVisitors,
      fullscreen: forVisitors,
      alwaysOnTop: forVisitors,
      frame: !forVisitors,
      closable: !forVisitors,
      minimizable: !forVisitors,
      movable: !forVisitors,
      resizable: !forVisitors,
    })
  })

  it('can be looked inside only by who develops it, and never before visitors', () => {
    expect(options.webPreferences?.devTools).toBe(!forVisitors)
    expect(windowOptions(mode, preloads).webPreferences?.devTools).toBe(false)
  })
})

it('a visitors’ screen beside others is an ordinary frame, and still cannot be looked inside', () => {
  for (const mode of modes.filter(isForVisitors)) {
    const options = windowOptions(mode, preloads, { developing: true, isFramed: true })
    expect(options).toMatchObject({ kiosk: false, frame: true, closable: true, alwaysOnTop: false })
    expect(options.webPreferences?.devTools).toBe(false)
  }
})

it('the strip is small and above every other program', () => {
  expect(stripOptions(preloads, bounds)).toMatchObject({
    width: 420,
    height: 120,
    alwaysOnTop: true,
    frame: false,
  })
})
