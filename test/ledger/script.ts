/**
 * A hall day written by hand for the ledger's tests: correct events with the
 * seqs, times and visits that belong to them, as batches ready to append.
 */
import {
  businessDay,
  commandId,
  counterId,
  departmentId,
  hallId,
  queueId,
  serviceId,
  staffId,
  ticketNumber,
  turnId,
  visitId,
  visitKey,
} from '#shared/ids/ids.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import { emptyCatalogue } from '#shared/catalogue/catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import { defaultSettings } from '#shared/hall/settings.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import { hallFolding } from '#main/ledger/folding.ts'
import type { Batch, RecordedAnswer } from '#main/ledger/ledger.ts'
import { noteChanged } from '#main/ledger/projection.ts'

export const queueA = queueId.parse('q-a')
export const serviceA = serviceId.parse('s-a')
export const counter1 = counterId.parse('c1')
export const teller1 = staffId.parse('t1')

const catalogue: Catalogue = {
  ...emptyCatalogue,
  departments: [{ id: departmentId.parse('d'), name: { zh: '部门' } }],
  queues: [{ id: queueA, name: { zh: '综合' }, letter: 'A' }],
  services: [
    {
      id: serviceA,
      code: 'S-A',
      name: { zh: '事项' },
      departmentId: departmentId.parse('d'),
      queueId: queueA,
    },
  ],
  counters: [{ id: counter1, label: '1', queueIds: [queueA] }],
}

const dayMs = 86_400_000

/** A day being written. Events are folded as they come, so that batches carry the visits they changed. */
export class Script {
  state: HallState
  #day: string
  #atMs: number
  #issuedToday = 0

  /** Goes on from a state, or begins a hall. */
  constructor(state: HallState = hallFolding.initial) {
    this.state = state
    this.#day = state.day?.day ?? '2026-11-20'
    this.#atMs = Math.max(state.atMs, Date.parse('2026-11-20T00:00:00Z'))
    this.#issuedToday = state.visits.size
  }

