/**
 * Goal: once its time is over, nothing of a person is found on the disk, and the hall is what it was. Method: names
 * and numbers planted by way of the hall's own commands, days let pass, and every byte of the data folder searched.
 */
import SQLite from 'better-sqlite3'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Command } from '#shared/hall/commands.ts'
import { cutoffsOn } from '#shared/hall/retention.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { appointmentCode, commandId, staffId, stationId } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { cmd, hallWith, id, monday9 } from '#test/fixtures/hall.ts'
import { configureConduct, leaveAt } from '#test/fixtures/conduct.ts'
import { ServedHall } from '#test/fixtures/servedHall.ts'
import { eventually } from '#test/fixtures/eventually.ts'
import { copiesIn } from '../ledger/backup.ts'
import { workerCopier } from '../ledger/copier.ts'
import { openDatabase } from '../ledger/database.ts'
import { piecesOfErasing } from '../ledger/erasing.ts'
import { keptAtMostDays, stampOf } from '../ledger/rotation.ts'
import { sqliteLedger } from '../ledger/sqliteLedger.ts'

const kept = { identityDays: 1, appointmentDays: 2, contactDays: 3, wordsDays: 4, auditDays: 3 }
/** What must be nowhere in the end, and by which kind it goes. */
const planted = {
  hash: 'feedfacecafebeef'.repeat(3),
  maskedName: '欧阳＊＊丙',
  bookedHash: 'deadbeefdeadbeef'.repeat(3),
  bookedName: '司马＊＊丁',
  caller: '上官婉清',
  phone: '139 8765 4321',
  remark: '他说是王小明让他来的',
  told: '手机号写在材料背面',
  ground: '带着外婆李秀英',
  leaveReason: '陪父亲去肿瘤医院',
  leaveNote: '已看过他的诊断书',
  punchNote: '忘带工牌在家',
  pauseReason: '去医院接发烧的女儿',
} as const

let hall: ServedHall
let copies: string
let commands = 0
beforeAll(async () => {
  copies = mkdtempSync(join(tmpdir(), 'yihao-copies-'))
  hall = await ServedHall.open({ plan: hallWith({ settings: (usual) => ({ ...usual, retention: kept }) }) })
})
afterAll(async () => {
  await hall.close()
  rmSync(copies, { recursive: true })
})

const kiosk: Actor = { kind: 'station', stationId: stationId.parse('kiosk-1'), mode: 'kiosk' }
const staff = (of: string, role: 'teller' | 'supervisor' | 'administrator'): Actor => ({
  kind: 'staff',
  staffId: staffId.parse(of),
  roles: [role],
})
const teller = staff('t1', 'teller')

async function done(command: Command, actor: Actor): Promise<Extract<Answer, { ok: true }>> {
  const answer = await new Promise<Answer>((resolve) => {
    hall.opened.hub.submit({ id: commandId.parse(`c-${String(++commands)}`), command, actor }, resolve)
  })
  if (!answer.ok) throw new Error(`${command.type}: ${JSON.stringify(answer.refusal)}`)
  return answer
}

/** Which of the planted words stand in some file. */
function found(folder: string = hall.folder): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  const bytes = files.map((file) => readFileSync(join(file.parentPath, file.name)))
  return Object.entries(planted).flatMap(([name, text]) =>
    bytes.some((content) => content.includes(text)) ? [name] : [],
  )
}

const copier = workerCopier(fileURLToPath(new URL('../ledger/copyWorker.ts', import.meta.url)))
const rotation = { recent: 48, days: 8 }

/** Copies the ledger as a hub does, old copies and all. */
async function keepCopy(): Promise<void> {
  const { hub, database } = hall.opened
  const day = hub.state.settings
  if (day === undefined) throw new Error('no hall')
  const report = await copier.copy({
    database,
    folder: copies,
    photos: join(hall.folder, 'photos'),
    stamp: stampOf(hub.nowMs()),
    rotation,
    day,
  })
  expect(report).toMatchObject({ ok: true })
}

/** A new business day begins, and what is to go has gone. */
async function nextDay(): Promise<void> {
  const { hub, audit } = hall.opened
  const newest = (): number => audit.find({ kind: 'retentionRan', limit: 1 })[0]?.id ?? 0
  const before = newest()
  hall.later(86_400)
  hub.rollOverIfDue()
  hub.flush()
  await eventually(() => {
    expect(newest()).toBeGreaterThan(before)
  })
}

