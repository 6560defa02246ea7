/** Reasons, spans and clocks as the console says them. */
import type { ConsoleTexts } from '#shared/locale/console.ts'
import { refusalTexts } from '#shared/locale/refusals.ts'
import type { VisitState } from '#shared/hall/visit.ts'
import { visitStates } from '#shared/hall/visit.ts'
import type { StaffLocale } from '../stores/language.ts'
import type { Availability } from './availability.ts'

type Unavailable = Extract<Availability, { ok: false }>

/** Why a verb is not available, in a sentence. */
export function reasonText(reason: Unavailable, texts: ConsoleTexts, locale: StaffLocale): string {
  if (reason.why !== 'refused') return texts.reasons[reason.why]
  const { code, facts } = reason.refusal
  const said = refusalTexts[locale][code]
  if (code === 'callsTooFew') {
    return texts.callsLeft(Number(facts['calls']), Number(facts['needed']), Number(facts['nextCallInS']))
  }
  const state = code === 'wrongState' ? visitStateOf(facts['state']) : undefined
  return state === undefined ? said : `${texts.visit.states[state]} · ${said}`
}

/** Whether the reason says more than what the page shows anyway, and so belongs on the button itself. */
export function isTelling(reason: Unavailable): boolean {
  return reason.why === 'refused' && reason.refusal.code === 'callsTooFew'
}

function visitStateOf(fact: unknown): VisitState | undefined {
  return visitStates.find((state) => state === fact)
}

const two = (n: number): string => String(n).padStart(2, '0')

/** A span as a running clock: `4:07`, `1:02:09`. */
export function clockText(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  const h = Math.floor(s / 3600)
  const m = Math.floor(s / 60) % 60
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`
}

/** Whole minutes of a span. */
export function minutesOf(ms: number): number {
  return Math.max(0, Math.floor(ms / 60_000))
}

/** A time of day in the hall's zone: `10:24`. */
export function timeText(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(atMs)
}
