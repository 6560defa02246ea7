/** The visitor's visit, asked for again and again; a phone that sleeps or loses the network catches up by itself. */
import { onBeforeUnmount, onMounted, ref } from 'vue'
import type { Ref } from 'vue'
import { z } from 'zod'
import { locale, text } from '#shared/catalogue/catalogue.ts'
import { visitId } from '#shared/ids/ids.ts'
import { visitState } from '#shared/hall/visit.ts'
import { waitBand } from '#shared/protocol/messages.ts'

const answer = z.object({
  visit: z.object({
    id: visitId,
    day: z.string(),
    number: z.string(),
    state: visitState,
    hall: text,
    locale,
    services: z.array(z.object({ name: text, done: z.boolean() })),
    ahead: z.number().optional(),
    wait: waitBand.optional(),
    zone: text.optional(),
    counter: z.string().optional(),
    rating: z.enum(['first', 'followUp']).optional(),
    rated: z.boolean(),
  }),
})
export type VisitorVisit = z.infer<typeof answer>['visit']

/** What the page knows: nothing yet, the visit, or that there is none. `fresh` is false while the hall cannot be reached. */
export interface VisitorPage {
  readonly visit: Ref<VisitorVisit | undefined>
  readonly unknown: Ref<boolean>
  readonly fresh: Ref<boolean>
  readonly cancel: () => Promise<void>
  /** Asks at once, instead of in a few seconds. */
  readonly refresh: () => Promise<void>
}

/** Between two questions, ms: often enough for who is next, seldom enough for ten thousand phones. */
const everyMs = 5_000

/** Follows the visit that this key opens while the page is shown. */
export function useVisit(key: string): VisitorPage {
  const visit = ref<VisitorVisit>()
  const unknown = ref(false)
  const fresh = ref(true)
  const address = `/api/v1/visitor/${encodeURIComponent(key)}`

  const take = async (request: Promise<Response>): Promise<void> => {
    try {
      const response = await request
      if (response.status === 400 || response.status === 404) {
        unknown.value = true
        return
      }
      const read = answer.safeParse(await response.json())
      fresh.value = read.success
      if (read.success) visit.value = read.data.visit
    } catch {
      fresh.value = false
    }
  }
  const ask = async (): Promise<void> => take(fetch(address, { cache: 'no-store' }))
  const again = (): void => {
    if (!unknown.value && document.visibilityState === 'visible') void ask()
  }
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    void ask()
    timer = setInterval(again, everyMs)
    document.addEventListener('visibilitychange', again)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', again)
  })
  return {
    visit,
    unknown,
    fresh,
    refresh: ask,
    cancel: async () => {
      await take(fetch(`${address}/cancel`, { method: 'POST' }))
      await ask()
    },
  }
}
