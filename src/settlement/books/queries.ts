import { sql, type SQL } from 'drizzle-orm'
import type { LocalDate } from '../../kernel/time.ts'
import type { Database } from '../../platform/database.ts'
import type { GuaranteeAccount } from '../guarantee-money.ts'
import type { EarlierLine } from '../line.ts'
import type { LotMoney } from '../lot-money.ts'
import type { Books } from '../settlement.ts'
import type { Slip } from '../slip.ts'
import { outstandingInputs } from '../inputs/queries.ts'
import type { InputDebt } from '../input-credit.ts'
import { standingLines } from '../status.ts'

type LotRow = Omit<LotMoney, 'split' | 'deductions' | 'origins' | 'closed' | 'settled'> & {
  versionId: string
  enterpriseBp: number
  cooperativeBp: number
  householdBp: number
  deductionCapBp: number
  closed: number
  settled: number
}
type DeductionRow = { versionId: string; proceedsBp: number; fenPerKg: number }
type SlipRow = Omit<Slip, 'lotIds' | 'struck'> & { lotId: string | null; grams: number | null; struck: number }
type Count = { slips: number; creditedFen: number }

/** A condition on a line's status: it still carries money for its slips. */
export function standing(status: SQL): SQL {
  return sql`${status} IN (SELECT value FROM json_each(${JSON.stringify(standingLines)}))`
}

/** Everything a settlement of this organisation is computed from, read in one round trip. Amounts in fen. */
export async function loadBooks(county: Database, organisationId: string, asOf: LocalDate): Promise<Books> {
  const [lots, deductions, slips, guarantees, earlier, inputs, counts] = await county.allOf<
    [LotRow, DeductionRow, SlipRow, GuaranteeAccount, EarlierLine, InputDebt, Count]
  >(
    lotsOf(organisationId),
    deductionsOf(organisationId),
    slipsOf(organisationId),
    guaranteesOf(organisationId),
    earlierOf(organisationId),
    inputsOf(organisationId),
    countsOf(organisationId),
  )
  const origins = new Map<string, { deliveryId: string; grams: number }[]>(lots.map((lot) => [lot.lotId, []]))
  const bySlip = new Map<string, Slip & { lotIds: string[] }>()
  for (const { lotId, grams, struck, ...row } of slips) {
    const slip = bySlip.get(row.deliveryId) ?? { ...row, struck: struck === 1, lotIds: [] }
    bySlip.set(row.deliveryId, slip)
    if (lotId === null || grams === null) continue
    slip.lotIds.push(lotId)
    origins.get(lotId)!.push({ deliveryId: row.deliveryId, grams })
  }
  return {
    organisationId,
    asOf,
    lots: lots.map(({ versionId, enterpriseBp, cooperativeBp, householdBp, deductionCapBp, closed, settled, ...lot }) => ({
      ...lot,
      closed: closed === 1,
      settled: settled === 1,
      split: { enterpriseBp, cooperativeBp, householdBp, deductionCapBp },
      deductions: deductions.filter((deduction) => deduction.versionId === versionId),
      origins: origins.get(lot.lotId)!,
    })),
    slips: [...bySlip.values()],
    guarantees,
    earlier,
    inputs,
    creditedFen: counts[0]!.creditedFen,
    slipRecords: counts[0]!.slips,
  }
}

function lotsOf(organisationId: string): SQL {
  return sql`SELECT l.id AS lotId, l.contract_version_id AS versionId, v.contract_id AS contractId, c.enterprise_id AS enterpriseId,
      c.cooperative_id AS cooperativeId, v.enterprise_bp AS enterpriseBp, v.cooperative_bp AS cooperativeBp, v.household_bp AS householdBp, v.deduction_cap_bp AS deductionCapBp,
      l.final_fen AS finalFen, l.final_grams AS finalGrams, l.closed_at_ms IS NOT NULL AS closed,
      EXISTS (SELECT 1 FROM settlement_lots s WHERE s.lot_id = l.id) AS settled
    FROM lots l JOIN contract_versions v ON v.id = l.contract_version_id JOIN contracts c ON c.id = v.contract_id
    WHERE l.organisation_id = ${organisationId}`
}

function deductionsOf(organisationId: string): SQL {
  return sql`SELECT d.contract_version_id AS versionId, d.proceeds_bp AS proceedsBp, d.fen_per_kg AS fenPerKg
    FROM contract_deductions d JOIN contract_versions v ON v.id = d.contract_version_id JOIN contracts c ON c.id = v.contract_id
    WHERE c.organisation_id = ${organisationId} ORDER BY d.kind`
}

