import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname

export default defineConfig(async () => {
  const [market, county, vault] = await Promise.all([
    readD1Migrations(`${root}migrations/market`),
    readD1Migrations(`${root}migrations/county`),
    readD1Migrations(`${root}migrations/vault`),
  ])
  return {
    root,
    test: {
      fsModuleCache: false,
      projects: [
        { root, test: { name: 'unit', include: ['test/**/*.unit.test.ts'], fsModuleCache: false } },
        {
          root,
          plugins: [
            cloudflareTest({
              wrangler: { configPath: `${root}wrangler.toml` },
              miniflare: { bindings: { ENVIRONMENT: 'test', MIGRATIONS: { market, county, vault } } },
            }),
          ],
          test: {
            name: 'worker',
            include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
            exclude: ['test/**/*.unit.test.ts', 'test/browser/**'],
            setupFiles: ['test/support/migrate.ts'],
            fsModuleCache: false,
          },
        },
      ],
    },
  }
})
