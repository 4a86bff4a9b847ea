import { defineConfig } from 'vitest/config'
import { workerProject } from './support/worker-project.ts'

const root = new URL('..', import.meta.url).pathname

export default defineConfig(async () => ({
  root,
  test: {
    fsModuleCache: false,
    projects: [
      { root, test: { name: 'unit', include: ['test/**/*.unit.test.ts'], fsModuleCache: false } },
      await workerProject(
        'worker',
        ['test/**/*.test.ts', 'test/**/*.test.tsx'],
        ['test/**/*.unit.test.ts', 'test/browser/**', 'test/bench/**', 'test/durability/**'],
      ),
    ],
  },
}))
