import { sql, type SQL } from 'drizzle-orm'
import type { Database } from '../../platform/database.ts'
import type { Evidence, TermsRow } from '../evidence.ts'

type VersionRow = Omit<TermsRow, 'deductions'>
type DeductionRow = { versionId: string; proceedsBp: number; fenPerKg: number }
type Rows = [
  VersionRow,
  DeductionRow,
  Evidence['slips'][number],
  Evidence['lots'][number],
  Evidence['origins'][number],
  Evidence['sales'][number],
  Evidence['inputs'][number],
  Evidence['writeOffs'][number],
  Evidence['payments'][number],
  Evidence['settlements'][number],
  Evidence['answers'][number],
]

/** The raw records of an organisation, in one round trip: nothing that was summed or decided before is read. */
export async function loadEvidence(county: Database, organisationId: string): Promise<Evidence> {
  const [versions, deductions, slips, lots, origins, sales, inputs, writeOffs, payments, settlements, answers] = await county.allOf<Rows>(
    sql`SELECT v.id AS versionId, c.id AS contractId, c.enterprise_id AS enterpriseId, c.cooperative_id AS cooperativeId, c.guarantor_id AS guarantorId,
        v.enterprise_bp AS enterpriseBp, v.cooperative_bp AS cooperativeBp, v.household_bp AS householdBp, v.deduction_cap_bp AS deductionCapBp, v.floor_basis AS floorBasis,
        v.advance_bp AS advanceBp, v.guarantee_on AS guaranteeOn
      FROM contract_versions v JOIN contracts c ON c.id = v.contract_id WHERE c.organisation_id = ${organisationId}`,
    sql`SELECT d.contract_version_id AS versionId, d.proceeds_bp AS proceedsBp, d.fen_per_kg AS fenPerKg FROM contract_deductions d
      JOIN contract_versions v ON v.id = d.contract_version_id JOIN contracts c ON c.id = v.contract_id WHERE c.organisation_id = ${organisationId}`,
    sql`SELECT d.id AS deliveryId, d.household_id AS householdId, d.contract_version_id AS versionId, d.product_id AS productId,
        substr(d.delivered_on, 1, 7) AS month, d.gross_grams - d.tare_grams - d.deducted_grams AS netGrams, d.guaranteed_fen_per_kg AS fenPerKg,
        d.recorded_at_ms AS recordedAtMs, r.at_ms AS reversedAtMs
      FROM deliveries d LEFT JOIN delivery_reversals r ON r.delivery_id = d.id WHERE d.organisation_id = ${organisationId}`,
    sql`SELECT id AS lotId, contract_version_id AS versionId, closed_at_ms AS closedAtMs FROM lots WHERE organisation_id = ${organisationId}`,
    sql`SELECT o.lot_id AS lotId, o.delivery_id AS deliveryId, o.grams AS grams FROM lots l JOIN lot_origins o ON o.lot_id = l.id WHERE l.organisation_id = ${organisationId}`,
    salesOf(organisationId),
    sql`SELECT a.household_id AS householdId, v.contract_id AS contractId, a.amount_fen AS amountFen, v.input_cap_bp AS capBp, a.at_ms AS atMs,
        r.at_ms AS reversedAtMs
      FROM input_advances a JOIN contract_versions v ON v.id = a.contract_version_id LEFT JOIN input_reversals r ON r.advance_id = a.id
      WHERE a.organisation_id = ${organisationId}`,
    sql`SELECT s.delivery_id AS deliveryId, s.forgiven_fen AS forgivenFen, w.at_ms AS atMs
      FROM write_offs w JOIN write_off_slips s ON s.write_off_id = w.id WHERE w.organisation_id = ${organisationId}`,
    sql`SELECT g.contract_id AS contractId, e.seq AS seq, g.amount_fen AS amountFen FROM guarantee_payments g
      JOIN entries e ON e.id = 'guarantee:' || g.id WHERE g.organisation_id = ${organisationId}`,
    sql`SELECT id, as_of_on AS asOfOn, made_at_ms AS madeAtMs, through_seq AS throughSeq FROM settlements
      WHERE organisation_id = ${organisationId} AND kind = 'proceeds' ORDER BY made_at_ms, id`,
    sql`SELECT l.settlement_id AS settlementId, l.party AS party, l.party_id AS partyId, l.status IN ('draft', 'held', 'exported', 'paid') AS stands
      FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id WHERE t.organisation_id = ${organisationId} AND t.kind = 'proceeds'`,
  )
  const terms = versions.map((version) => ({ ...version, deductions: deductions.filter((row) => row.versionId === version.versionId) }))
  return { organisationId, versions: terms, slips, lots, origins, sales, inputs, writeOffs, payments, settlements, answers }
}

