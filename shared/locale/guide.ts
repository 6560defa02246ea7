/** The words of the guide's desk. Staff read Chinese or English. */
import type { Locale } from '../catalogue/catalogue.ts'

/** What a guide does, by the key that does it. */
export type GuideVerb =
  'issue' | 'find' | 'booked' | 'priority' | 'copy' | 'back' | 'add' | 'cancel' | 'raise' | 'help' | 'helped'

export interface GuideTexts {
  readonly title: string
  readonly signIn: string
  readonly notAGuide: string
  readonly verbs: Readonly<Record<GuideVerb, string>>
  readonly issue: {
    readonly heading: string
    readonly adding: (number: string) => string
    readonly search: string
    readonly searchHint: string
    readonly chosen: string
    readonly none: string
    readonly remove: (name: string) => string
    readonly noPriority: string
    readonly priority: string
    readonly ground: string
    readonly language: string
    readonly submit: string
    readonly addSubmit: string
    readonly stop: string
    readonly waiting: (people: number) => string
    readonly wait: (from: number, until: number) => string
    readonly enterHint: string
  }
  readonly given: {
    readonly heading: string
    readonly ahead: (people: number) => string
    readonly scan: string
    readonly code: (number: string) => string
    readonly done: string
    readonly printed: (kiosk: string) => string
  }
  readonly find: {
    readonly heading: string
    readonly search: string
    readonly hint: string
    readonly nothing: string
    readonly lead: string
    readonly at: (counter: string) => string
    readonly arrived: string
    readonly ahead: (people: number) => string
    readonly holder: string
    readonly services: string
    readonly priority: string
  }
  readonly booked: {
    readonly heading: string
    readonly hint: string
    readonly none: string
    readonly checkIn: string
    readonly late: string
  }
  readonly help: {
    readonly heading: string
    readonly none: string
    readonly visitor: (number: string) => string
    readonly take: string
    readonly done: string
    readonly takenBy: (name: string) => string
    readonly minutes: (minutes: number) => string
  }
  readonly sheets: {
    readonly cancel: string
    readonly pickClass: string
    readonly copyTo: string
    readonly onScreen: string
    readonly kiosk: (id: string) => string
    readonly copyLead: string
    readonly reason: string
    readonly reasonUsual: string
  }
  readonly nothingPicked: string
  readonly noCalls: string
}

const zh: GuideTexts = {
  title: '导办台',
  signIn: '导办人员登录',
  notAGuide: '您的角色不在导办台工作，请联系管理员。',
  verbs: {
    issue: '取号',
    find: '查找',
    booked: '预约',
    priority: '优先',
    copy: '补打',
    back: '返回排队',
    add: '添加事项',
    cancel: '取消',
    raise: '办不成事',
    help: '去帮忙',
    helped: '已帮完',
  },
  issue: {
    heading: '替来访人取号',
    adding: (number) => `给 ${number} 添加事项`,
    search: '查找事项',
    searchHint: '名称、拼音首字母或编码',
    chosen: '已选事项',
    none: '还没有选事项',
    remove: (name) => `去掉 ${name}`,
    noPriority: '不优先',
    priority: '优先',
    ground: '理由',
    language: '语言',
    submit: '取号',
    addSubmit: '添加',
    stop: '不添加了',
    waiting: (people) => `等 ${people} 人`,
    wait: (from, until) => (from === until ? `约 ${until} 分` : `约 ${from}–${until} 分`),
    enterHint: '回车选中；选好后在空白处回车取号',
  },
  given: {
    heading: '已取号',
    ahead: (people) => `前面 ${people} 人`,
    scan: '请来访人用手机扫码，随时看到排队进度',
    code: (number) => `${number} 的二维码`,
    done: '好了',
    printed: (kiosk) => `已发到 ${kiosk} 打印，票上注明补打`,
  },
  find: {
    heading: '查找号码',
    search: '号码、证件或手机后四位、姓氏',
    hint: '如 A017、017、1234、张',
    nothing: '没有找到',
    lead: '找到后可以优先、补打、添加事项、返回排队或取消。',
    at: (counter) => `${counter} 号窗口`,
    arrived: '取号',
    ahead: (people) => `前面 ${people} 人`,
    holder: '来访人',
    services: '事项',
    priority: '优先',
  },
  booked: {
    heading: '今日预约',
    hint: '预约码、后四位或姓氏',
    none: '没有待签到的预约',
    checkIn: '签到取号',
    late: '已过时间',
  },
  help: {
    heading: '求助',
    none: '没有人求助',
    visitor: (number) => `${number} 的来访人`,
    take: '去帮忙',
    done: '已帮完',
    takenBy: (name) => `${name} 正在处理`,
    minutes: (minutes) => `${minutes} 分`,
  },
  sheets: {
    cancel: '返回',
    pickClass: '优先类别',
    copyTo: '补到哪里',
    onScreen: '在这里显示二维码',
    kiosk: (id) => `自助机 ${id} 打印`,
    copyLead: '票上注明补打；补打会记录在案。',
    reason: '原因',
    reasonUsual: '来访人放弃办理',
  },
  nothingPicked: '请先查找并选中一个号码',
  noCalls: '没有人求助',
}

