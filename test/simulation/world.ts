/** A small hall made up by chance: what it offers, who works there, and by which rules. */
import { catalogue } from '#shared/catalogue/catalogue.ts'
import type { Catalogue, Hours } from '#shared/catalogue/catalogue.ts'
import { defaultSettings } from '#shared/hall/settings.ts'
import type { Settings } from '#shared/hall/settings.ts'
import { staffMember } from '#shared/hall/staff.ts'
import type { StaffMember } from '#shared/hall/staff.ts'
import { usualLimits } from '#main/hub/rateLimit.ts'
import type { Rate } from '#main/hub/rateLimit.ts'
import { hallId } from '#shared/ids/ids.ts'
import type { CounterId, ServiceId, StaffId } from '#shared/ids/ids.ts'
import { instantOf } from '#shared/time/localTime.ts'
import type { Chance } from './chance.ts'

/** A hall and when it opens. */
export interface World {
  readonly settings: Settings
  readonly catalogue: Catalogue
  readonly staff: readonly StaffMember[]
  /** Epoch ms at which the run begins. */
  readonly startMs: number
  /** One console per counter, with the teller who works there most of the time. */
  readonly consoles: readonly { readonly counterId: CounterId; readonly staffId: StaffId }[]
  readonly services: readonly ServiceId[]
  readonly kiosks: number
  readonly displays: number
  /** A local rule rates what nobody rated within so many minutes. */
  readonly ratedForThemMin: number
  /** How often one kiosk may issue at the hub. */
  readonly issues: Rate
  /** Kiosks and consoles that work through a station of their own, by their place in the lists. */
  readonly stations: { readonly kiosks: readonly number[]; readonly consoles: readonly number[] }
}

const departments = ['police', 'tax', 'housing'] as const
const letters = ['A', 'B', 'C', 'D', 'E'] as const
const dates = ['2026-03-02', '2026-03-29', '2026-10-25', '2026-12-31'] as const

/** Makes one up. */
export function makeWorld(chance: Chance): World {
  const queueIds = letters.slice(0, chance.between(2, 5))
  const hours = (): Hours => ({
    weekdays: Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7].map((day) => [
        String(day),
        [
          {
            from: '00:00',
            until: '09:0' + String(chance.between(0, 9)),
            ...(chance.happens(0.5) ? { cap: chance.between(0, 6) } : {}),
          },
          { from: '09:1' + String(chance.between(0, 9)), until: '24:00' },
        ],
      ]),
    ),
  })
  const queues = queueIds.map((letter) => ({
    id: letter,
    letter,
    name: { zh: letter },
    ...(chance.happens(0.15) ? { hours: hours() } : {}),
    ...(chance.happens(0.15) ? { dailyCap: chance.between(0, 12) } : {}),
  }))
  const duties = chance.happens(0.6)
  const services = queueIds.flatMap((queueId) =>
    Array.from({ length: chance.between(1, 3) }, (_, i) => ({
      id: `${queueId}-${String(i)}`,
      code: `code-${queueId}-${String(i)}`,
      name: { zh: `${queueId}${String(i)}` },
      departmentId: chance.pick(departments),
      queueId,
      ...(chance.happens(0.5) ? { duty: chance.pick(['accept', 'review']) } : {}),
    })),
  )
  const known = new Set(services.map((s) => s.duty))
  const counters = Array.from({ length: chance.between(2, 6) }, (_, i) => {
    const own = atLeastOne(chance, queueIds, 0.45)
    return {
      id: `c${i + 1}`,
      label: String(i + 1),
      queueIds: own,
      helpQueueIds: chance.some(queueIds, 0.4).filter((id) => !own.includes(id)),
    }
  })
  const packages = Array.from({ length: chance.between(0, 2) }, (_, i) => {
    const steps = atLeastOne(chance, services, 0.35).slice(0, 4)
    return {
      id: `package-${String(i)}`,
      name: { zh: '一件事' },
      steps: steps.map((s, at) => ({
        serviceId: s.id,
        ...(at > 0 && chance.happens(0.5) ? { after: [chance.pick(steps.slice(0, at)).id] } : {}),
      })),
    }
  })
  const made = catalogue.parse({
    zones: [],
    departments: departments.map((id) => ({ id, name: { zh: id } })),
    services,
    queues,
    counters,
    packages,
    incompatibleDuties: duties && known.has('accept') && known.has('review') ? [['accept', 'review']] : [],
  })
  const date = chance.pick(dates)
  const staff = makeStaff(chance, made, date)
  const tellers = staff.filter((s) => s.roles.includes('teller'))
  const settings = makeSettings(chance)
  const kiosks = chance.between(1, 2)
  const atStations = chance.pick([0, 0.5, 0.8, 1])
  const some = (length: number): readonly number[] =>
    chance.some(
      Array.from({ length }, (_, i) => i),
      atStations,
    )
  return {
    settings,
    catalogue: made,
    staff,
    startMs: startOf(chance, settings, date),
    consoles: made.counters.map((c, i) => ({
      counterId: c.id,
      staffId: (tellers[i] ?? chance.pick(tellers)).id,
    })),
    services: made.services.map((s) => s.id),
    kiosks,
    displays: chance.between(1, 2),
    ratedForThemMin: chance.pick([1, 30]),
    issues: chance.happens(0.2) ? { burst: 2, perMinute: 6 } : usualLimits.issues,
    stations: { kiosks: some(kiosks), consoles: some(made.counters.length) },
  }
}

