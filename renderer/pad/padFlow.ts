/**
 * The pad's flow as a pure reducer: it sleeps, is woken when a visit leaves its
 * counter, asks once, and sleeps again after half a minute without a touch.
 * Whoever does not answer has not answered.
 */
import type { Locale } from '#shared/catalogue/catalogue.ts'
import { isLow } from '#shared/conduct/rating.ts'
import type { Level } from '#shared/conduct/rating.ts'

/** One question. */
export interface Ask {
  /** Tells this question from every other of this pad. */
  readonly id: number
  /** The visitor's number, so that they see it is they who are asked. */
  readonly number: string
  readonly locale: Locale
  readonly timeOutMs: number
}

export type PadFlow =
  | { readonly at: 'idle' }
  | { readonly at: 'asking'; readonly ask: Ask; readonly leftMs: number }
  | {
      readonly at: 'reasons'
      readonly ask: Ask
      readonly level: Level
      readonly chosen: readonly string[]
      readonly leftMs: number
    }
  | {
      readonly at: 'sending'
      readonly ask: Ask
      readonly level: Level
      readonly reasons: readonly string[]
      readonly leftMs: number
    }
  | { readonly at: 'thanks'; readonly ask: Ask; readonly leftMs: number }
  | { readonly at: 'refused'; readonly ask: Ask; readonly code: string; readonly leftMs: number }

export type PadAction =
  | { readonly type: 'wake'; readonly ask: Ask }
  /** Somebody else sits down at the counter, or nothing is to be asked any more. */
  | { readonly type: 'another' }
  | { readonly type: 'choose'; readonly level: Level }
  | { readonly type: 'toggle'; readonly reason: string }
  | { readonly type: 'back' }
  | { readonly type: 'send' }
  /** What became of the rating; `refused` is the refusal's code. */
  | { readonly type: 'answered'; readonly id: number; readonly refused?: string | undefined }
  | { readonly type: 'tick'; readonly ms: number }

/** How long its thanks stay, ms. */
export const thanksMs = 4_000

export const idle: PadFlow = { at: 'idle' }

/** One step of the flow. */
export function reduce(flow: PadFlow, action: PadAction): PadFlow {
  switch (action.type) {
    case 'wake':
      return { at: 'asking', ask: action.ask, leftMs: action.ask.timeOutMs }
    case 'another':
      // What is on its way still arrives; only the question is taken off the screen.
      return idle
    case 'choose':
      return flow.at === 'asking' ? chosen(flow.ask, action.level) : flow
    case 'toggle':
      return flow.at === 'reasons'
        ? { ...flow, chosen: toggled(flow.chosen, action.reason), leftMs: flow.ask.timeOutMs }
        : flow
    case 'back':
      return flow.at === 'reasons' ? { at: 'asking', ask: flow.ask, leftMs: flow.ask.timeOutMs } : flow
    case 'send': {
      if (flow.at !== 'reasons' || flow.chosen.length === 0) return flow
      const { ask, level, chosen: reasons } = flow
      return { at: 'sending', ask, level, reasons, leftMs: ask.timeOutMs }
    }
    case 'answered': {
      if (flow.at !== 'sending' || flow.ask.id !== action.id) return flow
      const { ask } = flow
      return action.refused === undefined
        ? { at: 'thanks', ask, leftMs: thanksMs }
        : { at: 'refused', ask, code: action.refused, leftMs: thanksMs }
    }
    case 'tick': {
      if (flow.at === 'idle') return flow
      const leftMs = flow.leftMs - action.ms
      return leftMs <= 0 ? idle : { ...flow, leftMs }
    }
  }
}

function chosen(ask: Ask, level: Level): PadFlow {
  return isLow(level)
    ? { at: 'reasons', ask, level, chosen: [], leftMs: ask.timeOutMs }
    : { at: 'sending', ask, level, reasons: [], leftMs: ask.timeOutMs }
}

function toggled(reasons: readonly string[], one: string): readonly string[] {
  return reasons.includes(one) ? reasons.filter((r) => r !== one) : [...reasons, one]
}
