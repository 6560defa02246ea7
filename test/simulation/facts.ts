/**
 * What stations decided while they were alone, and what became of it (I1, I6):
 * each fact is taken in once, or kept as a conflict, and never dropped before.
 */
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import { isSameReign } from '#shared/hall/reign.ts'
import type { Rank } from '#shared/hall/reign.ts'
import type { CommandId, FactId, VisitId } from '#shared/ids/ids.ts'
import { commandId, factId } from '#shared/ids/ids.ts'
import type { SentFact } from '#shared/protocol/messages.ts'
import type { Decided } from '#main/station/stationStore.ts'
import type { Chronicle } from './chronicle.ts'
import type { Computer } from './computer.ts'
import type { Oracle } from './oracle.ts'

/** A call made alone whose fact is still on its way. */
interface AloneCall {
  readonly factId: FactId
  readonly counterId: string
  /** The hub it had followed. */
  readonly under: Rank
}

/** See the head of this file. */
export class Facts {
  readonly #oracle: Oracle
  /** Every fact there ever was. */
  readonly #known = new Map<FactId, readonly HallEvent[]>()
  /** The fact of each command decided alone; undefined where nothing changed. */
  readonly #ofCommand = new Map<CommandId, FactId | undefined>()
  readonly #given = new Map<VisitId, { readonly day: string; readonly number: string }>()
  readonly #visitOf = new Map<string, VisitId>()
  readonly #superseded = new Set<CommandId>()
  readonly #calls = new Map<VisitId, AloneCall>()
  /** Visits taken from their counters at the hub: from which, and where the ledger says so. */
  readonly #freed = new Map<VisitId, { readonly counterId: string; readonly seq: number }>()

  constructor(oracle: Oracle) {
    this.#oracle = oracle
  }

