/** One teller's page: what it shows, what each verb may do now, and how a verb is pressed. */
import { computed, inject, provide, ref, watch } from 'vue'
import type { ComputedRef, InjectionKey, Ref } from 'vue'
import type { Command } from '#shared/hall/commands.ts'
import type { Refusal } from '#shared/hall/refusals.ts'
import { mattersOf } from '#shared/hall/rules/handOver.ts'
import { counterOf } from '#shared/hall/state.ts'
import type { CounterNow } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { ServiceId } from '#shared/ids/ids.ts'
import { consoleTextsOf } from '#shared/locale/console.ts'
import type { ConsoleTexts } from '#shared/locale/console.ts'
import { useAhead } from '../stores/ahead.ts'
import type { Hall } from '../stores/hall.ts'
import { useLanguage } from '../stores/language.ts'
import type { StaffLocale } from '../stores/language.ts'
import { useSender } from '../stores/sender.ts'
import type { Sender } from '../stores/sender.ts'
import { seatHere } from '../stores/seat.ts'
import { actorOf } from '../stores/session.ts'
import type { Session } from '../stores/session.ts'
import { useAsks } from '../parts/asks.ts'
import type { Ask } from '../parts/asks.ts'
import { availability, commandOf } from './availability.ts'
import type { Availability } from './availability.ts'
import { deskOf, lineOf, parkedOf, todayOf } from './desk.ts'
import type { Desk, LineRow, Teller, TodayRow } from './desk.ts'
import type { Verb } from './keys.ts'
import { reasonText } from './words.ts'

/** Verbs that ask for more before anything is sent, and what is open while they do. */
export type SheetName =
  | 'attendance'
  | 'cases'
  | 'transfer'
  | 'addService'
  | 'call'
  | 'pause'
  | 'advised'
  | 'resume'
  | 'handOver'
  | 'raise'
  | 'close'
  | 'keys'

export interface Notice {
  readonly text: string
  readonly kind: 'refused' | 'done'
}

export interface DeskPage {
  readonly hall: Hall
  readonly session: Session
  readonly teller: Teller
  readonly locale: Ref<StaffLocale>
  readonly texts: ComputedRef<ConsoleTexts>
  readonly desk: ComputedRef<Desk | undefined>
  /** This machine, as the hall knows it. */
  readonly seat: string
  /** The teller's counter, while it is worked from another machine. */
  readonly elsewhere: ComputedRef<CounterNow | undefined>
  /** What is asked of the teller now. */
  readonly ask: ComputedRef<Ask | undefined>
  /** The matters the teller answers for. */
  readonly matters: ComputedRef<readonly Visit[]>
  readonly line: ComputedRef<readonly LineRow[]>
  readonly parked: ComputedRef<ReturnType<typeof parkedOf>>
  readonly today: ComputedRef<readonly TodayRow[]>
  readonly sender: Sender
  /** Nothing can be sent now: something is under way, or the hub is out of reach. */
  readonly still: ComputedRef<boolean>
  readonly sheet: Ref<SheetName | undefined>
  readonly notice: Ref<Notice | undefined>
  /** A service just declined, for which a case is offered. */
  readonly declined: Ref<ServiceId | undefined>
  /** The number a call was asked for by its row. */
  readonly asked: Ref<string>
  can(verb: Verb): Availability
  press(verb: Verb): void
  choose(serviceId: ServiceId | undefined): void
  send(command: Command): Promise<boolean>
  why(refusal: Refusal): string
}

const pageKey: InjectionKey<DeskPage> = Symbol('desk page')

