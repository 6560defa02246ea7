/** The manager's page: what every part of it is drawn from, and how a command is sent. */
import { computed, inject, onScopeDispose, provide, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, InjectionKey, Ref, ShallowRef, WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { usualLimits } from '#shared/hall/alarmLimits.ts'
import type { AlarmLimits } from '#shared/hall/alarmLimits.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { HallState } from '#shared/hall/state.ts'
import { textOf } from '#shared/locale/direction.ts'
import { managerTextsOf } from '#shared/locale/manager.ts'
import type { ManagerTexts } from '#shared/locale/manager.ts'
import { staffRefusalText } from '#shared/locale/ruleProblems.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import type { QueueId } from '#shared/ids/ids.ts'
import type { LocalText } from '#shared/catalogue/catalogue.ts'
import type { Hall } from '../stores/hall.ts'
import { useLanguage } from '../stores/language.ts'
import type { StaffLocale } from '../stores/language.ts'
import { useSender } from '../stores/sender.ts'
import type { Session } from '../stores/session.ts'
import { useCasesWaiting } from '../cases/useCasesWaiting.ts'
import { timeText } from '../console/words.ts'
import { useWaiting } from './attendance/useWaiting.ts'
import { alarmsOf } from './alarms.ts'
import type { Alarm } from './alarms.ts'
import { counterRows, lastEnds, queueRows, totalsOf } from './figures.ts'
import type { CounterRow, QueueRow, Totals } from './figures.ts'
import { managerRest } from './rest.ts'
import type { ManagerRest, Unanswered } from './rest.ts'
import type { StationRow } from '#shared/protocol/stationAnswers.ts'

export interface Notice {
  readonly text: string
  readonly kind: 'refused' | 'done'
}

export interface ManagerPage {
  readonly hall: Hall
  readonly session: Session
  readonly locale: Ref<StaffLocale>
  readonly texts: ComputedRef<ManagerTexts>
  readonly state: ComputedRef<HallState>
  /** The page that is open, by the name in its address `/manager/NAME`; any name may stand there. */
  readonly part: WritableComputedRef<string>
  readonly rest: ManagerRest
  /** Stations as last told; undefined before the first answer. */
  readonly stations: Readonly<ShallowRef<readonly StationRow[] | undefined>>
  /** Why they were not told the last time; undefined when they were. */
  readonly stationsProblem: Readonly<Ref<Unanswered | undefined>>
  readonly counters: ComputedRef<readonly CounterRow[]>
  readonly queues: ComputedRef<readonly QueueRow[]>
  readonly totals: ComputedRef<Totals>
  readonly alarms: ComputedRef<readonly Alarm[]>
  /** Leaves, findings and appeals that wait for whoever is signed in. */
  readonly attendanceWaiting: Readonly<Ref<number>>
  /** Cases whose next step is theirs. */
  readonly casesWaiting: Readonly<Ref<number>>
  /** When an alarm is raised, for everybody in the hall. */
  readonly limits: ComputedRef<AlarmLimits>
  readonly notice: Ref<Notice | undefined>
  /** Nothing can be sent now: something is under way, or nobody is there to take it. */
  readonly still: ComputedRef<boolean>
  /** Sends a command and says how it ended; `done` is what to say when it was carried out. */
  send(command: Command, done: string): Promise<boolean>
  /** Sends a command and gives its answer, for whoever says in their own words how it ended. */
  ask(command: Command): Promise<Answer | undefined>
  askStations(): Promise<void>
  name(text: LocalText): string
  queueName(id: QueueId): string
  counterName(label: string): string
  /** Staff number and name of a member by their id; undefined for nobody of the staff. */
  readonly person: (id: string) => string | undefined
  time(atMs: number): string
}

const pageKey: InjectionKey<ManagerPage> = Symbol('manager page')

/** The page of an address that names none. */
const firstPage = 'now'

/** How often the list of stations is asked for, ms. */
const askEveryMs = 2000

/** Makes the page and gives it to every component below. */
export function provideManager(hall: Hall, session: Session): ManagerPage {
  const locale = useLanguage()
  const texts = computed(() => managerTextsOf(locale.value))
  const sender = useSender(hall)
  const rest = managerRest(session.token)
  const route = useRoute()
  const router = useRouter()
  const part = computed({
    get: () => {
      const name = route.params['page']
      return typeof name === 'string' && name !== '' ? name : firstPage
    },
    set: (name) => void router.push(`/manager/${name}`),
  })
  const notice = ref<Notice>()
  const stations = shallowRef<readonly StationRow[]>()
  const stationsProblem = ref<Unanswered>()
  const state = computed(() => hall.view.value.state)
  const limits = computed(
    () => state.value.settings?.alarms ?? usualLimits(state.value.settings?.targetWaitS),
  )

  const ends = computed(() => lastEnds(state.value))
  const counters = computed(() => counterRows(state.value, ends.value, hall.nowMs.value))
  const queues = computed(() => queueRows(state.value, hall.view.value.waits, hall.nowMs.value))
  const totals = computed(() => totalsOf(state.value, queues.value, counters.value))
  const alarms = computed(() =>
    alarmsOf(
      {
        state: state.value,
        counters: counters.value,
        queues: queues.value,
        stations: stations.value ?? [],
        nowMs: hall.nowMs.value,
      },
      limits.value,
    ),
  )

  async function askStations(): Promise<void> {
    if (hall.view.value.link !== 'live') return
    const answer = await rest.stations()
    stationsProblem.value = answer.ok ? undefined : answer.why
    if (answer.ok) stations.value = answer.value.stations
  }
  const asking = setInterval(() => {
    // Who does not know the stations will not know them in two seconds either.
    if (stationsProblem.value !== 'elsewhere') void askStations()
  }, askEveryMs)
  onScopeDispose(() => {
    clearInterval(asking)
  })
  watch(
    [(): unknown => hall.view.value.link, (): unknown => hall.view.value.hubUp],
    () => void askStations(),
    { immediate: true },
  )

  const page: ManagerPage = {
    hall,
    session,
    locale,
    texts,
    state,
    part,
    rest,
    stations,
    stationsProblem,
    counters,
    queues,
    totals,
    alarms,
    attendanceWaiting: useWaiting(hall, session),
    casesWaiting: useCasesWaiting(hall, session).waiting,
    limits,
    notice,
    still: computed(() => sender.busy.value || hall.view.value.link !== 'live'),
    async send(command, done) {
      notice.value = undefined
      const answer = await sender.send(command)
      if (answer === undefined) return false
      notice.value = answer.ok
        ? { text: done, kind: 'done' }
        : { text: staffRefusalText(answer.refusal, locale.value), kind: 'refused' }
      return answer.ok
    },
    ask(command) {
      notice.value = undefined
      return sender.send(command)
    },
    askStations,
    name: (text) => textOf(text, locale.value).text,
    queueName(id) {
      const queue = state.value.lookup.queues.get(id)
      return queue === undefined ? id : `${queue.letter} ${page.name(queue.name)}`
    },
    counterName: (label) => texts.value.counter(label),
    person(id) {
      const member = [...state.value.staff.values()].find((one) => one.id === id)
      return member && `${member.staffNo} ${member.name}`
    },
    time: (atMs) => timeText(atMs, state.value.settings?.timeZone ?? 'Asia/Shanghai'),
  }
  watch(part, () => {
    notice.value = undefined
  })
  provide(pageKey, page)
  return page
}

/** The page this component belongs to. */
export function useManager(): ManagerPage {
  const page = inject(pageKey)
  if (page === undefined) throw new Error('a part of the manager’s page stands outside it')
  return page
}
