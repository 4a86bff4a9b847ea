import { sql, type SQL } from 'drizzle-orm'

/**
 * What households took on credit and did not give back, by household and contract: rows (householdId, contractId, capBp,
 * advancedFen). `capBp` is the least cap among the versions the inputs were taken under. What earlier lines deducted is
 * not taken off: that is in `settlement_credits`.
 */
export function outstandingInputs(organisationId: string): SQL {
  return sql`SELECT a.household_id AS householdId, v.contract_id AS contractId, min(v.input_cap_bp) AS capBp, sum(a.amount_fen) AS advancedFen
    FROM input_advances a JOIN contract_versions v ON v.id = a.contract_version_id
    WHERE a.organisation_id = ${organisationId} AND NOT EXISTS (SELECT 1 FROM input_reversals r WHERE r.advance_id = a.id)
    GROUP BY a.household_id, v.contract_id`
}
