/** What the facts of the audit log are called: everything the hub notes under a name of its own. */

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

/** A fact as people read it. */
export function auditFactText(name: string, value: string | number | boolean, locale: 'zh' | 'en'): string {
  const said =
    typeof value !== 'boolean'
      ? String(value)
      : value
        ? { zh: '是', en: 'yes' }[locale]
        : { zh: '否', en: 'no' }[locale]
  return `${auditFactWords[name]?.[locale] ?? name} ${said}`
}
