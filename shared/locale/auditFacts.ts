/** What the facts of the audit log are called: everything the hub notes under a name of its own. */

import type { CommandType } from '../hall/commands.ts'
import type { Right } from '../hall/permissions.ts'
import { findingWords } from './attendance.ts'

interface Words {
  readonly zh: string
  readonly en: string
}

const auditFactWords: Readonly<Record<string, Words>> = {
  seq: { zh: '记录号', en: 'event' },
  parts: { zh: '部分', en: 'parts' },
  changes: { zh: '改动数', en: 'changes' },
  undoes: { zh: '撤销记录', en: 'takes back event' },
  visit: { zh: '办件', en: 'visit' },
  reason: { zh: '理由', en: 'reason' },
  fact: { zh: '断网记录', en: 'fact' },
  how: { zh: '处理', en: 'how' },
  epoch: { zh: '主机代次', en: 'epoch' },
  what: { zh: '内容', en: 'what' },
  why: { zh: '原因', en: 'why' },
  of: { zh: '对象', en: 'of' },
  punch: { zh: '打卡', en: 'punch' },
  station: { zh: '设备', en: 'station' },
  shift: { zh: '班次', en: 'shift' },
  from: { zh: '自', en: 'from' },
  leave: { zh: '请假', en: 'leave' },
  approve: { zh: '批准', en: 'approved' },
  day: { zh: '营业日', en: 'day' },
  finding: { zh: '认定', en: 'finding' },
  points: { zh: '分值', en: 'points' },
  deduction: { zh: '扣分', en: 'deduction' },
  inForce: { zh: '执行规则', en: 'rules in force' },
  staffNo: { zh: '工号', en: 'staff number' },
  again: { zh: '另有次数', en: 'times more' },
  rows: { zh: '行数', en: 'rows' },
  file: { zh: '文件', en: 'file' },
  unmasked: { zh: '未脱敏', en: 'unmasked' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  hall: { zh: '大厅', en: 'hall' },
  mode: { zh: '类型', en: 'mode' },
  kind: { zh: '种类', en: 'kind' },
  revoked: { zh: '收回数', en: 'taken back' },
  host: { zh: '主机名', en: 'host' },
  origin: { zh: '来源网站', en: 'origin' },
  identity: { zh: '身份清至', en: 'identities until' },
  appointment: { zh: '预约清至', en: 'appointments until' },
  contact: { zh: '联系人清至', en: 'contacts until' },
  words: { zh: '文字清至', en: 'words until' },
  audit: { zh: '日志清至', en: 'this log until' },
  changed: { zh: '清理数', en: 'changed' },
}

/** What a member of staff, a station or a program tried to do, or has done. */
const commandWords: Readonly<Record<CommandType, Words>> = {
  openCounter: { zh: '开窗', en: 'open a counter' },
  pauseCounter: { zh: '暂停窗口', en: 'pause a counter' },
  resumeCounter: { zh: '恢复窗口', en: 'resume a counter' },
  closeCounter: { zh: '关窗', en: 'close a counter' },
  askTakeover: { zh: '请求接管窗口', en: 'ask for a counter' },
  answerTakeover: { zh: '答复接管', en: 'answer who asks for a counter' },
  forceTakeover: { zh: '强制接管窗口', en: 'take a counter over' },
  issueVisit: { zh: '取号', en: 'take a number' },
  callNext: { zh: '叫下一位', en: 'call the next' },
  call: { zh: '点名叫号', en: 'call a number' },
  recall: { zh: '重呼', en: 'call again' },
  start: { zh: '开始办理', en: 'start serving' },
  recordTurn: { zh: '记录事项结果', en: 'record an outcome' },
  addServices: { zh: '添加事项', en: 'add services' },
  finish: { zh: '办理完毕', en: 'finish' },
  markNoShow: { zh: '标记过号', en: 'mark a no-show' },
  requeue: { zh: '退回排队', en: 'send back to the line' },
  park: { zh: '挂起', en: 'park' },
  resume: { zh: '恢复挂起', en: 'resume a parked visit' },
  transfer: { zh: '转办', en: 'transfer' },
  cancel: { zh: '取消号码', en: 'cancel a number' },
  offerHandOver: { zh: '移交', en: 'offer a hand-over' },
  acceptHandOver: { zh: '接受移交', en: 'accept a hand-over' },
  declineHandOver: { zh: '不接受移交', en: 'decline a hand-over' },
  claimPriority: { zh: '优先办理', en: 'give priority' },
  copyTicket: { zh: '补打号票', en: 'copy a ticket' },
  printTestPage: { zh: '打印测试页', en: 'print a test page' },
  rateVisit: { zh: '评价', en: 'rate' },
  bookAppointment: { zh: '预约', en: 'book an appointment' },
  cancelAppointment: { zh: '取消预约', en: 'cancel an appointment' },
  callGuide: { zh: '求助', en: 'ask for help' },
  takeGuideCall: { zh: '去帮忙', en: 'go and help' },
  endGuideCall: { zh: '结束求助', en: 'end a call for help' },
  leaseBlocks: { zh: '领号段', en: 'lease numbers' },
  reserveRange: { zh: '预留号段', en: 'reserve a range of numbers' },
  grantClaims: { zh: '留号', en: 'grant claims' },
  returnClaims: { zh: '退还留号', en: 'return claims' },
  forceClaim: { zh: '强制释放留号', en: 'force a claim' },
  callPaper: { zh: '按纸号叫号', en: 'call a paper number' },
  finishPaper: { zh: '办完纸号', en: 'finish a paper number' },
  mergeFact: { zh: '并入断网记录', en: 'merge a fact' },
  resolveConflict: { zh: '处理冲突', en: 'settle a conflict' },
  unmask: { zh: '查看未脱敏内容', en: 'see names whole' },
  settleReign: { zh: '确认原主机退役', en: 'settle the old hub' },
  promoteHub: { zh: '更换主机', en: 'promote a hub' },
  configureHall: { zh: '设置大厅', en: 'set the hall up' },
  replaceCatalogue: { zh: '更换事项目录', en: 'replace the catalogue' },
  replaceStaff: { zh: '更换人员名单', en: 'replace the staff' },
  changeSetUp: { zh: '改设置', en: 'change the set-up' },
  configureDisplays: { zh: '设置显示屏', en: 'set screens up' },
  rollOver: { zh: '换日', en: 'begin a day' },
  configureConduct: { zh: '改评价、事件和考勤规则', en: 'change rules of conduct' },
  choosePack: { zh: '选考勤规则', en: 'choose attendance rules' },
  openCase: { zh: '提出事件', en: 'open a case' },
  moveCase: { zh: '办理事件', en: 'move a case' },
  noteCase: { zh: '事件备注', en: 'note on a case' },
  seeContact: { zh: '查看联系方式', en: 'see a contact' },
  punch: { zh: '打卡', en: 'punch' },
  recordPunch: { zh: '补录打卡', en: 'record a punch' },
  voidPunch: { zh: '作废打卡', en: 'void a punch' },
  assignShift: { zh: '排班', en: 'assign a shift' },
  requestLeave: { zh: '申请请假', en: 'ask for leave' },
  decideLeave: { zh: '审批请假', en: 'decide a leave' },
  endLeave: { zh: '销假', en: 'end a leave' },
  deduct: { zh: '确认扣分', en: 'confirm a deduction' },
  appealDeduction: { zh: '申诉', en: 'appeal' },
  decideDeduction: { zh: '处理申诉', en: 'decide an appeal' },
  rateByDefault: { zh: '补记默认评价', en: 'rate by default' },
}

/** What somebody wanted to see or use. */
const rightWords: Readonly<Record<Right, Words>> = {
  readHall: { zh: '查看号码和现场', en: 'see the hall' },
  readRatings: { zh: '查看评价', en: 'see ratings' },
  watchHall: { zh: '现场总览', en: 'the hall now' },
  seeStations: { zh: '查看设备', en: 'see stations' },
  seeMedia: { zh: '查看图片影片', en: 'see pictures and films' },
  pairStations: { zh: '设备配对', en: 'pair stations' },
  grantTokens: { zh: '发放令牌', en: 'grant tokens' },
  setUpHall: { zh: '大厅设置', en: 'set the hall up' },
  setPins: { zh: '设置密码', en: 'set PINs' },
  makeBackups: { zh: '备份', en: 'make backups' },
  readAudit: { zh: '操作日志', en: 'read this log' },
  shareLedger: { zh: '取账本和照片', en: 'copy the ledger' },
  settleConflicts: { zh: '处理冲突', en: 'settle conflicts' },
  promoteHub: { zh: '更换主机', en: 'promote a hub' },
  readReports: { zh: '统计报表', en: 'reports' },
  readAttendance: { zh: '查看考勤', en: 'see attendance' },
  ownAttendance: { zh: '本人考勤', en: 'own attendance' },
  readCases: { zh: '查看事件', en: 'see cases' },
  followCases: { zh: '事件看板', en: 'the board of cases' },
}

/** Further values of `what`: events of attendance, exports, what came too often. */
const whatWords: Readonly<Record<string, Words>> = {
  punched: { zh: '补录打卡', en: 'a punch recorded' },
  punchVoided: { zh: '作废打卡', en: 'a punch voided' },
  shiftAssigned: { zh: '排班', en: 'a shift assigned' },
  leaveDecided: { zh: '审批请假', en: 'a leave decided' },
  deducted: { zh: '确认扣分', en: 'a deduction confirmed' },
  deductionDecided: { zh: '处理申诉', en: 'an appeal decided' },
  conductConfigured: { zh: '规则变更', en: 'rules changed' },
  attendance: { zh: '考勤', en: 'attendance' },
  audit: { zh: '操作日志', en: 'this log' },
  ratings: { zh: '评价', en: 'ratings' },
  case: { zh: '事件', en: 'case' },
  host: { zh: '主机名', en: 'host' },
  origin: { zh: '来源网站', en: 'origin' },
  sockets: { zh: '连接', en: 'connections' },
  messages: { zh: '消息', en: 'messages' },
  requests: { zh: '请求', en: 'requests' },
  atTheDoor: { zh: '登录和配对', en: 'signing in and pairing' },
  ...commandWords,
  ...rightWords,
}

/** Values by the fact they stand in; a list of words is separated by spaces. */
const valueWords: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  what: whatWords,
  parts: {
    settings: { zh: '大厅规则', en: 'rules' },
    catalogue: { zh: '事项目录', en: 'catalogue' },
    zones: { zh: '区域', en: 'zones' },
    departments: { zh: '部门', en: 'departments' },
    services: { zh: '事项', en: 'services' },
    queues: { zh: '排队业务', en: 'queues' },
    counters: { zh: '窗口', en: 'counters' },
    packages: { zh: '套餐', en: 'packages' },
    staff: { zh: '人员', en: 'staff' },
    displays: { zh: '显示屏', en: 'screens' },
    incompatibleDuties: { zh: '岗位互斥', en: 'incompatible duties' },
  },
  mode: {
    kiosk: { zh: '取号机', en: 'kiosk' },
    console: { zh: '窗口电脑', en: 'console' },
    display: { zh: '显示屏', en: 'display' },
    pad: { zh: '评价器', en: 'pad' },
  },
  kind: { station: { zh: '设备', en: 'station' }, program: { zh: '外部系统', en: 'program' } },
  how: {
    apply: { zh: '照做', en: 'applied' },
    dismiss: { zh: '放弃', en: 'put aside' },
    stands: { zh: '维持', en: 'upheld' },
    withdrawn: { zh: '不计', en: 'withdrawn' },
  },
  shift: { off: { zh: '休息', en: 'day off' }, usual: { zh: '按默认', en: 'as usual' } },
  finding: findingWords,
}

/** A fact as people read it. `person` gives the name of a member of staff by their id. */
export function auditFactText(
  name: string,
  value: string | number | boolean,
  locale: 'zh' | 'en',
  person: (id: string) => string | undefined = () => undefined,
): string {
  return `${auditFactWords[name]?.[locale] ?? name} ${saidOf(name, value, locale, person)}`
}

function saidOf(
  name: string,
  value: string | number | boolean,
  locale: 'zh' | 'en',
  person: (id: string) => string | undefined,
): string {
  if (typeof value === 'boolean') return (value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' })[locale]
  if (typeof value === 'number') return String(value)
  if (name === 'of') return person(value) ?? value
  const words = valueWords[name]
  if (words === undefined) return value
  return value
    .split(' ')
    .map((word) => (Object.hasOwn(words, word) ? words[word]?.[locale] : undefined) ?? word)
    .join(name === 'parts' ? { zh: '、', en: ', ' }[locale] : ' ')
}
