/**
 * The hall's state: what folding the ledger gives. Persistent maps make every
 * state a value: a batch that could not be written is undone by keeping the
 * state from before it, and a simulator may hold any two states side by side.
 */
import { List, Map } from 'immutable'
import type { Set } from 'immutable'
import { emptyCatalogue } from '../catalogue/catalogue.ts'
import type { Catalogue, Counter, Queue, Service, ThemePackage } from '../catalogue/catalogue.ts'
import type {
  AppointmentCode,
  BusinessDay,
  CommandId,
  CounterId,
  FactId,
  GuideCallId,
  PackageId,
  QueueId,
  ServiceId,
  StaffId,
  StationId,
  TicketNumber,
  VisitId,
} from '../ids/ids.ts'
import type { Display } from './displays.ts'
import { defaultConductRules } from '../conduct/conductRules.ts'
import type { ConductRules } from '../conduct/conductRules.ts'
import type { ConductRecord } from '../conduct/records.ts'
import type { Conflict } from './events.ts'
import type { GuideCall } from './guideCall.ts'
import { mainRange } from './ranges.ts'
import type { Range, StationRange, Stood } from './ranges.ts'
import type { Rank } from './reign.ts'
import type { Settings } from './settings.ts'
import type { StaffMember } from './staff.ts'
import type { Holder, Visit } from './visit.ts'

/** Who asks for a counter, and until when its teller may answer before it may be taken, epoch ms. */
export interface Asked {
  readonly staffId: StaffId
  readonly seat?: string | undefined
  readonly atMs: number
  readonly untilMs: number
}

/** A counter as it is now. `visitId` is the one visit called or served there (I2). */
export interface CounterNow {
  readonly id: CounterId
  readonly state: 'closed' | 'open' | 'paused'
  readonly staffId?: StaffId | undefined
  /** Queues chosen at opening; absent means the catalogue's. */
  readonly queueIds?: readonly QueueId[] | undefined
  readonly sinceMs: number
  readonly pauseReason?: string | undefined
  readonly visitId?: VisitId | undefined
  /** The machine it is worked from; absent where whoever opened it did not say. */
  readonly seat?: string | undefined
  /** Somebody, or the same person at another machine, asks for the counter. */
  readonly asked?: Asked | undefined
  /** A paper number taken by hand while the counter was alone, and since when. */
  readonly paper?: { readonly number: TicketNumber; readonly sinceMs: number } | undefined
}

/** Numbers a kiosk holds for the time it is alone: `next`…`until` are still free. */
export interface Lease {
  readonly stationId: StationId
  readonly from: number
  readonly until: number
  readonly next: number
}

/** A queue's counts for the business day. */
export interface QueueNow {
  /** Next running number. */
  readonly next: number
  /** Visits issued today whose number is of this queue. */
  readonly issued: number
  /** First calls made today to visits that waited here. */
  readonly calls: number
  /** Blocks given to kiosks today, in order of their numbers. */
  readonly leases: readonly Lease[]
}

/** Which hub writes the ledger, and how many there were since numbers last began at one. */
export interface Reign extends Rank, Range {
  /** The station whose computer is the hub; absent for one that nobody had to promote. */
  readonly stationId?: StationId | undefined
  readonly index: number
  /** Where each hub's writing began: its rank, and the seq of its first event. Oldest first. */
  readonly history: readonly (Rank & { readonly fromSeq: number })[]
  /** Whether no earlier hub can still give numbers; then the next day begins at one again. */
  readonly settled: boolean
  /** How far this computer had come on a day that has not come to this ledger yet. */
  readonly stood?: Stood | undefined
}

export interface Appointment {
  readonly code: AppointmentCode
  readonly serviceIds: readonly ServiceId[]
  readonly slotFromMs: number
  readonly slotUntilMs: number
  readonly holder?: Holder | undefined
  readonly visitId?: VisitId | undefined
}

/** One announcement: a first call or a recall, in the order given. */
export interface Announcement {
  readonly callNo: number
  readonly seq: number
  readonly atMs: number
  readonly visitId: VisitId
  readonly number: TicketNumber
  readonly counterId: CounterId
  readonly again: boolean
}

/** The catalogue by id; derived, never stored. */
export interface Lookup {
  readonly services: ReadonlyMap<ServiceId, Service>
  readonly queues: ReadonlyMap<QueueId, Queue>
  readonly counters: ReadonlyMap<CounterId, Counter>
  readonly packages: ReadonlyMap<PackageId, ThemePackage>
}

export interface Day {
  readonly day: BusinessDay
  readonly startsAtMs: number
  readonly endsAtMs: number
}

