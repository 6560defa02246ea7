/** The house's own lint rules: only what no kept rule does already. */
import { houseWords } from './houseWords.ts'
import { noFloatingResult } from './noFloatingResult.ts'
import { noSleep } from './noSleep.ts'
import { noWallClock } from './noWallClock.ts'

export const house = {
  meta: { name: 'house' },
  rules: {
    'house-words': houseWords,
    'no-floating-result': noFloatingResult,
    'no-sleep': noSleep,
    'no-wall-clock': noWallClock,
  },
}
