/** The guide's desk: what it shows, what each verb may do now and why not, and how one is carried out. */
import { computed, inject, provide, ref } from 'vue'
import type { ComputedRef, InjectionKey, Ref } from 'vue'
import type { Command } from '#shared/hall/commands.ts'
import { decide } from '#shared/hall/decide.ts'
import { openGuideCalls } from '#shared/hall/guideCall.ts'
import type { GuideCall } from '#shared/hall/guideCall.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { StationId, VisitId } from '#shared/ids/ids.ts'
import { consoleTextsOf } from '#shared/locale/console.ts'
import type { ConsoleTexts } from '#shared/locale/console.ts'
import { guideTextsOf } from '#shared/locale/guide.ts'
import type { GuideTexts, GuideVerb } from '#shared/locale/guide.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { reasonText } from '../console/words.ts'
import type { Teller } from '../console/desk.ts'
import { useAhead } from '../stores/ahead.ts'
import type { Hall } from '../stores/hall.ts'
import { useLanguage } from '../stores/language.ts'
import type { StaffLocale } from '../stores/language.ts'
import { useSender } from '../stores/sender.ts'
import type { Sender } from '../stores/sender.ts'
import { actorOf } from '../stores/session.ts'
import type { Session } from '../stores/session.ts'

/** A ticket to be shown to its visitor: a number just taken, or a copy. `key` opens the visitor's page. */
export interface Given {
  readonly visitId: VisitId
  readonly number: string
  readonly key: string
}

/** The answer to what was done. */
type Done = Extract<Answer, { ok: true }>

export interface GuidePage {
  readonly hall: Hall
  readonly session: Session
  readonly guide: Teller
  readonly locale: Ref<StaffLocale>
  readonly texts: ComputedRef<GuideTexts>
  readonly words: ComputedRef<ConsoleTexts>
  readonly sender: Sender
  readonly still: ComputedRef<boolean>
  readonly notice: Ref<{ readonly text: string; readonly kind: 'refused' | 'done' } | undefined>
  readonly given: Ref<Given | undefined>
  readonly pickedId: Ref<VisitId | undefined>
  readonly picked: ComputedRef<Visit | undefined>
  /** Services are being chosen for this visit instead of a new number. */
  readonly addingTo: Ref<VisitId | undefined>
  readonly sheet: Ref<'priority' | 'copy' | 'cancel' | 'raise' | undefined>
  readonly calls: ComputedRef<readonly GuideCall[]>
  /** Kiosks that may print, as far as the hall shows them. */
  readonly kiosks: ComputedRef<readonly StationId[]>
  /** Why a verb cannot be used now; empty when it can. */
  why(verb: GuideVerb): string
  press(verb: GuideVerb): void
  /** Sends it; the answer when it was done, else nothing: `notice` says why. */
  send(command: Command): Promise<Done | undefined>
}

const pageKey: InjectionKey<GuidePage> = Symbol('guide page')

