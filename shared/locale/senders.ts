/** Whoever sent something, as people read it: in the audit log and wherever changes are kept. */

interface Words {
  readonly zh: string
  readonly en: string
}

/** What stands before the name of a sender that is no person, by its kind. */
const kinds: Readonly<Record<string, Words>> = {
  station: { zh: '设备', en: 'station' },
  program: { zh: '外部系统', en: 'another system' },
  visitor: { zh: '办事群众', en: 'a visitor' },
}
/** Senders that are nobody in particular. */
const nobody: Readonly<Record<string, Words>> = {
  system: { zh: '系统', en: 'the system' },
  nobody: { zh: '未登录', en: 'nobody signed in' },
}

/**
 * The sender in words.
 *
 * @param sender `system`, or its kind and its id: `staff:…`, `station:…`, `program:…`, `visitor:…`
 * @param person the name of a member of staff by their id
 */
export function senderText(
  sender: string,
  locale: 'zh' | 'en',
  person: (id: string) => string | undefined,
): string {
  const [kind = '', ...rest] = sender.split(':')
  const id = rest.join(':')
  if (kind === 'staff') return person(id) ?? id
  const words = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  // A visit's id says nothing to anybody.
  if (words !== undefined) return kind === 'visitor' ? words[locale] : `${words[locale]} ${id}`
  return (Object.hasOwn(nobody, sender) ? nobody[sender]?.[locale] : undefined) ?? sender
}
