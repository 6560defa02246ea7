/** For the shell's own page: first start, leaving with a PIN, trouble. Runs in the sandbox. */
import { contextBridge, ipcRenderer } from 'electron'
import type { ShellBridge } from '#shared/protocol/shellBridge.ts'
import { channelOf } from '../doors.ts'
import { beat } from './beat.ts'

const bridge: ShellBridge = {
  state: async () => ipcRenderer.invoke(channelOf('state')),
  choose: async (answer) => ipcRenderer.invoke(channelOf('choose'), answer),
  leave: async (given) => ipcRenderer.invoke(channelOf('leave'), given),
  setUp: async (given) => ipcRenderer.invoke(channelOf('setUp'), given),
  back: async () => ipcRenderer.invoke(channelOf('back')),
  tryAgain: async () => ipcRenderer.invoke(channelOf('tryAgain')),
}
contextBridge.exposeInMainWorld('yihaoShell', Object.freeze({ role: 'shell', ...bridge }))
beat()
