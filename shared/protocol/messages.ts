/**
 * Every message that crosses a wire between a screen, a station and the hub.
 * The same protocol at every hop: subscribe from a seq, get a snapshot or the
 * missing events, then a stream; send a command, get its answer once.
 */
import { z } from 'zod'
import { ledgerEvent, why } from '../hall/events.ts'
import { command } from '../hall/commands.ts'
import { fact } from '../hall/facts.ts'
import { refusal } from '../hall/refusals.ts'
import { holder } from '../hall/visit.ts'
import { counterView } from '../client/counterView.ts'
import { visitView } from '../client/visitView.ts'
import {
  appointmentCode,
  caseId,
  commandId,
  counterId,
  factId,
  hallId,
  hubId,
  queueId,
  serviceId,
  staffId,
  stationId,
  ticketNumber,
  visitId,
  visitKey,
} from '../ids/ids.ts'

/** Versions this build speaks, oldest and newest. A peer outside gets a typed refusal, never a guess. */
export const supportedProtocol = { oldest: 1, newest: 1 } as const

/** The kinds of screen and process that connect. */
export const clientKinds = ['kiosk', 'console', 'display', 'manager', 'pad', 'station'] as const
export const clientKind = z.enum(clientKinds)
export type ClientKind = z.infer<typeof clientKind>

/** What a client says of itself when it connects. The token is a staff session's or a station's. */
export const hello = z.object({
  protocol: z.number().int(),
  kind: clientKind,
  token: z.string().max(200).optional(),
  /** The highest epoch this client has followed: a hub of a lower one learns that it is no longer the hub. */
  epoch: z.number().int().min(0).optional(),
  /** The hub of that epoch: there may be two of one epoch. */
  hubId: hubId.optional(),
  /** Build of the client, for the log only. */
  build: z.string().max(60).optional(),
})
export type Hello = z.infer<typeof hello>

/** Why a connection is refused or ended; a client shows it and does not guess. */
export const closeReason = z.enum([
  'protocolTooOld',
  'protocolTooNew',
  'badHello',
  'signInNeeded',
  'notPaired',
  'badMessage',
  'tooManyMessages',
  'notTheHub',
  'goingDown',
])
export type CloseReason = z.infer<typeof closeReason>

/** How a command ended. `seq` is the ledger's position at which its effect is visible. */
export const answer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    seq: z.number().int(),
    /** The visit the command was about, where it was about one. */
    visitId: visitId.optional(),
    number: z.string().optional(),
    /** The visitor's key; only in the answer to the kiosk or desk that issued. */
    key: visitKey.optional(),
    /** The visit as the command left it; the same in every repeat of the answer. */
    visit: visitView.optional(),
    /** The counter as the command left it, where it opened, paused, resumed or closed one. */
    counter: counterView.optional(),
    why: why.optional(),
    /** The case it opened: its id, and the number people know it by. */
    case: z.object({ id: caseId, no: z.string() }).optional(),
  }),
  z.object({ ok: z.literal(false), refusal }),
])
export type Answer = z.infer<typeof answer>

/** A fact as a station sends it: the times of its own clocks, not yet corrected. */
export const sentFact = fact.omit({ happenedMs: true, clockJumped: true, stationId: true }).extend({
  wallMs: z.number(),
  monotonicMs: z.number(),
  run: z.string().max(64),
})
export type SentFact = z.infer<typeof sentFact>

/** SHA-256 of a certificate, as browsers show it. */
export const fingerprint = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)

/** What a computer of the hall shows when it speaks TLS, and will show: `of` is a station's id, `hub` or `former-hub`. */
export const computerCertificates = z.object({
  of: z.string().max(64),
  fingerprints: z.array(fingerprint).max(8).readonly(),
})
export type ComputerCertificates = z.infer<typeof computerCertificates>

/** What a station must hold to become the hub: PINs and tokens as hashes, and the secret hubs know each other by. */
export const keys = z.object({
  credentials: z.array(z.object({ staffId, pinHash: z.string() })).readonly(),
  tokens: z
    .array(
      z.object({
        tokenHash: z.string(),
        kind: z.enum(['station', 'program']),
        holder: z.string(),
        mode: z.string().nullable(),
        /** The one counter a pad stands at. */
        counterId: z.string().nullable().optional(),
        /** `screen`: it lets in as a screen alone. */
        reach: z.string().nullable().optional(),
      }),
    )
    .readonly(),
  hubSecret: z.string(),
  /** Which computers of the hall may be believed to be themselves; absent from a hub that knows of none. */
  certificates: z.array(computerCertificates).readonly().optional(),
})
export type Keys = z.infer<typeof keys>

/** The paper of the kiosk a screen belongs to. */
export const paper = z.object({
  /** Whether a printer is set up at all. */
  configured: z.boolean(),
  /** `nearEnd`: still printing; `paperLow`: so little left that no ticket is promised any more. */
  status: z.enum(['ready', 'nearEnd', 'paperLow', 'paperOut', 'coverOpen', 'offline', 'error', 'unknown']),
})
export type Paper = z.infer<typeof paper>