/** Some of a list, never none. */
function atLeastOne<T>(chance: Chance, list: readonly T[], probability: number): readonly T[] {
  const some = chance.some(list, probability)
  return some.length === 0 ? [chance.pick(list)] : some
}

/** In the morning; now and then just before the business day turns. */
function startOf(chance: Chance, { timeZone, rollOverHour }: Settings, date: string): number {
  const minute = chance.happens(0.3)
    ? rollOverHour * 60 - chance.between(1, 8)
    : 8 * 60 + 50 + chance.between(0, 9)
  return instantOf(date, Math.max(0, minute), timeZone) + chance.below(60_000)
}

function makeStaff(chance: Chance, { services, counters }: Catalogue, date: string): readonly StaffMember[] {
  const past = '2020-01-01'
  const skills = (): unknown[] => {
    if (chance.happens(0.45)) return [{ scope: { kind: 'all' } }]
    const dated = (): object => {
      if (chance.happens(0.75)) return {}
      return chance.pick([
        { until: past },
        { from: '2099-01-01' },
        { from: past, until: '2099-01-01' },
        { from: date },
      ])
    }
    return [
      ...chance
        .some(departments, 0.6)
        .map((departmentId) => ({ scope: { kind: 'department', departmentId }, ...dated() })),
      ...chance.some(services, 0.3).map((s) => ({ scope: { kind: 'service', serviceId: s.id }, ...dated() })),
    ]
  }
  const member = (name: string, role: string, of: unknown[]): StaffMember =>
    staffMember.parse({ id: name, staffNo: name, name, roles: [role], skills: of })
  return [
    ...counters.map((_, i) => member(`t${String(i + 1)}`, 'teller', skills())),
    member('spare', 'teller', [{ scope: { kind: 'all' } }]),
    member('guide', 'guide', []),
    member('boss', 'supervisor', [{ scope: { kind: 'all' } }]),
    member('admin', 'administrator', []),
  ]
}

/** The rules of a hall, each as it might be set somewhere. */
export function makeSettings(chance: Chance): Settings {
  const zone = chance.pick([
    'Asia/Shanghai',
    'Asia/Shanghai',
    'Asia/Urumqi',
    'Europe/Berlin',
    'Pacific/Chatham',
  ])
  const usual = defaultSettings(hallId.parse('hall'), { zh: '模拟大厅' }, zone)
  return {
    ...usual,
    rollOverHour: chance.pick([4, 4, 0, 2, 8]),
    takeover: { answerS: 15 },
    // Soon over, so that runs of a few days see ratings that come too late.
    rating: { days: 2 },
    noShow: {
      minCalls: chance.between(1, 3),
      spacingS: chance.pick([0, 5, 20]),
      reentryCalls: chance.between(0, 3),
      limit: chance.between(1, 3),
    },
    help: { thresholdS: chance.pick([0, 60, 300, 1800]) },
    priorityClasses: usual.priorityClasses.map((c) => ({
      ...c,
      headStartS: chance.pick([0, 60, 300, 900]),
      grounds: c.id === 'urgent' ? ['flight'] : c.grounds,
    })),
    appointment: {
      earlyS: chance.pick([0, 300, 900]),
      lateS: chance.pick([0, 120, 600]),
      whenEarly: chance.pick(['atSlot', 'asWalkIn']),
      whenLate: chance.pick(['asWalkIn', 'refuse']),
    },
    call: { reasonRequired: chance.happens(0.4) },
    finish: { unrecorded: chance.pick(['completed', 'refuse']) },
    claimsPerCounter: chance.pick([0, 1, 2, 2]),
    lease: { ...usual.lease, blockSize: chance.pick([2, 5, 20]) },
    onePerPerson: chance.happens(0.4),
  }
}
