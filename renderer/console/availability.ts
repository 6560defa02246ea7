/**
 * Whether a verb may be used now, and why not. Nothing is decided here: the
 * hall's own rules are asked with the very command the verb would send.
 */
import { counterRefusal, visitRefusal } from '#shared/hall/can.ts'
import type { Command } from '#shared/hall/commands.ts'
import { decide } from '#shared/hall/decide.ts'
import { permissionRefusal } from '#shared/hall/permissions.ts'
import { refuse } from '#shared/hall/refusals.ts'
import type { Refusal, Refused } from '#shared/hall/refusals.ts'
import { mattersOf } from '#shared/hall/rules/handOver.ts'
import type { Outcome, Visit } from '#shared/hall/visit.ts'
import type { ServiceId } from '#shared/ids/ids.ts'
import { parkedOf } from './desk.ts'
import type { Desk } from './desk.ts'
import type { Verb } from './keys.ts'

/** `noVisit`, `noService`, `nothingParked`, `noMatters` and `notAsked` are the page's own: there is nothing a command could name. */
export type Availability =
  | { readonly ok: true }
  | {
      readonly ok: false
      readonly why: 'noVisit' | 'noService' | 'nothingParked' | 'noMatters' | 'notAsked'
    }
  | { readonly ok: false; readonly why: 'refused'; readonly refusal: Refusal }

/** The command a verb sends as it stands; undefined for verbs that ask for more first, or have nobody to act on. */
export function commandOf(verb: Verb, desk: Desk): Command | undefined {
  const { counter, visit, chosen } = desk
  switch (verb) {
    case 'next':
      return { type: 'callNext', counterId: counter.id }
    case 'recall':
    case 'start':
    case 'finish':
    case 'requeue':
      return visit && { type: verb, visitId: visit.id }
    case 'noShow':
      return visit && { type: 'markNoShow', visitId: visit.id }
    case 'accepted':
    case 'completed':
    case 'declined':
    case 'transferred':
      return visit && chosen && turnOf(visit, chosen, verb)
    case 'papersOut':
    case 'papersKept':
    case 'waiting':
      return visit && { type: 'park', visitId: visit.id, kind: verb }
    case 'pause':
      return counter.state === 'paused' ? { type: 'resumeCounter', counterId: counter.id } : undefined
    case 'close':
      // Whoever still answers for something is shown what, first.
      return mattersOf(desk.state, desk.teller.staffId).length > 0
        ? undefined
        : { type: 'closeCounter', counterId: counter.id }
    case 'resume': {
      const [only, another] = parkedOf(desk)
      return only && !another ? { type: 'resume', visitId: only.id } : undefined
    }
    case 'advised':
    case 'addService':
    case 'transfer':
    case 'handOver':
    case 'call':
    case 'raise':
    case 'yes':
    case 'no':
    case 'keys':
      return undefined
  }
}

function turnOf(visit: Visit, serviceId: ServiceId, outcome: Outcome): Command {
  return { type: 'recordTurn', visitId: visit.id, serviceId, outcome }
}

/** Whether the verb may be used now. */
export function availability(verb: Verb, desk: Desk): Availability {
  const { visit, chosen } = desk
  switch (verb) {
    case 'keys':
      return { ok: true }
    case 'next':
      return asked(desk, commandOf(verb, desk))
    case 'close':
      return asked(desk, { type: 'closeCounter', counterId: desk.counter.id })
    case 'handOver': {
      const first = mattersOf(desk.state, desk.teller.staffId)[0]
      return first === undefined ? { ok: false, why: 'noMatters' } : said(aloneRefusal(desk))
    }
    case 'raise':
      return visit === undefined
        ? noVisit
        : asked(desk, { type: 'openCase', kind: 'stuckMatter', text: '-', about: { visitId: visit.id } })
    case 'yes':
    case 'no':
      return { ok: false, why: 'notAsked' }
    case 'recall':
    case 'start':
    case 'finish':
    case 'requeue':
    case 'noShow':
    case 'papersOut':
    case 'papersKept':
    case 'waiting':
      return visit === undefined ? noVisit : asked(desk, commandOf(verb, desk))
    case 'accepted':
    case 'completed':
    case 'declined':
    case 'transferred':
      if (visit === undefined) return noVisit
      return stateFirst(desk, visit, chosen === undefined ? undefined : turnOf(visit, chosen, verb))
    case 'advised':
      if (visit === undefined) return noVisit
      return stateFirst(
        desk,
        visit,
        chosen === undefined
          ? undefined
          : { type: 'recordTurn', visitId: visit.id, serviceId: chosen, outcome: 'advised', missing: ['-'] },
      )
    case 'transfer':
      if (visit === undefined) return noVisit
      return asked(desk, {
        type: 'transfer',
        visitId: visit.id,
        to: { kind: 'queue', queueId: visit.queueId },
        position: 'keep',
      })
    case 'addService':
      if (visit === undefined) return noVisit
      return said(permissionRefusal(desk.teller, 'addServices') ?? visitRefusal('addServices', visit))
    case 'call':
      return said(
        permissionRefusal(desk.teller, 'call') ?? counterRefusal('call', desk.counter) ?? busy(desk),
      )
    case 'pause':
      return desk.counter.state === 'paused'
        ? asked(desk, commandOf(verb, desk))
        : asked(desk, { type: 'pauseCounter', counterId: desk.counter.id, reason: '-' })
    case 'resume': {
      const first = parkedOf(desk)[0]
      return first === undefined
        ? { ok: false, why: 'nothingParked' }
        : asked(desk, { type: 'resume', visitId: first.id })
    }
  }
}

const noVisit: Availability = { ok: false, why: 'noVisit' }

/** Before the visit is being served, that is the reason; only then whether a service is left. */
function stateFirst(desk: Desk, visit: Visit, command: Command | undefined): Availability {
  if (command !== undefined) return asked(desk, command)
  const refused = visitRefusal('recordTurn', visit)
  return refused === undefined ? { ok: false, why: 'noService' } : said(refused)
}

function busy({ counter }: Desk): Refused | undefined {
  return counter.visitId === undefined
    ? undefined
    : refuse('counterBusy', { counterId: counter.id, visitId: counter.visitId })
}

function aloneRefusal({ alone }: Desk): Refused | undefined {
  return alone === undefined ? undefined : refuse('hubNeeded', { command: 'offerHandOver' })
}

/** Asks the rules; nothing comes of it but their answer. */
function asked(desk: Desk, command: Command | undefined): Availability {
  if (command === undefined) return noVisit
  const decision = decide(desk.state, command, {
    nowMs: desk.nowMs,
    actor: desk.teller,
    newId: () => 'asked-only',
    newKey: () => 'asked-only-asked-only',
    ...(desk.alone === undefined ? {} : { alone: desk.alone }),
  })
  return decision.ok ? { ok: true } : said(decision)
}

function said(refused: Refused | undefined): Availability {
  return refused === undefined ? { ok: true } : { ok: false, why: 'refused', refusal: refused.refusal }
}
