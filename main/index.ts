/** Electron entry: starts the Node side, opens the mode's window on the loopback address, and nothing more. */
import { join } from 'node:path'
import { app } from 'electron'
import { startNodeSide } from './shell/nodeSide.ts'
import { parseShellOrder } from './shell/options.ts'
import type { ShellOrder } from './shell/options.ts'
import { denyPermissions, openWindow } from './shell/windows.ts'

async function run(order: ShellOrder): Promise<void> {
  app.enableSandbox()
  app.on('window-all-closed', () => {
    app.quit()
  })
  await app.whenReady()
  denyPermissions()
  let origin = order.attach
  if (origin === undefined) {
    const nodeSide = await startNodeSide(join(import.meta.dirname, 'cli.js'), order.nodeArgs)
    origin = nodeSide.origin
    nodeSide.process.once('exit', (code) => {
      app.exit(code)
    })
    app.once('will-quit', () => {
      nodeSide.process.kill()
    })
  }
  await openWindow(order.mode, origin, order.page, join(import.meta.dirname, '..', 'preload', 'preload.cjs'))
}

const parsed = parseShellOrder(process.argv.slice(app.isPackaged ? 1 : 2))
if (parsed.ok) {
  run(parsed.order).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    app.exit(1)
  })
} else {
  console.error(parsed.problem)
  app.exit(2)
}
