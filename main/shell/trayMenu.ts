/** The tray's entry of staff modes: what it offers is a pure list, shown here. */
import { Menu, nativeImage, Tray } from 'electron'
import type { Mode } from './modes.ts'
import { isForVisitors } from './modes.ts'

export interface TrayParts {
  readonly mode: Mode
  readonly icon: string
  readonly open: () => void
  readonly openLogs: () => void
  readonly change: () => void
  readonly quit: () => void
}

/** Puts the entry there; visitors' modes have none. */
export function showTray({ mode, icon, open, openLogs, change, quit }: TrayParts): Tray | undefined {
  if (isForVisitors(mode)) return undefined
  const tray = new Tray(nativeImage.createFromPath(icon))
  tray.setToolTip('一号 Yihao')
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: '打开 Open', click: open },
      { label: '日志文件夹 Log folder', click: openLogs },
      { type: 'separator' },
      { label: '更改本机用途… Change what this computer is…', click: change },
      // A hall would stop with its hub, so leaving that asks for a PIN too.
      { label: mode === 'hub' ? '停止主机… Stop the hub…' : '退出 Quit', click: quit },
    ]),
  )
  tray.on('click', open)
  return tray
}
