/**
 * The rater with keys at a counter: it asks when a pad there would ask, and what
 * a visitor presses is sent as the station's own word. Nobody signed in at the
 * counter has a part in it, and what nobody pressed is not sent.
 */
import { askMeaning } from '#shared/conduct/asking.ts'
import type { Ask } from '#shared/conduct/asking.ts'
import type { RatingDevice, RatingDeviceState } from '#shared/conduct/ratingDevice.ts'
import type { CommandOf } from '#shared/hall/commands.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { CounterId } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'

export interface RaterHost {
  readonly state: HallState
  /** The hub's time, epoch ms. */
  readonly nowMs: () => number
  /** Hears events once they are in the state; returns how to stop. */
  readonly listen: (listener: (events: readonly LedgerEvent[]) => void) => () => void
  /** Hears whenever the hub has come or gone; returns how to stop. */
  readonly onLink: (listener: () => void) => () => void
}

export interface RaterAtCounterParts {
  readonly host: RaterHost
  readonly device: RatingDevice
  /** The counter it stands at now; undefined while nobody works through this station. */
  readonly counterId: () => CounterId | undefined
  /** Sends a rating as this station. */
  readonly send: (rating: CommandOf<'rateVisit'>) => Promise<Answer>
  readonly warn: (line: string) => void
}

/** Keeps asking until the returned function is called; the device stays open. */
export function raterAtCounter({ host, device, counterId, send, warn }: RaterAtCounterParts): () => void {
  let asked: Ask | undefined
  /** Pressed while the hub was away. */
  let kept: readonly CommandOf<'rateVisit'>[] = []

  async function handIn(rating: CommandOf<'rateVisit'>): Promise<void> {
    const answer = await send(rating)
    if (answer.ok) return
    if (answer.refusal.code === 'hubNeeded') kept = [...kept, rating]
    // Rated meanwhile on the pad or the visitor's phone, or the visit is over: nothing is lost that was theirs to say.
    else if (answer.refusal.code !== 'alreadyRated')
      warn(`a rating from the keys was not taken: ${answer.refusal.code}`)
  }

  async function ask(about: Ask): Promise<void> {
    asked = about
    const answer = await device.ask({ locale: about.locale, number: about.number })
    if (answer.type === 'unanswered') return
    const { visitId, turnId } = about
    await handIn({ type: 'rateVisit', visitId, turnId, level: answer.level, channel: 'rater' })
  }

  const stopHearing = host.listen((events) => {
    const at = counterId()
    if (at === undefined) return
    for (const entry of events) {
      const meaning = askMeaning(entry, host.state, at, host.nowMs())
      if (meaning?.type === 'wake') void ask(meaning.ask)
      if (meaning?.type === 'another') device.cancel()
      if (meaning?.type === 'rated' && meaning.turnId === asked?.turnId) device.cancel()
    }
  })
  const stopLink = host.onLink(() => {
    const waiting = kept
    kept = []
    for (const rating of waiting) void handIn(rating)
  })
  const stopTelling = device.subscribe(toldOnce(warn))
  return () => {
    stopHearing()
    stopLink()
    stopTelling()
  }
}

/** Says once that the rater has gone, and once that it is back. */
function toldOnce(warn: (line: string) => void): (state: RatingDeviceState) => void {
  let isGone = false
  return (state) => {
    const gone = state === 'silent' || state === 'unreachable'
    if (gone !== isGone) warn(gone ? `the rater is ${state}` : 'the rater answers again')
    isGone = gone
  }
}
