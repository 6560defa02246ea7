/** What a screen that visitors can reach gets from the shell: nothing it could call; the corners are watched here. */
import { contextBridge, ipcRenderer } from 'electron'
import { touched, untouched } from '../cornerGesture.ts'
import { channelOf } from '../doors.ts'
import { beat } from './beat.clock.ts'

// A preload script runs beside a page; these few are all it needs of one, and the rest of the program has none.
interface Touched {
  readonly isTrusted: boolean
  readonly clientX: number
  readonly clientY: number
  /** Monotonic ms. */
  readonly timeStamp: number
}
declare const innerWidth: number
declare const innerHeight: number
declare function addEventListener(
  type: 'pointerdown',
  listener: (event: Touched) => void,
  options: { readonly capture: true },
): void

/** Watches the corners and lives. */
export function standBeforeVisitors(role: 'kiosk' | 'display'): void {
  contextBridge.exposeInMainWorld('yihaoShell', Object.freeze({ role }))
  beat()
  let corners = untouched
  addEventListener(
    'pointerdown',
    (event) => {
      // A script of the page can make events, but not trusted ones.
      if (!event.isTrusted) return
      const step = touched(corners, {
        x: event.clientX,
        y: event.clientY,
        width: innerWidth,
        height: innerHeight,
        atMs: event.timeStamp,
      })
      corners = step.corners
      if (step.done) ipcRenderer.send(channelOf('askToLeave'))
    },
    { capture: true },
  )
}