// What each lot sold and gave back, line by line, of the orders made final in time for each settlement; a dispute lost after
// that counts as a sale below zero, in the settlement that first sees it. Its refund and its entry have one id.
function salesOf(organisationId: string): SQL {
  const seenBy = (seq: SQL) =>
    sql`(SELECT min(t.through_seq) FROM settlements t WHERE t.organisation_id = ${organisationId} AND t.through_seq >= ${seq})`
  const refunded = (column: SQL) => sql`coalesce((SELECT sum(${column}) FROM refunds x JOIN refund_lines y ON y.refund_id = x.id
      WHERE x.order_id = l.order_id AND y.line = l.line AND NOT EXISTS (SELECT 1 FROM entries z WHERE z.id = x.id AND z.seq > e.seq)), 0)`
  return sql`SELECT lotId, throughSeq, sum(fen) AS fen, sum(grams) AS grams FROM (
    SELECT l.lot_id AS lotId, ${seenBy(sql`e.seq`)} AS throughSeq, l.units * l.price_fen - l.discount_fen - ${refunded(sql`y.amount_fen`)} AS fen,
      (l.units - ${refunded(sql`y.units`)}) * l.pack_grams AS grams
    FROM lots k JOIN order_lines l ON l.lot_id = k.id JOIN entries e ON e.id = 'final:' || l.order_id WHERE k.organisation_id = ${organisationId}
    UNION ALL SELECT l.lot_id, ${seenBy(sql`z.seq`)}, -y.amount_fen, -y.units * l.pack_grams
    FROM lots k JOIN order_lines l ON l.lot_id = k.id JOIN refund_lines y ON y.order_id = l.order_id AND y.line = l.line JOIN entries z ON z.id = y.refund_id
      JOIN entries e ON e.id = 'final:' || l.order_id AND e.seq < z.seq WHERE k.organisation_id = ${organisationId})
  WHERE throughSeq IS NOT NULL GROUP BY 1, 2`
}

/** The figures a settlement has stored, under the names a recount gives them. D1 takes five terms in a compound select. */
export async function storedFigures(county: Database, settlementId: string): Promise<Map<string, number>> {
  const parts = await county.allOf<[Figure, Figure, Figure, Figure, Figure, Figure]>(
    sql`SELECT 'total' AS figure, total_fen AS fen FROM settlements WHERE id = ${settlementId}`,
    sql`SELECT 'line ' || party || ' ' || party_id AS figure, amount_fen AS fen FROM settlement_lines WHERE settlement_id = ${settlementId}`,
    sql`SELECT 'credit ' || l.party_id || ' ' || k.contract_id AS figure, k.credit_fen AS fen
      FROM settlement_lines l JOIN settlement_credits k ON k.line_id = l.id WHERE l.settlement_id = ${settlementId}`,
    sql`SELECT 'lot ' || s.lot_id || ' ' || n.value AS figure, iif(n.value = 'money', s.final_fen, iif(n.value = 'off', s.deducted_fen,
        iif(n.value = 'enterprise', s.enterprise_fen, iif(n.value = 'cooperative', s.cooperative_fen, s.pool_fen)))) AS fen
      FROM settlement_lots s, json_each('["money","off","enterprise","cooperative","pool"]') n WHERE s.settlement_id = ${settlementId}`,
    sql`SELECT 'contract ' || k.contract_id || ' ' || n.value AS figure, iif(n.value = 'position', k.position_fen, iif(n.value = 'paidIn', k.paid_in_fen,
        iif(n.value = 'repaid', k.repaid_fen, iif(n.value = 'claim', k.claim_fen, k.used_fen)))) AS fen
      FROM settlement_contracts k, json_each('["position","paidIn","repaid","claim","used"]') n WHERE k.settlement_id = ${settlementId}`,
    sql`SELECT 'floor ' || f.contract_id || ' ' || f.product_id || ' ' || f.month || ' ' || n.value AS figure, iif(n.value = 'floor', f.floor_fen,
        iif(n.value = 'guaranteed', f.guaranteed_fen, iif(n.value = 'entitled', f.entitled_fen, iif(n.value = 'position', f.position_fen, f.covered_fen)))) AS fen
      FROM settlement_floors f, json_each('["floor","guaranteed","entitled","position","covered"]') n WHERE f.settlement_id = ${settlementId}`,
  )
  return new Map(parts.flat().map(({ figure, fen }) => [figure, fen]))
}

type Figure = { figure: string; fen: number }
