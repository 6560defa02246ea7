/** A page's sign of life. It is the page's own thread that sends it, so a page that hangs falls silent. */
import { ipcRenderer } from 'electron'
import { channelOf } from '../doors.ts'
import { beatEveryMs } from '../watchdog.ts'

/** Begins to send it. */
export function beat(): void {
  const send = (): void => {
    ipcRenderer.send(channelOf('beat'))
  }
  send()
  setInterval(send, beatEveryMs)
}
