import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { LongFirst } from './longFirst.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const everywhere = ['**/node_modules/**', 'out/**']

/** `npm test` runs all four; `npm run check` runs `house` alone. */
export default defineConfig({
  root,
  test: {
    pool: 'forks',
    // One process runs many files, and loads the project and its libraries once; no suite may leave anything behind.
    isolate: false,
    sequence: { sequencer: LongFirst },
    // One more than the smallest machine has cores: devices, browsers and processes mostly wait for each other.
    maxWorkers: 3,
    // Only a hang should ever reach these; speed is measured by the benchmarks.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['{shared,main,test}/**/*.test.ts'],
          exclude: [...everywhere, 'test/e2e/**', 'test/tidy/**'],
        },
      },
      {
        extends: true,
        plugins: [vue()],
        test: {
          name: 'screens',
          include: ['{renderer,kiosk}/**/*.test.ts'],
          exclude: everywhere,
          environment: 'happy-dom',
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          exclude: everywhere,
          globalSetup: ['test/e2e/globalSetup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'house',
          // The lint rules' own tests give the compiler one project each, which a process cannot change again.
          isolate: true,
          include: ['{test/tidy,build}/**/*.test.ts'],
          exclude: everywhere,
        },
      },
    ],
  },
})
