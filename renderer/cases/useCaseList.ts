/** The open cases or the closed ones, as last told by the hub. */
import { ref, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { CaseRow } from '#shared/protocol/cases.ts'
import type { Why } from '../stores/asking.ts'
import type { CaseRest } from './ask.ts'

export interface ShownCases {
  readonly state: Ref<'open' | 'closed'>
  /** Undefined before the first answer. */
  readonly rows: Readonly<ShallowRef<readonly CaseRow[] | undefined>>
  /** There are more than these. */
  readonly more: Readonly<Ref<boolean>>
  /** Why they were not told the last time. */
  readonly problem: Readonly<Ref<Why | undefined>>
  readonly load: () => Promise<void>
}

/** @param version another value: something happened to a case */
export function useCaseList(rest: CaseRest, version: () => unknown = () => 0): ShownCases {
  const state = ref<'open' | 'closed'>('open')
  const rows = shallowRef<readonly CaseRow[]>()
  const more = ref(false)
  const problem = ref<Why>()
  /** Only the last thing asked for is shown, in whatever order answers come. */
  let asked = 0
  async function load(): Promise<void> {
    const mine = (asked += 1)
    const answer = await rest.list(state.value)
    if (mine !== asked) return
    problem.value = answer.ok ? undefined : answer.why
    if (!answer.ok) return
    rows.value = answer.value.cases
    more.value = answer.value.more
  }
  watch([version, state], load, { immediate: true })
  return { state, rows, more, problem, load }
}
