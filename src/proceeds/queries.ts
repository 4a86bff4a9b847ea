import { sql } from 'drizzle-orm'
import type { Deduction } from '../contract/split.ts'
import { finalLines, type PaidLine } from '../order/refund.ts'
import { jsonRows, type Database } from '../platform/database.ts'
import type { OrderLot } from './order-division.ts'

type ContractOfLot = {
  lotId: string
  lotNumber: string
  enterpriseBp: number
  cooperativeBp: number
  householdBp: number
  deductionCapBp: number
  deductions: string
}

/** The lots behind an order's lines with the contract each is divided by, in one query. */
export async function lotsOfOrder(county: Database, lines: readonly PaidLine[]): Promise<OrderLot[]> {
  const money = finalLines(lines)
  const rows = await county.all<ContractOfLot>(sql`
    SELECT l.id AS lotId, l.number AS lotNumber, v.enterprise_bp AS enterpriseBp, v.cooperative_bp AS cooperativeBp, v.household_bp AS householdBp, v.deduction_cap_bp AS deductionCapBp,
      (SELECT json_group_array(json_object('proceedsBp', d.proceeds_bp, 'fenPerKg', d.fen_per_kg))
        FROM contract_deductions d WHERE d.contract_version_id = v.id) AS deductions
    FROM ${jsonRows(money)} j JOIN lots l ON l.id = j.value ->> 'lotId' JOIN contract_versions v ON v.id = l.contract_version_id ORDER BY l.id`)
  return rows.map(({ lotId, lotNumber, deductions, ...split }) => {
    const { goodsFen, grams } = money.find((lot) => lot.lotId === lotId)!
    return { lotId, lotNumber, goodsFen, grams, split, deductions: JSON.parse(deductions) as Deduction[] }
  })
}