  /** A station decided a command by itself. */
  decided(computer: Computer, { commandId: id, fact, sent }: Decided): void {
    const { coverage } = this.#oracle
    if (this.#ofCommand.has(id)) this.#oracle.fail('I5', `${computer.name} decides ${id} a second time`)
    this.#ofCommand.set(id, fact?.id)
    if (sent === 'superseded') {
      this.#superseded.add(id)
      coverage.mark('commandSuperseded')
    }
    if (fact === undefined) return
    this.#known.set(fact.id, fact.events)
    const day = computer.state.day?.day ?? ''
    const { ledger } = computer
    const known = ledger.eventsAfter(ledger.lastSeq - 1, 1)[0]?.day
    if (known !== undefined && day > known) coverage.mark('dayTurnedAlone')
    for (const event of fact.events) {
      coverage.event(event.type)
      if (event.type === 'visitIssued') {
        coverage.mark('issuedAlone')
        this.#given.set(event.visit.id, { day, number: event.visit.number })
        this.#visitOf.set(fact.id, event.visit.id)
        this.#oracle.issued(day, event.visit.number, event.visit.id, computer.name)
      }
      if (event.type === 'paperCalled') coverage.mark('paperByHand')
      if (event.type === 'visitCalled') this.#called(computer, fact.id, event)
    }
  }

  /** Whether this was ever a fact. */
  knows(id: string): boolean {
    return this.#known.has(factId.parse(id))
  }

  /** A hub took a fact in, or kept it. */
  takenIn({ commandId: id, day }: LedgerEvent): void {
    // From here on the hub knows where the visit is, whether or not the station has heard so.
    for (const [called, { factId: of }] of this.#calls)
      if (formsOf(of).includes(id)) this.#calls.delete(called)
    const visitId = this.#visitOf.get(id)
    const given = visitId === undefined ? undefined : this.#given.get(visitId)
    if (visitId !== undefined && given !== undefined && given.day !== day)
      this.#oracle.misdated(given.day, given.number, visitId)
  }

  /** Facts were made of what was done before. */
  handedOn(facts: readonly SentFact[]): void {
    for (const { id, events } of facts) {
      this.#known.set(id, events)
      if (id.startsWith('undo:')) this.#oracle.coverage.mark('undone')
    }
  }

  /** A station forgets a fact, because it was told that the hub has it. */
  dropped(by: string, id: FactId): void {
    for (const [visitId, call] of this.#calls) if (call.factId === id) this.#calls.delete(visitId)
    if (!this.#known.has(id)) return
    if (!this.#oracle.chronicles.some((c) => isSettled(c, id)))
      this.#oracle.fail('I6', `${by} drops fact ${id}, which no hub has`)
  }

  /** A visit was taken from its counter at the hub; the station there may be alone, and at work with it or about to be. */
  freedAtHub(visitId: VisitId, counterId: string, { seq }: LedgerEvent): void {
    if (this.#calls.has(visitId)) this.#oracle.forced.add(visitId)
    this.#freed.set(visitId, { counterId, seq })
  }

  /** A hub calls a visit: no station that is alone may have it, unless its claim was taken by force or its hub by another. */
  calledAtHub(chronicle: Chronicle, { visitId, counterId }: { visitId: VisitId; counterId: string }): void {
    const call = this.#calls.get(visitId)
    if (call === undefined || call.counterId === counterId) return
    if (!isSameReign(call.under, chronicle.state.reign)) return
    if (this.#oracle.forced.has(visitId)) this.#oracle.coverage.mark('claimCollided')
    else
      this.#oracle.fail(
        'claims',
        `${visitId} is called to ${counterId} while ${call.counterId}, alone, has it`,
      )
  }

  /** What is neither in the last hub's ledger nor kept there as a conflict (I6), and ghosts left over. */
  lost(main: Chronicle): readonly string[] {
    const lost = [...this.#known.keys()]
      .filter((id) => !this.#isSettled(main, id))
      .map((id) => `fact ${id} is lost: ${JSON.stringify(this.#known.get(id)).slice(0, 200)}`)
    const ghosts = [...this.#superseded].filter(
      (id) =>
        main.written.get(id)?.some((e) => e.type === 'visitIssued' || e.type === 'visitCalled') === true &&
        !this.#isSettled(main, `undo:${id}`) &&
        // Withdrawn at a hub that did not know it was done: a ghost whose visitor never comes.
        !this.#oracle.chronicles.some((c) => c.answers.get(id)?.includes('commandIdReused')),
    )
    return [...lost, ...ghosts.map((id) => `${id} was done another way and is not undone`)]
  }

  /** Whether the last hub's ledger has what this command became, in one form or another. */
  isKept(main: Chronicle, id: CommandId): boolean {
    if (this.#isSettled(main, id)) return true
    if (!this.#ofCommand.has(id)) return false
    const fact = this.#ofCommand.get(id)
    return fact === undefined || this.#isSettled(main, fact)
  }

  /** In the last hub's ledger; or merged by a hub before it to nothing at all, so that nothing was handed over. */
  #isSettled(main: Chronicle, id: string): boolean {
    return (
      isSettled(main, id) ||
      this.#oracle.chronicles.some(
        (c) => isSettled(c, id) && formsOf(id).every((form) => !c.written.has(form)),
      )
    )
  }

  #called(
    computer: Computer,
    factId: FactId,
    { visitId, counterId, why }: Extract<HallEvent, { type: 'visitCalled' }>,
  ): void {
    if (why.rule === 'byHand') return
    const { oracle, under } = { oracle: this.#oracle, under: computer.station?.reign ?? { epoch: 0 } }
    oracle.coverage.mark('calledByClaim')
    this.#calls.set(visitId, { factId, counterId, under })
    const state = oracle.chronicles.find((c) => isSameReign(c.state.reign, under))?.state
    const visit = state?.visits.get(visitId)
    if (state === undefined || visit === undefined) return
    // Called to this very counter and taken from it again at the hub: its station has not heard of either.
    const freed = this.#freed.get(visitId)
    if (freed?.counterId === counterId && freed.seq > computer.ledger.lastSeq) oracle.forced.add(visitId)
    if (oracle.forced.has(visitId)) {
      // Released by force at the hub and called there, and called here by whoever still held it.
      if (visit.counterId !== undefined && visit.counterId !== counterId)
        oracle.coverage.mark('claimCollided')
      return
    }
    const holder = state.claims.get(visitId)
    const elsewhere = visit.state === 'waiting' ? holder : visit.counterId
    const isFree = visit.state === 'waiting' && holder === undefined
    const isThere = ['called', 'serving', 'waiting'].includes(visit.state)
    if (isThere && (isFree || elsewhere !== counterId))
      oracle.fail('claims', `${counterId}, alone, calls ${visit.number}, which is ${elsewhere ?? 'nobody'}’s`)
  }
}

/** Whether a hub's ledger answers for this fact or command: done, done to nothing, or kept for a person. */
function isSettled(chronicle: Chronicle, id: string): boolean {
  return formsOf(id).some((known) => {
    if (chronicle.written.has(known)) return true
    const answer = chronicle.answers.get(known)
    // Withdrawn: it was decided another way by whoever sent it.
    return answer !== undefined && (answer.startsWith('{"ok":true') || answer.includes('commandIdReused'))
  })
}

/** A fact refused as a command before comes under another id. */
function formsOf(id: string): readonly CommandId[] {
  return [id, `${id.slice(0, 190)}:fact`].map((form) => commandId.parse(form))
}