it('what is known of persons goes, kind by kind, and nothing of it is left on the disk', async () => {
  const { hub } = hall.opened
  await eventually(() => {
    expect(hub.state.day).toBeDefined()
  })
  const holder = { hash: planted.hash, last4: '007X', maskedName: planted.maskedName }
  const { visitId: visit } = await done(
    cmd.issue(['idCard'], { holder, priority: { class: 'elderly', ground: planted.ground } }),
    kiosk,
  )
  if (visit === undefined) throw new Error('no visit')
  await done(cmd.open('c1'), teller)
  await done(cmd.next('c1'), teller)
  await done(cmd.start({ id: visit }), teller)
  await done(
    {
      type: 'recordTurn',
      visitId: visit,
      serviceId: id.service('idCard'),
      outcome: 'completed',
      note: planted.remark,
    },
    teller,
  )
  await done(cmd.finish({ id: visit }), teller)
  await done({ type: 'pauseCounter', counterId: id.counter('c1'), reason: planted.pauseReason }, teller)
  await done({ type: 'resumeCounter', counterId: id.counter('c1') }, teller)
  await done(
    {
      type: 'bookAppointment',
      code: appointmentCode.parse('APT-12345'),
      serviceIds: [id.service('taxReg')],
      slotFromMs: monday9 + 26 * 3_600_000,
      slotUntilMs: monday9 + 27 * 3_600_000,
      holder: { hash: planted.bookedHash, maskedName: planted.bookedName },
    },
    staff('admin', 'administrator'),
  )
  const opened = await done(
    {
      type: 'openCase',
      kind: 'stuckMatter',
      text: planted.told,
      contact: { name: planted.caller, phone: planted.phone },
    },
    teller,
  )
  const caseId = opened.case?.id
  if (caseId === undefined) throw new Error('no case')
  await done(
    { type: 'moveCase', caseId, from: 'accept', to: 'report', note: planted.told },
    staff('boss', 'supervisor'),
  )
  await done(
    { type: 'moveCase', caseId, from: 'report', to: 'closed', note: planted.told },
    staff('admin', 'administrator'),
  )
  await done(configureConduct, staff('admin', 'administrator'))
  await done(leaveAt(monday9 + 3_600_000, 2, { reason: planted.leaveReason }), teller)
  const leave = hub.state.records.find((record) => record.record === 'leave')
  if (leave?.record !== 'leave') throw new Error('no leave')
  await done(
    { type: 'decideLeave', leaveId: leave.id, approve: true, note: planted.leaveNote },
    staff('boss', 'supervisor'),
  )
  await done(
    {
      type: 'recordPunch',
      staffId: staffId.parse('t1'),
      direction: 'in',
      atMs: monday9,
      ground: 'powerFailure',
      note: planted.punchNote,
    },
    staff('boss', 'supervisor'),
  )
  expect(found()).toEqual(Object.keys(planted))
  await keepCopy()
  expect(found(copies)).toEqual(Object.keys(planted))

  // A station's copy that began with the state of that day.
  const copy = openDatabase(join(hall.folder, 'copy.db'))
  const replica = sqliteLedger(copy.db)
  replica.beginFrom(hub.state)
  const total = (): unknown => hub.ledger.visitById(visit)?.state
  const before = total()

  await nextDay()
  expect(
    hub.ledger.history(visit).some(({ event }) => event.type === 'visitIssued' && 'holder' in event.visit),
  ).toBe(false)
  // An appointment's holder serves until after its slot; a case is answered for longer.
  expect(JSON.stringify(hub.state.appointments)).toContain(planted.bookedHash)
  for (let day = 0; day < 5; day += 1) await nextDay()

  const cutoffs = cutoffsOn(hub.state.day?.day ?? '', kept)
  for (const piece of piecesOfErasing(copy.db, cutoffs)) piece()
  expect(replica.load().state.seq).toBeGreaterThan(0)
  copy.close()
  expect(found()).toEqual([])

  // The hall opens as before: what is left folds, and its rows can be made again from it.
  expect(total()).toBe(before)
  await hall.restart()
  expect(hall.opened.hub.ledger.visitById(visit)?.state).toBe('finished')
  const record = hall.opened.hub.ledger.record(caseId)
  expect(record).toMatchObject({ text: '-', stage: 'closed' })
  expect(found()).toEqual([])
})

it('is in the audit log each time it ran, and finds nothing the second time', async () => {
  const { audit } = hall.opened
  await eventually(() => {
    const [newest] = audit.find({ kind: 'retentionRan', limit: 1 })
    expect(newest).toMatchObject({ who: 'system', facts: { changed: 0 } })
  })
  expect(audit.verify()).not.toHaveProperty('brokenAt')
  // The guard over the ledger is back in its place.
  const database = new SQLite(join(hall.folder, 'hall.db'))
  expect(() => database.exec("UPDATE events SET body = '{}'")).toThrow(/append-only/)
  database.close()
})

it('copies lose it with their rotation, no later than a manager is told', async () => {
  await keepCopy()
  // The ledger has nothing of it any more; the copy from before that has.
  expect([found(), found(copies), copiesIn(copies).length]).toEqual([[], Object.keys(planted), 2])
  const days = keptAtMostDays(rotation, 3_600_000)
  for (let day = 0; day < days; day += 1) await nextDay()
  await keepCopy()
  expect([found(copies), copiesIn(copies).length]).toEqual([[], 1])
})
