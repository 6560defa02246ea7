/** What pages say to the shell: each message is looked at before anything is done about it. */
import { ipcMain } from 'electron'
import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron'
import { channelOf, maySend, verbs } from './doors.ts'
import type { Verb } from './doors.ts'
import { roles } from './modes.ts'
import type { Role } from './modes.ts'

/** Who may say what from a page, and who is told. */
export interface Heard {
  readonly role: Role
  /** Where its page comes from now. */
  readonly origin: () => string
  /** Told of each verb its role has; the shell's own page gets what this gives back. */
  readonly said: (verb: Verb, given: unknown) => unknown
}

const pages = new Map<number, Heard>()

/** Hears a page until it is gone. */
export function hear(contents: WebContents, heard: Heard): void {
  const { id } = contents
  pages.set(id, heard)
  contents.once('destroyed', () => pages.delete(id))
}

/** Begins to listen on every channel there is. Called once. */
export function listenToPages(log: (line: string) => void): void {
  const taken = (verb: Verb, event: IpcMainEvent | IpcMainInvokeEvent): Heard | undefined => {
    const heard = pages.get(event.sender.id)
    const { senderFrame } = event
    const sender = {
      url: senderFrame?.url ?? '',
      isMainFrame: senderFrame !== null && senderFrame === event.sender.mainFrame,
    }
    if (heard !== undefined && maySend({ role: heard.role, origin: heard.origin() }, verb, sender))
      return heard
    log(`refused "${verb}" from ${sender.url.slice(0, 200)}`)
    return undefined
  }
  // The shell's own verbs have an answer, and are taken nowhere else.
  const told = roles.filter((role) => role !== 'shell').flatMap((role): readonly Verb[] => verbs[role])
  for (const verb of new Set<Verb>([...told, 'beat'])) {
    ipcMain.on(channelOf(verb), (event) => {
      taken(verb, event)?.said(verb, undefined)
    })
  }
  for (const verb of verbs.shell) {
    if (verb === 'beat') continue
    ipcMain.handle(channelOf(verb), (event, given: unknown): unknown => {
      const heard = taken(verb, event)
      if (heard?.role !== 'shell') throw new Error('not allowed')
      return heard.said(verb, given)
    })
  }
}
