/** The desktop app's own page: first start, leaving with a PIN, trouble. For staff, in Chinese and English. */
import type { Locale } from '../catalogue/catalogue.ts'
import type { SetUpAnswer, ShellSays } from '../protocol/shellBridge.ts'

export interface ShellTexts {
  readonly otherLanguage: string
  readonly setUp: { readonly title: string; readonly lead: string }
  readonly modes: Readonly<Record<SetUpAnswer['mode'], { readonly name: string; readonly purpose: string }>>
  readonly fields: Readonly<
    Record<
      | 'hubs'
      | 'peers'
      | 'counter'
      | 'printer'
      | 'updatesFrom'
      | 'newPin'
      | 'changedPin'
      | 'staffNo'
      | 'pin'
      | 'monitors',
      { readonly name: string; readonly hint: string }
    >
  >
  readonly switches: Readonly<Record<'isOpenToHall' | 'isEncrypted' | 'strip' | 'autostart', string>>
  readonly monitor: (number: number, width: number, height: number) => string
  readonly more: string
  readonly keep: string
  readonly back: string
  readonly leave: {
    readonly title: string
    readonly lead: string
    readonly quit: string
    readonly change: string
  }
  readonly trouble: { readonly title: string; readonly lead: string; readonly tryAgain: string }
  readonly wrong: Readonly<Record<Extract<ShellSays, { ok: false }>['why'], (waitS: number) => string>>
  readonly version: (version: string) => string
}

const zh: ShellTexts = {
  otherLanguage: 'English',
  setUp: { title: '这台电脑做什么用？', lead: '选一次就行，以后开机自动进入。要改的时候凭管理员密码。' },
  modes: {
    kiosk: { name: '取号机', purpose: '来访人自己取号。占满全屏，退不出去。' },
    console: { name: '窗口', purpose: '窗口人员叫号、办理。' },
    display: { name: '大屏', purpose: '显示并播报叫号，可接几块屏。' },
    pad: { name: '评价器', purpose: '窗口前给来访人评价用。' },
    hub: { name: '主机', purpose: '全大厅一台，数据都在它上面。' },
  },
  fields: {
    hubs: { name: '主机地址', hint: '例如 192.168.1.10；能当主机的电脑不止一台时，用逗号隔开。' },
    peers: { name: '其他能当主机的电脑', hint: '没有就空着。' },
    counter: { name: '窗口编号', hint: '这个评价器在哪个窗口前，例如 counter-1。' },
    printer: {
      name: '打印机',
      hint: '例如 tcp://192.168.1.50、file:/dev/usb/lp0 或 serial:COM3；没有就空着。',
    },
    updatesFrom: { name: '更新来源', hint: '共享文件夹或内网地址；空着就不更新。只在大厅不开门时更新。' },
    newPin: { name: '本机密码', hint: '6 到 12 位数字。连不上主机时，退出或更改都靠它，请记好。' },
    changedPin: { name: '新的本机密码', hint: '不改就空着。' },
    staffNo: { name: '管理员工号', hint: '用本机密码时空着。' },
    pin: { name: '密码', hint: '' },
    monitors: { name: '用哪几块屏', hint: '从左往右数；一块都不选就是全用。' },
  },
  switches: {
    isOpenToHall: '大厅里别的电脑要连这台主机',
    isEncrypted: '与别的电脑之间加密（别的电脑的主机地址要写成 https://…；已配对的要重新配对一次）',
    strip: '最小化时在屏幕边上留一条小窗',
    autostart: '开机自动启动',
  },
  monitor: (number, width, height) => `第 ${String(number)} 块 ${String(width)}×${String(height)}`,
  more: '更多',
  keep: '保存并启动',
  back: '返回',
  leave: {
    title: '管理员操作',
    lead: '请输入管理员的工号和密码，或只输入本机密码。',
    quit: '退出程序',
    change: '更改本机用途',
  },
  trouble: {
    title: '启动遇到问题',
    lead: '程序会自己再试。下面是最后的记录，请告诉管理员。',
    tryAgain: '马上再试',
  },
  wrong: {
    wrongPin: () => '工号或密码不对。',
    wait: (waitS) => `错的次数太多，请 ${String(waitS)} 秒后再试。`,
    hubsMissing: () => '请填主机地址。',
    badAddress: () => '地址不对，应当像 192.168.1.10 或 http://192.168.1.10:7800。',
    badPin: () => '本机密码要 6 到 12 位数字，而且不能太好猜（像 123456、666666）。',
    badPrinter: () => '打印机地址不对。',
    badUpdates: () => '更新来源不对：要么是文件夹，要么是 http 地址。',
    badCounter: () => '窗口编号不对。',
    notKept: () => '保存不了，请看日志文件夹。',
  },
  version: (version) => `一号 ${version}`,
}

