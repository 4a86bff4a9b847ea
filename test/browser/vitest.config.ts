import { defineConfig } from 'vitest/config'

const root = new URL('../..', import.meta.url).pathname

// Real pages in a real browser, over one demo world that is built once.
export default defineConfig({
  root,
  test: {
    fsModuleCache: false,
    name: 'browser',
    include: ['test/browser/*.test.ts'],
    globalSetup: ['test/browser/world.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
})
