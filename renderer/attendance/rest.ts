/** What the attendance pages read from the hub. Never throws: no answer is an answer too. */
import { z } from 'zod'
import { photo } from '#shared/conduct/cases.ts'
import type { Photo } from '#shared/conduct/cases.ts'
import {
  attendanceDayView,
  attendanceRecord,
  attendanceRequests,
  attendanceSheetView,
  attendanceWaiting,
  packList,
} from '#shared/protocol/attendance.ts'
import type {
  AttendanceDayView,
  AttendanceRecord,
  AttendanceRequests,
  AttendanceSheetView,
  PackList,
} from '#shared/protocol/attendance.ts'
import type { StaffLocale } from '../stores/language.ts'

export interface AttendanceRest {
  day(day: string): Promise<AttendanceDayView | undefined>
  sheet(month: string): Promise<AttendanceSheetView | undefined>
  requests(): Promise<AttendanceRequests | undefined>
  /** How much waits for this person to decide. */
  waiting(): Promise<number | undefined>
  person(id: string, month: string): Promise<AttendanceRecord | undefined>
  mine(month: string): Promise<AttendanceRecord | undefined>
  packs(): Promise<PackList | undefined>
  /** Sends a photograph, to be named in an appeal; undefined for what is none, or is not taken now. */
  sendPhoto(file: Blob): Promise<Photo | undefined>
  /** A photograph of an appeal. */
  photo(deductionId: string, sha256: string): Promise<Blob | undefined>
  /** The month as a file; undefined when there was none. */
  file(
    month: string,
    format: 'csv' | 'xlsx' | 'json',
    locale: StaffLocale,
  ): Promise<{ readonly blob: Blob; readonly name: string } | undefined>
}

const sentPhoto = z.object({ photo })

/** The way to ask, for this session's token. */
export function attendanceRest(token: string, fetcher: typeof fetch = fetch): AttendanceRest {
  async function get(path: string): Promise<Response | undefined> {
    try {
      const answer = await fetcher(`/api/v1/attendance/${path}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return answer.ok ? answer : undefined
    } catch {
      return undefined
    }
  }
  async function ask<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
    const answer = await get(path)
    const read = shape.safeParse(await answer?.json().catch(() => undefined))
    return read.success ? read.data : undefined
  }
  return {
    day: async (day) => ask(`day?day=${day}`, attendanceDayView),
    sheet: async (month) => ask(`sheet?month=${month}`, attendanceSheetView),
    requests: async () => ask('requests', attendanceRequests),
    async waiting() {
      const found = await ask('waiting', attendanceWaiting)
      return found && found.leaves + found.appeals
    },
    person: async (id, month) => ask(`people/${encodeURIComponent(id)}?month=${month}`, attendanceRecord),
    mine: async (month) => ask(`mine?month=${month}`, attendanceRecord),
    packs: async () => ask('packs', packList),
    async sendPhoto(file) {
      try {
        const answer = await fetcher('/api/v1/photos', {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': file.type },
          body: file,
        })
        return answer.ok ? sentPhoto.parse(await answer.json()).photo : undefined
      } catch {
        return undefined
      }
    },
    photo: async (deductionId, sha256) =>
      (await get(`deductions/${encodeURIComponent(deductionId)}/photos/${sha256}`))?.blob(),
    async file(month, format, locale) {
      const answer = await get(`sheet?month=${month}&format=${format}&locale=${locale}`)
      return answer && { blob: await answer.blob(), name: `attendance-${month}.${format}` }
    },
  }
}
