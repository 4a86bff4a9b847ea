import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { workerProject } from '../../support/worker-project.ts'
import { withSwitches } from './guard.ts'

const root = new URL('../../..', import.meta.url).pathname

// The ordinary tests over code with a switch at every guard; npm run mutate turns them off one at a time.
export default defineConfig(async () => {
  const project = await workerProject(
    'guards',
    ['test/**/*.test.ts'],
    ['test/**/*.unit.test.ts', 'test/browser/**', 'test/bench/**', 'test/durability/**'],
  )
  const switches = {
    name: 'switches',
    enforce: 'pre' as const,
    load(id: string) {
      const file = id.startsWith(`${root}src/`) ? id.slice(root.length).replace(/\?.*/, '') : ''
      return file.endsWith('.ts') ? withSwitches(file, readFileSync(root + file, 'utf8')) : undefined
    },
  }
  return {
    root,
    test: {
      fsModuleCache: false,
      maxWorkers: 2,
      testTimeout: 120_000,
      projects: [
        {
          ...project,
          plugins: [switches, ...project.plugins],
          test: { ...project.test, setupFiles: ['test/support/migrate.ts', 'test/mutation/guards/switch.ts'] },
        },
      ],
    },
  }
})
