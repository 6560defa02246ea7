/** The guide's keys: places on the keyboard, the same under any input method; they rest while text is typed. */
import type { GuideVerb } from '#shared/locale/guide.ts'
import type { KeyPress } from '../console/keys.ts'

export const guideKeys: Readonly<Record<GuideVerb, string>> = {
  issue: 'I',
  find: 'F',
  booked: 'B',
  priority: 'P',
  copy: 'C',
  back: 'R',
  add: 'A',
  cancel: 'X',
  raise: 'K',
  help: 'H',
  helped: 'G',
}

/** The verb of a key, if it has one. */
export function guideVerbOf(event: KeyPress): GuideVerb | undefined {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined
  const letter = /^Key([A-Z])$/u.exec(event.code)?.[1]
  const found = Object.entries(guideKeys).find(([, key]) => key === letter)?.[0]
  return verbs.find((verb) => verb === found)
}

const verbs: readonly GuideVerb[] = [
  'issue',
  'find',
  'booked',
  'priority',
  'copy',
  'back',
  'add',
  'cancel',
  'raise',
  'help',
  'helped',
]
