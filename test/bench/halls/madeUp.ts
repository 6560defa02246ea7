/** Halls made for measuring, and a way to write their ledgers. */
import { emptyCatalogue } from '#shared/catalogue/catalogue.ts'
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import { evolve } from '#shared/hall/evolve.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import { defaultSettings } from '#shared/hall/settings.ts'
import type { StaffMember } from '#shared/hall/staff.ts'
import { initialState, queueNow } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import { formatNumber } from '#shared/hall/numbering.ts'
import {
  businessDay,
  commandId,
  counterId,
  departmentId,
  hallId,
  queueId,
  serviceId,
  staffId,
  visitId,
  visitKey,
} from '#shared/ids/ids.ts'
import type { CounterId, ServiceId, VisitId } from '#shared/ids/ids.ts'
import { learnFrom } from '#shared/queueing/learn.ts'
import { initialLearnt } from '#shared/queueing/learnt.ts'
import type { Learnt } from '#shared/queueing/learnt.ts'

/** Morning of the made-up day, epoch ms. */
export const morningMs = Date.parse('2026-03-02T08:00:00Z')

/** A hall being played: its state, what it has learnt, and the pen. Times in seconds after the morning. */
export class MadeUpHall {
  state: HallState = initialState
  learnt: Learnt = initialLearnt
  #visits = 0

  /** `queues` letters with so many services each; counter k serves the queues `servedBy(k)`. */
  constructor(
    queues: number,
    services: number,
    counters: number,
    servedBy: (counter: number) => readonly number[],
  ) {
    const q = (i: number) => queueId.parse(`q${String(i)}`)
    const department = departmentId.parse('d')
    const catalogue: Catalogue = {
      ...emptyCatalogue,
      departments: [{ id: department, name: { zh: '部门' } }],
      queues: Array.from({ length: queues }, (_, i) => ({
        id: q(i),
        name: { zh: `业务${String(i)}` },
        letter: String.fromCharCode(65 + i),
      })),
      services: Array.from({ length: queues * services }, (_, i) => ({
        id: serviceId.parse(`s${String(i)}`),
        code: `s${String(i)}`,
        name: { zh: '事项' },
        departmentId: department,
        queueId: q(Math.floor(i / services)),
      })),
      counters: Array.from({ length: counters }, (_, k) => ({
        id: counterId.parse(`c${String(k)}`),
        label: String(k + 1),
        queueIds: servedBy(k).map(q),
      })),
    }
    const staff: StaffMember[] = catalogue.counters.map((c) => ({
      id: staffId.parse(`t${c.id}`),
      staffNo: `t${c.id}`,
      name: c.id,
      roles: ['teller'],
      skills: [{ scope: { kind: 'all' } }],
    }))
    this.say(0, {
      type: 'hallConfigured',
      settings: defaultSettings(hallId.parse('made-up'), { zh: '大厅' }, 'UTC'),
    })
    this.say(0, { type: 'catalogueReplaced', catalogue })
    this.say(0, { type: 'staffReplaced', staff })
    this.newDay(0)
    for (const c of catalogue.counters)
      this.say(0, { type: 'counterOpened', counterId: c.id, staffId: staffId.parse(`t${c.id}`) })
  }

  say(atS: number, event: HallEvent): void {
    const entry: LedgerEvent = {
      seq: this.state.seq + 1,
      v: 1,
      atMs: morningMs + atS * 1000,
      commandId: commandId.parse('made-up'),
      actor: { kind: 'system' },
      event,
    }
    this.state = evolve(this.state, entry)
    this.learnt = learnFrom(this.learnt, entry, this.state)
  }

  /** Begins a day; a state holds one day's visits, so long runs stay small. */
  newDay(atS: number): void {
    const startsAtMs = morningMs + atS * 1000
    this.say(atS, {
      type: 'dayStarted',
      day: businessDay.parse('2026-03-02'),
      startsAtMs,
      endsAtMs: startsAtMs + 86_400_000,
    })
  }

  issue(atS: number, service: number, headStartS = 0): VisitId {
    const { id: sid, queueId: qid } = this.state.catalogue.services[service] ?? missing()
    const queue = this.state.lookup.queues.get(qid) ?? missing()
    const run = queueNow(this.state, qid).next
    const id = visitId.parse(`v${String((this.#visits += 1))}`)
    const atMs = morningMs + atS * 1000
    this.say(atS, {
      type: 'visitIssued',
      run,
      visit: {
        id,
        number: formatNumber(queue.letter, run),
        ordinal: this.state.visits.size + 1,
        services: [{ serviceId: sid, queueId: qid }],
        queueId: qid,
        locale: 'zh',
        channel: 'kiosk',
        issuedBy: { kind: 'system' },
        key: visitKey.parse('made-up-made-up-'),
        arrivedAtMs: atMs,
        effectiveAtMs: atMs - headStartS * 1000,
      },
    })
    return id
  }

  call(atS: number, id: VisitId, counter: number): void {
    const at = this.at(counter)
    const visit = this.state.visits.get(id) ?? missing()
    this.say(atS, {
      type: 'visitCalled',
      visitId: id,
      number: visit.number,
      queueId: visit.queueId,
      ...at,
      callNo: this.state.callNo + 1,
      why: { rule: 'next', line: 'own', because: [], waitedS: 0 },
    })
    this.say(atS, { type: 'visitStarted', visitId: id, ...at })
  }

  finish(atS: number, id: VisitId, counter: number): void {
    this.say(atS, { type: 'visitFinished', visitId: id, ...this.at(counter) })
  }

  at(counter: number): { counterId: CounterId; staffId: ReturnType<typeof staffId.parse> } {
    return {
      counterId: counterId.parse(`c${String(counter)}`),
      staffId: staffId.parse(`tc${String(counter)}`),
    }
  }

  serviceOf(i: number): ServiceId {
    return this.state.catalogue.services[i]?.id ?? missing()
  }
}

function missing(): never {
  throw new Error('not in the made-up hall')
}
