/** The list under a field that is typed into: arrow keys move in it, and the field says which row is meant. */
import { computed, nextTick, ref, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'

export interface ListBox<T> {
  /** Place of the row that is meant. */
  readonly at: Readonly<Ref<number>>
  readonly chosen: ComputedRef<T | undefined>
  /** For the field's `aria-activedescendant`. */
  readonly activeId: ComputedRef<string | undefined>
  /** The rows' ids, as their elements have them. */
  readonly idOf: (row: T) => string
  /** Moves by so many rows and stays in the list; the row is brought into view. */
  readonly move: (by: number) => void
}

/** A list of what was found; another query begins at its top. */
export function useListBox<T>(
  query: Readonly<Ref<string>>,
  found: ComputedRef<readonly T[]>,
  idOf: (row: T) => string,
): ListBox<T> {
  const at = ref(0)
  const chosen = computed(() => found.value[at.value])
  const activeId = computed(() => (chosen.value === undefined ? undefined : idOf(chosen.value)))
  watch(query, () => {
    at.value = 0
  })
  return {
    at,
    chosen,
    activeId,
    idOf,
    move: (by) => {
      at.value = Math.min(Math.max(0, at.value + by), Math.max(0, found.value.length - 1))
      void nextTick(() => {
        if (activeId.value !== undefined)
          document.getElementById(activeId.value)?.scrollIntoView({ block: 'nearest' })
      })
    },
  }
}
