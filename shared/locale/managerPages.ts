/** The names of the manager's pages and of the groups they stand in. Staff read Chinese or English. */

interface StaffText {
  readonly zh: string
  readonly en: string
}

/** The groups of the menu, in its order. */
export const pageGroups = {
  hall: { zh: '大厅现况', en: 'Hall now' },
  people: { zh: '人员', en: 'People' },
  cases: { zh: '评价与事件', en: 'Ratings & cases' },
  reports: { zh: '报表', en: 'Reports' },
  setUp: { zh: '设置', en: 'Set-up' },
  safety: { zh: '安全', en: 'Safety' },
} as const satisfies Readonly<Record<string, StaffText>>
export type PageGroup = keyof typeof pageGroups

/** Each page's name in the menu, by the last part of its address `/manager/NAME`. */
export const pageNames = {
  now: { zh: '现场总览', en: 'Overview' },
  stations: { zh: '设备', en: 'Stations' },
  conflicts: { zh: '冲突与留号', en: 'Conflicts' },
  hub: { zh: '主机', en: 'Hub' },
  ratings: { zh: '好差评', en: 'Ratings' },
  cases: { zh: '事件办理', en: 'Cases' },
  caseRules: { zh: '评价与事件规则', en: 'Rules of cases' },
  reports: { zh: '统计报表', en: 'Reports' },
  begin: { zh: '开通步骤', en: 'Getting started' },
  rules: { zh: '大厅与规则', en: 'Hall and rules' },
  import: { zh: '导入', en: 'Import' },
  departments: { zh: '部门', en: 'Departments' },
  services: { zh: '事项', en: 'Services' },
  queues: { zh: '排队业务', en: 'Queues' },
  counters: { zh: '窗口', en: 'Counters' },
  zones: { zh: '区域', en: 'Zones' },
  displays: { zh: '显示屏', en: 'Screens' },
  printers: { zh: '打印机', en: 'Printers' },
  kioskLook: { zh: '取号机外观', en: 'Look of kiosks' },
  attendance: { zh: '考勤', en: 'Attendance' },
  staff: { zh: '人员与密码', en: 'Staff and PINs' },
  skills: { zh: '授权表', en: 'Skills' },
  duties: { zh: '岗位互斥', en: 'Incompatible duties' },
  priorities: { zh: '优先办理', en: 'Priorities' },
  packages: { zh: '主题套餐', en: 'Packages' },
  backups: { zh: '备份', en: 'Backups' },
  history: { zh: '变更记录', en: 'History' },
  audit: { zh: '操作日志', en: 'Audit log' },
} as const satisfies Readonly<Record<string, StaffText>>
export type PageName = keyof typeof pageNames

/** What is said instead of a page. */
export const pageTexts = {
  notAllowed: {
    zh: (page: string, person: string) =>
      `${person}没有“${page}”的权限。需要时请找有权限的同事，或换一个账号登录。`,
    en: (page: string, person: string) =>
      `${person} may not open “${page}”. Ask somebody who may, or sign in as somebody else.`,
  },
  unknown: {
    zh: '没有这个页面。请从左边的菜单选择。',
    en: 'There is no such page. Choose one from the menu.',
  },
  loading: { zh: '正在打开…', en: 'Opening…' },
  notLoaded: {
    zh: '这个页面没有打开：连接中断，或程序刚刚更新过。',
    en: 'The page did not open: the connection broke, or the program has just been updated.',
  },
  reload: { zh: '重新载入', en: 'Reload' },
  menu: { zh: '菜单', en: 'Menu' },
} as const
