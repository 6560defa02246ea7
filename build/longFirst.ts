/**
 * The order of test files: the longest first, so that no core stands idle behind one that began last. The rest follows
 * as the runner would have it.
 */
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'
import { longTests } from './longTests.ts'

/** See the head of this file. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = longTests.findIndex((name) => moduleId.endsWith(`/${name}`))
      return found === -1 ? longTests.length : found
    }
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => place(a) - place(b))
  }
}
