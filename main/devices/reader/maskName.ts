/** Names as screens and paper may show them. */

/** Surnames of two characters, the common ones. */
const doubleSurnames = new Set(
  '欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 端木 独孤 南宫 夏侯 轩辕 呼延 澹台 申屠 太史 万俟 闻人 钟离 濮阳'.split(
    ' ',
  ),
)

/**
 * 张* · 张*明 · 欧阳** (GB/T 35273 §7.2; forms as usual): of a Han name of two characters the first stays, of a
 * longer one the first and the last, or a double surname alone; of any other name the first letter of each part.
 * At most 20 characters.
 */
export function maskName(name: string): string {
  const chars = [...name.normalize('NFC').trim()]
  if (chars.length === 0) return ''
  if (!/^\p{Script=Han}+$/u.test(chars.join(''))) {
    return chars
      .map((char, i) =>
        i === 0 || /[\s·•.]/u.test(chars[i - 1] ?? '') || /[\s·•.]/u.test(char) ? char : '*',
      )
      .slice(0, 20)
      .join('')
  }
  const surname = chars.slice(0, 2).join('')
  const hidden = (count: number): string => '*'.repeat(Math.min(count, 10))
  if (chars.length > 2 && doubleSurnames.has(surname)) return surname + hidden(chars.length - 2)
  const [first = '', second] = chars
  if (second === undefined) return '*'
  return chars.length === 2 ? `${first}*` : `${first}${hidden(chars.length - 2)}${chars.at(-1) ?? ''}`
}