/** Makes the page and gives it to every component below. */
export function provideDesk(hall: Hall, session: Session): DeskPage {
  const teller = actorOf(session)
  const locale = useLanguage()
  const texts = computed(() => consoleTextsOf(locale.value))
  const sender = useSender(hall)
  const chosen = ref<ServiceId>()
  const sheet = ref<SheetName>()
  const notice = ref<Notice>()
  const asked = ref('')
  const declined = ref<ServiceId>()

  const state = computed(() => hall.view.value.state)
  const alone = computed(() => {
    const { hubUp, stationId } = hall.view.value
    return hubUp || stationId === undefined ? undefined : { stationId }
  })
  const seat = seatHere()
  const elsewhere = computed(() => {
    const counter = counterOf(state.value, teller.staffId)
    return counter?.seat === undefined || counter.seat === seat ? undefined : counter
  })
  const matters = computed(() => mattersOf(state.value, teller.staffId))
  const desk = computed(() =>
    elsewhere.value === undefined
      ? deskOf(state.value, teller, hall.nowMs.value, chosen.value, alone.value)
      : undefined,
  )
  const line = computed(() => (desk.value === undefined ? [] : lineOf(desk.value)))
  const parked = computed(() => (desk.value === undefined ? [] : parkedOf(desk.value)))
  const today = computed(() => todayOf(state.value, teller.staffId))
  const still = computed(() => sender.busy.value || hall.view.value.link !== 'live')
  const asks = useAsks({
    hall,
    staffId: teller.staffId,
    sender,
    still,
    refused(refusal) {
      notice.value = { text: page.why(refusal), kind: 'refused' }
    },
  })

  watch(
    () => desk.value?.visit?.id,
    () => {
      chosen.value = undefined
      if (sheet.value !== 'keys' && sheet.value !== 'attendance' && sheet.value !== 'cases')
        sheet.value = undefined
    },
  )

  const ahead = useAhead<Verb>(hall, sender, (verb) => {
    page.press(verb)
  })

  const page: DeskPage = {
    hall,
    session,
    teller,
    locale,
    texts,
    desk,
    seat,
    elsewhere,
    ask: asks.ask,
    matters,
    line,
    parked,
    today,
    sender,
    still,
    sheet,
    notice,
    declined,
    asked,
    can(verb) {
      return desk.value === undefined ? { ok: false, why: 'noVisit' } : availability(verb, desk.value)
    },
    press(verb) {
      if (verb === 'keys') {
        sheet.value = 'keys'
        return
      }
      if (verb === 'yes' || verb === 'no') {
        void asks.answer(verb === 'yes')
        return
      }
      if (desk.value === undefined || hall.view.value.link !== 'live') return
      if (ahead.waits(verb)) return
      const can = page.can(verb)
      if (!can.ok) {
        notice.value = { text: reasonText(can, texts.value, locale.value), kind: 'refused' }
        return
      }
      const command = commandOf(verb, desk.value)
      if (command === undefined) sheet.value = sheetOf(verb)
      else {
        ahead.sent(verb)
        void page.send(command)
      }
    },
    choose(serviceId) {
      if (serviceId !== undefined) chosen.value = serviceId
    },
    async send(command) {
      notice.value = undefined
      const answer = await sender.send(command)
      if (answer === undefined) return false
      if (!answer.ok) notice.value = { text: page.why(answer.refusal), kind: 'refused' }
      // A refused acceptance has to be reported: the way to do so is offered at once.
      else if (command.type === 'recordTurn' && command.outcome === 'declined') {
        declined.value = command.serviceId
        if (page.can('raise').ok) sheet.value = 'raise'
      }
      return answer.ok
    },
    why(refusal) {
      return reasonText({ ok: false, why: 'refused', refusal }, texts.value, locale.value)
    },
  }
  provide(pageKey, page)
  return page
}

function sheetOf(verb: Verb): SheetName | undefined {
  switch (verb) {
    case 'advised':
    case 'addService':
    case 'transfer':
    case 'call':
    case 'pause':
    case 'resume':
    case 'handOver':
    case 'raise':
    case 'close':
    case 'keys':
      return verb
    case 'next':
    case 'recall':
    case 'start':
    case 'finish':
    case 'accepted':
    case 'completed':
    case 'declined':
    case 'transferred':
    case 'noShow':
    case 'requeue':
    case 'papersOut':
    case 'papersKept':
    case 'waiting':
    case 'yes':
    case 'no':
      return undefined
  }
}

/** The page this component belongs to. */
export function useDesk(): DeskPage {
  const page = inject(pageKey)
  if (page === undefined) throw new Error('a part of the console stands outside its page')
  return page
}
