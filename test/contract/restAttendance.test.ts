/**
 * Goal: those in charge read everybody's attendance and take it away as files, everybody reads their own, and a
 * finding goes from the rule to a person's decision and back. Method: the served hall over REST and its sockets.
 */
import ExcelJs from 'exceljs'
import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { helloOf } from '#shared/client/socketLink.ts'
import type { Command } from '#shared/hall/commands.ts'
import { businessDay, staffId } from '#shared/ids/ids.ts'
import {
  attendanceDayView,
  attendanceRecord,
  attendanceRequests,
  attendanceSheetView,
  attendanceWaiting,
  packList,
} from '#shared/protocol/attendance.ts'
import { hubMessage, wireEvent } from '#shared/protocol/messages.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { factRows, report } from '#shared/reporting/report.ts'
import { photo } from '#shared/conduct/cases.ts'
import { addDays } from '#shared/time/localTime.ts'
import { testRules } from '#test/fixtures/conduct.ts'
import { restHall } from '#test/fixtures/restHall.ts'
import type { AtHall } from '#test/fixtures/restHall.ts'

let at: AtHall
const { ok } = restHall((given) => {
  at = given
})
let day: string
const hour = 3_600_000

/** The hall's clock at a time of the running day; it never goes back. */
const clock = (hours: number): void => {
  at.hall.nowMs = (at.hall.opened.hub.state.day?.startsAtMs ?? 0) + (hours - 4) * hour
}
/** Every test has a day of its own, from eight in the morning. */
function newDay(): void {
  const { hub } = at.hall.opened
  clock(24 + 8)
  hub.rollOverIfDue()
  hub.flush()
  day = hub.state.day?.day ?? ''
}
beforeEach(newDay)

type Who = 't1' | 'guide' | 'boss' | 'admin'
const sessions = new Map<Who, { readonly token: string; readonly atMs: number }>()
/** A session of this person; hours may have gone by since the last one. */
async function as(who: Who): Promise<string> {
  const kept = sessions.get(who)
  if (kept !== undefined && at.hall.nowMs - kept.atMs < hour) return kept.token
  const token = await at.hall.rest.signIn(who)
  sessions.set(who, { token, atMs: at.hall.nowMs })
  return token
}

/** Sends one command as a screen does. */
async function send(who: Who, command: Command): Promise<Answer> {
  const token = await as(who)
  const kind = who === 't1' ? 'console' : 'manager'
  const socket = io(at.hall.origin, { auth: helloOf(kind, token), transports: ['websocket'], forceNew: true })
  const id = randomUUID()
  const answer = await new Promise<Answer>((resolve, reject) => {
    socket.on('connect_error', reject)
    socket.on('connect', () => socket.emit(wireEvent, { type: 'command', id, command }))
    socket.on(wireEvent, (said: unknown) => {
      const message = hubMessage.parse(said)
      if (message.type === 'answer' && message.id === id) resolve(message.answer)
    })
  })
  socket.close()
  return answer
}
async function done(who: Who, command: Command): Promise<void> {
  expect(await send(who, command)).toMatchObject({ ok: true })
}
async function read<T extends z.ZodType>(path: string, shape: T, who: Who = 'boss'): Promise<z.infer<T>> {
  const reply = await at.hall.rest.ask(path, { token: await as(who) })
  expect(reply.status, reply.text).toBe(200)
  return shape.parse(reply.body)
}
const t1 = staffId.parse('t1')
const waits = async (who: Who) => read('/attendance/waiting', attendanceWaiting, who)

beforeAll(async () => {
  const [pack] = testRules.packs
  if (pack === undefined) throw new Error('no pack')
  await done('admin', { type: 'choosePack', pack, from: businessDay.parse('2026-01-01') })
  // Whoever was given a shift once is kept.
  await done('boss', {
    type: 'assignShift',
    staffIds: [t1],
    fromDay: businessDay.parse('2026-03-02'),
    untilDay: businessDay.parse('2030-01-01'),
    shift: 'day',
  })
})

const rowOf = async () => {
  const { rows } = await read('/attendance/day', attendanceDayView)
  const row = rows.find((r) => r.staffId === t1)
  if (row === undefined) throw new Error('no row')
  return row
}

