/** Rows as JSON: a list of objects, each value under its column's id. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Table } from './table.ts'

/** Writes rows into a file, waiting for the disk where it is slower. */
export async function writeJson(
  path: string,
  { columns, pieces }: Pick<Table, 'columns' | 'pieces'>,
): Promise<void> {
  const file = createWriteStream(path)
  file.write('[')
  let before = '\n'
  for (const piece of pieces) {
    const text = piece
      .map((row) => JSON.stringify(Object.fromEntries(columns.map(({ id }, at) => [id, row[at] ?? null]))))
      .join(',\n')
    if (text !== '' && !file.write(before + text)) await once(file, 'drain')
    before = ',\n'
  }
  file.end('\n]\n')
  await finished(file)
}
