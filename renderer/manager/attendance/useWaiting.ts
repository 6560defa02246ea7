/** How many leaves, findings and appeals wait for whoever is signed in: asked for when something of them happens. */
import { computed, onScopeDispose, ref, watch } from 'vue'
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
/** After these a rule may find something else. */
const finding: ReadonlySet<HallEvent['type']> = new Set([
  'deducted',
  'punchVoided',
  'shiftAssigned',
  'leaveDecided',
  'leaveEnded',
  'conductConfigured',
] as const)
/** Looking through everybody's days is work for the hub: once for what happens together, ms. */
const soonMs = 3000
/** Nothing happens when somebody stays away; their absence is found all the same, ms. */
const findingsEveryMs = 10 * 60_000

export function useWaiting(hall: Hall, { token, staff }: Session): Readonly<Ref<number>> {
  const decisions = ref(0)
  const findings = ref(0)
  const waiting = computed(() => decisions.value + findings.value)
  if (!hasRight(staff.roles, 'readAttendance')) return waiting
  const rest = attendanceRest(token)
  async function ask(): Promise<void> {
    decisions.value = (await rest.waiting()) ?? decisions.value
  }
  async function askFindings(): Promise<void> {
    const found = await rest.requests()
    // What was found of oneself is for somebody else to look at.
    if (found !== undefined) findings.value = found.findings.filter((one) => one.staffId !== staff.id).length
  }
  let due: ReturnType<typeof setTimeout> | undefined
  watch(
    () => hall.view.value.link,
    (link) => {
      if (link !== 'live') return
      void ask()
      void askFindings()
    },
    { immediate: true },
  )
  hall.follow((_view, events) => {
    if (events.some(({ event }) => moving.has(event.type))) void ask()
    if (!events.some(({ event }) => finding.has(event.type))) return
    due ??= setTimeout(() => {
      due = undefined
      void askFindings()
    }, soonMs)
  })
  const asking = setInterval(() => void askFindings(), findingsEveryMs)
  onScopeDispose(() => {
    clearTimeout(due)
    clearInterval(asking)
  })
  return waiting
}
