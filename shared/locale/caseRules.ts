/** The words of the page of rules of ratings and cases. Staff read Chinese or English. */
import type { ConductPart } from '../conduct/conductRules.ts'
import type { CaseDuty, CaseStage, FlowFault } from '../conduct/flows.ts'
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
  readonly inForceFrom: (day: string) => string
  readonly always: string
  readonly changeFrom: string
  readonly addStage: string
  readonly newStage: string
  readonly removeStage: string
  readonly up: string
  readonly down: string
  readonly nameZh: string
  readonly nameEn: string
  readonly secondPerson: string
  readonly anyPerson: string
  readonly ends: string
  readonly noneOf: string
  readonly versions: string
  readonly bringBack: string
  readonly faults: Readonly<Record<FlowFault['what'] | 'unreached' | 'tooEarly', (stage: string) => string>>
  readonly history: string
  readonly historyLead: string
  readonly parts: Readonly<Record<ConductPart, string>>
  readonly takeBack: string
  readonly takenBack: string
  readonly notTakenBack: string
  readonly noHistory: string
}

export const caseRuleTexts: Readonly<Record<'zh' | 'en', CaseRuleTexts>> = {
  zh: {
    heading: '评价与事件规则',
    lead: '环节的改动是一个新版本，从选定的日子起执行；已定的时限不变，在办事件的环节被去掉时按原版本办完。',
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
    inForceFrom: (day) => `${day} 起执行`,
    always: '一直执行',
    changeFrom: '新版本执行日',
    addStage: '加一个环节',
    newStage: '新环节',
    removeStage: '去掉环节',
    up: '上移',
    down: '下移',
    nameZh: '中文名称',
    nameEn: '英文名称',
    secondPerson: '不同于办理人',
    anyPerson: '不限',
    ends: '（办结）',
    noneOf: '无',
    versions: '各版本',
    bringBack: '按此版本改回',
    faults: {
      twice: (stage) => `环节“${stage}”出现了两次`,
      lost: (stage) => `环节“${stage}”转往的环节不存在`,
      endsAtOnce: () => '第一个环节不能就是办结',
      stuck: (stage) => `从“${stage}”走不到办结`,
      alone: (stage) => `从“${stage}”起，承办人自己就能办结：至少有一步须由另一人把关`,
      unreached: (stage) => `没有环节转往“${stage}”`,
      tooEarly: () => '新版本不能从过去的日子起执行',
    },
    history: '变更记录',
    historyLead: '评价、事件和考勤规则的每次变更；撤销也是一次新的变更。',
    parts: {
      calendar: '节假日历',
      flows: '事件流程',
      packs: '考勤规则',
      inForce: '考勤规则执行日',
      ratingDefaults: '默认评价',
      photoDays: '照片保存天数',
    },
    takeBack: '撤销',
    takenBack: '已撤销',
    notTakenBack: '后来又改过，或已经执行，不能撤销',
    noHistory: '还没有变更。',
  },
  en: {
    heading: 'Rules of ratings and cases',
    lead: 'Changed stages are a new version that holds from the day you choose; clocks already set stay, and a case whose stage is gone ends by the version it stands in.',
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
    inForceFrom: (day) => `in force from ${day}`,
    always: 'always in force',
    changeFrom: 'New version from',
    addStage: 'Add a stage',
    newStage: 'New stage',
    removeStage: 'Take stage out',
    up: 'Up',
    down: 'Down',
    nameZh: 'Name in Chinese',
    nameEn: 'Name in English',
    secondPerson: 'another than who did',
    anyPerson: 'anybody',
    ends: '(closed)',
    noneOf: 'none',
    versions: 'Versions',
    bringBack: 'Bring this one back',
    faults: {
      twice: (stage) => `stage “${stage}” is there twice`,
      lost: (stage) => `stage “${stage}” goes to one that is not there`,
      endsAtOnce: () => 'the first stage must not be the end',
      stuck: (stage) => `no way leads from “${stage}” to an end`,
      alone: (stage) =>
        `from “${stage}” whoever handled a case could close it: a second person must look at one step`,
      unreached: (stage) => `no stage leads to “${stage}”`,
      tooEarly: () => 'a new version cannot hold from a day gone by',
    },
    history: 'History',
    historyLead:
      'Each change of the rules of ratings, cases and attendance; taking one back is a new change.',
    parts: {
      calendar: 'holiday calendar',
      flows: 'stages of cases',
      packs: 'attendance rules',
      inForce: 'when attendance rules hold',
      ratingDefaults: 'ratings nobody gave',
      photoDays: 'days photographs are kept',
    },
    takeBack: 'Take back',
    takenBack: 'Taken back',
    notTakenBack: 'Changed since, or in force already: cannot be taken back',
    noHistory: 'No change yet.',
  },
}
