/** What every part of the attendance pages is drawn from, on whichever screen it stands. */
import { computed, inject, provide } from 'vue'
import type { ComputedRef, InjectionKey, Ref } from 'vue'
import { packOn } from '#shared/conduct/conductRules.ts'
import { packLabel } from '#shared/conduct/rulePacks.ts'
import type { RulePack } from '#shared/conduct/rulePacks.ts'
import type { Command } from '#shared/hall/commands.ts'
import { rulesOf } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { LocalText } from '#shared/catalogue/catalogue.ts'
import { casePageTexts } from '#shared/locale/casePage.ts'
import { textOf } from '#shared/locale/direction.ts'
import { staffRefusalText } from '#shared/locale/ruleProblems.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { isoWithOffset, localTime } from '#shared/time/localTime.ts'
import type { StaffLocale } from '../stores/language.ts'
import type { Session } from '../stores/session.ts'
import { attendanceRest } from './rest.ts'
import type { AttendanceRest } from './rest.ts'

interface StaffText {
  readonly zh: string
  readonly en: string
}

/** What a screen gives. */
export interface Screen {
  readonly session: Session
  readonly locale: Ref<StaffLocale>
  readonly state: ComputedRef<HallState>
  readonly nowMs: Readonly<Ref<number>>
  /** Nothing can be sent now. */
  readonly still: ComputedRef<boolean>
  /** Sends a command; undefined while another one is under way. */
  readonly ask: (command: Command) => Promise<Answer | undefined>
}

export interface Attending extends Pick<Screen, 'session' | 'locale' | 'state' | 'nowMs' | 'still'> {
  readonly rest: AttendanceRest
  readonly say: (words: StaffText) => string
  /** Sends a command: empty when it was carried out, else why not. */
  readonly send: (command: Command) => Promise<string>
  readonly zone: ComputedRef<string>
  readonly today: ComputedRef<string>
  /** The pack that holds today. */
  readonly pack: ComputedRef<RulePack | undefined>
  readonly packOn: (day: string) => RulePack | undefined
  readonly name: (text: LocalText) => string
  readonly staffName: (id: string) => string
  readonly actorName: (actor: Actor) => string
  /** A version of a pack, `ID VERSION`, by the name the hall knows it by. */
  readonly packName: (label: string) => string
  /** `08:52` of the hall's clock. */
  readonly clock: (atMs: number | null) => string
  /** `2026-03-02 08:52`. */
  readonly when: (atMs: number) => string
}

const key: InjectionKey<Attending> = Symbol('attendance')

/** Gives everything below what it needs of this screen. */
export function provideAttending(
  { session, locale, state, nowMs, still, ask }: Screen,
  busy: StaffText,
): Attending {
  const zone = computed(() => state.value.settings?.timeZone ?? 'Asia/Shanghai')
  const say = (words: StaffText): string => words[locale.value]
  const staffName = (id: string): string =>
    [...state.value.staff.values()].find((s) => s.id === id)?.name ?? id
  const when = (atMs: number): string => isoWithOffset(atMs, zone.value).slice(0, 16).replace('T', ' ')
  const attending: Attending = {
    session,
    locale,
    state,
    nowMs,
    still,
    rest: attendanceRest(session.token),
    say,
    async send(command) {
      const answer = await ask(command)
      if (answer === undefined) return say(busy)
      return answer.ok ? '' : staffRefusalText(answer.refusal, locale.value)
    },
    zone,
    today: computed(() => state.value.day?.day ?? localTime(nowMs.value, zone.value).date),
    pack: computed(() => packOn(rulesOf(state.value), attending.today.value)),
    packOn: (day) => packOn(rulesOf(state.value), day),
    name: (text) => textOf(text, locale.value).text,
    staffName,
    actorName: (actor) =>
      actor.kind === 'staff' ? staffName(actor.staffId) : casePageTexts[locale.value].by[actor.kind],
    packName(label) {
      const found = rulesOf(state.value).packs.find((p) => packLabel(p) === label)
      return found === undefined ? label : `${attending.name(found.name)} ${found.version}`
    },
    clock: (atMs) => (atMs === null ? '—' : when(atMs).slice(11)),
    when,
  }
  provide(key, attending)
  return attending
}

/** The attendance page this component belongs to. */
export function useAttending(): Attending {
  const attending = inject(key)
  if (attending === undefined) throw new Error('a part of the attendance page stands outside it')
  return attending
}
