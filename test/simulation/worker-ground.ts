import { bindings } from '../support/context.ts'
import type { Engine, Group, Sql } from './gate.ts'
import type { Ground } from './simulation.ts'

const databases = { market: bindings.MARKET_DB, county: bindings.COUNTY_DB, vault: bindings.VAULT_DB }

function engineOf(database: D1Database): Engine {
  const bound = ({ text, params }: Sql) => database.prepare(text).bind(...params)
  return { execute: (statements) => database.batch(statements.map(bound)) }
}

/** The real thing: workerd's own D1. The file's databases are the seed's, so one file holds one seed. */
export const workerGround: Ground = {
  engines: { market: engineOf(databases.market), county: engineOf(databases.county), vault: engineOf(databases.vault) },
  async read<Row>(group: Group, text: string, params: readonly unknown[] = []) {
    const { results } = await databases[group]
      .prepare(text)
      .bind(...params)
      .all<Row>()
    return results
  },
}
