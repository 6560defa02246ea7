/** One screen of the hall: what it shows now, and the calls it announces one after the other. */
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { Locale } from '#shared/catalogue/catalogue.ts'
import type { Pending } from '#shared/client/announcements.ts'
import { spokenText } from '#shared/locale/announce.ts'
import type { Hall } from '../stores/hall.ts'
import { announcer } from './announcer.ts'
import type { AnnouncementLog } from './announcementLog.ts'
import { callRow, counterRows, newestOfEach, queueRows } from './board.ts'
import type { CallRow, CounterRow, QueueRow } from './board.ts'
import type { DisplayConfig } from './config.ts'
import { layoutOf } from './layout.ts'
import type { DisplayLayout } from './layout.ts'
import { keepMark, keptMark } from './mark.ts'
import type { SpokenLine, Voice } from './voice.ts'

export interface DisplayPage {
  readonly layout: ComputedRef<DisplayLayout>
  /** The call on top and those below it, newest first. */
  readonly calls: ComputedRef<readonly CallRow[]>
  /** The call being announced now. */
  readonly announcing: Ref<string | undefined>
  readonly counters: ComputedRef<readonly CounterRow[]>
  readonly queues: ComputedRef<readonly QueueRow[]>
  /** The language that stands beside the first one now. */
  readonly second: ComputedRef<Locale | undefined>
}

/** How long each further language stands, ms. */
const languageMs = 10_000
const shownKept = 60

export interface DisplayParts {
  readonly hall: Hall
  readonly config: DisplayConfig
  readonly voice: Voice
  readonly log: AnnouncementLog
}

export function useDisplay({ hall, config, voice, log }: DisplayParts): DisplayPage {
  const size = ref({ widthPx: innerWidth, heightPx: innerHeight })
  const resized = (): void => {
    size.value = { widthPx: innerWidth, heightPx: innerHeight }
  }
  addEventListener('resize', resized)
  onScopeDispose(() => {
    removeEventListener('resize', resized)
  })

  const layout = computed(() => layoutOf(config, size.value))
  const shown = shallowRef<readonly Pending[]>([])
  const pending = shallowRef<readonly Pending[]>([])
  const announcing = ref<string>()

  function linesOf(call: CallRow): readonly SpokenLine[] {
    const [first = 'zh'] = config.languages
    const other = call.locale !== first ? call.locale : undefined
    return [first, other].flatMap((locale) =>
      locale === undefined ? [] : [{ locale, text: spokenText(call, locale) }],
    )
  }

  const announces = announcer({
    voice,
    log,
    aloneMs: config.aloneS * 1000,
    from: keptMark(hall.client.hubNowMs()),
    keep(mark) {
      keepMark(mark, hall.client.hubNowMs())
    },
    show(call) {
      shown.value = [...shown.value, call].slice(-shownKept)
      const row = callRow(hall.view.value.state, call)
      announcing.value = row.key
      return linesOf(row)
    },
    changed(queue) {
      pending.value = queue.pending
      const { announced } = queue
      // What was called before this screen came is on the board, and told by others.
      if (shown.value.length === 0 && announced !== undefined) {
        shown.value = [...hall.view.value.state.announcements]
          .filter((call) => call.callNo <= announced.callNo)
          .map((call) => ({ ...call, day: announced.day }))
      }
    },
    wait: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms)
      }),
  })
  hall.follow((view, events) => {
    announces.hear(view, events)
  })

  const today = computed(() => shown.value.filter((call) => call.day === hall.view.value.state.day?.day))
  return {
    layout,
    calls: computed(() =>
      newestOfEach(today.value, layout.value.rows + 1).map((call) => callRow(hall.view.value.state, call)),
    ),
    announcing,
    counters: computed(() =>
      counterRows(hall.view.value.state, new Set(pending.value.map((call) => call.visitId))),
    ),
    queues: computed(() => queueRows(hall.view.value.state, hall.nowMs.value)),
    second: computed(() => {
      const [, ...others] = config.languages
      return others[Math.floor(hall.nowMs.value / languageMs) % Math.max(1, others.length)]
    }),
  }
}