  /** One batch of these events, answered once. */
  batch(...events: readonly HallEvent[]): Batch {
    const entries: LedgerEvent[] = []
    const changed = new Map<VisitId, Visit>()
    const command = commandId.parse(`cmd-${this.state.seq + 1}`)
    for (const event of events) {
      this.#atMs += 1000
      if (event.type === 'dayStarted') this.#day = event.day
      const entry: LedgerEvent = {
        seq: this.state.seq + 1,
        v: 1,
        atMs: this.#atMs,
        day: businessDay.parse(this.#day),
        commandId: command,
        actor: { kind: 'staff', staffId: teller1, roles: ['teller'] },
        event,
      }
      this.state = hallFolding.evolve(this.state, entry)
      noteChanged(changed, event, this.state)
      entries.push(entry)
    }
    return { events: entries, answers: [this.answer(command)], changed: [...changed.values()] }
  }

  answer(command: string): RecordedAnswer {
    return { commandId: commandId.parse(command), fingerprint: 'f', atMs: this.#atMs, answer: '{"ok":true}' }
  }

  /** Set up, first day started, one counter open. */
  opening(): Batch {
    return this.batch(
      {
        type: 'hallConfigured',
        settings: defaultSettings(hallId.parse('h'), { zh: '大厅' }, 'Asia/Shanghai'),
      },
      { type: 'catalogueReplaced', catalogue },
      this.dayStarted('2026-11-20'),
      { type: 'counterOpened', counterId: counter1, staffId: teller1 },
    )
  }

  dayStarted(day: string): HallEvent {
    const startsAtMs = Date.parse(`${day}T00:00:00Z`)
    this.#issuedToday = 0
    return { type: 'dayStarted', day: businessDay.parse(day), startsAtMs, endsAtMs: startsAtMs + dayMs }
  }

  issued(): Extract<HallEvent, { type: 'visitIssued' }> {
    const run = (this.#issuedToday += 1)
    return {
      type: 'visitIssued',
      run,
      visit: {
        id: visitId.parse(`v-${this.#day}-${run}`),
        number: ticketNumber.parse(`A${String(run).padStart(3, '0')}`),
        ordinal: run,
        services: [{ serviceId: serviceA, queueId: queueA }],
        queueId: queueA,
        locale: 'zh',
        channel: 'desk',
        issuedBy: { kind: 'staff', staffId: teller1, roles: ['guide'] },
        key: visitKey.parse(`key-${this.#day}-${String(run).padStart(6, '0')}`),
        arrivedAtMs: this.#atMs,
        effectiveAtMs: this.#atMs,
        ...(run % 3 === 0 ? { priority: { class: 'elderly', ground: '70岁' } } : {}),
        ...(run % 2 === 0 ? { applicant: 'enterprise' as const } : {}),
      },
    }
  }

  called(id: VisitId): HallEvent {
    const visit = this.visit(id)
    return {
      type: 'visitCalled',
      visitId: id,
      number: visit.number,
      counterId: counter1,
      staffId: teller1,
      callNo: this.state.callNo + 1,
      why: { rule: 'next', line: 'own', because: [], waitedS: 61.5 },
    }
  }

  recalled(id: VisitId): HallEvent {
    return {
      type: 'visitRecalled',
      visitId: id,
      number: this.visit(id).number,
      counterId: counter1,
      staffId: teller1,
      callNo: this.state.callNo + 1,
      counts: true,
    }
  }

  /** Call, start, one turn, finish: four batches. */
  served(id: VisitId): readonly Batch[] {
    const at = { visitId: id, counterId: counter1, staffId: teller1 }
    const turn = {
      id: turnId.parse(`turn-${id}`),
      serviceId: serviceA,
      counterId: counter1,
      staffId: teller1,
      startedAtMs: this.#atMs,
      endedAtMs: this.#atMs + 500,
      outcome: 'advised' as const,
      missing: ['身份证'],
    }
    return [
      this.batch(this.called(id)),
      this.batch({ type: 'visitStarted', ...at }),
      this.batch({ type: 'turnRecorded', visitId: id, turn, duty: 'accept' }),
      this.batch({ type: 'visitFinished', ...at }),
    ]
  }

  /** A call, a recall, missed and back in line, in one batch; then called again and missed for good. */
  missed(id: VisitId): readonly Batch[] {
    const at = { visitId: id, counterId: counter1, staffId: teller1 }
    return [
      this.batch(this.called(id), this.recalled(id), {
        type: 'visitMissed',
        ...at,
        ends: false,
        reentryAtCall: 3,
      }),
      this.batch(this.called(id)),
      this.batch({ type: 'visitMissed', ...at, ends: true }),
    ]
  }

  /** Whoever is left expires and the next day begins, in one batch as the roll-over does it. */
  rollOver(day: string): Batch {
    const left = [...this.state.visits.values()].filter((v) => v.state === 'waiting')
    return this.batch(
      ...left.map((v): HallEvent => ({ type: 'visitExpired', visitId: v.id })),
      this.dayStarted(day),
    )
  }

  /** Two days with every kind of end in them: `visits` visits each, one in four left to expire. */
  twoDays(visits: number): readonly Batch[] {
    const batches: Batch[] = [this.opening()]
    for (const next of ['2026-11-21', '2026-11-22']) {
      for (let n = 0; n < visits; n += 1) {
        const issue = this.issued()
        const id = issue.visit.id
        batches.push(this.batch(issue))
        if (n % 4 === 0) batches.push(this.batch({ type: 'visitCancelled', visitId: id, reason: 'left' }))
        else if (n % 4 === 1) batches.push(...this.served(id))
        else if (n % 4 === 2) batches.push(...this.missed(id))
      }
      batches.push(this.rollOver(next))
    }
    return batches
  }

  visit(id: VisitId): Visit {
    const visit = this.state.visits.get(id)
    if (visit === undefined) throw new Error(`the script has no visit ${id}`)
    return visit
  }
}