export interface HallState {
  /** Seq of the last event folded; 0 before the first. */
  readonly seq: number
  /** Time of the last event, epoch ms. */
  readonly atMs: number
  readonly settings: Settings | undefined
  readonly catalogue: Catalogue
  readonly lookup: Lookup
  readonly staff: Map<StaffId, StaffMember>
  /** How the hall's screens are set up; none until somebody does. */
  readonly displays: readonly Display[]
  readonly day: Day | undefined
  readonly visits: Map<VisitId, Visit>
  readonly numbers: Map<TicketNumber, VisitId>
  /** Who waits where; derived from `visits`. */
  readonly waiting: Map<QueueId, Set<VisitId>>
  readonly counters: Map<CounterId, CounterNow>
  readonly queues: Map<QueueId, QueueNow>
  readonly appointments: Map<AppointmentCode, Appointment>
  /** Which counter alone may call a waiting visit. */
  readonly claims: Map<VisitId, CounterId>
  /** Facts that could not be merged and wait for a person. */
  readonly conflicts: Map<FactId, Conflict>
  /** Calls for a guide that are open today. */
  readonly guideCalls: Map<GuideCallId, GuideCall>
  readonly done: Done
  readonly reign: Reign
  /** Numbers kept for each station that may have to be the hub. */
  readonly ranges: readonly StationRange[]
  /** Announcements today, and the last of them, newest last. */
  readonly callNo: number
  readonly announcements: List<Announcement>
  /** The hall's own rules of conduct; `rulesOf` where it has set none. */
  readonly conduct: ConductRules | undefined
  /** Cases, punches, leaves, rosters and deductions about which something may still be decided (`isLive`). */
  readonly records: Map<ConductRecord['id'], ConductRecord>
  /** Cases opened today, for their numbers. */
  readonly casesToday: number
}

/** Commands with the visit each was about. */
export type DoneCommands = Map<CommandId, VisitId | undefined>

/**
 * The last commands done and facts taken in: so each is done once, whatever
 * became of the hub that did it. In two parts, so that the oldest go many at a
 * time; the earlier part is full or empty.
 */
export interface Done {
  readonly earlier: DoneCommands
  readonly later: DoneCommands
}

/** How many commands done each part remembers; more are not under way at once. */
export const doneKept = 2_500

/** Whether a command was done, and the visit it was about; undefined for one not remembered. */
export function doneBefore(
  { done: { earlier, later } }: HallState,
  id: CommandId,
): { readonly visitId: VisitId | undefined } | undefined {
  const part = later.has(id) ? later : earlier
  return part.has(id) ? { visitId: part.get(id) } : undefined
}

/** How many announcements a state remembers for screens that join late. */
export const announcementsKept = 60

/** The catalogue by id. */
export function lookUp(catalogue: Catalogue): Lookup {
  const byId = <K extends string, T extends { readonly id: K }>(rows: readonly T[]): ReadonlyMap<K, T> =>
    new globalThis.Map(rows.map((row) => [row.id, row]))
  return {
    services: byId(catalogue.services),
    queues: byId(catalogue.queues),
    counters: byId(catalogue.counters),
    packages: byId(catalogue.packages),
  }
}

/** A hall before anything happened. */
export const initialState: HallState = {
  seq: 0,
  atMs: 0,
  settings: undefined,
  catalogue: emptyCatalogue,
  lookup: lookUp(emptyCatalogue),
  staff: Map(),
  displays: [],
  day: undefined,
  visits: Map(),
  numbers: Map(),
  waiting: Map(),
  counters: Map(),
  queues: Map(),
  appointments: Map(),
  claims: Map(),
  conflicts: Map(),
  guideCalls: Map(),
  done: { earlier: Map(), later: Map() },
  reign: { epoch: 0, ...mainRange, index: 0, history: [], settled: true },
  ranges: [],
  callNo: 0,
  announcements: List(),
  conduct: undefined,
  records: Map(),
  casesToday: 0,
}

/** The rules of conduct that hold. */
export function rulesOf({ conduct }: Pick<HallState, 'conduct'>): ConductRules {
  return conduct ?? defaultConductRules
}

/** The queue's counts, zero where nothing happened yet. */
export function queueNow(state: Pick<HallState, 'queues' | 'reign'>, id: QueueId): QueueNow {
  return state.queues.get(id) ?? { next: state.reign.from, issued: 0, calls: 0, leases: [] }
}

/** The counter as it is now; closed where nobody opened it yet. */
export function counterNow(state: HallState, id: CounterId): CounterNow {
  return state.counters.get(id) ?? { id, state: 'closed', sinceMs: 0 }
}

/** The counter where this person works now, if any. */
export function counterOf(state: HallState, staffId: StaffId): CounterNow | undefined {
  return state.counters.find((c) => c.staffId === staffId)
}

/** Queues a counter serves now: those chosen at opening, else the catalogue's. */
export function ownQueues(state: HallState, id: CounterId): readonly QueueId[] {
  return counterNow(state, id).queueIds ?? state.lookup.counters.get(id)?.queueIds ?? []
}

/** Queues a counter only helps with. */
export function helpQueues(state: HallState, id: CounterId): readonly QueueId[] {
  return state.lookup.counters.get(id)?.helpQueueIds ?? []
}

/** How many people wait in a queue now. */
export function waitingIn(state: HallState, id: QueueId): number {
  return state.waiting.get(id)?.size ?? 0
}
