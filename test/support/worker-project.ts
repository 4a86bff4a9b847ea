import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'

const root = new URL('../..', import.meta.url).pathname

/** Tests that run inside workerd with the three databases migrated, R2 and no network. */
export async function workerProject(name: string, include: string[], exclude: string[] = []) {
  const [market, county, vault] = await Promise.all([
    readD1Migrations(`${root}migrations/market`),
    readD1Migrations(`${root}migrations/county`),
    readD1Migrations(`${root}migrations/vault`),
  ])
  return {
    root,
    plugins: [
      cloudflareTest({
        wrangler: { configPath: `${root}wrangler.toml` },
        miniflare: { bindings: { ENVIRONMENT: 'test', MIGRATIONS: { market, county, vault } } },
      }),
    ],
    test: {
      name,
      include,
      exclude,
      setupFiles: ['test/support/migrate.ts'],
      globalSetup: ['test/support/stripe/global-setup.ts'],
      fsModuleCache: false,
    },
  }
}
