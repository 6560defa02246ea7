/** The words of the manager's pages about cases and ratings. Staff read Chinese or English. */
import type { CaseKind } from '../conduct/flows.ts'

export interface CasePageTexts {
  readonly kinds: Readonly<Record<CaseKind, string>>
  readonly all: string
  readonly open: string
  readonly closed: string
  readonly search: string
  readonly add: string
  readonly addKind: Readonly<Record<Exclude<CaseKind, 'badRating'>, string>>
  readonly none: string
  readonly noneHere: string
  readonly more: string
  readonly overdueCount: (n: number) => string
  readonly left: (days: number) => string
  readonly overdue: string
  readonly stageOverdue: string
  readonly columns: Readonly<
    Record<'no' | 'kind' | 'what' | 'about' | 'stage' | 'assignee' | 'opened' | 'due' | 'closed', string>
  >
  readonly close: string
  readonly facts: Readonly<
    Record<
      | 'opened'
      | 'text'
      | 'item'
      | 'rating'
      | 'number'
      | 'service'
      | 'counter'
      | 'teller'
      | 'assignee'
      | 'level'
      | 'due'
      | 'stageDue'
      | 'outcome'
      | 'contact'
      | 'photos',
      string
    >
  >
  readonly nobody: string
  readonly by: Readonly<Record<'visitor' | 'station' | 'program' | 'system' | 'staff', string>>
  readonly trail: string
  readonly moved: (from: string, to: string) => string
  readonly noted: string
  readonly contactSeen: string
  readonly callBack: string
  readonly callBacks: Readonly<Record<'reached' | 'notReached', string>>
  readonly next: string
  readonly note: string
  readonly noteOnly: string
  readonly choose: string
  readonly optional: string
  readonly noteDone: string
  readonly moveDone: (stage: string) => string
  readonly addDone: string
  readonly submit: string
  readonly cancel: string
  readonly what: string
  readonly name: string
  readonly phone: string
  readonly dueDay: string
  readonly dueHint: string
  readonly reason: string
  readonly show: string
  readonly addPhoto: string
  readonly photoAlt: (n: number) => string
  readonly photoGone: string
  readonly photoElsewhere: string
  readonly removePhoto: string
  readonly photoProblem: string
  readonly problems: Readonly<
    Record<'unreachable' | 'notAllowed' | 'elsewhere' | 'busy' | 'badInput', string>
  >
  readonly again: string
  readonly loading: string
  readonly calendarEnds: (day: string) => string
  /** The page of one's own at a desk. */
  readonly mine: {
    readonly heading: string
    readonly door: string
    readonly assigned: string
    readonly raised: string
    readonly others: string
    readonly nothing: string
    readonly away: string
  }
}

