/** What a case is about, in the hall's own names. */
import { computed } from 'vue'
import { casePageTexts } from '#shared/locale/casePage.ts'
import type { CaseBy, CaseRow } from '#shared/protocol/cases.ts'
import { useManager } from '../useManager.ts'

export function useCaseNames() {
  const page = useManager()
  const words = computed(() => casePageTexts[page.locale.value])
  const person = (id: CaseRow['staffId']): string =>
    id === undefined ? '' : (page.state.value.staff.get(id)?.name ?? id)
  const counter = (id: CaseRow['counterId']): string => {
    const found = id === undefined ? undefined : page.state.value.lookup.counters.get(id)
    return found === undefined ? (id ?? '') : page.counterName(found.label)
  }
  const service = (id: CaseRow['serviceId']): string => {
    const found = id === undefined ? undefined : page.state.value.lookup.services.get(id)
    return found === undefined ? (id ?? '') : page.name(found.name)
  }
  return {
    page,
    words,
    person,
    counter,
    service,
    about: (row: CaseRow): string =>
      [row.number, person(row.staffId), counter(row.counterId)].filter((one) => one).join(' · '),
    by: ({ kind, name, staffId }: CaseBy): string => name ?? staffId ?? words.value.by[kind],
    /** How long there is, or that there is none. */
    due: (row: CaseRow): { readonly text: string; readonly late: boolean } => {
      if (row.overdue !== undefined && row.closedAt === undefined) {
        const { overdue, stageOverdue } = words.value
        return { text: row.overdue === 'case' ? overdue : stageOverdue, late: true }
      }
      const days = row.workingDaysLeft
      return { text: days === undefined ? '' : words.value.left(Math.max(0, days)), late: false }
    },
    /** `2026-11-22T09:30:00+08:00` as `2026-11-22 09:30`. */
    when: (iso: string): string => iso.slice(0, 16).replace('T', ' '),
    /** Due at midnight is due on the day before it. */
    dueDay: (iso: string): string => {
      const ms = Date.parse(iso)
      const offset = iso.slice(-6)
      const minutes =
        (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * (offset.startsWith('-') ? -1 : 1)
      return new Date(ms - 1 + minutes * 60_000).toISOString().slice(0, 10)
    },
  }
}