const readerState = z.enum(['unreachable', 'silent', 'ready'])
/** The readers of a kiosk; one that is not set up is absent. */
export const readers = z.object({ card: readerState.optional(), codes: readerState.optional() })
export type Readers = z.infer<typeof readers>

/** How a kiosk's printer was set up at its computer: where it is, as it was written, and its profile's name or file. */
export const printerSetUp = z.object({ address: z.string().max(1000), profile: z.string().max(1000) })
export type PrinterSetUp = z.infer<typeof printerSetUp>

/** What became of the last test page asked of a kiosk. `seq`: the event that asked for it. */
export const testPage = z.object({
  seq: z.number().int(),
  /** `failed`: nothing of it reached the printer. `uncertain`: it may be on paper, wholly or in part. */
  state: z.enum(['sending', 'printed', 'failed', 'uncertain']),
  reason: z
    .enum([
      'notDrawn',
      'paperLow',
      'unreachable',
      'silent',
      'garbled',
      'offline',
      'paperOut',
      'coverOpen',
      'cutter',
      'error',
      'lineBroken',
      'stalled',
      'notConfirmed',
      'closed',
    ])
    .optional(),
})
export type TestPage = z.infer<typeof testPage>

/** What a kiosk tells its hub of what hangs on it, so that those in charge learn of a fault from afar. */
export const devices = z.object({
  paper: paper.optional(),
  printer: printerSetUp.optional(),
  readers: readers.optional(),
  testPage: testPage.optional(),
})
export type Devices = z.infer<typeof devices>

/** An appointment as the one who came with it may see it on the kiosk before them. */
const foundAppointment = z.object({
  code: appointmentCode,
  serviceIds: z.array(serviceId).readonly(),
  slotFromMs: z.number(),
  slotUntilMs: z.number(),
})
export type FoundAppointment = z.infer<typeof foundAppointment>

/** A visit somebody has already; only its number is told. */
const foundVisit = z.object({ visitId, number: ticketNumber })
export type FoundVisit = z.infer<typeof foundVisit>

/** Who laid their card on a kiosk's reader: never the number of the card. */
const person = z.object({
  holder,
  /** Today's appointments nobody has come with yet, the earliest first. */
  appointments: z.array(foundAppointment).readonly(),
  /** Visits of today that have not ended, the first one first. */
  visits: z.array(foundVisit).readonly(),
})
export type Person = z.infer<typeof person>

/** What was laid on or held before a kiosk's reader. */
export const kioskRead = z.discriminatedUnion('type', [
  z.object({ type: z.literal('card'), person }),
  z.object({ type: z.literal('unreadable'), reason: z.enum(['otherCard', 'damaged', 'notReady']) }),
  /** Without `appointment` the hall knows none under this code. */
  z.object({
    type: z.literal('appointment'),
    code: appointmentCode,
    appointment: foundAppointment.optional(),
  }),
  /** The code of a ticket of today. */
  z.object({ type: z.literal('visit'), visit: foundVisit }),
  z.object({ type: z.literal('unknownCode') }),
])
export type KioskRead = z.infer<typeof kioskRead>

/** The hall's secret for keyed hashes of persons, base64url of at least 32 bytes. Kiosks alone are given it. */
export const holderSecret = z.string().regex(/^[A-Za-z0-9_-]{43,200}$/)

export const clientMessage = z.discriminatedUnion('type', [
  /** Everything after this seq, please; 0 asks for a snapshot. */
  z.object({ type: z.literal('subscribe'), afterSeq: z.number().int().min(0) }),
  /** `token`: the session on whose behalf a station sends it; without one it is the connection's own. */
  z.object({ type: z.literal('command'), id: commandId, command, token: z.string().max(200).optional() }),
  /** A station says which counter works through it, and so may hold claims. */
  z.object({ type: z.literal('standing'), counterId: counterId.optional() }),
  /** What happened while the station was alone, oldest first; the next ones after these were taken. */
  z.object({
    type: z.literal('facts'),
    /** The station's clocks as it sends, to correct theirs: wall and monotonic ms, and which run of the station. */
    clocks: z.object({ wallMs: z.number(), monotonicMs: z.number(), run: z.string().max(64) }),
    facts: z.array(sentFact).min(1).max(200).readonly(),
    /** How many it still has to hand in, these among them; an older station does not say. */
    left: z.number().int().min(1).optional(),
  }),
  /** A station decided itself, or nobody waits any more: the hub is not to carry this command out from now on. It answers with what the command became. */
  z.object({ type: z.literal('withdraw'), id: commandId }),
  /** A kiosk asks for the ticket of a visit on paper once more; the paper says that it is a copy. */
  z.object({ type: z.literal('reprint'), visitId }),
  /** What a reader that types has typed into the kiosk's page; only ever sent to the computer the page is shown on. */
  z.object({ type: z.literal('typed'), content: z.string().min(1).max(600) }),
  /** How a kiosk's printer and readers are; again at each change. */
  z.object({ type: z.literal('devices'), devices }),
  /** A computer that may become the hub says by which certificates it will be known then. */
  z.object({ type: z.literal('certificates'), fingerprints: z.array(fingerprint).max(4).readonly() }),
  /** A kiosk gives the secret it holds to a hub that has none; without one it asks for a new one. */
  z.object({ type: z.literal('holderSecret'), secret: holderSecret.optional() }),
  /** Asks for the hub's time and position; also the sign of life. */
  z.object({ type: z.literal('ping'), sentMs: z.number() }),
])
export type ClientMessage = z.infer<typeof clientMessage>

