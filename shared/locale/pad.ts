/** What the pad says to the staff who put it up, in both of their languages at once. */
export const padTexts = {
  title: '评价器 Rating pad',
  whichCounter: '这台评价器放在哪个窗口？ Which counter is this pad at?',
  notPaired: '本机尚未配对，请管理员在管理页配对评价器。 This pad is not paired with the hall.',
  code: '配对码（八位数字） Pairing code, eight digits',
  codeLead:
    '请管理员在管理页“设备 → 配对”中选择“评价器”和窗口，把配对码输入这里。 A manager finds the code on the manager’s page: Stations, Pair, rating pad, and the counter this one stands at.',
  pair: '配对 Pair',
  problems: {
    wrong: '配对码不对、已用过或已过期，请重新获取。 The code is wrong, used or too old: get a new one.',
    tooMany: '试得太多，请稍候再试。 Too many tries: wait a moment.',
    elsewhere: '请打开主机上的评价器页面配对。 Open this page at the hub to pair it.',
    unreachable: '暂时连不上大厅。 The hall cannot be reached.',
  },
  closed: '大厅没有接受本机的连接。 The hall did not accept this pad.',
  offline: '暂时连不上大厅，正在重新连接。 Reconnecting to the hall.',
  otherCounter: (label: string) =>
    `本机是 ${label} 号窗口的评价器，不能用于其他窗口。 This pad belongs to counter ${label} and works at no other.`,
  unknownCounter: '没有这个窗口，请检查地址。 There is no such counter.',
} as const
