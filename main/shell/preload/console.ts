/** For the console and its strip. Runs in the sandbox. */
import { contextBridge, ipcRenderer } from 'electron'
import { channelOf } from '../doors.ts'
import { beat } from './beat.clock.ts'

contextBridge.exposeInMainWorld(
  'yihaoShell',
  Object.freeze({
    role: 'console',
    /** Puts the desk away and the small strip above other programs. */
    showStrip: () => {
      ipcRenderer.send(channelOf('showStrip'))
    },
    /** Brings the desk back and puts the strip away. */
    showDesk: () => {
      ipcRenderer.send(channelOf('showDesk'))
    },
    /** Makes the taskbar's entry blink until the program is looked at. */
    seekAttention: () => {
      ipcRenderer.send(channelOf('seekAttention'))
    },
  }),
)
beat()
