/** What can be chosen in the forms of the set-up. */
import type { ManagerPage } from '../useManager.ts'
import type { Option } from './fields.ts'

export const queueOptions = (page: ManagerPage): readonly Option[] =>
  page.state.value.catalogue.queues.map((q) => ({ value: q.id, text: `${q.letter} ${page.name(q.name)}` }))

export const departmentOptions = (page: ManagerPage): readonly Option[] =>
  page.state.value.catalogue.departments.map((d) => ({ value: d.id, text: page.name(d.name) }))

export const zoneOptions = (page: ManagerPage): readonly Option[] =>
  page.state.value.catalogue.zones.map((z) => ({ value: z.id, text: page.name(z.name) }))
