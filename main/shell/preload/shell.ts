/** For the shell's own page: first start, leaving with a PIN, trouble. Runs in the sandbox. */
import { contextBridge, ipcRenderer } from 'electron'
import type { ShellBridge } from '#shared/protocol/shellBridge.ts'
import { channelOf } from '../doors.ts'
import { beat } from './beat.clock.ts'

/** Asks the app; what it says is what `ShellBridge` says it says, for both are of one build. */
async function ask<T>(verb: keyof ShellBridge, given?: unknown): Promise<T> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- Electron has no type for what comes back
  const said: Promise<T> = ipcRenderer.invoke(channelOf(verb), given)
  return said
}

const bridge: ShellBridge = {
  state: async () => ask('state'),
  choose: async (answer) => ask('choose', answer),
  leave: async (given) => ask('leave', given),
  setUp: async (given) => ask('setUp', given),
  back: async () => ask('back'),
  tryAgain: async () => ask('tryAgain'),
}
contextBridge.exposeInMainWorld('yihaoShell', Object.freeze({ role: 'shell', ...bridge }))
beat()