describe('a day', () => {
  it('tells who is here, away, gone, on leave or missing', async () => {
    expect((await rowOf()).presence).toBe('notYet')
    clock(9.05)
    await done('t1', { type: 'punch', direction: 'in' })
    expect(await rowOf()).toMatchObject({ name: 't1', presence: 'here', of: { due: 1, attended: 1 } })
    await ok('/counters/c1/open', {}, await as('t1'))
    await ok('/counters/c1/pause', { reason: '短暂离开' }, await as('t1'))
    expect(await rowOf()).toMatchObject({ presence: 'away', paused: { reason: '短暂离开' } })
    clock(17.1)
    await done('t1', { type: 'punch', direction: 'out' })
    expect((await rowOf()).presence).toBe('left')
    const { rows } = await read('/attendance/day', attendanceDayView)
    expect(rows.find((r) => r.staffId === 't2')?.presence).toBe('none')
  })

  it('misses who is neither here nor on leave once it is too late to come', async () => {
    clock(10)
    expect((await rowOf()).presence).toBe('notYet')
    clock(12.5)
    expect((await rowOf()).presence).toBe('missing')
    clock(23.5)
    expect(await rowOf()).toMatchObject({ presence: 'missing', of: { open: 1, attended: 0 } })
  })
})

describe('a finding', () => {
  it('is confirmed by a person, appealed with a reason, and decided by another', async () => {
    clock(9.5)
    await done('t1', { type: 'punch', direction: 'in' })
    const found = async () => {
      const { findings } = await read('/attendance/requests', attendanceRequests)
      return findings.filter((f) => f.day === day && f.staffId === t1)
    }
    const [late] = await found()
    expect(late?.item).toMatchObject({ state: 'open', finding: { kind: 'late', minutes: 30, version: '1' } })
    const deduct = {
      type: 'deduct',
      staffId: t1,
      day: businessDay.parse(day),
      key: late?.item.finding.key ?? '',
      note: '',
    } as const
    expect(await send('t1', deduct)).toMatchObject({ ok: false, refusal: { code: 'notAllowed' } })
    await done('boss', deduct)
    expect(await send('boss', deduct)).toMatchObject({ ok: false, refusal: { code: 'nothingFound' } })
    expect(await found()).toEqual([])
    const mine = await read('/attendance/mine', attendanceRecord, 't1')
    const [deducted] = mine.deductions.filter((d) => d.day === day)
    if (deducted === undefined) throw new Error('no deduction')
    expect(mine.row.totals).toMatchObject({ minus: 2, times: { late: 1 } })
    const sent = await fetch(`${at.hall.origin}/api/v1/photos`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await as('t1')}`, 'content-type': 'image/png' },
      body: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]),
    })
    const { photo: bus } = z.object({ photo }).parse(await sent.json())
    await done('t1', {
      type: 'appealDeduction',
      deductionId: deducted.id,
      note: '雪天公交停运',
      photos: [bus],
    })
    const picture = `/attendance/deductions/${deducted.id}/photos/${bus.sha256}`
    const shownTo = async (who: Who): Promise<number> =>
      (await at.hall.rest.ask(picture, { token: await as(who) })).status
    expect([await shownTo('t1'), await shownTo('boss'), await shownTo('guide')]).toEqual([200, 200, 404])
    const { appeals } = await read('/attendance/requests', attendanceRequests)
    expect(appeals).toMatchObject([{ id: deducted.id, appeal: { note: '雪天公交停运' } }])
    // Whoever confirmed it is not to decide.
    expect([await waits('boss'), await waits('admin')]).toMatchObject([{ appeals: 0 }, { appeals: 1 }])
    const decide = {
      type: 'decideDeduction',
      deductionId: deducted.id,
      how: 'withdrawn',
      note: '属实',
    } as const
    expect(await send('boss', decide)).toMatchObject({ ok: false, refusal: { code: 'otherPersonNeeded' } })
    await done('admin', decide)
    expect(await waits('admin')).toEqual({ leaves: 0, appeals: 0 })
    const record = await read('/attendance/people/t1', attendanceRecord)
    expect(record.row.totals).toMatchObject({ times: {} })
    expect(record.deductions.find((d) => d.id === deducted.id)?.decided).toMatchObject({ note: '属实' })
    const kept = at.hall.opened.audit.find({ kind: 'attendanceChanged', limit: 2 })
    expect(kept.map(({ facts }) => facts['what'])).toEqual(['deductionDecided', 'deducted'])
  })

  it('may be looked at and not counted, in one step', async () => {
    clock(9.5)
    await done('t1', { type: 'punch', direction: 'in' })
    await done('boss', {
      type: 'deduct',
      staffId: t1,
      day: businessDay.parse(day),
      key: 'late:0.0',
      note: '送文件',
      waive: true,
    })
    const { row } = await read('/attendance/people/t1', attendanceRecord)
    expect(row.days.find((d) => d.day === day)?.items).toMatchObject([{ state: 'withdrawn' }])
  })

  it('of time away is nobody’s until somebody confirms it', async () => {
    clock(9.05)
    await done('t1', { type: 'punch', direction: 'in' })
    await ok('/counters/c1/open', {}, await as('t1'))
    clock(10)
    await ok('/counters/c1/pause', { reason: '离开' }, await as('t1'))
    clock(10.7)
    await ok('/counters/c1/resume', {}, await as('t1'))
    clock(17.5)
    await done('t1', { type: 'punch', direction: 'out' })
    const { rows } = await read('/attendance/sheet', attendanceSheetView)
    const row = rows.find((r) => r.staffId === t1)
    expect(row?.days.find((d) => d.day === day)?.items).toMatchObject([
      { state: 'open', finding: { kind: 'away', minutes: 42, evidence: [{ said: '离开' }] } },
    ])
    expect(row?.totals.times.away).toBeUndefined()
  })
})

describe('leave', () => {
  it('waits for whoever the pack says, and is seen in the day and the sheet', async () => {
    const from = at.hall.nowMs + hour / 2
    await done('t1', {
      type: 'requestLeave',
      kind: 'private',
      fromMs: from,
      untilMs: from + 8 * hour,
      reason: '看病',
      standInId: staffId.parse('t4'),
    })
    const { leaves } = await read('/attendance/requests', attendanceRequests)
    const [asked] = leaves
    if (asked === undefined) throw new Error('no leave')
    expect(asked).toMatchObject({ days: 0.93, ladder: ['supervisor', 'administrator'], pack: 'test 1' })
    const approve = { type: 'decideLeave', leaveId: asked.id, approve: true, note: '' } as const
    expect(await send('t1', approve)).toMatchObject({ ok: false })
    expect(await waits('boss')).toMatchObject({ leaves: 1 })
    await done('boss', approve)
    expect([await waits('boss'), await waits('admin')]).toMatchObject([{ leaves: 0 }, { leaves: 1 }])
    expect(await send('boss', approve)).toMatchObject({ ok: false })
    await done('admin', approve)
    clock(10)
    expect(await rowOf()).toMatchObject({
      presence: 'onLeave',
      of: { onLeave: 0.93, leaves: [{ kind: 'private' }] },
    })
  })
})

describe('a correction', () => {
  it('is recorded and voided with a reason, and never of oneself', async () => {
    clock(11)
    const record = {
      type: 'recordPunch',
      staffId: t1,
      direction: 'in',
      atMs: at.hall.nowMs - 2 * hour,
      ground: 'deviceFailure',
      note: '打卡机故障，纸面签到',
    } as const
    await done('boss', record)
    const { punches } = await read('/attendance/people/t1', attendanceRecord)
    const made = punches.find((p) => p.day === day)
    expect(made).toMatchObject({ recorded: { note: '打卡机故障，纸面签到', by: { staffId: 'boss' } } })
    if (made === undefined) throw new Error('no punch')
    await done('boss', { type: 'voidPunch', punchId: made.id, note: '人名写错' })
    const [voided, recorded] = at.hall.opened.audit.find({ kind: 'attendanceChanged', limit: 2 })
    expect([voided?.facts['why'], recorded?.facts['why']]).toEqual(['人名写错', '打卡机故障，纸面签到'])
    expect(await send('boss', { ...record, staffId: staffId.parse('boss') })).toMatchObject({ ok: false })
  })
})

describe('the monthly sheet', () => {
  it('is a workbook with real numbers and dates, and CSV nothing of which runs', async () => {
    const reply = await fetch(`${at.hall.origin}/api/v1/attendance/sheet?month=2026-03&format=xlsx`, {
      headers: { authorization: `Bearer ${await as('boss')}` },
    })
    expect(reply.headers.get('content-disposition')).toContain(encodeURIComponent('月考勤表_2026-03.xlsx'))
    const book = new ExcelJs.Workbook()
    await book.xlsx.load(await reply.arrayBuffer())
    const [sheet, deductions, days] = book.worksheets
    const head = sheet?.getRow(1).values
    expect(head).toContain('应出勤')
    expect(typeof sheet?.getRow(2).getCell((head as unknown[]).indexOf('应出勤')).value).toBe('number')
    expect(deductions?.getCell('C2').value).toBeInstanceOf(Date)
    expect(deductions?.getColumn(6).values).toContain(2)
    expect(deductions?.getCell('G2').value).toBe('test 1')
    expect(days?.getColumn(4).values.some((value) => value instanceof Date)).toBe(true)
    const csv = await at.hall.rest.ask('/attendance/sheet?month=2026-03&format=csv&locale=en', {
      token: await as('boss'),
    })
    expect(csv.text).toContain('Due,Attended')
    expect(at.hall.opened.audit.find({ kind: 'exported', limit: 1 })[0]?.facts['what']).toBe(
      'attendance 2026-03',
    )
  })

  it.each(['month=2026-13', 'month=x', 'format=pdf'])('%s is bad input', async (query) => {
    expect((await at.hall.rest.ask(`/attendance/sheet?${query}`, { token: await as('boss') })).status).toBe(
      400,
    )
  })

  it('of a month without rules is empty', async () => {
    const { rows } = await read('/attendance/sheet?month=2025-12', attendanceSheetView)
    expect(rows).toEqual([])
  })
})

describe('the report', () => {
  it('says the same as the sheet, and opens its rows', async () => {
    const { rows } = await read('/attendance/sheet?month=2026-03', attendanceSheetView)
    const line = rows.find((r) => r.staffId === t1)
    const period = 'from=2026-03-01&to=2026-04-01&groupBy=person'
    const made = await read(`/reports/attendance?${period}`, z.object({ report }))
    const [days, found] = made.report.parts
    const own = days?.rows.find((r) => r.key === 't1')
    expect(own?.values).toMatchObject({
      daysDue: line?.totals.due,
      daysAttended: line?.totals.attended,
      daysOnLeave: line?.totals.onLeave,
      extendedTotal: (line?.totals.extendedMin ?? 0) * 60,
    })
    expect(found?.rows.find((r) => r.key === 't1')?.values).toMatchObject({
      pointsOff: line?.totals.minus,
      toConfirm: line?.totals.toConfirm,
    })
    const opened = await read(`/reports/attendance/rows?${period}&figure=toConfirm&key=t1`, factRows)
    expect(opened.count).toBe(line?.totals.toConfirm)
    const at = (id: string): number => opened.columns.findIndex((column) => column.id === id)
    expect(opened.rows[0]?.cells[at('person')]).toBe('t1')
    expect(opened.rows[0]?.cells[at('rule')]).toBe('test 1')
    expect(opened.rows.map((r) => r.cells[at('what')])).toContain('旷工（待确认）')
  })
})

describe('who may', () => {
  it('read their own and nobody else’s', async () => {
    expect((await read('/attendance/mine', attendanceRecord, 'guide')).row.staffId).toBe('guide')
    for (const path of ['day', 'sheet', 'requests', 'people/t1', 'packs'])
      expect((await at.hall.rest.ask(`/attendance/${path}`, { token: await as('t1') })).status, path).toBe(
        403,
      )
    expect((await at.hall.rest.ask('/attendance/people/stranger', { token: await as('boss') })).status).toBe(
      404,
    )
    expect((await at.hall.rest.ask('/attendance/mine', { token: at.program })).status).toBe(403)
  })

  it('choose among the packs, and only for days to come', async () => {
    const { packs } = await read('/attendance/packs', packList)
    const [four] = packs
    if (four === undefined) throw new Error('no pack')
    const from = businessDay.parse(addDays(day, 1))
    expect(await send('boss', { type: 'choosePack', pack: four, from })).toMatchObject({ ok: false })
    const before = businessDay.parse(addDays(day, -1))
    expect(await send('admin', { type: 'choosePack', pack: four, from: before })).toMatchObject({
      ok: false,
      refusal: { code: 'conductInvalid' },
    })
    await done('admin', { type: 'choosePack', pack: four, from })
  })
})
