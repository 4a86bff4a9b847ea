import { sql } from 'drizzle-orm'
import { scopeOf } from '../../identity/permission.ts'
import { within } from '../../identity/queries.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { AccountCode } from '../../ledger/account.ts'
import type { Database } from '../../platform/database.ts'
import { cashPosition, type CashPosition } from '../cash.ts'

export type OrganisationCash = CashPosition & { id: string; nameZh: string; nameEn: string }
type Row = { id: string; nameZh: string; nameEn: string; code: AccountCode; balanceFen: number }

/** The cash position of every organisation in reach that has books; at most 100 organisations. */
export async function cashOf(county: Database, actor: Actor): Promise<OrganisationCash[]> {
  const scope = scopeOf(actor, 'oversight.read')
  if (!scope) return []
  const rows = await county.all<Row>(sql`SELECT o.id AS id, o.name_zh AS nameZh, o.name_en AS nameEn, a.code AS code,
      sum(a.credit_fen - a.debit_fen) AS balanceFen
    FROM (SELECT * FROM organisations o WHERE ${within(scope, { divisionCode: sql`o.division_code` })} ORDER BY o.id LIMIT 100) o
      JOIN accounts a ON a.organisation_id = o.id GROUP BY o.id, a.code ORDER BY o.id`)
  const byId = Map.groupBy(rows, ({ id }) => id)
  return [...byId.values()].map((own) => {
    const { id, nameZh, nameEn } = own[0]!
    return { id, nameZh, nameEn, ...cashPosition(own) }
  })
}
