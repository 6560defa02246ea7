/** Cases and attendance in a simulated hall: who opens, moves and judges what, who clocks in, who is away. Mostly what fits, now and then what does not. */
import type { ConductRules } from '#shared/conduct/conductRules.ts'
import { defaultFlows } from '#shared/conduct/flows.ts'
import { judgeDay } from '#shared/conduct/attendanceDay.ts'
import type { ConductRecord, RecordKind, RecordOf } from '#shared/conduct/records.ts'
import { planOn } from '#shared/conduct/workingTime.ts'
import type { Command } from '#shared/hall/commands.ts'
import { rulesOf } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Role } from '#shared/hall/staff.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { businessDay, caseId, deductionId, leaveId, punchId, staffId, stationId } from '#shared/ids/ids.ts'
import type { StaffId, VisitId } from '#shared/ids/ids.ts'
import { businessDayAt } from '#shared/time/businessDay.ts'
import { addDays, localTime } from '#shared/time/localTime.ts'
import { testPack, testRules } from '../fixtures/conduct.ts'
import type { Chance } from './chance.ts'
import type { World } from './world.ts'

/** What is asked of the hub, and in whose name. */
export interface Sent {
  readonly command: Command
  readonly actor: Actor
}

const hourMs = 3_600_000

/** The rules of conduct of this hall: its shift begins a few minutes after the doors open, so that people come late. */
export function conductOf({
  startMs,
  ratedForThemMin,
  settings: { timeZone, rollOverHour },
}: World): ConductRules {
  const { date, minute } = localTime(startMs, timeZone)
  const { day } = businessDayAt(startMs, timeZone, rollOverHour)
  const minutes = minute + (date > day ? 1440 : 0)
  const at = (then: number): string => {
    const of = Math.max(0, then)
    return `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`
  }
  const now = {
    id: 'now',
    name: { zh: '现在' },
    parts: [
      {
        days: 1,
        from: at(minutes + 1),
        until: at(minutes + 420),
        breaks: [],
        punches: [
          {
            direction: 'in' as const,
            from: at(minutes - 60),
            due: at(minutes + 1),
            until: at(minutes + 240),
          },
          {
            direction: 'out' as const,
            from: at(minutes + 300),
            due: at(minutes + 420),
            until: at(minutes + 480),
          },
        ],
      },
    ],
  }
  return {
    ...testRules,
    packs: [
      {
        ...testPack,
        shifts: [...testPack.shifts, now],
        defaultShift: 'now',
        graceMin: 0,
        late: [{ fromMin: 1, points: 0.5 }],
        appealDays: 1,
      },
    ],
    ratingDefaults: [
      { from: '2026-01-01', after: { unit: 'minutes', n: ratedForThemMin }, level: 'satisfied' },
    ],
  }
}

/** See the head of this file. It remembers what there was, for people come back to what is settled. */
export class Conduct {
  readonly #chance: Chance
  readonly #world: World
  readonly #known = new Map<ConductRecord['id'], ConductRecord>()
  /** How often somebody looked at names, or asked for a test page. */
  #looks = 0

  constructor(chance: Chance, world: World) {
    this.#chance = chance
    this.#world = world
  }

