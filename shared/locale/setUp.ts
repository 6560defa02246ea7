/** The words of the set-up pages, the first run, the audit log. Administrators read Chinese or English. */
import type { ProblemCode } from '../catalogue/validate.ts'
import type { PinProblem } from '../hall/pin.ts'
import type { ImportProblem } from '../protocol/setUpAnswers.ts'

export interface StaffWords {
  readonly zh: string
  readonly en: string
}
const w = (zh: string, en: string): StaffWords => ({ zh, en })

export const setUpWords = {
  add: w('新增', 'Add'),
  save: w('保存', 'Save'),
  remove: w('删除', 'Delete'),
  edit: w('修改', 'Edit'),
  cancel: w('取消', 'Cancel'),
  saved: w('已保存', 'Saved'),
  removed: w('已删除', 'Deleted'),
  search: w('搜索', 'Search'),
  empty: w('还没有内容。', 'Nothing here yet.'),
  noMatch: w('没有符合的内容。', 'Nothing matches.'),
  actions: w('操作', 'Actions'),
  yes: w('是', 'Yes'),
  no: w('否', 'No'),
  none: w('—', '—'),
  unchanged: w('没有改动。', 'Nothing was changed.'),
  undoHint: w(
    '每次保存都记入“变更记录”，可以撤销。',
    'Every change is kept in the history and can be taken back.',
  ),
  nothingElse: w(
    '请到大厅主机的管理页进行设置。',
    'Set the hall up on the management page of the hub itself.',
  ),
  working: w('正在处理…', 'Working…'),
  unreachable: w('连不上大厅主机。', 'The hub cannot be reached.'),
  number: w('共', 'Total'),
} as const

/** What is wrong with a set-up, in words. `{value}` and the like stand for facts. */
export const problemWords: Readonly<Record<ProblemCode, StaffWords>> = {
  idRepeated: w('编号重复：{value}', 'The id {value} is there twice'),
  codeRepeated: w('事项编码重复：{value}', 'The item code {value} is there twice'),
  letterRepeated: w('号码字母重复：{value}', 'The letter {value} is used twice'),
  labelRepeated: w('窗口号重复：{value}', 'The counter {value} is there twice'),
  referenceUnknown: w('引用了不存在的内容：{id}', 'It names something that is not there: {id}'),
  referenceRepeated: w('同一项选了两次：{value}', 'The same is chosen twice: {value}'),
  stepRepeated: w('同一事项在套餐里出现两次', 'The same service stands twice in the package'),
  stepAfterItself: w('一个步骤不能排在自己之后', 'A step cannot come after itself'),
  stepAfterOutside: w('步骤的先后只能在套餐之内', 'A step can only come after another of the package'),
  stepsInCircle: w('步骤的先后成了一个圈', 'The order of the steps goes in a circle'),
  timeOutsideDay: w('时间超出一天：{from}–{until}', 'The time is outside a day: {from}–{until}'),
  slotReversed: w('开始时间要早于结束时间：{from}–{until}', 'It must begin before it ends: {from}–{until}'),
  slotsOverlap: w('时段互相重叠：{from} 早于 {until}', 'Times overlap: {from} is before {until}'),
  dateInvalid: w('没有这一天：{value}', 'There is no such day: {value}'),
  dateRepeated: w('日期重复：{value}', 'The date {value} is there twice'),
  dutyUnknown: w('没有事项使用这个岗位：{duty}', 'No service has the duty {duty}'),
  dutyWithItself: w('岗位不能与自己互斥：{duty}', 'A duty cannot exclude itself: {duty}'),
  dutyPairRepeated: w('这一对岗位已经有了：{value}', 'This pair of duties is there already: {value}'),
}

/** Why the hall does not take a set-up now, by the facts of the refusal. */
export const refusedWords = {
  inUseQueue: w(
    '还有人在排这项业务（{inUse}），办完后再改。',
    'Somebody still waits there ({inUse}); change it afterwards.',
  ),
  inUseLetter: w(
    '今天已经用这个字母发过号，明天再改。',
    'Numbers with this letter were given today; change it tomorrow.',
  ),
  inUseCounter: w(
    '窗口 {inUse} 正有人在岗，离岗后再改。',
    'Somebody is at counter {inUse}; change it afterwards.',
  ),
  inUseStaff: w(
    '这位工作人员正在窗口在岗，离岗后再删。',
    'This person is at a counter now; remove them afterwards.',
  ),
  noAdministrator: w('至少要留一位管理员。', 'At least one administrator must stay.'),
  timeZone: w('没有这个时区：{value}', 'There is no time zone {value}'),
  staffNo: w('工号重复：{value}', 'The staff number {value} is there twice'),
  skills: w(
    '有人的授权指向不存在的部门或事项，或起止日期相反（{value}）。',
    'Somebody’s skills name what is not there, or end before they begin ({value}).',
  ),
  shape: w('这一项填写得不完整或不正确：{path}', 'Something is missing or wrong: {path}'),
} as const

export const pinWords: Readonly<Record<PinProblem | 'sameAsBefore', StaffWords>> = {
  notDigits: w('只能用数字。', 'Digits only.'),
  tooShort: w('至少 6 位数字。', 'At least 6 digits.'),
  tooLong: w('最多 12 位数字。', 'At most 12 digits.'),
  oneDigit: w('不能全是同一个数字。', 'Not one digit again and again.'),
  inOrder: w('不能是连续的数字。', 'Not digits in a row.'),
  repeated: w('不能是重复的几位数字。', 'Not the same digits repeated.'),
  known: w('这个密码人人都会先猜，请换一个。', 'Everybody guesses this one first; take another.'),
  ownNumber: w('密码里不能有自己的工号。', 'It must not hold the staff number.'),
  sameAsBefore: w('新密码与原来的一样。', 'The new PIN is the old one.'),
}

