/** Cases on whichever screen they stand: what it is drawn from, and what a case is about in the hall's own names. */
import { computed, inject, provide } from 'vue'
import type { ComputedRef, InjectionKey, Ref } from 'vue'
import type { LocalText } from '#shared/catalogue/catalogue.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { HallState } from '#shared/hall/state.ts'
import { casePageTexts } from '#shared/locale/casePage.ts'
import type { CaseBy, CaseRow } from '#shared/protocol/cases.ts'
import type { StaffLocale } from '../stores/language.ts'
import type { Session } from '../stores/session.ts'

/** What a screen gives to the cases on it. */
export interface CaseScreen {
  readonly session: Session
  readonly locale: Ref<StaffLocale>
  readonly state: ComputedRef<HallState>
  readonly notice: Ref<{ readonly text: string; readonly kind: 'refused' | 'done' } | undefined>
  /** Nothing can be sent now. */
  readonly still: ComputedRef<boolean>
  /** Sends a command and says how it ended; `done` is what to say when it was carried out. */
  send(command: Command, done: string): Promise<boolean>
  name(text: LocalText): string
  counterName(label: string): string
}

const key: InjectionKey<CaseScreen> = Symbol('cases')

/** Gives everything below what it needs of this screen. */
export function provideCases(screen: CaseScreen): CaseScreen {
  provide(key, screen)
  return screen
}

/** The names on the screen this component belongs to, or on the one that is given. */
export function useCaseNames(screen?: CaseScreen) {
  const page = screen ?? inject(key)
  if (page === undefined) throw new Error('a part of the cases stands outside them')
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