  /**
   * What somebody does next about cases and attendance.
   * @param visits whose holders may complain
   * @param unrated visits of earlier days nobody has rated
   */
  next(
    state: HallState,
    nowMs: number,
    visits: readonly VisitId[],
    unrated: () => readonly VisitId[],
  ): Sent | undefined {
    for (const record of state.records.values()) this.#known.set(record.id, record)
    const chance = this.#chance
    const boss = this.#staff('boss', 'supervisor')
    switch (
      chance.weigh({
        open: 6,
        move: 16,
        note: 3,
        see: 2,
        record: 4,
        void: 2,
        roster: 3,
        leave: 8,
        decideLeave: 7,
        endLeave: 3,
        deduct: 8,
        appeal: 5,
        decide: 5,
        rules: 2,
        byDefault: 5,
        unmask: 1,
      })
    ) {
      case 'open':
        return this.#open(visits)
      case 'move':
        return this.#move()
      case 'note':
        return {
          actor: this.#anybody(),
          command: { type: 'noteCase', caseId: this.#case(), note: 'telephoned' },
        }
      case 'see':
        return {
          actor: chance.happens(0.7) ? boss : this.#anybody(),
          command: { type: 'seeContact', caseId: this.#case(), reason: 'to telephone' },
        }
      case 'record':
        return {
          actor: boss,
          command: {
            type: 'recordPunch',
            staffId: this.#member(),
            direction: chance.pick(['in', 'out']),
            atMs: Math.max(0, Math.floor(nowMs) + (chance.happens(0.1) ? hourMs : -chance.below(300_000))),
            ground: 'powerFailure',
            note: 'no power',
          },
        }
      case 'void':
        return {
          actor: boss,
          command: {
            type: 'voidPunch',
            punchId: this.#one('punch')?.id ?? punchId.parse('nothing'),
            note: 'twice',
          },
        }
      case 'roster': {
        const from = state.day?.day ?? '2026-03-02'
        return {
          actor: boss,
          command: {
            type: 'assignShift',
            staffIds: [this.#member()],
            fromDay: businessDay.parse(from),
            untilDay: businessDay.parse(addDays(from, chance.pick([0, 1, 3]))),
            shift: chance.pick(['now', 'now', 'night', 'off', 'usual', 'none']),
          },
        }
      }
      case 'leave':
        return this.#leave(nowMs)
      case 'decideLeave':
        return {
          actor: chance.happens(0.6) ? boss : this.#staff('admin', 'administrator'),
          command: { type: 'decideLeave', leaveId: this.#leaveId(), approve: chance.happens(0.8), note: '' },
        }
      case 'endLeave': {
        const one = this.#one('leave')
        const own = one !== undefined && chance.happens(0.7)
        return {
          actor: own ? this.#staff(one.staffId, 'teller') : this.#anybody(),
          command: { type: 'endLeave', leaveId: one?.id ?? leaveId.parse('nothing'), note: '' },
        }
      }
      case 'deduct':
        return { actor: boss, command: this.#deduct(state) }
      case 'appeal': {
        const one = this.#one('deduction')
        const who = one === undefined || chance.happens(0.1) ? this.#member() : one.staffId
        return {
          actor: this.#staff(who, 'teller'),
          command: {
            type: 'appealDeduction',
            deductionId: one?.id ?? deductionId.parse('nothing'),
            note: 'the lift stood still',
          },
        }
      }
      case 'decide':
        return {
          actor: chance.happens(0.4) ? boss : this.#staff('admin', 'administrator'),
          command: {
            type: 'decideDeduction',
            deductionId: this.#one('deduction')?.id ?? deductionId.parse('nothing'),
            how: chance.pick(['stands', 'withdrawn']),
            note: 'seen',
          },
        }
      case 'rules':
        return { actor: this.#staff('admin', 'administrator'), command: this.#rules(state) }
      case 'byDefault': {
        // As the job does it; now and then of a visit that may still be rated.
        const visitId = chance.happens(0.2) ? chance.any(visits) : chance.any(unrated())
        return visitId && { actor: { kind: 'system' }, command: { type: 'rateByDefault', visitId } }
      }
      case 'unmask':
        // By turns, so that seeds found before either was known take the same way.
        this.#looks += 1
        return this.#looks % 2 === 0
          ? { actor: boss, command: { type: 'printTestPage', stationId: stationId.parse('kiosk-1') } }
          : { actor: boss, command: { type: 'unmask', what: 'report', reason: 'a complaint' } }
    }
  }

  #open(visits: readonly VisitId[]): Sent {
    const chance = this.#chance
    const visitId = chance.any(visits)
    const text = 'sent from one counter to another'
    if (visitId !== undefined && chance.happens(0.4))
      return {
        actor: { kind: 'visitor', visitId },
        command: {
          type: 'openCase',
          kind: 'complaint',
          text,
          about: { visitId: chance.happens(0.95) ? visitId : (chance.any(visits) ?? visitId) },
        },
      }
    const actor = this.#anybody()
    const kind = chance.pick(['stuckMatter', 'complaint', 'inspection'] as const)
    const about = chance.happens(0.6) ? { about: { staffId: this.#member() } } : {}
    const contact = chance.happens(0.5) ? { contact: { name: '张三', phone: '13800000000' } } : {}
    return { actor, command: { type: 'openCase', kind, text, ...about, ...contact } }
  }

  #move(): Sent {
    const chance = this.#chance
    const one = this.#one('case')
    const flow = defaultFlows.find((f) => f.kind === one?.kind)
    const stage = flow?.stages.find((s) => s.id === one?.stage)
    const to = chance.happens(0.05) ? undefined : chance.any(stage?.next ?? [])
    const outcome = chance.any(flow?.outcomes ?? [])?.id
    const level = chance.any(flow?.levels ?? [])?.id
    return {
      actor: chance.happens(0.8) ? this.#inCharge() : this.#anybody(),
      command: {
        type: 'moveCase',
        caseId: one?.id ?? caseId.parse('nothing'),
        from: one?.stage ?? 'accept',
        to: to ?? 'nowhere',
        ...(chance.happens(0.9) ? { note: 'looked at' } : {}),
        ...(stage?.needs.includes('assignee') === true && chance.happens(0.9)
          ? { assignee: this.#member() }
          : {}),
        ...(level !== undefined && stage?.needs.includes('level') === true ? { level } : {}),
        ...(outcome !== undefined && stage?.needs.includes('outcome') === true ? { outcome } : {}),
        ...(stage?.needs.includes('callBack') === true ? { callBack: 'reached' as const } : {}),
      },
    }
  }

  #leave(nowMs: number): Sent {
    const chance = this.#chance
    const fromMs = Math.max(0, Math.floor(nowMs) + chance.between(-2, 40) * hourMs)
    return {
      actor: this.#staff(this.#member(), 'teller'),
      command: {
        type: 'requestLeave',
        kind: chance.pick(['private', 'sick', 'outing', 'vacation']),
        fromMs,
        untilMs: Math.max(0, fromMs + chance.between(-1, 40) * hourMs),
        reason: 'at home',
        ...(chance.happens(0.85) ? { standInId: this.#member() } : {}),
      },
    }
  }

  /** What the attendance page of somebody in charge would offer. */
  #deduct(state: HallState): Command {
    const chance = this.#chance
    const day = state.day?.day ?? '2026-03-02'
    const who = this.#member()
    const { settings } = state
    const own = <K extends RecordKind>(kind: K): readonly RecordOf<K>[] =>
      [...state.records.values()].filter(
        (r): r is RecordOf<K> => r.record === kind && 'staffId' in r && r.staffId === who,
      )
    const plan = planOn(rulesOf(state), own('roster'), day)
    const found =
      plan === undefined || settings === undefined
        ? []
        : judgeDay({
            day,
            zone: settings.timeZone,
            plan,
            punches: own('punch'),
            leaves: own('leave'),
            marks: [],
            nowMs: state.atMs,
          }).findings
    const key = chance.any(found)?.key ?? 'nothing'
    return { type: 'deduct', staffId: who, day: businessDay.parse(day), key, note: '' }
  }

  #rules(state: HallState): Command {
    const chance = this.#chance
    const rules = conductOf(this.#world)
    switch (chance.pick(['same', 'broken', 'pack'] as const)) {
      case 'same':
        return { type: 'configureConduct', rules }
      case 'broken':
        return { type: 'configureConduct', rules: { ...rules, packs: [] } }
      case 'pack': {
        const from = businessDay.parse(addDays(state.day?.day ?? '2026-03-02', chance.pick([-1, 1, 2])))
        return { type: 'choosePack', pack: { ...testPack, id: 'stricter', graceMin: 0 }, from }
      }
    }
  }

  #one<K extends RecordKind>(kind: K): RecordOf<K> | undefined {
    return this.#chance.any([...this.#known.values()].filter((r): r is RecordOf<K> => r.record === kind))
  }

  #case(): ReturnType<typeof caseId.parse> {
    return this.#one('case')?.id ?? caseId.parse('nothing')
  }

  #leaveId(): ReturnType<typeof leaveId.parse> {
    return this.#one('leave')?.id ?? leaveId.parse('nothing')
  }

  #member(): StaffId {
    return this.#chance.happens(0.03) ? staffId.parse('stranger') : this.#chance.pick(this.#world.staff).id
  }

  #inCharge(): Actor {
    return this.#chance.happens(0.5)
      ? this.#staff('boss', 'supervisor')
      : this.#staff('admin', 'administrator')
  }

  #anybody(): Actor {
    const { id, roles } = this.#chance.pick(this.#world.staff)
    return { kind: 'staff', staffId: id, roles: [...roles] }
  }

  #staff(id: string, role: Role): Actor {
    return { kind: 'staff', staffId: staffId.parse(id), roles: [role] }
  }
}