const en: GuideTexts = {
  title: 'Guide desk',
  signIn: 'Sign in to the guide’s desk',
  notAGuide: 'Your role does not work at the guide’s desk. Please ask an administrator.',
  verbs: {
    issue: 'Issue',
    find: 'Find',
    booked: 'Booked',
    priority: 'Priority',
    copy: 'Copy',
    back: 'Back in line',
    add: 'Add service',
    cancel: 'Cancel',
    raise: 'Report',
    help: 'Go and help',
    helped: 'Helped',
  },
  issue: {
    heading: 'Take a number for a visitor',
    adding: (number) => `Add services to ${number}`,
    search: 'Find a service',
    searchHint: 'Name, pinyin initials or code',
    chosen: 'Chosen services',
    none: 'No service chosen yet',
    remove: (name) => `Remove ${name}`,
    noPriority: 'No priority',
    priority: 'Priority',
    ground: 'Ground',
    language: 'Language',
    submit: 'Issue number',
    addSubmit: 'Add',
    stop: 'Stop adding',
    waiting: (people) => `${people} waiting`,
    wait: (from, until) => (from === until ? `about ${until} min` : `about ${from}–${until} min`),
    enterHint: 'Enter chooses; Enter in the empty field issues',
  },
  given: {
    heading: 'Number issued',
    ahead: (people) => `${people} before`,
    scan: 'The visitor scans this with a phone and sees their place at any time',
    code: (number) => `Code of ${number}`,
    done: 'Done',
    printed: (kiosk) => `Sent to ${kiosk}; the paper says that it is a copy`,
  },
  find: {
    heading: 'Find a number',
    search: 'Number, last four of ID or phone, surname',
    hint: 'e.g. A017, 017, 1234, 张',
    nothing: 'Nothing found',
    lead: 'What is found may be given priority, a copy, services, its place back, or cancelled.',
    at: (counter) => `Counter ${counter}`,
    arrived: 'Arrived',
    ahead: (people) => `${people} before`,
    holder: 'Visitor',
    services: 'Services',
    priority: 'Priority',
  },
  booked: {
    heading: 'Booked today',
    hint: 'Code, last four or surname',
    none: 'Nobody left to check in',
    checkIn: 'Check in',
    late: 'late',
  },
  help: {
    heading: 'Help wanted',
    none: 'Nobody asks for help',
    visitor: (number) => `Visitor with ${number}`,
    take: 'Go and help',
    done: 'Helped',
    takenBy: (name) => `${name} is on it`,
    minutes: (minutes) => `${minutes} min`,
  },
  sheets: {
    cancel: 'Back',
    pickClass: 'Class',
    copyTo: 'Where to',
    onScreen: 'Show a code here',
    kiosk: (id) => `Print at kiosk ${id}`,
    copyLead: 'The paper says that it is a copy; copies are kept on record.',
    reason: 'Reason',
    reasonUsual: 'Visitor gave up',
  },
  nothingPicked: 'Please find and choose a number first',
  noCalls: 'Nobody asks for help',
}

const texts: Readonly<Partial<Record<Locale, GuideTexts>>> = { zh, en }

/** The desk's words in that language, else in Chinese. */
export function guideTextsOf(locale: Locale): GuideTexts {
  return texts[locale] ?? zh
}
