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
  entry('reports', 'reports', 'readReports', () => import('./reports/Reports.vue')),
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
