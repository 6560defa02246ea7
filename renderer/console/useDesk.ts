/** One teller's page: what it shows, what each verb may do now, and how a verb is pressed. */
import { computed, inject, provide, ref, watch } from 'vue'
import type { ComputedRef, InjectionKey, Ref } from 'vue'
import type { Command } from '#shared/hall/commands.ts'
import type { Refusal } from '#shared/hall/refusals.ts'
import type { ServiceId } from '#shared/ids/ids.ts'
import { consoleTextsOf } from '#shared/locale/console.ts'
import type { ConsoleTexts } from '#shared/locale/console.ts'
import type { Hall } from '../stores/hall.ts'
import { useLanguage } from '../stores/language.ts'
import type { StaffLocale } from '../stores/language.ts'
import { useSender } from '../stores/sender.ts'
import type { Sender } from '../stores/sender.ts'
import { actorOf } from '../stores/session.ts'
import type { Session } from '../stores/session.ts'
import { availability, commandOf } from './availability.ts'
import type { Availability } from './availability.ts'
import { deskOf, lineOf, parkedOf, todayOf } from './desk.ts'
import type { Desk, LineRow, Teller, TodayRow } from './desk.ts'
import type { Verb } from './keys.ts'
import { reasonText } from './words.ts'

/** Verbs that ask for more before anything is sent, and what is open while they do. */
export type SheetName = 'transfer' | 'addService' | 'call' | 'pause' | 'advised' | 'resume' | 'keys'

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
  readonly line: ComputedRef<readonly LineRow[]>
  readonly parked: ComputedRef<ReturnType<typeof parkedOf>>
  readonly today: ComputedRef<readonly TodayRow[]>
  readonly sender: Sender
  /** Nothing can be sent now: something is under way, or the hub is out of reach. */
  readonly still: ComputedRef<boolean>
  readonly sheet: Ref<SheetName | undefined>
  readonly notice: Ref<Notice | undefined>
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

  const state = computed(() => hall.view.value.state)
  const alone = computed(() => {
    const { hubUp, stationId } = hall.view.value
    return hubUp || stationId === undefined ? undefined : { stationId }
  })
  const desk = computed(() => deskOf(state.value, teller, hall.nowMs.value, chosen.value, alone.value))
  const line = computed(() => (desk.value === undefined ? [] : lineOf(desk.value)))
  const parked = computed(() => (desk.value === undefined ? [] : parkedOf(desk.value)))
  const today = computed(() => todayOf(state.value, teller.staffId))
  const still = computed(() => sender.busy.value || hall.view.value.link !== 'live')

  watch(
    () => desk.value?.visit?.id,
    () => {
      chosen.value = undefined
      if (sheet.value !== 'keys') sheet.value = undefined
    },
  )

  /** The verb being sent, and the one pressed meanwhile. */
  let underWay: Verb | undefined
  let ahead: Verb | undefined
  watch(still, (now) => {
    if (now) return
    const next = ahead
    underWay = undefined
    ahead = undefined
    if (next !== undefined) page.press(next)
  })
  watch(
    () => hall.view.value.link,
    () => {
      // Nobody expects a key pressed before a lost link to act after it.
      ahead = undefined
    },
  )

  const page: DeskPage = {
    hall,
    session,
    teller,
    locale,
    texts,
    desk,
    line,
    parked,
    today,
    sender,
    still,
    sheet,
    notice,
    asked,
    can(verb) {
      return desk.value === undefined ? { ok: false, why: 'noVisit' } : availability(verb, desk.value)
    },
    press(verb) {
      if (verb === 'keys') {
        sheet.value = 'keys'
        return
      }
      if (desk.value === undefined || hall.view.value.link !== 'live') return
      if (sender.busy.value) {
        // A quick hand is one verb ahead of the hub: another verb waits for the answer, the same one counts once.
        if (verb !== underWay) ahead = verb
        return
      }
      const can = page.can(verb)
      if (!can.ok) {
        notice.value = { text: reasonText(can, texts.value, locale.value), kind: 'refused' }
        return
      }
      const command = commandOf(verb, desk.value)
      if (command === undefined) sheet.value = sheetOf(verb)
      else {
        underWay = verb
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
    case 'close':
      return undefined
  }
}

/** The page this component belongs to. */
export function useDesk(): DeskPage {
  const page = inject(pageKey)
  if (page === undefined) throw new Error('a part of the console stands outside its page')
  return page
}
