/** What can be chosen in the forms of the set-up. */
import type { ManagerPage } from '../useManager.ts'
import type { Option } from './fields.ts'

/** A page that knows the hall's names and its reader's language. */
export type Named = Pick<ManagerPage, 'state' | 'name' | 'locale'>

export const queueOptions = (page: Named): readonly Option[] =>
  page.state.value.catalogue.queues.map((q) => ({ value: q.id, text: `${q.letter} ${page.name(q.name)}` }))

export const departmentOptions = (page: Named): readonly Option[] =>
  page.state.value.catalogue.departments.map((d) => ({ value: d.id, text: page.name(d.name) }))

export const zoneOptions = (page: Named): readonly Option[] =>
  page.state.value.catalogue.zones.map((z) => ({ value: z.id, text: page.name(z.name) }))

export const serviceOptions = (page: Named): readonly Option[] =>
  page.state.value.catalogue.services.map((s) => ({ value: s.id, text: page.name(s.name) }))
