/** How many leaves and appeals wait for whoever is signed in: asked for when something of them happens. */
import { ref, watch } from 'vue'
import type { Ref } from 'vue'
import { hasRight } from '#shared/hall/permissions.ts'
import type { HallEvent } from '#shared/hall/events.ts'
import { attendanceRest } from '../../attendance/rest.ts'
import type { Hall } from '../../stores/hall.ts'
import type { Session } from '../../stores/session.ts'

/** Nobody hears of whom or what they are, only that they happened. */
const moving: ReadonlySet<HallEvent['type']> = new Set([
  'leaveRequested',
  'leaveDecided',
  'leaveEnded',
  'deductionAppealed',
  'deductionDecided',
] as const)

export function useWaiting(hall: Hall, { token, staff }: Session): Readonly<Ref<number>> {
  const waiting = ref(0)
  if (!hasRight(staff.roles, 'readAttendance')) return waiting
  const rest = attendanceRest(token)
  async function ask(): Promise<void> {
    waiting.value = (await rest.waiting()) ?? waiting.value
  }
  watch(
    () => hall.view.value.link,
    (link) => {
      if (link === 'live') void ask()
    },
    { immediate: true },
  )
  hall.follow((_view, events) => {
    if (events.some(({ event }) => moving.has(event.type))) void ask()
  })
  return waiting
}
