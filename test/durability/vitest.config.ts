import { defineConfig } from 'vitest/config'

const root = new URL('../..', import.meta.url).pathname

// A real server on real files, killed and started again.
export default defineConfig({
  root,
  test: {
    fsModuleCache: false,
    name: 'durability',
    include: ['test/durability/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
})
