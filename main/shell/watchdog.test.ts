/** Goal: a page that hangs or dies is there again soon, without anybody; one that lives is left alone. */
import { describe, expect, it } from 'vitest'
import { watched, watchFrom } from './watchdog.ts'
import type { Seen, Watch } from './watchdog.ts'

/** Steps of `[seen, ms]`; gives what was done about each. */
function through(steps: readonly (readonly [Seen, number])[], from: Watch = watchFrom(0)): readonly string[] {
  let watch = from
  return steps.map(([seen, atMs]) => {
    const step = watched(watch, seen, atMs)
    watch = step.watch
    return step.mend
  })
}
const looks = (fromS: number, untilS: number): (readonly [Seen, number])[] =>
  Array.from({ length: (untilS - fromS) / 3 }, (_, i) => ['look', (fromS + 3 * (i + 1)) * 1000] as const)

describe('a page', () => {
  it('that says every two seconds that it lives is left alone', () => {
    const day = Array.from(
      { length: 2000 },
      (_, i) =>
        [
          ['beat', i * 2000],
          ['look', i * 2000 + 1000],
        ] as const,
    ).flat()
    expect(new Set(through(day))).toEqual(new Set(['nothing']))
  })

  it('that falls silent is loaded again, then opened anew, then the app starts anew', () => {
    const mends = through(looks(0, 90)).filter((mend) => mend !== 'nothing')
    expect(mends).toEqual(['reload', 'reload', 'reopen', 'reopen', 'relaunch', 'relaunch'])
  })

  it('that is mended and lives is forgiven after ten minutes', () => {
    expect(
      through([
        ['gone', 1000],
        ['gone', 2000],
        ['gone', 3000],
        ['gone', 700_000],
      ]),
    ).toEqual(['reload', 'reload', 'reopen', 'reload'])
  })

  it('that hangs or dies is not waited for', () => {
    expect(
      through([
        ['hung', 100],
        ['gone', 200],
      ]),
    ).toEqual(['reload', 'reload'])
  })

  it('is not blamed for the sleep of its computer', () => {
    expect(
      through([
        ['beat', 1000],
        ['look', 3000],
        ['look', 3_600_000],
        ['look', 3_603_000],
      ]),
    ).toEqual(['nothing', 'nothing', 'nothing', 'nothing'])
  })
})
