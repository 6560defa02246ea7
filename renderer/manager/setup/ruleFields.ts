/** The fields of the hall's rules, in groups as people think of them. */
import { officialWords } from '#shared/locale/setUp.ts'
import type { StaffWords } from '#shared/locale/setUp.ts'
import type { Field } from './fields.ts'
import { creditCodeField, divisionField } from './officialFields.ts'

export interface RuleGroup {
  readonly name: StaffWords
  readonly fields: readonly Field[]
}

const asWalkIn: StaffWords = { zh: '按没有预约的排', en: 'queues as without an appointment' }

/** @param say in the language of whoever reads */
export const ruleGroups = (say: (words: StaffWords) => string): readonly RuleGroup[] => [
  {
    name: { zh: '大厅', en: 'The hall' },
    fields: [
      { kind: 'names', path: 'name', label: { zh: '大厅名称', en: 'Name of the hall' } },
      {
        kind: 'text',
        path: 'timeZone',
        label: { zh: '时区', en: 'Time zone' },
        hint: { zh: '例：Asia/Shanghai、Asia/Urumqi', en: 'e.g. Asia/Shanghai' },
      },
      {
        kind: 'number',
        path: 'rollOverHour',
        label: { zh: '营业日从几点开始', en: 'Hour a business day begins' },
        max: 23,
      },
      {
        kind: 'number',
        path: 'targetWaitS',
        times: 60,
        label: { zh: '等候目标（分钟）', en: 'Target wait, minutes' },
      },
      divisionField,
      { ...creditCodeField, hint: officialWords.hall },
    ],
  },
  {
    name: { zh: '过号', en: 'No-shows' },
    fields: [
      {
        kind: 'number',
        path: 'noShow.minCalls',
        min: 1,
        max: 20,
        label: { zh: '至少叫几次', en: 'Calls at least' },
      },
      { kind: 'number', path: 'noShow.spacingS', label: { zh: '每次至少间隔（秒）', en: 'Seconds between' } },
      {
        kind: 'number',
        path: 'noShow.reentryCalls',
        max: 100,
        label: { zh: '过号后隔几个号再排', en: 'Back in line after so many calls' },
      },
      {
        kind: 'number',
        path: 'noShow.limit',
        min: 1,
        max: 10,
        label: { zh: '第几次过号作废', en: 'The no-show that ends it' },
      },
    ],
  },
  {
    name: { zh: '叫号与支援', en: 'Calling and helping' },
    fields: [
      {
        kind: 'number',
        path: 'help.thresholdS',
        times: 60,
        label: { zh: '等候超过几分钟开始支援', en: 'Helping begins after minutes' },
      },
      {
        kind: 'check',
        path: 'call.reasonRequired',
        label: { zh: '不按顺序叫号须填原因', en: 'A call out of order needs a reason' },
      },
      {
        kind: 'choice',
        path: 'finish.unrecorded',
        label: { zh: '办结时未登记结果的事项', en: 'Services without an outcome at the end' },
        options: () => [
          { value: 'completed', text: say({ zh: '视为办结', en: 'count as completed' }) },
          { value: 'refuse', text: say({ zh: '不准办结', en: 'stand in the way' }) },
        ],
      },
      {
        kind: 'check',
        path: 'onePerPerson',
        label: { zh: '同一人同一业务只能有一个号', en: 'One number per person and queue' },
      },
      {
        kind: 'number',
        path: 'takeover.answerS',
        max: 3600,
        label: {
          zh: '窗口被请求接管时，在岗人员答复时限（秒）',
          en: 'Answer to who asks for a counter, seconds',
        },
      },
    ],
  },
  {
    name: { zh: '预约与评价', en: 'Appointments and ratings' },
    fields: [
      {
        kind: 'number',
        path: 'appointment.earlyS',
        times: 60,
        label: { zh: '可提前几分钟到', en: 'Early by minutes' },
      },
      {
        kind: 'number',
        path: 'appointment.lateS',
        times: 60,
        label: { zh: '可迟到几分钟', en: 'Late by minutes' },
      },
      {
        kind: 'choice',
        path: 'appointment.whenEarly',
        label: { zh: '比这更早到的', en: 'Who comes earlier than that' },
        short: { zh: '预约到得太早的', en: 'Who comes too early for an appointment' },
        options: () => [
          { value: 'atSlot', text: say({ zh: '按预约时段排', en: 'has the place of the slot' }) },
          { value: 'asWalkIn', text: say(asWalkIn) },
        ],
      },
      {
        kind: 'choice',
        path: 'appointment.whenLate',
        label: { zh: '比这更晚到的', en: 'Who comes later than that' },
        short: { zh: '预约到得太晚的', en: 'Who comes too late for an appointment' },
        options: () => [
          { value: 'asWalkIn', text: say(asWalkIn) },
          { value: 'refuse', text: say({ zh: '不予取号', en: 'gets no number' }) },
        ],
      },
      {
        kind: 'number',
        path: 'rating.days',
        min: 1,
        max: 365,
        label: { zh: '几天内可评价', en: 'Days to rate in' },
      },
    ],
  },
  {
    name: { zh: '个人信息保存天数', en: 'Days personal data is kept' },
    fields: [
      {
        kind: 'number',
        path: 'retention.identityDays',
        min: 1,
        max: 3650,
        label: { zh: '刷证取号的身份散列、证件末四位与掩码姓名', en: 'Card hash, last four, masked name' },
        hint: { zh: '只用于当天查重', en: 'They serve the same day only' },
      },
      {
        kind: 'number',
        path: 'retention.appointmentDays',
        min: 1,
        max: 3650,
        label: { zh: '预约人信息（时段过后）', en: 'Whom an appointment was for, after its slot' },
      },
      {
        kind: 'number',
        path: 'retention.contactDays',
        min: 1,
        max: 3650,
        label: { zh: '事件联系人与电话（结案后）', en: 'Name and telephone of a case, after it closed' },
      },
      {
        kind: 'number',
        path: 'retention.wordsDays',
        min: 1,
        max: 3650,
        label: {
          zh: '备注、理由与评价文字，含考勤',
          en: 'Notes, grounds, remarks of ratings; of attendance too',
        },
      },
      {
        kind: 'number',
        path: 'retention.auditDays',
        min: 1,
        max: 3650,
        label: { zh: '操作日志', en: 'Lines of the audit log' },
      },
    ],
  },
  {
    name: { zh: '断网备用', en: 'Without the hub' },
    fields: [
      {
        kind: 'number',
        path: 'lease.blockSize',
        min: 1,
        max: 200,
        label: { zh: '每台取号机备用号数', en: 'Spare numbers per kiosk and queue' },
      },
      {
        kind: 'number',
        path: 'claimsPerCounter',
        max: 10,
        label: { zh: '每个窗口留号数', en: 'Visits each counter may call alone' },
      },
    ],
  },
]