/** A wait in seconds: one in ten waits less than `p10`, half less than `p50`, nine in ten less than `p90`. */
export const waitBand = z.object({ p10: z.number(), p50: z.number(), p90: z.number() })
export type WaitBand = z.infer<typeof waitBand>

/** One ticket on its way to paper. `uncertain`: the printer did not say whether it came out. */
export const printJob = z.object({
  visitId,
  state: z.enum(['queued', 'sending', 'printed', 'failed', 'uncertain']),
  copy: z.boolean(),
})
export type PrintJob = z.infer<typeof printJob>

/** What the hub, or a station in its place, says. Events arrive as the listener may see them (`redact.ts`). */
export const hubMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    protocol: z.number().int(),
    hall: hallId.optional(),
    stationId: stationId.optional(),
    /** The one counter a pad was put up at. */
    counterId: counterId.optional(),
    epoch: z.number().int(),
    hubId: hubId.optional(),
    seq: z.number().int(),
    /** Where each hub's writing began, so that a station finds what it holds beyond. */
    reigns: z.array(z.object({ epoch: z.number(), hubId: hubId.optional(), fromSeq: z.number() })).readonly(),
    hubMs: z.number(),
    /** To a kiosk's screen, and to stations: where phones reach the hall. */
    phoneOrigin: z.string().optional(),
  }),
  /** A whole state (see hall/snapshot.ts); replaces what the client had. */
  z.object({
    type: z.literal('snapshot'),
    state: z.unknown(),
    /** A station's, with what happened there on top: its seq will be another's. */
    provisional: z.boolean().optional(),
  }),
  z.object({ type: z.literal('events'), events: z.array(ledgerEvent).readonly() }),
  z.object({ type: z.literal('answer'), id: commandId, answer }),
  /** The last message was none of ours; nothing was done. */
  z.object({ type: z.literal('invalid'), path: z.string(), message: z.string() }),
  /** The hub asks a station for claims back; it answers with `returnClaims`, or keeps silent and keeps them. */
  z.object({ type: z.literal('giveBack'), counterId, visitIds: z.array(visitId).readonly() }),
  /** These facts are durably merged or kept; the station need not keep them. */
  z.object({ type: z.literal('factsTaken'), ids: z.array(factId).readonly() }),
  z.object({ type: z.literal('keys'), keys }),
  /** The station has lost the hub, or found it again; only a station tells its screens. */
  z.object({
    type: z.literal('hubLink'),
    up: z.boolean(),
    facts: z.number().int(),
    phoneOrigin: z.string().optional(),
  }),
  z.object({ type: z.literal('paper'), paper }),
  z.object({ type: z.literal('printJob'), job: printJob }),
  z.object({ type: z.literal('readers'), readers }),
  z.object({ type: z.literal('read'), read: kioskRead }),
  /** To kiosks only. */
  z.object({ type: z.literal('holderSecret'), secret: holderSecret }),
  /** A hub that became it without the secret asks each kiosk for theirs. */
  z.object({ type: z.literal('holderSecretWanted') }),
  /** How long somebody who came to each queue now would wait; refreshed as the hall moves. */
  z.object({
    type: z.literal('waits'),
    atMs: z.number(),
    queues: z.array(z.object({ queueId, wait: waitBand })).readonly(),
  }),
  z.object({ type: z.literal('pong'), sentMs: z.number(), hubMs: z.number(), seq: z.number().int() }),
  z.object({
    type: z.literal('closing'),
    reason: closeReason,
    supported: z.object({ oldest: z.number(), newest: z.number() }).optional(),
  }),
])
export type HubMessage = z.infer<typeof hubMessage>

/** The event that carries every message on Socket.IO. */
export const wireEvent = 'yihao'

/** Whether this build speaks that version, and if not, who is behind. */
export function protocolRefusal(version: number): 'protocolTooOld' | 'protocolTooNew' | undefined {
  if (version < supportedProtocol.oldest) return 'protocolTooOld'
  return version > supportedProtocol.newest ? 'protocolTooNew' : undefined
}
