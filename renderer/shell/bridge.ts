/** The desktop app's verbs, if this page was opened by it. */
import type { ShellBridge } from '#shared/protocol/shellBridge.ts'

/** Looks for them where the app's preload script puts them. */
export function bridgeOf(place: object): ShellBridge | undefined {
  const found: unknown = 'yihaoShell' in place ? place.yihaoShell : undefined
  return isBridge(found) ? found : undefined
}

function isBridge(found: unknown): found is ShellBridge {
  return typeof found === 'object' && found !== null && 'role' in found && found.role === 'shell'
}
