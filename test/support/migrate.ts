import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Bindings } from '../../src/env.ts'

type TestBindings = Bindings & { MIGRATIONS: Record<'market' | 'county' | 'vault', D1Migration[]> }

const bindings = env as unknown as TestBindings
await applyD1Migrations(bindings.MARKET_DB, bindings.MIGRATIONS.market)
await applyD1Migrations(bindings.COUNTY_DB, bindings.MIGRATIONS.county)
await applyD1Migrations(bindings.VAULT_DB, bindings.MIGRATIONS.vault)
