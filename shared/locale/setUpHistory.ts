/** How the history of the set-up tells a change: what was changed, and how. */
import type { SetUpPart } from '../hall/setUp.ts'
import type { StaffWords } from './setUp.ts'

const w = (zh: string, en: string): StaffWords => ({ zh, en })

/** One thing of each list of the set-up. */
export const partWords: Readonly<Record<Exclude<SetUpPart, 'settings'>, StaffWords>> = {
  zones: w('区域', 'Zone'),
  departments: w('部门', 'Department'),
  services: w('事项', 'Service'),
  queues: w('排队业务', 'Queue'),
  counters: w('窗口', 'Counter'),
  packages: w('套餐', 'Package'),
  staff: w('人员', 'Staff'),
  displays: w('显示屏', 'Screen'),
  incompatibleDuties: w('岗位互斥', 'Incompatible duties'),
}

export const changeWords = {
  added: w('新增', 'added'),
  removed: w('删除', 'removed'),
  /** Of a list in a field. */
  put: w('增加', 'added'),
  taken: w('去掉', 'taken out'),
  order: w('顺序改为', 'now in the order'),
  /** Of a picture: nobody reads what it is made of. */
  given: w('有', 'there'),
  another: w('换了一张', 'another one'),
  /** Something that is named and no longer there, not even in the history. */
  gone: w('已不存在的一项', 'one that is no longer there'),
  otherRule: w('其他规则', 'Another rule'),
  /** Of a field whose parts have no names any more. */
  inIt: w('有改动', 'changed'),
  otherwise: w('其他内容有改动', 'changed in something else'),
} as const

/** A field, what stood there and what stands there now. */
export const fromTo: Readonly<Record<'zh' | 'en', (label: string, before: string, after: string) => string>> =
  {
    zh: (label, before, after) => `${label}：${before} → ${after}`,
    en: (label, before, after) => `${label}: ${before} → ${after}`,
  }
/** A field and what became of it. */
export const became: Readonly<Record<'zh' | 'en', (label: string, what: string) => string>> = {
  zh: (label, what) => `${label}：${what}`,
  en: (label, what) => `${label}: ${what}`,
}
/** The first of many, and how many there are. */
export const andMore: Readonly<Record<'zh' | 'en', (first: string, all: number) => string>> = {
  zh: (first, all) => `${first}等 ${String(all)} 项`,
  en: (first, all) => `${first} and others, ${String(all)} in all`,
}
