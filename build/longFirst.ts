/** The order of test files: the longest first, so that no core stands idle behind one that began last. */
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

/** Files that take longer than a quarter of a minute, the longest first. The rest follows as the runner would have it. */
const long: readonly string[] = [
  'test/e2e/display.test.ts',
  'test/e2e/kioskAccess.test.ts',
  'test/simulation/simulation.test.ts',
  'test/faults/quick.test.ts',
  'test/e2e/kiosk.test.ts',
  'main/cli.test.ts',
  'test/e2e/hubLoss.test.ts',
  'test/faults/load.test.ts',
  'test/e2e/manager.test.ts',
  'test/e2e/pad.test.ts',
  'test/contract/sign.test.ts',
  'test/exploit/tls.test.ts',
  'test/contract/printer.test.ts',
  'test/e2e/setup.test.ts',
  'test/e2e/console.test.ts',
  'test/e2e/kioskPaper.test.ts',
  'test/faults/restore.test.ts',
  'test/desktop/packaging.test.ts',
  'test/contract/socket.test.ts',
]

/** See the head of this file. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = long.findIndex((name) => moduleId.endsWith(`/${name}`))
      return found === -1 ? long.length : found
    }
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => place(a) - place(b))
  }
}
