/** What every set-up page does: look at the set-up, judge a change before it is sent, send it, and say what became of it. */
import { computed, ref } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { validateCatalogue } from '#shared/catalogue/validate.ts'
import { applyChanges } from '#shared/hall/setUp.ts'
import type { SetUp, SetUpChange } from '#shared/hall/setUp.ts'
import type { Refusal } from '#shared/hall/refusals.ts'
import { refusalText } from '#shared/locale/refusals.ts'
import { problemWords, refusedWords, setUpWords, withFacts } from '#shared/locale/setUp.ts'
import type { StaffWords } from '#shared/locale/setUp.ts'
import { useManager } from '../useManager.ts'
import type { ManagerPage } from '../useManager.ts'

export interface SetUpPage {
  readonly page: ManagerPage
  /** The set-up as it is now; undefined before there is a hall. */
  readonly setUp: ComputedRef<SetUp | undefined>
  /** Why the last change was not made; empty when it was. */
  readonly problem: Ref<string>
  readonly say: (words: StaffWords) => string
  /** What would be wrong with these changes, as far as it can be told here; empty for nothing. */
  readonly judge: (changes: readonly SetUpChange[]) => string
  /** Makes the changes; whether they were made. */
  readonly change: (changes: readonly SetUpChange[], done?: string) => Promise<boolean>
  /** A refusal with what it says of the set-up in words. */
  readonly wordsOf: (refusal: Refusal) => string
}

export function useSetUp(): SetUpPage {
  const page = useManager()
  const problem = ref('')
  const say = (words: StaffWords): string => words[page.locale.value]
  const setUp = computed(() => {
    const { settings, catalogue, staff, displays } = page.state.value
    return settings === undefined ? undefined : { settings, catalogue, staff: [...staff.values()], displays }
  })

  function judge(changes: readonly SetUpChange[]): string {
    if (setUp.value === undefined) return ''
    const applied = applyChanges(setUp.value, changes)
    if (!applied.ok)
      return applied.why === 'notWhole' ? withFacts(say(refusedWords.shape), { path: applied.path }) : ''
    const valid = validateCatalogue(applied.setUp.catalogue)
    if (valid.ok) return ''
    return valid.problems
      .slice(0, 3)
      .map(({ code, facts }) => withFacts(say(problemWords[code]), facts))
      .join(' · ')
  }

  function wordsOf(refusal: Refusal): string {
    const { code, facts } = refusal
    if (code !== 'catalogueInvalid') return refusalText(refusal, page.locale.value).join(' ')
    const found = problemWordsOf(facts)
    return found === undefined
      ? withFacts(say(refusedWords.shape), facts)
      : withFacts(say(found), { value: facts['path'], id: facts['path'], ...facts })
  }

  async function change(changes: readonly SetUpChange[], done?: string): Promise<boolean> {
    problem.value = judge(changes)
    if (problem.value !== '') return false
    const answer = await page.ask({ type: 'changeSetUp', changes })
    if (answer === undefined) return false
    if (answer.ok) {
      page.notice.value = { text: done ?? say(setUpWords.saved), kind: 'done' }
      return true
    }
    problem.value = wordsOf(answer.refusal)
    return false
  }
  return { page, setUp, problem, say, judge, change, wordsOf }
}

function problemWordsOf(facts: Refusal['facts']): StaffWords | undefined {
  const { first, path, inUse } = facts
  if (first === 'noAdministrator') return refusedWords.noAdministrator
  if (typeof first === 'string') {
    const [, words] = Object.entries(problemWords).find(([code]) => code === first) ?? []
    return words
  }
  if (path === 'staffNo' || path === 'id') return refusedWords.staffNo
  if (path === 'timeZone') return refusedWords.timeZone
  if (path === 'staff.skills') return refusedWords.skills
  if (inUse === undefined) return undefined
  if (path === 'queues') return refusedWords.inUseQueue
  if (path === 'queues.letter') return refusedWords.inUseLetter
  return path === 'staff' ? refusedWords.inUseStaff : refusedWords.inUseCounter
}
