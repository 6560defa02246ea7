/** The state as plain JSON and back; derived parts are made again, never stored. */
import { List, Map, Set } from 'immutable'
import { z } from 'zod'
import { catalogue } from '../catalogue/catalogue.ts'
import {
  appointmentCode,
  businessDay,
  commandId,
  counterId,
  queueId,
  serviceId,
  staffId,
  ticketNumber,
  visitId,
  hubId,
  stationId,
} from '../ids/ids.ts'
import type { QueueId, VisitId } from '../ids/ids.ts'
import { displays } from './displays.ts'
import { conductRules } from '../conduct/conductRules.ts'
import { conductRecord } from '../conduct/records.ts'
import { conflict } from './events.ts'
import { guideCall } from './guideCall.ts'
import { rangeOfIndex, stationRange, stood } from './ranges.ts'
import { settings } from './settings.ts'
import { staffMember } from './staff.ts'
import { lookUp } from './state.ts'
import type { DoneCommands, HallState } from './state.ts'
import { holder, seat, visit } from './visit.ts'

const doneCommands = z.array(z.object({ id: commandId, visitId: visitId.optional() })).readonly()

/**
 * A station's copy of a ledger begins with a state and cannot be folded anew, so
 * one written by any earlier release must open: what came later has a default.
 */
const stateJson = z.object({
  /** Version of this form; a reader refuses any other. */
  form: z.literal(1),
  seq: z.number().int(),
  atMs: z.number(),
  settings: settings.optional(),
  catalogue,
  staff: z.array(staffMember).readonly(),
  displays: displays.default([]),
  day: z.object({ day: businessDay, startsAtMs: z.number(), endsAtMs: z.number() }).optional(),
  visits: z.array(visit).readonly(),
  counters: z
    .array(
      z.object({
        id: counterId,
        state: z.enum(['closed', 'open', 'paused']),
        staffId: staffId.optional(),
        queueIds: z.array(queueId).readonly().optional(),
        sinceMs: z.number(),
        pauseReason: z.string().optional(),
        visitId: visitId.optional(),
        seat: seat.optional(),
        asked: z.object({ staffId, seat: seat.optional(), atMs: z.number(), untilMs: z.number() }).optional(),
        paper: z.object({ number: ticketNumber, sinceMs: z.number() }).optional(),
      }),
    )
    .readonly(),
  queues: z
    .array(
      z.object({
        id: queueId,
        next: z.number(),
        issued: z.number(),
        calls: z.number(),
        leases: z
          .array(z.object({ stationId, from: z.number(), until: z.number(), next: z.number() }))
          .readonly(),
      }),
    )
    .readonly(),
  claims: z.array(z.object({ visitId, counterId })).readonly(),
  conflicts: z.array(conflict).readonly(),
  guideCalls: z.array(guideCall).readonly().default([]),
  done: z.object({ earlier: doneCommands, later: doneCommands }).default({ earlier: [], later: [] }),
  reign: z.object({
    epoch: z.number(),
    hubId: hubId.optional(),
    stationId: stationId.optional(),
    index: z.number(),
    from: z.number().optional(),
    until: z.number().optional(),
    history: z
      .array(z.object({ epoch: z.number(), hubId: hubId.optional(), fromSeq: z.number() }))
      .readonly(),
    settled: z.boolean(),
    stood: stood.optional(),
  }),
  ranges: z.array(stationRange).readonly().default([]),
  appointments: z
    .array(
      z.object({
        code: appointmentCode,
        serviceIds: z.array(serviceId).readonly(),
        slotFromMs: z.number(),
        slotUntilMs: z.number(),
        holder: holder.optional(),
        visitId: visitId.optional(),
      }),
    )
    .readonly(),
  callNo: z.number().int(),
  announcements: z
    .array(
      z.object({
        callNo: z.number(),
        seq: z.number(),
        atMs: z.number(),
        visitId,
        number: ticketNumber,
        counterId,
        again: z.boolean(),
      }),
    )
    .readonly(),
  conduct: conductRules.optional(),
  records: z.array(conductRecord).readonly(),
  casesToday: z.number().int(),
})
export type StateJson = z.infer<typeof stateJson>

