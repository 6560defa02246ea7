/** Goal: a line of the table says what a case is and how its time stands, open and closed. Method: a few lines drawn by themselves. */
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { computed, defineComponent, h, ref } from 'vue'
import { screenHall } from '#test/fixtures/screenHall.ts'
import { businessDay, caseId, staffId } from '#shared/ids/ids.ts'
import type { CaseRow } from '#shared/protocol/cases.ts'
import CaseTable from './CaseTable.vue'
import { provideCases } from './useCaseNames.ts'

const { state } = screenHall()
const finding: CaseRow = {
  id: caseId.parse('case-1'),
  no: 'I20260302-1',
  kind: 'inspection',
  stage: 'found',
  stageName: { zh: '巡查发现' },
  day: businessDay.parse('2026-03-02'),
  openedAt: '2026-03-02T10:00:00+08:00',
  text: '通道口堆放纸箱',
  item: '消防通道',
  raised: false,
  dueAt: '2026-03-06T00:00:00+08:00',
  workingDaysLeft: 3,
}
const { dueAt: _due, workingDaysLeft: _left, item: _item, ...plain } = finding
const closed: CaseRow = {
  ...plain,
  no: 'C20260302-2',
  closedAt: '2026-03-09T11:30:00+08:00',
  overdue: 'case',
}

function drawn(rows: readonly CaseRow[], isClosed: boolean, opened = false) {
  const page = defineComponent(() => {
    provideCases({
      session: {
        token: 'token',
        staff: { id: staffId.parse('staff-8001'), name: '', roles: ['supervisor'] },
      },
      locale: ref('zh'),
      state: computed(() => state),
      notice: ref(),
      still: computed(() => false),
      send: () => Promise.resolve(false),
      name: (text) => text.zh,
      counterName: (label) => label,
    })
    return () => h(CaseTable, { rows, closed: isClosed, opened })
  })
  return mount(page)
}

it('shows the item that was looked at, what was found there, and how long there is', () => {
  const table = drawn([finding], false)
  expect(table.get('[data-item]').text()).toBe('消防通道')
  expect(table.get('[data-text]').text()).toBe('通道口堆放纸箱')
  expect(table.text()).toContain('2026-03-05')
  expect(table.text()).toContain('剩 3 个工作日')
  expect(table.findAll('th')).toHaveLength(7)
})

it('says of a closed case when it was closed, and that it was too late; when it was opened where that is asked for', () => {
  const table = drawn([closed], true, true)
  expect(table.find('[data-item]').exists()).toBe(false)
  expect(table.text()).toContain('2026-03-09 11:30')
  expect(table.get('.late').text()).not.toBe('')
  expect(table.findAll('th')).toHaveLength(8)
  expect(table.text()).toContain('2026-03-02 10:00')
})