export const casePageTexts: Readonly<Record<'zh' | 'en', CasePageTexts>> = {
  zh: {
    kinds: { stuckMatter: '办不成事', complaint: '投诉', inspection: '巡查', badRating: '差评' },
    all: '全部',
    open: '在办',
    closed: '近 31 天办结',
    search: '查找编号、内容、人员、窗口',
    add: '登记事件',
    addKind: { stuckMatter: '登记办不成事', complaint: '登记投诉', inspection: '登记巡查问题' },
    none: '没有这样的事件。',
    noneHere: '无',
    more: '只显示最近的 500 件。',
    overdueCount: (n) => `逾期 ${n} 件`,
    left: (days) => (days === 0 ? '今天到期' : `剩 ${days} 个工作日`),
    overdue: '已逾期',
    stageOverdue: '本环节超时',
    columns: {
      no: '编号',
      kind: '类别',
      what: '内容',
      about: '涉及',
      stage: '环节',
      assignee: '承办人',
      opened: '提出',
      due: '时限',
      closed: '办结',
    },
    close: '关闭',
    facts: {
      opened: '提出',
      text: '内容',
      item: '巡查项目',
      rating: '评价',
      number: '号码',
      service: '事项',
      counter: '窗口',
      teller: '涉及人员',
      assignee: '承办人',
      level: '分类',
      due: '办结时限',
      stageDue: '本环节时限',
      outcome: '结果',
      contact: '联系人',
      photos: '照片',
    },
    nobody: '未指定',
    by: { visitor: '办事群众', station: '大厅设备', program: '外部系统', system: '系统', staff: '工作人员' },
    trail: '办理记录',
    moved: (from, to) => `${from} → ${to}`,
    noted: '备注',
    contactSeen: '查看联系方式',
    callBack: '回访结果',
    callBacks: { reached: '已联系上', notReached: '未联系上' },
    next: '下一步',
    note: '说明',
    noteOnly: '只加备注',
    choose: '请选择',
    optional: '可不选',
    noteDone: '已加备注',
    moveDone: (stage) => `已转到“${stage}”`,
    addDone: '已登记',
    submit: '登记',
    cancel: '取消',
    what: '内容',
    name: '称呼',
    phone: '电话',
    dueDay: '整改期限',
    dueHint: '不填则按流程时限',
    reason: '查看理由',
    show: '显示联系方式',
    addPhoto: '加照片',
    photoAlt: (n) => `照片 ${n}`,
    photoGone: '照片已不在这台电脑上：办结后超过保存期限的会清除。',
    photoElsewhere: '照片在大厅的另一台电脑上；那台电脑开机联网后会自动送来。',
    removePhoto: '去掉这张照片',
    photoProblem: '照片没有传上：只收 JPEG、PNG、WebP，压缩后不超过 3 MB。',
    problems: {
      unreachable: '没有连上主机。',
      notAllowed: '没有权限，或登录已过期。',
      elsewhere: '这台设备答不了，请在主机上打开。',
      busy: '主机正忙，请稍后再试。',
      badInput: '填写的内容不对。',
    },
    again: '再试一次',
    loading: '正在载入…',
    mine: {
      heading: '我的事件',
      door: '事件',
      assigned: '交我办理',
      raised: '我提出的',
      others: '等待受理或与我有关',
      nothing: '没有。',
      away: '事件暂时读不到：主机联系不上，恢复后再看。',
    },
    calendarEnds: (day) => `节假日历到 ${day} 为止，之后只按周一至周五计算；请在规则页补上下一年。`,
  },
  en: {
    kinds: {
      stuckMatter: 'Could not be done',
      complaint: 'Complaints',
      inspection: 'Inspections',
      badRating: 'Bad ratings',
    },
    all: 'All',
    open: 'Open',
    closed: 'Closed, last 31 days',
    search: 'Find by number, words, person, counter',
    add: 'New case',
    addKind: {
      stuckMatter: 'Could not be done',
      complaint: 'Complaint',
      inspection: 'Inspection finding',
    },
    none: 'There are no such cases.',
    noneHere: 'none',
    more: 'Only the newest 500 are shown.',
    overdueCount: (n) => `${n} overdue`,
    left: (days) => (days === 0 ? 'due today' : `${days} working day${days === 1 ? '' : 's'} left`),
    overdue: 'overdue',
    stageOverdue: 'stage overdue',
    columns: {
      no: 'Case',
      kind: 'Kind',
      what: 'What',
      about: 'About',
      stage: 'Stage',
      assignee: 'Assigned to',
      opened: 'Opened',
      due: 'Due',
      closed: 'Closed',
    },
    close: 'Close',
    facts: {
      opened: 'Opened',
      text: 'What',
      item: 'Item looked at',
      rating: 'Rating',
      number: 'Number',
      service: 'Service',
      counter: 'Counter',
      teller: 'Person concerned',
      assignee: 'Assigned to',
      level: 'Class',
      due: 'Due',
      stageDue: 'Stage due',
      outcome: 'Outcome',
      contact: 'Contact',
      photos: 'Photographs',
    },
    nobody: 'nobody',
    by: {
      visitor: 'a visitor',
      station: 'a station',
      program: 'another system',
      system: 'the system',
      staff: 'staff',
    },
    trail: 'What was done',
    moved: (from, to) => `${from} → ${to}`,
    noted: 'Remark',
    contactSeen: 'Contact looked at',
    callBack: 'Call back',
    callBacks: { reached: 'reached', notReached: 'not reached' },
    next: 'Next',
    note: 'Note',
    noteOnly: 'Remark only',
    choose: 'choose',
    optional: 'not chosen',
    noteDone: 'Remark added',
    moveDone: (stage) => `Moved to “${stage}”`,
    addDone: 'Opened',
    submit: 'Open',
    cancel: 'Cancel',
    what: 'What',
    name: 'Name',
    phone: 'Telephone',
    dueDay: 'Put right by',
    dueHint: 'left empty: by the flow’s clock',
    reason: 'Reason to look',
    show: 'Show contact',
    addPhoto: 'Add photograph',
    photoAlt: (n) => `Photograph ${n}`,
    photoGone:
      'The photograph is no longer on this computer: of closed cases they go when their days are over.',
    photoElsewhere:
      'The photograph is on another computer of the hall, and comes by itself once that one is on again.',
    removePhoto: 'Take this photograph out',
    photoProblem: 'Not sent: JPEG, PNG or WebP only, at most 3 MB once made smaller.',
    problems: {
      unreachable: 'The hub cannot be reached.',
      notAllowed: 'Not allowed, or the session is over.',
      elsewhere: 'This computer does not answer that; open the page at the hub.',
      busy: 'The hub is busy; try again soon.',
      badInput: 'Something filled in is not right.',
    },
    again: 'Try again',
    loading: 'Loading…',
    mine: {
      heading: 'My cases',
      door: 'Cases',
      assigned: 'Mine to handle',
      raised: 'Raised by me',
      others: 'Waiting to be taken in, or about me',
      nothing: 'None.',
      away: 'Cases cannot be read now: the hub is out of reach. Look again once it is back.',
    },
    calendarEnds: (day) =>
      `The holiday calendar ends before ${day}; after it only Monday to Friday are counted. Add the next year on the page of rules.`,
  },
}
