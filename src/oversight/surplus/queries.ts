import { sql } from 'drizzle-orm'
import type { Database } from '../../platform/database.ts'
import type { SurplusEvidence } from '../surplus-recount.ts'

type Rows = [
  SurplusEvidence['slips'][number],
  SurplusEvidence['capitals'][number],
  SurplusEvidence['rounds'][number],
  SurplusEvidence['lines'][number],
]

/** The raw records behind an organisation's surplus settlements, in one round trip; of the distributions only what was entered. */
export async function loadSurplusEvidence(county: Database, organisationId: string): Promise<SurplusEvidence> {
  const [slips, capitals, rounds, lines] = await county.allOf<Rows>(
    sql`SELECT d.household_id AS householdId, substr(d.delivered_on, 1, 4) AS year, d.gross_grams - d.tare_grams - d.deducted_grams AS grams,
        d.guaranteed_fen_per_kg AS fenPerKg, d.recorded_at_ms AS recordedAtMs, r.at_ms AS reversedAtMs
      FROM deliveries d LEFT JOIN delivery_reversals r ON r.delivery_id = d.id WHERE d.organisation_id = ${organisationId}`,
    sql`SELECT id, household_id AS householdId, kind, share_fen AS shareFen, from_on AS fromOn, at_ms AS atMs FROM member_capitals WHERE organisation_id = ${organisationId}`,
    sql`SELECT t.id AS id, t.made_at_ms AS madeAtMs, t.status = 'rejected' AS rejected, d.year AS year, d.surplus_fen AS surplusFen, d.reserve_bp AS reserveBp,
        d.volume_bp AS volumeBp
      FROM settlements t LEFT JOIN surplus_distributions d ON d.settlement_id = t.id
      WHERE t.organisation_id = ${organisationId} AND t.kind = 'surplus' ORDER BY t.made_at_ms, t.id`,
    sql`SELECT l.settlement_id AS settlementId, l.party_id AS householdId, l.amount_fen AS amountFen, l.status IN ('draft', 'held', 'exported', 'paid') AS stands
      FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id WHERE t.organisation_id = ${organisationId} AND t.kind = 'surplus'`,
  )
  return { slips, capitals, rounds, lines }
}

/** The figures a surplus settlement has stored, under the names a recount gives them. */
export async function storedSurplus(county: Database, settlementId: string): Promise<Map<string, number>> {
  const rows = await county.all<{ figure: string; fen: number }>(sql`
    SELECT 'total' AS figure, total_fen AS fen FROM settlements WHERE id = ${settlementId}
    UNION ALL SELECT 'line household ' || party_id, amount_fen FROM settlement_lines WHERE settlement_id = ${settlementId}
    UNION ALL SELECT 'surplus ' || n.value, iif(n.value = 'reserve', d.reserve_fen, iif(n.value = 'by volume', d.by_volume_fen, d.by_capital_fen))
      FROM surplus_distributions d, json_each('["reserve","by volume","by capital"]') n WHERE d.settlement_id = ${settlementId}
    UNION ALL SELECT 'member ' || p.household_id || ' ' || n.value, iif(n.value = 'trade', p.trade_fen, iif(n.value = 'capital', p.capital_fen,
      iif(n.value = 'by volume', p.by_volume_fen, p.by_capital_fen)))
      FROM surplus_parts p, json_each('["trade","capital","by volume","by capital"]') n WHERE p.settlement_id = ${settlementId}`)
  return new Map(rows.map(({ figure, fen }) => [figure, fen]))
}
