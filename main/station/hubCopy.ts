/** A station's copy of its hub's ledger: followed event by event, on disk before anyone here is told. */
import type { VisitId } from '#shared/ids/ids.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { initialState } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { HubMessage } from '#shared/protocol/messages.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import type { Ledger, Loaded } from '../ledger/ledger.ts'
import { noteChanged } from '../ledger/projection.ts'
import { Snapshots } from '../ledger/snapshots.ts'
import { commonPart } from './handOver.ts'

export interface HubCopyParts {
  /** The copy as it is. */
  readonly replica: Ledger
  /** What it holds, where it was loaded already. */
  readonly loaded?: Loaded | undefined
  /**
   * Gives an empty copy in place of this one. One that went its own way is set
   * aside and never deleted; one that is only behind, the hub has whole.
   */
  readonly replaceReplica: (why: 'diverged' | 'behind') => Ledger
  readonly log: (line: string) => void
}

/** What was new of some events, and whether some before them are missing. */
export interface Taken {
  readonly fresh: readonly LedgerEvent[]
  readonly hasGap: boolean
}

/** See the head of this file. Every method may throw `LedgerFault`. */
export class HubCopy {
  readonly #parts: HubCopyParts
  #ledger: Ledger
  #snapshots: Snapshots
  #known: HallState
  /** It went another way than the hub's ledger, and begins anew with what the hub sends next. */
  #diverged = false
  /** What it then begins with: as both were before they parted, where this copy holds that. Only where it diverged. */
  #common: HallState | undefined

  constructor(parts: HubCopyParts) {
    this.#parts = parts
    this.#ledger = parts.replica
    const { state, snapshotSeq } = parts.loaded ?? parts.replica.load()
    this.#known = state
    this.#snapshots = this.#snapshotsOf(snapshotSeq)
  }

  /** The hall as the hub's ledger has it. */
  get known(): HallState {
    return this.#known
  }

  get ledger(): Ledger {
    return this.#ledger
  }

  /** The hub is to send what comes after this; all it has when nothing here is common to both. */
  get wantedAfter(): number {
    return this.#diverged ? (this.#common?.seq ?? 0) : this.#known.seq
  }

  /** Whether the next events go on from an earlier state than what is known here. */
  get isGoingBack(): boolean {
    return this.#diverged
  }

  /** The last seq that this copy and the hub's ledger have in common, where there is more here; undefined where not. */
  partsAt({ epoch, reigns, seq }: Extract<HubMessage, { type: 'welcome' }>): number | undefined {
    const own = this.#known.reign
    const common = commonPart(own.history, reigns)
    this.#stay()
    if (epoch >= own.epoch && this.#known.seq > common) return common
    // A ledger of the same reign that ends before this copy has lost its end: what is here is handed over too.
    return epoch === own.epoch && seq < this.#known.seq ? seq : undefined
  }

  /**
   * What is here and not at the hub is kept as facts: the copy may begin anew. It goes back to what both have in common
   * and follows from there event by event: of a mere state nothing could be handed over, if yet another hub came.
   * Gives what it goes back to.
   */
  beginAnewNext(commonSeq: number): HallState | undefined {
    this.#diverged = true
    this.#common = this.#stateAt(commonSeq)
    return this.#common
  }

  /** A state of before that cannot be had makes the copy begin with the hub's own. */
  #stateAt(seq: number): HallState | undefined {
    try {
      return this.#ledger.stateAt(seq)
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error
      this.#parts.log(`what this copy and the hub have in common cannot be had: ${error.message}`)
      return undefined
    }
  }

  #stay(): void {
    this.#diverged = false
    this.#common = undefined
  }

  /** A whole state in place of the copy: the first time, after too long, or because it went another way. */
  begin(state: HallState): void {
    if (this.#known.seq !== 0) {
      this.#ledger.close()
      this.#ledger = this.#parts.replaceReplica(this.#diverged ? 'diverged' : 'behind')
    }
    if (state.seq > 0) this.#ledger.beginFrom(state)
    // A copy begins with a snapshot.
    this.#snapshots = this.#snapshotsOf(state.seq)
    this.#known = state
    this.#stay()
  }

  /**
   * Takes in what goes on from what is here: what a screen saw acknowledged is held in two places.
   * @param before hears each event that is new, before any of them is known here
   */
  take(events: readonly LedgerEvent[], before: (entry: LedgerEvent) => void): Taken {
    if (this.#diverged) this.begin(this.#common ?? initialState)
    const fresh: LedgerEvent[] = []
    const changed = new Map<VisitId, Visit>()
    let known = this.#known
    let hasGap = false
    for (const entry of events) {
      if (entry.seq <= known.seq) continue
      hasGap = entry.seq !== known.seq + 1
      if (hasGap) break
      known = evolve(known, entry)
      fresh.push(entry)
      before(entry)
      noteChanged(changed, entry.event, known)
    }
    if (fresh.length > 0) {
      this.#ledger.append({ events: fresh, answers: [], changed: [...changed.values()] })
      this.#known = known
    }
    return { fresh, hasGap }
  }

  /** Keeps the state itself, where it is time to: best once everybody was told. */
  keepState(fresh: readonly LedgerEvent[]): void {
    this.#snapshots.written(fresh, this.#known)
  }

  #snapshotsOf(newestSeq: number): Snapshots {
    return new Snapshots(this.#ledger, newestSeq, (error) => {
      this.#parts.log(
        `the state could not be kept: ${error instanceof Error ? error.message : String(error)}`,
      )
    })
  }
}
