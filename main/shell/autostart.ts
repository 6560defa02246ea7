/** How the shell starts with the computer. Windows has a setting for it; on Linux it is a file of the desktop's. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Said to the shell when nobody started it by hand. */
export const autostartArgs = ['--hidden'] as const

/** The desktop entry for `program`, which may be a path with spaces. */
export function desktopEntry(program: string): string {
  // In a desktop entry a quoted argument escapes these, and a backslash twice; a percent sign stands for a file.
  const quoted = `"${program.replace(/[\\"`$]/g, (sign) => (sign === '\\' ? '\\\\\\\\' : `\\\\${sign}`)).replaceAll('%', '%%')}"`
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Yihao 一号',
    `Exec=${[quoted, ...autostartArgs].join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    'NoDisplay=true',
    '',
  ].join('\n')
}

/** Where the entry lies, from the user's configuration folder. */
export function entryPath(configFolder: string): string {
  return join(configFolder, 'autostart', 'yihao.desktop')
}

/** Puts the entry there, or takes it away. */
export function setEntry(configFolder: string, program: string, isOn: boolean): void {
  const path = entryPath(configFolder)
  if (!isOn) {
    rmSync(path, { force: true })
    return
  }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, desktopEntry(program))
}