const by =
  <T>(key: (row: T) => string | number) =>
  (a: T, b: T): number =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0

/** The state as plain JSON, its rows in one order. Made often, so the order of fields within a row is left as it is. */
export function encodeState(state: HallState): StateJson {
  return {
    form: 1,
    seq: state.seq,
    atMs: state.atMs,
    settings: state.settings,
    catalogue: state.catalogue,
    staff: [...state.staff.values()].sort(by((s) => s.id)),
    displays: state.displays,
    day: state.day,
    visits: [...state.visits.values()].sort(by((v) => v.ordinal)),
    counters: [...state.counters.values()].sort(by((c) => c.id)),
    queues: [...state.queues].map(([id, q]) => ({ id, ...q })).sort(by((q) => q.id)),
    appointments: [...state.appointments.values()].sort(by((a) => a.code)),
    claims: [...state.claims]
      .map(([visitId, counterId]) => ({ visitId, counterId }))
      .sort(by((c) => c.visitId)),
    conflicts: [...state.conflicts.values()].sort(by((c) => c.factId)),
    guideCalls: [...state.guideCalls.values()].sort(by((c) => c.id)),
    done: { earlier: encodeDone(state.done.earlier), later: encodeDone(state.done.later) },
    reign: state.reign,
    ranges: state.ranges,
    callNo: state.callNo,
    announcements: [...state.announcements],
    conduct: state.conduct,
    records: [...state.records.values()].sort(by((r) => r.id)),
    casesToday: state.casesToday,
  }
}

/**
 * The state as one canonical text: equal states give equal text, however each
 * came about (folded, or read from a snapshot). For comparing and hashing.
 */
export function stateText(state: HallState): string {
  return JSON.stringify(encodeState(state), (_key, value: unknown) =>
    isRow(value) ? inKeyOrder(value) : value,
  )
}

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inKeyOrder(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).sort(by(([key]) => key)))
}

/** The state from JSON, or an error that says what is wrong with it. */
export function decodeState(json: unknown): HallState {
  const plain = stateJson.parse(json)
  const waiting = plain.visits
    .filter((v) => v.state === 'waiting')
    .reduce<Map<QueueId, Set<VisitId>>>(
      (index, v) => index.set(v.queueId, (index.get(v.queueId) ?? Set<VisitId>()).add(v.id)),
      Map(),
    )
  return {
    seq: plain.seq,
    atMs: plain.atMs,
    settings: plain.settings,
    catalogue: plain.catalogue,
    lookup: lookUp(plain.catalogue),
    staff: Map(plain.staff.map((s) => [s.id, s])),
    displays: plain.displays,
    day: plain.day,
    visits: Map(plain.visits.map((v) => [v.id, v])),
    numbers: Map(plain.visits.map((v) => [v.number, v.id])),
    waiting,
    counters: Map(plain.counters.map((c) => [c.id, c])),
    queues: Map(plain.queues.map(({ id, ...q }) => [id, q])),
    appointments: Map(plain.appointments.map((a) => [a.code, a])),
    claims: Map(plain.claims.map((c) => [c.visitId, c.counterId])),
    conflicts: Map(plain.conflicts.map((c) => [c.factId, c])),
    guideCalls: Map(plain.guideCalls.map((c) => [c.id, c])),
    done: { earlier: decodeDone(plain.done.earlier), later: decodeDone(plain.done.later) },
    reign: {
      ...plain.reign,
      // A hub of an earlier version names the reign's place alone.
      from: plain.reign.from ?? rangeOfIndex(plain.reign.index).from,
      until: plain.reign.until ?? rangeOfIndex(plain.reign.index).until,
    },
    ranges: plain.ranges,
    callNo: plain.callNo,
    announcements: List(plain.announcements),
    conduct: plain.conduct,
    records: Map(plain.records.map((r) => [r.id, r])),
    casesToday: plain.casesToday,
  }
}

function encodeDone(done: DoneCommands): z.infer<typeof doneCommands> {
  return [...done].map(([id, about]) => ({ id, visitId: about })).sort(by((m) => m.id))
}

function decodeDone(done: z.infer<typeof doneCommands>): DoneCommands {
  return Map(done.map((m) => [m.id, m.visitId]))
}