function slipsOf(organisationId: string): SQL {
  return sql`SELECT d.id AS deliveryId, d.household_id AS householdId, h.village_code AS villageCode, v.contract_id AS contractId,
      d.product_id AS productId, substr(d.delivered_on, 1, 7) AS month, r.delivery_id IS NOT NULL AS struck,
      iif(r.delivery_id IS NULL, d.floor_due_fen, 0) AS floorDueFen, iif(r.delivery_id IS NULL, d.advance_fen, 0) AS advanceFen,
      v.guarantee_on AS guaranteeOn, o.lot_id AS lotId, o.grams AS grams, coalesce(p.linedFen, 0) - coalesce(f.forgivenFen, 0) AS linedFen
    FROM deliveries d JOIN households h ON h.id = d.household_id JOIN contract_versions v ON v.id = d.contract_version_id
      LEFT JOIN delivery_reversals r ON r.delivery_id = d.id LEFT JOIN lot_origins o ON o.delivery_id = d.id AND r.delivery_id IS NULL
      LEFT JOIN (SELECT s.delivery_id AS deliveryId, sum(s.share_fen + s.guarantee_fen) AS linedFen
        FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id JOIN settlement_slips s ON s.line_id = l.id
        WHERE t.organisation_id = ${organisationId} AND ${standing(sql`l.status`)} GROUP BY s.delivery_id) p ON p.deliveryId = d.id
      LEFT JOIN (SELECT s.delivery_id AS deliveryId, sum(s.forgiven_fen) AS forgivenFen FROM write_offs w JOIN write_off_slips s ON s.write_off_id = w.id
        WHERE w.organisation_id = ${organisationId} GROUP BY s.delivery_id) f ON f.deliveryId = d.id
    WHERE d.organisation_id = ${organisationId} AND (r.delivery_id IS NULL OR coalesce(p.linedFen, 0) <> coalesce(f.forgivenFen, 0))
    ORDER BY d.id`
}

// What households owe for inputs, and how much of it earlier lines that still stand have taken off, by contract.
function inputsOf(organisationId: string): SQL {
  return sql`SELECT a.householdId AS householdId, a.contractId AS contractId, a.capBp AS capBp, a.advancedFen AS advancedFen,
      coalesce(k.creditedFen, 0) AS creditedFen
    FROM (${outstandingInputs(organisationId)}) a LEFT JOIN (SELECT l.party_id AS householdId, k.contract_id AS contractId, sum(k.credit_fen) AS creditedFen
      FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id JOIN settlement_credits k ON k.line_id = l.id
      WHERE t.organisation_id = ${organisationId} AND ${standing(sql`l.status`)} GROUP BY 1, 2) k ON k.householdId = a.householdId AND k.contractId = a.contractId
    ORDER BY a.householdId, a.contractId`
}

function countsOf(organisationId: string): SQL {
  return sql`SELECT ${slipRecords(organisationId)} AS slips, coalesce((SELECT sum(l.credit_fen) FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id
    WHERE t.organisation_id = ${organisationId} AND ${standing(sql`l.status`)}), 0) AS creditedFen`
}

/** Slips, reversals, write-offs, inputs and their counter-records ever written: it grows whenever what is due could change. */
export function slipRecords(organisationId: string): SQL {
  return sql`((SELECT count(*) FROM deliveries d WHERE d.organisation_id = ${organisationId})
    + (SELECT count(*) FROM delivery_reversals r JOIN deliveries d ON d.id = r.delivery_id WHERE d.organisation_id = ${organisationId})
    + (SELECT count(*) FROM write_offs WHERE organisation_id = ${organisationId})
    + (SELECT count(*) FROM input_advances WHERE organisation_id = ${organisationId})
    + (SELECT count(*) FROM input_reversals r JOIN input_advances a ON a.id = r.advance_id WHERE a.organisation_id = ${organisationId}))`
}

function guaranteesOf(organisationId: string): SQL {
  return sql`SELECT c.id AS contractId, c.guarantor_id AS guarantorId, coalesce(p.paidInFen, 0) AS paidInFen, coalesce(b.repaidFen, 0) AS repaidFen
    FROM contracts c
      LEFT JOIN (SELECT contract_id, sum(amount_fen) AS paidInFen FROM guarantee_payments WHERE organisation_id = ${organisationId} GROUP BY contract_id) p ON p.contract_id = c.id
      LEFT JOIN (${repaidByContract(organisationId, sql`1`)}) b ON b.contractId = c.id
    WHERE c.organisation_id = ${organisationId} ORDER BY c.id`
}

/** Guarantee money that went back to the guarantor in lines that still stand, by contract. */
export function repaidByContract(organisationId: string, condition: SQL): SQL {
  return sql`SELECT k.contract_id AS contractId, sum(k.repaid_fen) AS repaidFen
    FROM settlements t JOIN settlement_contracts k ON k.settlement_id = t.id
      JOIN settlement_lines l ON l.settlement_id = t.id AND l.party = 'guarantor' AND l.party_id = k.guarantor_id
    WHERE t.organisation_id = ${organisationId} AND ${standing(sql`l.status`)} AND ${condition} GROUP BY k.contract_id`
}

function earlierOf(organisationId: string): SQL {
  return sql`SELECT l.party AS party, l.party_id AS partyId, sum(l.amount_fen) AS linedFen
    FROM settlements t JOIN settlement_lines l ON l.settlement_id = t.id
    WHERE t.organisation_id = ${organisationId} AND t.kind = 'proceeds' AND l.party <> 'household' AND ${standing(sql`l.status`)} GROUP BY l.party, l.party_id`
}
