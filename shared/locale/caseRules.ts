/** The words of the page of rules of ratings and cases. Staff read Chinese or English. */
import type { CaseDuty, CaseStage } from '../conduct/flows.ts'
import type { Clock } from '../conduct/workingDays.ts'

interface CaseRuleTexts {
  readonly heading: string
  readonly lead: string
  readonly importFile: string
  readonly exportFile: string
  readonly discard: string
  readonly save: string
  readonly saved: string
  readonly notRead: string
  readonly calendar: string
  readonly until: (day: string) => string
  readonly shipped: string
  readonly holiday: string
  readonly newHoliday: string
  readonly firstDay: string
  readonly lastDay: string
  readonly addHoliday: string
  readonly worked: string
  readonly addWorked: string
  readonly remove: string
  readonly defaults: string
  readonly defaultsLead: string
  readonly noDefaults: string
  readonly addDefault: string
  readonly from: string
  readonly after: string
  readonly level: string
  readonly noLevel: string
  readonly photoDays: string
  readonly unit: string
  readonly units: Readonly<Record<Clock['unit'], string>>
  readonly flow: (kind: string) => string
  readonly version: string
  readonly whole: string
  readonly setClock: string
  readonly stage: string
  readonly duty: string
  readonly must: string
  readonly next: string
  readonly clock: string
  readonly duties: Readonly<Record<CaseDuty, string>>
  readonly otherThan: (stage: string) => string
  readonly needs: Readonly<Record<CaseStage['needs'][number], string>>
}

export const caseRuleTexts: Readonly<Record<'zh' | 'en', CaseRuleTexts>> = {
  zh: {
    heading: '评价与事件规则',
    lead: '改动保存后对以后的环节生效；已定的时限不变。环节的增减用导入文件。',
    importFile: '导入',
    exportFile: '导出',
    discard: '放弃改动',
    save: '保存',
    saved: '规则已保存',
    notRead: '文件没有读懂。',
    calendar: '节假日历',
    until: (day) => `${day} 起尚未公布`,
    shipped: '用随附的日历',
    holiday: '假期名称',
    newHoliday: '假期',
    firstDay: '首日',
    lastDay: '末日',
    addHoliday: '加一个假期',
    worked: '调休上班',
    addWorked: '加一天调休上班',
    remove: '去掉',
    defaults: '到期未评的默认评价',
    defaultsLead: '按当地规则，由系统补记；不计入主动评价和满意率。最后一条规则管到下一条之前。',
    noDefaults: '没有规则：未评的就是未评。',
    addDefault: '加一条规则',
    from: '自',
    after: '结束后',
    level: '记为',
    noLevel: '不补记',
    photoDays: '办结后照片保存天数',
    unit: '单位',
    units: { workingDays: '工作日', days: '天', hours: '小时', minutes: '分钟' },
    flow: (kind) => `${kind}流程`,
    version: '版本',
    whole: '总时限',
    setClock: '设时限',
    stage: '环节',
    duty: '谁办',
    must: '须填',
    next: '转往',
    clock: '时限',
    duties: { take: '受理人（引导、值班长、管理员）', handle: '承办人', judge: '值班长、管理员' },
    otherThan: (stage) => `不能是“${stage}”的人`,
    needs: { note: '说明', assignee: '承办人', level: '分类', outcome: '结果', callBack: '回访结果' },
  },
  en: {
    heading: 'Rules of ratings and cases',
    lead: 'Saved changes hold for what comes; clocks already set stay. Stages are added and taken out by a file.',
    importFile: 'Import',
    exportFile: 'Export',
    discard: 'Discard changes',
    save: 'Save',
    saved: 'The rules are saved',
    notRead: 'The file was not understood.',
    calendar: 'Holiday calendar',
    until: (day) => `nothing announced from ${day} on`,
    shipped: 'Take the shipped one',
    holiday: 'Name of the holiday',
    newHoliday: 'Holiday',
    firstDay: 'First day',
    lastDay: 'Last day',
    addHoliday: 'Add a holiday',
    worked: 'Worked in exchange',
    addWorked: 'Add a day worked in exchange',
    remove: 'Take out',
    defaults: 'Where nobody rated in time',
    defaultsLead:
      'A local rule, entered by the system; in no figure of ratings people gave. Each holds until the next.',
    noDefaults: 'No rule: what is not rated stays unrated.',
    addDefault: 'Add a rule',
    from: 'From',
    after: 'after the end',
    level: 'enter',
    noLevel: 'nothing',
    photoDays: 'Days photographs are kept once closed',
    unit: 'unit',
    units: { workingDays: 'working days', days: 'days', hours: 'hours', minutes: 'minutes' },
    flow: (kind) => `${kind}: stages`,
    version: 'Version',
    whole: 'Whole case',
    setClock: 'Set a clock',
    stage: 'Stage',
    duty: 'By whom',
    must: 'Must say',
    next: 'Goes to',
    clock: 'Clock',
    duties: {
      take: 'who takes in (guide, supervisor, administrator)',
      handle: 'who it is assigned to',
      judge: 'supervisor, administrator',
    },
    otherThan: (stage) => `not who did “${stage}”`,
    needs: {
      note: 'note',
      assignee: 'assignee',
      level: 'class',
      outcome: 'outcome',
      callBack: 'call back',
    },
  },
}
