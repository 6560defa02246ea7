/** The words of the reports page around the reports themselves. Staff read Chinese or English. */

interface ReportPageTexts {
  readonly report: string
  readonly length: string
  readonly lengths: Readonly<Record<'day' | 'week' | 'month' | 'custom', string>>
  readonly from: string
  readonly lastDay: string
  readonly before: string
  readonly after: string
  readonly groupBy: string
  readonly print: string
  readonly save: (format: string) => string
  readonly making: string
  readonly chart: string
  readonly open: (figure: string, row: string) => string
  readonly close: string
  readonly rows: (count: number) => string
  readonly page: (from: number, to: number) => string
  readonly pageBefore: string
  readonly pageAfter: string
  readonly masked: string
  readonly unmasked: string
  readonly reason: string
  readonly unmask: string
  readonly progress: (done: number, of: number) => string
  readonly cancel: string
  readonly fetch: string
  readonly ended: Readonly<Record<'done' | 'failed' | 'cancelled', string>>
  readonly none: string
  readonly problems: Readonly<
    Record<'unreachable' | 'notAllowed' | 'elsewhere' | 'busy' | 'badInput', string>
  >
  readonly again: string
}

export const reportPageTexts: Readonly<Record<'zh' | 'en', ReportPageTexts>> = {
  zh: {
    report: '报表',
    length: '时期',
    lengths: { day: '日', week: '周', month: '月', custom: '自选' },
    from: '首日',
    lastDay: '末日',
    before: '前一期',
    after: '后一期',
    groupBy: '分组',
    print: '打印',
    save: (format) => `导出 ${format}`,
    making: '正在统计…',
    chart: '图中指标',
    open: (figure, row) => `${row}，${figure}：查看明细`,
    close: '关闭',
    rows: (count) => `共 ${count.toLocaleString('en')} 条`,
    page: (from, to) => `第 ${from.toLocaleString('en')}–${to.toLocaleString('en')} 条`,
    pageBefore: '上一页',
    pageAfter: '下一页',
    masked: '个人信息没有显示。查看须写明理由，会记入日志。',
    unmasked: '正在显示个人信息，理由已记入日志。',
    reason: '查看理由',
    unmask: '显示个人信息',
    progress: (done, of) =>
      of === 0 ? '正在准备…' : `已处理 ${done.toLocaleString('en')} / ${of.toLocaleString('en')} 条`,
    cancel: '取消',
    fetch: '下载',
    ended: { done: '完成。', failed: '没有完成，请重试。', cancelled: '已取消。' },
    none: '这个时期没有数据。',
    problems: {
      unreachable: '连不上大厅主机。',
      notAllowed: '没有查看报表的权限，或登录已过期。',
      elsewhere: '报表只在大厅主机上。请打开主机的管理页。',
      busy: '正在统计的报表太多，请稍后再试。',
      badInput: '时期不对：末日不能早于首日，最长十年。',
    },
    again: '重试',
  },
  en: {
    report: 'Report',
    length: 'Period',
    lengths: { day: 'Day', week: 'Week', month: 'Month', custom: 'Custom' },
    from: 'First day',
    lastDay: 'Last day',
    before: 'Period before',
    after: 'Period after',
    groupBy: 'Group by',
    print: 'Print',
    save: (format) => `Save ${format}`,
    making: 'Counting…',
    chart: 'Shown in the chart',
    open: (figure, row) => `${row}, ${figure}: show the rows`,
    close: 'Close',
    rows: (count) => `${count.toLocaleString('en')} in all`,
    page: (from, to) => `${from.toLocaleString('en')}–${to.toLocaleString('en')}`,
    pageBefore: 'Previous',
    pageAfter: 'Next',
    masked: 'Personal data is not shown. Showing it needs a reason, which is written down.',
    unmasked: 'Personal data is shown; the reason has been written down.',
    reason: 'Reason',
    unmask: 'Show personal data',
    progress: (done, of) =>
      of === 0 ? 'Getting ready…' : `${done.toLocaleString('en')} of ${of.toLocaleString('en')} rows`,
    cancel: 'Cancel',
    fetch: 'Download',
    ended: { done: 'The file is ready.', failed: 'It failed; try again.', cancelled: 'Cancelled.' },
    none: 'Nothing in this period.',
    problems: {
      unreachable: 'The hall’s hub cannot be reached.',
      notAllowed: 'You may not read reports, or your sign-in has expired.',
      elsewhere: 'Reports are made on the hall’s hub alone. Open the manager’s page there.',
      busy: 'Too many reports are being made; try again soon.',
      badInput: 'Not a period: the last day may not be before the first; ten years at most.',
    },
    again: 'Try again',
  },
}