/** Why a file is not imported at all. */
export const importProblemWords: Readonly<Record<ImportProblem, StaffWords>> = {
  fileEmpty: w('文件里没有内容。', 'There is nothing in the file.'),
  fileTooLarge: w('文件太大，请分几次导入。', 'The file is too large; import it in parts.'),
  rowsTooMany: w('行数太多，请分几次导入。', 'There are too many rows; import them in parts.'),
  fileUnreadable: w('文件已损坏，读不出来。', 'The file is damaged and cannot be read.'),
  formatUnknown: w(
    '只能导入 UTF-8 或 GB18030 的 csv，或 xlsx；旧的 .xls 请另存为 .xlsx。',
    'Only csv in UTF-8 or GB18030 and xlsx can be imported; save an old .xls as .xlsx.',
  ),
  columnsMissing: w(
    '第一行没有写全上面要求的列名。',
    'Its first row does not name the columns stated above.',
  ),
  columnRepeated: w('第一行有列名写了两次。', 'Its first row names a column twice.'),
  lettersExhausted: w(
    '号码字母已经用完，一个大厅最多 702 项排队业务。',
    'No letter is free for another queue: a hall has 702 at most.',
  ),
}

/** Codes by which other systems know the hall. */
export const officialWords = {
  creditCode: w('统一社会信用代码（18 位）', 'Unified social credit code (18 signs)'),
  notCreditCode: w(
    '应为 18 位，不含 I、O、S、V、Z；末位是校验位，请核对。',
    '18 signs without I, O, S, V and Z; the last is a check sign: compare it once more.',
  ),
  division: w('行政区划代码（6、9 或 12 位数字）', 'Division code (6, 9 or 12 digits)'),
  notDivision: w(
    '应为 6、9 或 12 位数字，前两位是省份代码。',
    '6, 9 or 12 digits, beginning with those of a province.',
  ),
  hall: w('没有自己代码的部门用这个', 'Stands for departments without one of their own'),
} as const

export const fieldWords = {
  id: w('编号', 'Id'),
  name: w('名称', 'Name'),
  zh: w('中文', 'Chinese'),
  en: w('英文', 'English'),
  ug: w('维吾尔文', 'Uyghur'),
  kk: w('哈萨克文', 'Kazakh'),
  mn: w('蒙古文', 'Mongolian'),
  code: w('事项编码', 'Item code'),
  department: w('部门', 'Department'),
  queue: w('排队业务', 'Queue'),
  group: w('分组', 'Group'),
  duty: w('岗位', 'Duty'),
  audience: w('服务对象', 'For whom'),
  top: w('首页显示', 'On the first page'),
  toBring: w('需带材料', 'What to bring'),
  materials: w('需带材料（每行一项）', 'What to bring, one a line'),
  letter: w('号码字母', 'Letter'),
  zone: w('区域', 'Zone'),
  dailyCap: w('每日上限', 'Daily limit'),
  hours: w('受理时间', 'Opening hours'),
  label: w('窗口号', 'Counter'),
  queues: w('受理业务', 'Queues'),
  helps: w('支援业务', 'Helps with'),
  required: w('必开窗口', 'Must be staffed'),
  staffNo: w('工号', 'Staff number'),
  personName: w('姓名', 'Name'),
  roles: w('角色', 'Roles'),
  skills: w('授权', 'Skills'),
  pin: w('密码', 'PIN'),
  stepsInOrder: w('步骤', 'Steps'),
  steps: w('步骤（按顺序）', 'Steps, in order'),
  headStart: w('提前（分钟）', 'Head start, minutes'),
  groundsStated: w('可用理由', 'Grounds'),
  grounds: w('可用理由（每行一项；空为任意）', 'Grounds, one a line; none for any'),
  from: w('从', 'From'),
  until: w('到', 'Until'),
  cap: w('限号', 'Limit'),
  services: w('事项', 'Services'),
} as const

/** What opening hours say. */
export const hoursWords = {
  always: w('全天受理，不限时间', 'Always open'),
  closed: w('不受理', 'Closed'),
  dates: w('特殊日期', 'Special dates'),
  extended: w('延时服务', 'Extended hours'),
} as const
/** Monday first. */
export const weekdayWords = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const
export const everyService = w('全部事项', 'All services')
export const afterTheStepBefore = w('须在上一步之后', 'Only after the step before')

/** Where a screen shows something beside its calls, and how. */
export const panelWords = {
  aside: w('侧栏（竖屏在叫号下方）', 'Column beside the calls (below them when upright)'),
  besideCalls: w('侧栏', 'Column'),
  foot: w('底栏', 'Band along the foot'),
  share: w('占多少（%）', 'Its share, %'),
  stands: w('停留（秒）', 'Stands, seconds'),
  whole: w('完整显示', 'all of it'),
  fill: w('铺满', 'no edges'),
} as const

export const roleWords = {
  teller: w('窗口人员', 'Teller'),
  guide: w('导办员', 'Guide'),
  supervisor: w('值班长', 'Supervisor'),
  administrator: w('管理员', 'Administrator'),
} as const

/** A text with its facts in place. */
export function withFacts(text: string, facts: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fact = facts[name]
    return typeof fact === 'string' || typeof fact === 'number' ? String(fact) : ''
  })
}
