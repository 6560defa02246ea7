/** The counter that works through a station: which it is, who takes it over, and its claims on visits. */
import { commandId } from '#shared/ids/ids.ts'
import type { CounterId, VisitId } from '#shared/ids/ids.ts'
import type { Command, CommandOf } from '#shared/hall/commands.ts'
import type { HallEvent, HallEventOf, LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { ClientMessage } from '#shared/protocol/messages.ts'
import { orLater } from './orLater.ts'
import type { StationStore } from './stationStore.ts'

export interface CounterHereParts {
  readonly store: Pick<StationStore, 'counterId' | 'setCounterId' | 'givenBack' | 'setGivenBack' | 'sent'>
  readonly newId: () => string
  /** The hall as the hub's ledger has it. */
  readonly known: () => HallState
  /** Tells the hub, where it is there to hear it. */
  readonly tellHub: (message: ClientMessage) => void
  readonly log: (line: string) => void
}

/** A counter as it comes to who asked for it. */
type GivenOver = HallEventOf<'counterOpened' | 'takeoverAnswered' | 'takeoverForced'>

function isGivenOver(event: HallEvent): event is GivenOver {
  return (
    event.type === 'counterOpened' || event.type === 'takeoverAnswered' || event.type === 'takeoverForced'
  )
}

/** See the head of this file. */
export class CounterHere {
  readonly #parts: CounterHereParts
  /** The counter that was last asked for at a screen of this station. */
  #asked: Pick<CommandOf<'askTakeover'>, 'counterId' | 'seat'> | undefined
  /** Which counter works here is known to this process alone: the disk had no room. */
  #isUnkept = false

  constructor(parts: CounterHereParts) {
    this.#parts = parts
  }

  /** Remembers which counter works here, so that it may hold claims. */
  stand(counterId: CounterId | undefined): void {
    if (this.#parts.store.counterId() !== counterId) this.#keep(counterId)
    this.sayStanding()
  }

  sayStanding(): void {
    const counterId = this.#parts.store.counterId()
    this.#parts.tellHub({ type: 'standing', ...(counterId === undefined ? {} : { counterId }) })
  }

  /** The hub carried out what was asked at a screen here. A counter that another stands at may be given later. */
  done(command: Command): void {
    if (command.type === 'askTakeover') this.#asked = command
    if (command.type === 'openCounter') this.stand(command.counterId)
    if (command.type === 'closeCounter') this.stand(undefined)
  }

  /** What the hub wrote, once it is known here. */
  follow(events: readonly LedgerEvent[]): void {
    this.#forgetGivenBack(events)
    for (const entry of events) {
      if (this.#isTakenOver(entry)) this.stand(undefined)
      if (this.#isGivenHere(entry.event)) this.stand(entry.event.counterId)
    }
  }

  /** Gives claims back; on disk before it is said, and not while the disk is full. */
  giveBack(counterId: CounterId, asked: readonly VisitId[]): void {
    const { store, known, log } = this.#parts
    const visitIds = asked.filter((id) => known().claims.get(id) === counterId)
    if (visitIds.length === 0) return
    orLater(log, () => {
      store.setGivenBack([...new Set([...store.givenBack(), ...visitIds])])
      this.#return(counterId, visitIds)
    })
  }

  /**
   * What was given back and never reached the hub is said again; what is no claim any more is forgotten, and what the
   * disk had no room for is written.
   */
  again(): void {
    const { store, known, log } = this.#parts
    if (this.#isUnkept) this.#keep(store.counterId())
    const before = store.givenBack()
    if (before.length === 0) return
    const own = store.counterId()
    const left = before.filter((id) => own !== undefined && known().claims.get(id) === own)
    if (left.length !== before.length)
      orLater(log, () => {
        store.setGivenBack(left)
      })
    if (left.length > 0 && own !== undefined) this.#return(own, left)
  }

  /**
   * The copy goes back to an earlier state, in which the counter held claims that it has given back since: it does not
   * hold them again.
   */
  goesBack(from: HallState, to: HallState | undefined): void {
    const { store } = this.#parts
    const own = store.counterId()
    const stale = [...(to?.claims ?? [])].flatMap(([id, holder]) =>
      holder === own && from.claims.get(id) !== own ? [id] : [],
    )
    if (stale.length > 0) store.setGivenBack([...new Set([...store.givenBack(), ...stale])])
  }

  #keep(counterId: CounterId | undefined): void {
    const { store, log } = this.#parts
    this.#isUnkept = true
    orLater(log, () => {
      store.setCounterId(counterId)
      this.#isUnkept = false
    })
  }

  #return(counterId: CounterId, visitIds: readonly VisitId[]): void {
    const { newId, tellHub } = this.#parts
    const command = { type: 'returnClaims' as const, counterId, visitIds }
    tellHub({ type: 'command', id: commandId.parse(newId()), command })
  }

  #forgetGivenBack(events: readonly LedgerEvent[]): void {
    const { store, known, log } = this.#parts
    const before = store.givenBack()
    if (before.length === 0) return
    // Returned and granted again may come in one piece: the grant is a new claim.
    const returned = new Set(
      events.flatMap(({ event }) =>
        event.type === 'claimReturned' || event.type === 'claimForced' ? [event.visitId] : [],
      ),
    )
    const left = before.filter((id) => !returned.has(id) && known().claims.has(id))
    if (left.length === before.length) return
    // One that stays gives a later claim back as well; the hub grants it anew.
    orLater(log, () => {
      store.setGivenBack(left)
    })
  }

  /** Whether the counter here was closed or opened from elsewhere, or given to who asked for it. */
  #isTakenOver({ event, commandId: id }: LedgerEvent): boolean {
    const { store } = this.#parts
    if (!('counterId' in event) || event.counterId !== store.counterId()) return false
    if (event.type === 'takeoverAnswered') return event.given
    const moves = ['counterOpened', 'counterClosed', 'takeoverForced'].includes(event.type)
    return moves && !store.sent().some((s) => s.id === id)
  }

  /** Whether a counter asked for at a screen of this station is given to it. */
  #isGivenHere(event: HallEvent): event is GivenOver {
    if (!isGivenOver(event) || event.seat === undefined) return false
    const asked = this.#asked
    if (asked?.counterId !== event.counterId || asked.seat !== event.seat) return false
    return event.type !== 'takeoverAnswered' || event.given
  }
}
