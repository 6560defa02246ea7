/** Facts of a station as the hub takes them in: when they happened by its clock, and whether they are durably in the ledger. */
import { commandId } from '#shared/ids/ids.ts'
import type { StationId } from '#shared/ids/ids.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { Fact } from '#shared/hall/facts.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Answer, SentFact } from '#shared/protocol/messages.ts'
import type { Hub } from './hub.ts'

/** A station's clock that moved by more than this against its own run is reported. */
const jumpMs = 60_000

type MergeFact = Extract<Command, { type: 'mergeFact' }>

/** A fact as the hub takes it in at `nowMs`, its station's clocks standing at `clocks`. */
export function factOf(sent: SentFact, stationId: StationId, clocks: Clocks, nowMs: number): Fact {
  const { wallMs: _wallMs, monotonicMs: _monotonicMs, run: _run, ...fact } = sent
  return { ...fact, stationId, ...corrected(sent, clocks, nowMs) }
}

/**
 * Merges one fact; says whether it is durably in the ledger, so that its holder need not keep it.
 * @param isHandedOver an earlier hub did it, not the station itself
 */
export function takeIn(
  hub: Hub,
  command: MergeFact,
  actor: Actor,
  taken: (isDurable: boolean) => void,
  isHandedOver = false,
): void {
  const merge = (id: string, answered: (answer: Answer) => void): void => {
    hub.submit({ id: commandId.parse(id), command, actor }, answered)
  }
  const { id } = command.fact
  merge(id, (answer) => {
    if (answer.ok || answer.refusal.code !== 'commandIdReused') {
      taken(answer.ok)
      return
    }
    // It was sent as a command before the station was alone. Carried out, nothing is left to merge; refused or
    // withdrawn then and done since, it still has to be. Only what an earlier hub made of it stays withdrawn.
    const before = hub.answerTo(commandId.parse(id))
    if (
      before === undefined ||
      (before.ok && !isAnotherVisit(hub, command, before)) ||
      (isHandedOver && isWithdrawn(before))
    )
      taken(before !== undefined)
    else
      merge(`${id.slice(0, 190)}:fact`, (again) => {
        taken(again.ok)
      })
  })
}

function isWithdrawn(answer: Answer): boolean {
  return !answer.ok && answer.refusal.code === 'commandIdReused'
}

/** Two hubs gave two numbers for one command, or did two things under one id; either may be in somebody's hand: both stay. */
function isAnotherVisit(
  { state, ledger }: Hub,
  { fact }: MergeFact,
  { visitId }: Extract<Answer, { ok: true }>,
): boolean {
  const issued = fact.events.find((e) => e.type === 'visitIssued')?.visit.id
  if (issued === undefined || issued === visitId) return false
  return visitId !== undefined || (!state.visits.has(issued) && ledger.visitById(issued) === undefined)
}

/** A station's own clocks. */
export interface Clocks {
  readonly wallMs: number
  readonly monotonicMs: number
  readonly run: string
}

/**
 * When it happened by the hub's clock. Within one run of the station its
 * monotonic clock says exactly how long ago. Across a restart there are two
 * witnesses, the wall clock's difference and what the station believed then;
 * either may be far too early, so the later one holds. Never later than now.
 */
export function corrected(
  then: Clocks & { readonly believedMs: number },
  now: Clocks,
  nowMs: number,
): { happenedMs: number; clockJumped: boolean } {
  const byWallMs = now.wallMs - then.wallMs
  if (then.run === now.run) {
    const agoMs = Math.max(0, now.monotonicMs - then.monotonicMs)
    return { happenedMs: Math.round(nowMs - agoMs), clockJumped: Math.abs(byWallMs - agoMs) > jumpMs }
  }
  const happenedMs = Math.min(nowMs, Math.max(nowMs - byWallMs, then.believedMs))
  return {
    happenedMs: Math.round(happenedMs),
    clockJumped: Math.abs(nowMs - byWallMs - then.believedMs) > jumpMs,
  }
}
