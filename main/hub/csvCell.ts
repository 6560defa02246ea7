/** CSV that no spreadsheet takes for a formula. */

/**
 * Rows as CSV with a mark for UTF-8, so that spreadsheets read Chinese. A cell that a spreadsheet would calculate
 * (it begins with = + - @ or a tab, also after blanks) gets an apostrophe before it, as OWASP advises.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`
}

function cellOf(value: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(value)
  const safe = !isNumber && /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
