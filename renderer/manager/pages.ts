/**
 * Every page of the manager's screen, in the order of its menu. A page is one line here and its name in
 * `#shared/locale/managerPages.ts`; its code is loaded when it is first opened, so that no other screen carries it.
 */
import { defineAsyncComponent } from 'vue'
import type { Component } from 'vue'
import { hasRight } from '#shared/hall/permissions.ts'
import type { Right } from '#shared/hall/permissions.ts'
import type { Role } from '#shared/hall/staff.ts'
import type { PageGroup, PageName } from '#shared/locale/managerPages.ts'
import NotLoaded from './parts/NotLoaded.vue'
import Opening from './parts/Opening.vue'
import type { ManagerPage } from './useManager.ts'

export interface PageEntry {
  readonly name: PageName
  readonly group: PageGroup
  /** Who may open it. */
  readonly right: Right
  readonly component: Component
  /** What waits for somebody there; shown beside its name. */
  readonly count?: ((page: ManagerPage) => number) | undefined
}

export const pages: readonly PageEntry[] = [
  entry(
    'now',
    'hall',
    'watchHall',
    () => import('./now/HallNow.vue'),
    (page) => page.alarms.value.length,
  ),
  entry('stations', 'hall', 'seeStations', () => import('./stations/Stations.vue')),
  entry(
    'conflicts',
    'hall',
    'settleConflicts',
    () => import('./conflicts/Conflicts.vue'),
    (page) => page.state.value.conflicts.size,
  ),
  entry(
    'hub',
    'hall',
    'promoteHub',
    () => import('./hub/HubPage.vue'),
    (page) => (page.hall.view.value.hubUp && page.state.value.reign.settled ? 0 : 1),
  ),
  entry('ratings', 'cases', 'readRatings', () => import('./ratings/Ratings.vue')),
  entry(
    'cases',
    'cases',
    'followCases',
    () => import('./cases/Cases.vue'),
    (page) => page.casesWaiting.value,
  ),
  entry('caseRules', 'cases', 'setUpHall', () => import('./rules/CaseRules.vue')),
  entry('reports', 'reports', 'readReports', () => import('./reports/Reports.vue')),
  entry('begin', 'setUp', 'setUpHall', () => import('./setup/Begin.vue')),
  entry('rules', 'setUp', 'setUpHall', () => import('./setup/Rules.vue')),
  entry('import', 'setUp', 'setUpHall', () => import('./setup/Import.vue')),
  entry('departments', 'setUp', 'setUpHall', () => import('./setup/Departments.vue')),
  entry('services', 'setUp', 'setUpHall', () => import('./setup/Services.vue')),
  entry('queues', 'setUp', 'setUpHall', () => import('./setup/Queues.vue')),
  entry('counters', 'setUp', 'setUpHall', () => import('./setup/Counters.vue')),
  entry('zones', 'setUp', 'setUpHall', () => import('./setup/Zones.vue')),
  entry('displays', 'setUp', 'setUpHall', () => import('./setup/Displays.vue')),
  entry('kioskLook', 'setUp', 'setUpHall', () => import('./setup/KioskLook.vue')),
  entry('printers', 'setUp', 'setUpHall', () => import('./setup/Printers.vue')),
  entry('duties', 'setUp', 'setUpHall', () => import('./setup/Duties.vue')),
  entry('priorities', 'setUp', 'setUpHall', () => import('./setup/Priorities.vue')),
  entry('packages', 'setUp', 'setUpHall', () => import('./setup/Packages.vue')),
  entry('backups', 'setUp', 'makeBackups', () => import('./setup/Backups.vue')),
  entry('history', 'setUp', 'setUpHall', () => import('./setup/History.vue')),
  entry(
    'attendance',
    'people',
    'readAttendance',
    () => import('./attendance/Attendance.vue'),
    (page) => page.attendanceWaiting.value,
  ),
  entry('staff', 'people', 'setPins', () => import('./setup/Staff.vue')),
  entry('skills', 'people', 'setUpHall', () => import('./setup/Skills.vue')),
  entry('audit', 'safety', 'readAudit', () => import('./setup/Audit.vue')),
]

/** The pages these roles may open. */
export function pagesFor(roles: readonly Role[]): readonly PageEntry[] {
  return pages.filter(({ right }) => hasRight(roles, right))
}

function entry(
  name: PageName,
  group: PageGroup,
  right: Right,
  load: () => Promise<{ readonly default: Component }>,
  count?: (page: ManagerPage) => number,
): PageEntry {
  return {
    name,
    group,
    right,
    component: defineAsyncComponent({ loader: load, loadingComponent: Opening, errorComponent: NotLoaded }),
    count,
  }
}
