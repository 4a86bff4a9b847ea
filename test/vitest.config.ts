import { defineConfig } from 'vitest/config'
import { workerProject } from './support/worker-project.ts'

const root = new URL('..', import.meta.url).pathname

// A busy machine is no failure; nothing here waits.
const testTimeout = 60_000

export default defineConfig(async () => ({
  root,
  test: {
    fsModuleCache: false,
    projects: [
      { root, test: { name: 'unit', include: ['test/**/*.unit.test.ts'], testTimeout, fsModuleCache: false } },
      await workerProject(
        'worker',
        ['test/**/*.test.ts', 'test/**/*.test.tsx'],
        ['test/**/*.unit.test.ts', 'test/browser/**', 'test/bench/**', 'test/durability/**'],
      ),
    ],
  },
}))
