import { defineConfig } from 'vitest/config'
import { workerProject } from '../support/worker-project.ts'

const root = new URL('../..', import.meta.url).pathname

// Figures are printed, never asserted on time.
export default defineConfig(async () => ({
  root,
  test: {
    fsModuleCache: false,
    projects: [await workerProject('bench', ['test/bench/*.bench.test.ts'])],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
}))