const en: ShellTexts = {
  otherLanguage: '中文',
  setUp: {
    title: 'What is this computer for?',
    lead: 'Chosen once; from then on it starts as that. Changing it takes an administrator’s PIN.',
  },
  modes: {
    kiosk: { name: 'Kiosk', purpose: 'Visitors take their number. Fills the screen; there is no way out.' },
    console: { name: 'Counter', purpose: 'Tellers call and serve.' },
    display: { name: 'Display', purpose: 'Shows and speaks every call, on one screen or several.' },
    pad: { name: 'Rating pad', purpose: 'Stands before a counter for visitors to rate.' },
    hub: { name: 'Hub', purpose: 'One in a hall; everything is kept on it.' },
  },
  fields: {
    hubs: {
      name: 'Address of the hub',
      hint: 'For example 192.168.1.10; commas between if several computers may be the hub.',
    },
    peers: { name: 'Other computers that may be the hub', hint: 'Empty if there is none.' },
    counter: { name: 'Counter', hint: 'The counter this pad stands at, for example counter-1.' },
    printer: {
      name: 'Printer',
      hint: 'For example tcp://192.168.1.50, file:/dev/usb/lp0 or serial:COM3; empty for none.',
    },
    updatesFrom: {
      name: 'Updates from',
      hint: 'A shared folder or an address of your network; empty for none. Never while the hall is open.',
    },
    newPin: {
      name: 'PIN of this computer',
      hint: '6 to 12 digits. Needed to leave or change when the hub cannot be reached: write it down.',
    },
    changedPin: { name: 'New PIN of this computer', hint: 'Empty keeps the one it has.' },
    staffNo: { name: 'Administrator’s staff number', hint: 'Empty with the PIN of this computer.' },
    pin: { name: 'PIN', hint: '' },
    monitors: { name: 'Which screens', hint: 'Counted from the left; none chosen means all.' },
  },
  switches: {
    isOpenToHall: 'Other computers of the hall connect to this hub',
    isEncrypted:
      'Encrypt what goes to other computers (give those this hub as https://…; pair once more any that are paired)',
    strip: 'Minimised, it leaves a small strip on the screen',
    autostart: 'Start with the computer',
  },
  monitor: (number, width, height) => `No. ${String(number)}, ${String(width)}×${String(height)}`,
  more: 'More',
  keep: 'Keep and start',
  back: 'Back',
  leave: {
    title: 'For administrators',
    lead: 'Enter an administrator’s staff number and PIN, or only the PIN of this computer.',
    quit: 'Leave the program',
    change: 'Change what this computer is',
  },
  trouble: {
    title: 'It does not start',
    lead: 'It tries again by itself. These are its last words; please show them to your administrator.',
    tryAgain: 'Try again now',
  },
  wrong: {
    wrongPin: () => 'Wrong staff number or PIN.',
    wait: (waitS) => `Too many wrong PINs. Try again in ${String(waitS)} seconds.`,
    hubsMissing: () => 'Enter the address of the hub.',
    badAddress: () => 'Not an address. It looks like 192.168.1.10 or http://192.168.1.10:7800.',
    badPin: () =>
      'The PIN of this computer has 6 to 12 digits, and none that come to mind first, such as 123456.',
    badPrinter: () => 'Not a printer’s address.',
    badUpdates: () => 'Updates come from a folder or an http address.',
    badCounter: () => 'Not a counter.',
    notKept: () => 'It could not be saved; see the log folder.',
  },
  version: (version) => `Yihao ${version}`,
}

/** The page's words in that language, else in Chinese. */
export function shellTextsOf(locale: Locale): ShellTexts {
  return locale === 'en' ? en : zh
}