/** Makes the desk and gives it to every component below. */
export function provideGuide(hall: Hall, session: Session): GuidePage {
  const guide = actorOf(session)
  const locale = useLanguage()
  const texts = computed(() => guideTextsOf(locale.value))
  const words = computed(() => consoleTextsOf(locale.value))
  const sender = useSender(hall)
  const pickedId = ref<VisitId>()
  const addingTo = ref<VisitId>()
  const given = ref<Given>()
  const notice = ref<{ readonly text: string; readonly kind: 'refused' | 'done' }>()
  const sheet = ref<'priority' | 'copy' | 'cancel' | 'raise'>()
  const state = computed(() => hall.view.value.state)
  const picked = computed(() =>
    pickedId.value === undefined ? undefined : state.value.visits.get(pickedId.value),
  )
  const calls = computed(() => openGuideCalls(state.value))
  const still = computed(() => sender.busy.value || hall.view.value.link !== 'live')
  const kiosks = computed(() => {
    const found = new Set<StationId>()
    for (const { leases } of state.value.queues.values())
      for (const { stationId } of leases) found.add(stationId)
    for (const { issuedBy } of state.value.visits.values())
      if (issuedBy.kind === 'station' && issuedBy.mode === 'kiosk') found.add(issuedBy.stationId)
    return [...found].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  })

  /** The command a verb sends as it stands, or would send once it asked for more. */
  function commandOf(verb: GuideVerb): Command | undefined {
    const visit = picked.value
    switch (verb) {
      case 'issue':
      case 'find':
      case 'booked':
        return undefined
      case 'priority': {
        const first = state.value.settings?.priorityClasses[0]
        return visit && first
          ? {
              type: 'claimPriority',
              visitId: visit.id,
              priority: { class: first.id, ground: first.grounds[0] ?? '-' },
            }
          : undefined
      }
      case 'copy':
        return visit && { type: 'copyTicket', visitId: visit.id }
      case 'back':
        return visit && { type: visit.state === 'parked' ? 'resume' : 'requeue', visitId: visit.id }
      case 'add': {
        const open = new Set(visit?.services.filter((s) => s.outcome === undefined).map((s) => s.serviceId))
        const other = state.value.catalogue.services.find((s) => !open.has(s.id))
        return visit && other && { type: 'addServices', visitId: visit.id, add: [other.id] }
      }
      case 'cancel':
        return visit && { type: 'cancel', visitId: visit.id, reason: '-' }
      case 'raise':
        return visit && { type: 'openCase', kind: 'stuckMatter', text: '-', about: { visitId: visit.id } }
      case 'help': {
        const free = calls.value.find((c) => c.takenBy === undefined)
        return free && { type: 'takeGuideCall', guideCallId: free.id }
      }
      case 'helped': {
        const mine = calls.value.find((c) => c.takenBy === guide.staffId)
        return mine && { type: 'endGuideCall', guideCallId: mine.id }
      }
    }
  }

  function reasonOf(command: Command): string {
    const { hubUp, stationId } = hall.view.value
    const decision = decide(state.value, command, {
      nowMs: hall.nowMs.value,
      actor: guide,
      newId: () => 'id',
      newKey: () => 'k'.repeat(20),
      ...(hubUp || stationId === undefined ? {} : { alone: { stationId } }),
    })
    return decision.ok
      ? ''
      : reasonText({ ok: false, why: 'refused', refusal: decision.refusal }, words.value, locale.value)
  }

  const ahead = useAhead<GuideVerb>(hall, sender, (verb) => {
    page.press(verb)
  })

  const page: GuidePage = {
    hall,
    session,
    guide,
    locale,
    texts,
    words,
    sender,
    still,
    notice,
    given,
    pickedId,
    picked,
    addingTo,
    sheet,
    calls,
    kiosks,
    why(verb) {
      if (verb === 'issue' || verb === 'find' || verb === 'booked') return ''
      const command = commandOf(verb)
      if (command !== undefined) return reasonOf(command)
      return verb === 'help' || verb === 'helped' ? texts.value.noCalls : texts.value.nothingPicked
    },
    press(verb) {
      if (verb === 'issue' || verb === 'find' || verb === 'booked') {
        document.querySelector<HTMLElement>(`[data-field="${verb}"]`)?.focus()
        return
      }
      if (hall.view.value.link !== 'live' || ahead.waits(verb)) return
      const why = page.why(verb)
      if (why !== '') {
        notice.value = { text: why, kind: 'refused' }
        return
      }
      switch (verb) {
        case 'priority':
        case 'copy':
        case 'cancel':
        case 'raise':
          sheet.value = verb
          return
        case 'add':
          addingTo.value = pickedId.value
          document.querySelector<HTMLElement>('[data-field="issue"]')?.focus()
          return
        case 'back':
        case 'help':
        case 'helped': {
          const command = commandOf(verb)
          if (command === undefined) return
          ahead.sent(verb)
          void page.send(command)
        }
      }
    },
    async send(command) {
      notice.value = undefined
      const answer = await sender.send(command)
      if (answer?.ok !== false) return answer
      notice.value = {
        text: reasonText({ ok: false, why: 'refused', refusal: answer.refusal }, words.value, locale.value),
        kind: 'refused',
      }
      return undefined
    },
  }
  provide(pageKey, page)
  return page
}

/** The desk this component belongs to. */
export function useGuide(): GuidePage {
  const page = inject(pageKey)
  if (page === undefined) throw new Error('a part of the guide’s desk stands outside it')
  return page
}
