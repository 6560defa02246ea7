/**
 * The hall's local rule for visits nobody rated: once its time has passed, the hub enters the rule's level, each as an
 * event of its own that no figure of people's ratings counts. A little at a time, so that the hall never waits for it.
 */
import { ratingDefaultOn } from '#shared/conduct/conductRules.ts'
import type { ConductRules } from '#shared/conduct/conductRules.ts'
import { dueAfter } from '#shared/conduct/workingDays.ts'
import { businessDay, commandId } from '#shared/ids/ids.ts'
import type { BusinessDay, VisitId } from '#shared/ids/ids.ts'
import { rulesOf } from '#shared/hall/state.ts'
import { addDays, instantOf } from '#shared/time/localTime.ts'
import type { Hub } from './hub.ts'

/** Visits rated at once, and days looked through: a few milliseconds of the hub's time. */
const mostVisits = 50
const mostDays = 10

/** See the head of this file. `tick` it every few seconds. */
export class RatingDefaults {
  readonly #hub: Hub
  readonly #newId: () => string
  /** The rules that `#at` was reached under. */
  #rules: ConductRules | undefined
  /** Every day before this one is done; undefined where no rule stands in for anybody. */
  #at: BusinessDay | undefined
  /** Refused for now: ended after midnight, and so due later than their day. Tried again every day. */
  readonly #early = new Set<VisitId>()
  #today: BusinessDay | undefined

  constructor(hub: Hub, newId: () => string) {
    this.#hub = hub
    this.#newId = newId
  }

  /** Does the next few. Throws `LedgerFault`. */
  tick(): void {
    const { state } = this.#hub
    const { settings, day: today } = state
    if (settings === undefined || today === undefined) return
    const rules = rulesOf(state)
    if (rules !== this.#rules) this.#beginAnew(rules)
    if (this.#today !== today.day) {
      this.#today = today.day
      const again = [...this.#early]
      this.#early.clear()
      this.#enter(again)
    }
    for (let n = 0; n < mostDays && this.#at !== undefined && this.#at < today.day; n += 1) {
      const from = this.#at
      const until = businessDay.parse(addDays(from, 1))
      const { level, after } = ratingDefaultOn(rules, from) ?? {}
      if (level !== undefined && after !== undefined) {
        const { timeZone } = settings
        const dueMs = dueAfter(instantOf(from, 0, timeZone), after, rules.calendar, timeZone)
        if (this.#hub.nowMs() < dueMs) return
        const found = this.#hub.ledger
          .unrated({ from, until }, mostVisits + this.#early.size)
          .filter((id) => !this.#early.has(id))
        if (found.length > 0) {
          this.#enter(found)
          return
        }
      }
      this.#at = until
    }
  }

  #beginAnew(rules: ConductRules): void {
    this.#rules = rules
    this.#early.clear()
    const froms = rules.ratingDefaults.flatMap(({ from, level }) => (level === undefined ? [] : [from]))
    const first = froms.sort()[0]
    this.#at = first === undefined ? undefined : businessDay.parse(first)
  }

  #enter(visits: readonly VisitId[]): void {
    for (const visitId of visits) {
      const id = commandId.parse(this.#newId())
      this.#hub.submit(
        { id, command: { type: 'rateByDefault', visitId }, actor: { kind: 'system' } },
        (answer) => {
          if (!answer.ok) this.#early.add(visitId)
        },
      )
    }
  }
}
