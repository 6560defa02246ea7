/** For the supervisors' page on the hub's own computer. Runs in the sandbox. */
import { contextBridge, ipcRenderer } from 'electron'
import { channelOf } from '../doors.ts'
import { beat } from './beat.clock.ts'

contextBridge.exposeInMainWorld(
  'yihaoShell',
  Object.freeze({
    role: 'hub',
    /** Makes the taskbar's entry blink until the program is looked at. */
    seekAttention: () => {
      ipcRenderer.send(channelOf('seekAttention'))
    },
  }),
)
beat()
