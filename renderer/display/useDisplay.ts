/** One screen of the hall: what it shows now, and the calls it announces one after the other. */
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { Locale, Zone } from '#shared/catalogue/catalogue.ts'
import type { Panel } from '#shared/hall/displays.ts'
import { remembered } from '#shared/client/announcements.ts'
import type { AnnouncementQueue, Pending } from '#shared/client/announcements.ts'
import { reachOf } from '#shared/hall/reach.ts'
import { spokenText } from '#shared/locale/announce.ts'
import { isUpright } from '#shared/locale/direction.ts'
import type { Hall } from '../stores/hall.ts'
import { announcer } from './announcer.ts'
import type { AnnouncementLog } from './announcementLog.ts'
import type { CalmHall } from './calmHall.ts'
import { callRow, counterRows, newestOfEach, queueRows } from './board.ts'
import type { CallRow, CounterRow, QueueRow } from './board.ts'
import type { DisplayConfig } from './config.ts'
import { layoutOf } from './layout.ts'
import type { DisplayLayout } from './layout.ts'
import { keepMark, keptMark } from './mark.ts'
import type { Media } from './media.ts'
import type { SpokenLine, Voice } from './voice.ts'

export interface DisplayPage {
  /** The zones this screen is for; none: the whole hall. */
  readonly zones: ComputedRef<readonly Zone[]>
  readonly layout: ComputedRef<DisplayLayout>
  /** The call on top and those below it, newest first. */
  readonly calls: ComputedRef<readonly CallRow[]>
  /** The call being announced now. */
  readonly announcing: Ref<string | undefined>
  readonly counters: ComputedRef<readonly CounterRow[]>
  readonly queues: ComputedRef<readonly QueueRow[]>
  /** The language of everything but calls now. */
  readonly first: ComputedRef<Locale>
  /** The language that stands beside the first one now. */
  readonly second: ComputedRef<Locale | undefined>
  /** The languages of the call on top, before the visitor's own. */
  readonly callFirst: ComputedRef<Locale>
  readonly callSecond: ComputedRef<Locale | undefined>
  /** What there is to show of each panel; a panel without anything takes no room. */
  readonly aside: ComputedRef<Panel | undefined>
  readonly foot: ComputedRef<Panel | undefined>
  /** Whether nothing stands beside the calls. */
  readonly alone: ComputedRef<boolean>
}

const shownKept = 60

export interface DisplayParts {
  readonly hall: Hall
  readonly calm: CalmHall
  readonly config: Readonly<Ref<DisplayConfig>>
  readonly voice: Voice
  readonly media: Media
  readonly log: AnnouncementLog
}

