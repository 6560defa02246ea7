/** A hand quicker than the hub: verbs pressed while a command is under way follow it, in order. */
import { watch } from 'vue'
import type { Hall } from './hall.ts'
import type { Sender } from './sender.ts'

export interface Ahead<Verb> {
  /** Keeps the verb for later while a command is under way; false when it may be carried out now. */
  waits(verb: Verb): boolean
  /** Names the verb whose command is being sent: the same key pressed again meanwhile counts once. */
  sent(verb: Verb): void
}

/** How many verbs may be ahead of the hub: more is no longer a hand that sees what it does. */
const most = 4

/** Hands what waited to `press`, one by one. */
export function useAhead<Verb>(hall: Hall, sender: Sender, press: (verb: Verb) => void): Ahead<Verb> {
  let underWay: Verb | undefined
  let ahead: readonly Verb[] = []
  /** The answer is here, and whoever asked is being told. */
  let telling = false

  function carryOn(): void {
    telling = false
    const [next, ...rest] = ahead
    ahead = []
    // What followed a verb was meant for a hall in which that verb was done.
    if (next === undefined || sender.refused.value !== undefined) return
    press(next)
    if (sender.busy.value) ahead = rest
  }

  // By the count too: an answer may come before anybody saw that it was waited for.
  watch([sender.busy, sender.answered], ([busy]) => {
    if (busy) return
    underWay = undefined
    if (ahead.length === 0 || telling) return
    telling = true
    // After whoever sent the command heard of it: they pick the number they took, or close what they asked with.
    setTimeout(carryOn)
  })
  watch(
    () => hall.view.value.link,
    () => {
      // Nobody expects a key pressed before a lost link to act after it.
      ahead = []
    },
  )
  return {
    waits(verb) {
      if (!sender.busy.value && !telling) return false
      if (verb !== (ahead.at(-1) ?? underWay)) ahead = [...ahead, verb].slice(0, most)
      return true
    },
    sent(verb) {
      underWay = verb
    },
  }
}