export function useDisplay({ hall, calm, config, voice, log, media }: DisplayParts): DisplayPage {
  const size = ref({ widthPx: innerWidth, heightPx: innerHeight })
  const resized = (): void => {
    size.value = { widthPx: innerWidth, heightPx: innerHeight }
  }
  addEventListener('resize', resized)
  onScopeDispose(() => {
    removeEventListener('resize', resized)
  })

  /** A panel with what can be shown of it now; nothing of one with nothing. */
  const panelAt = (place: Panel['place']): Panel | undefined => {
    const panel = config.value.panels.find((p) => p.place === place)
    const isReady = panel?.items.some(
      (item) => item.type === 'notice' || media.urlOf(item.file) !== undefined,
    )
    return isReady === true ? panel : undefined
  }
  // Asked again as time goes on: that is also what has files fetched and asked after.
  const minute = computed(() => Math.floor(calm.nowMs.value / 20_000))
  const aside = computed(() => (void minute.value, panelAt('aside')))
  const foot = computed(() => (void minute.value, panelAt('foot')))
  const alone = computed(() => !config.value.counters && !config.value.waiting && aside.value === undefined)
  const layout = computed(() =>
    layoutOf(config.value, size.value, {
      footPx: ((foot.value?.sharePct ?? 0) / 100) * size.value.heightPx,
      alone: alone.value,
    }),
  )
  const shown = shallowRef<readonly Pending[]>([])
  const announcing = ref<string>()

  function linesOf(call: CallRow): readonly SpokenLine[] {
    const [first = 'zh'] = config.value.languages
    const other = call.locale !== first ? call.locale : undefined
    return [first, other].flatMap((locale) =>
      locale === undefined ? [] : [{ locale, call, text: spokenText(call, locale) }],
    )
  }

  const reach = computed(() => reachOf(calm.view.value.state, config.value.zones))
  const tells = (call: Pending): boolean => reachOf(hall.client.view.state, config.value.zones).call(call)
  /** What was called before, and is told by others or was told here, stands on the board. */
  function fillBoard({ announced }: AnnouncementQueue): void {
    if (announced === undefined) return
    shown.value = remembered(hall.client.view.state, announced.day).filter(
      (call) => call.callNo <= announced.callNo && tells(call),
    )
  }

  const announces = announcer({
    voice,
    log,
    tells,
    aloneMs: () => config.value.aloneS * 1000,
    repeats: () => config.value.repeats,
    from: keptMark(hall.client.hubNowMs()),
    keep(mark) {
      keepMark(mark, hall.client.hubNowMs())
    },
    show(call) {
      shown.value = [...shown.value, call].slice(-shownKept)
      const row = callRow(hall.client.view.state, call)
      announcing.value = row.key
      return linesOf(row)
    },
    changed(queue) {
      if (shown.value.length === 0) fillBoard(queue)
    },
    wait: (ms) =>
      new Promise((resolve) => {
        setTimeout(resolve, ms)
      }),
    onFault: reportError,
  })
  hall.follow((view, events) => {
    announces.hear(view, events)
  })

  // Another zone's screen from now on, or counters that stand elsewhere: another board.
  watch(
    () => reach.value.zones.map(({ id }) => id).join(' '),
    () => {
      fillBoard(announces.queue)
    },
  )
  watch(
    () => calm.view.value.state.catalogue,
    () => {
      if (reach.value.zones.length > 0) fillBoard(announces.queue)
    },
  )

  const today = computed(() => shown.value.filter((call) => call.day === calm.view.value.state.day?.day))
  const turn = computed(() => Math.floor(calm.nowMs.value / (config.value.languageS * 1000)))
  const languages = computed(() => config.value.languages)
  /** A sentence begins in a line, whatever language is named first. */
  const callFirst = computed<Locale>(() => languages.value.find((of) => !isUpright(of)) ?? 'zh')
  const inTurn = computed(() => {
    const others = languages.value.filter((of) => of !== callFirst.value)
    return others[turn.value % Math.max(1, others.length)]
  })
  const takesTurns = computed(() => config.value.arrangement === 'turns')
  const onTurn = computed<Locale>(() =>
    takesTurns.value
      ? (languages.value[turn.value % languages.value.length] ?? callFirst.value)
      : callFirst.value,
  )
  /** What stands in lines; a language written downwards stands beside them instead. */
  const first = computed<Locale>(() => (isUpright(onTurn.value) ? callFirst.value : onTurn.value))
  return {
    zones: computed(() => reach.value.zones),
    layout,
    calls: computed(() =>
      newestOfEach(today.value, layout.value.rows + 1).map((call) => callRow(calm.view.value.state, call)),
    ),
    announcing,
    counters: computed(() => counterRows(calm.view.value.state, reach.value)),
    queues: computed(() => queueRows(calm.view.value.state, calm.nowMs.value, reach.value)),
    first,
    second: computed(() =>
      onTurn.value !== first.value ? onTurn.value : takesTurns.value ? undefined : inTurn.value,
    ),
    callFirst,
    callSecond: inTurn,
    aside,
    foot,
    alone,
  }
}
