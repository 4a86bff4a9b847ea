import { sql, type InferSelectModel } from 'drizzle-orm'
import type { Fen } from '../kernel/money.ts'
import type { Grams } from '../kernel/quantity.ts'
import { addDays, type LocalDate } from '../kernel/time.ts'
import type { Database } from '../platform/database.ts'
import { countyOf } from '../region/division.ts'
import type { FloorBasis, LinkageMode } from './floor.ts'
import { products, type contractVersions, type Grade } from './tables.ts'

type VersionRow = InferSelectModel<typeof contractVersions>

/** One version with the contract's own parties. */
export type ContractVersion = VersionRow & {
  organisationId: string
  title: string
  linkageMode: LinkageMode
  enterpriseId: string | null
  cooperativeId: string
  guarantorId: string
  terminatedOn: LocalDate | null
}

/** The columns of a version with its contract, from `v`, `c` and `t`. */
export const versionColumns = sql`v.id AS id, v.contract_id AS contractId, v.version AS version, v.enterprise_bp AS enterpriseBp,
    v.cooperative_bp AS cooperativeBp, v.household_bp AS householdBp, v.floor_basis AS floorBasis, v.advance_bp AS advanceBp,
    v.deduction_cap_bp AS deductionCapBp, v.input_cap_bp AS inputCapBp, v.guarantee_on AS guaranteeOn, v.receipt_days AS receiptDays, v.after_sales_hours AS afterSalesHours, v.from_on AS fromOn,
    v.until_on AS untilOn, v.scan_file_id AS scanFileId, v.made_by AS madeBy, v.signed_by AS signedBy, v.signed_at_ms AS signedAtMs,
    c.organisation_id AS organisationId, c.title AS title, c.linkage_mode AS linkageMode, c.enterprise_id AS enterpriseId,
    c.cooperative_id AS cooperativeId, c.guarantor_id AS guarantorId, t.on_date AS terminatedOn
  FROM contract_versions v JOIN contracts c ON c.id = v.contract_id LEFT JOIN contract_terminations t ON t.contract_version_id = v.id`

export async function findVersion(county: Database, versionId: string): Promise<ContractVersion | null> {
  return county.first(sql`SELECT ${versionColumns} WHERE v.id = ${versionId}`)
}

/** The versions of an organisation's contracts, newest first, at most 100. */
export async function versionsOf(county: Database, organisationId: string): Promise<ContractVersion[]> {
  return county.all(
    sql`SELECT ${versionColumns} WHERE c.organisation_id = ${organisationId} ORDER BY v.from_on DESC, v.version DESC LIMIT 100`,
  )
}

export type ContractPrice = { productId: string; grade: Grade; floorFenPerKg: Fen }

export async function pricesOf(county: Database, versionId: string): Promise<ContractPrice[]> {
  return county.all(sql`SELECT product_id AS productId, grade, floor_fen_per_kg AS floorFenPerKg
    FROM contract_prices WHERE contract_version_id = ${versionId} ORDER BY product_id, grade`)
}

export type ContractDeduction = { kind: 'packing' | 'processing'; proceedsBp: number; fenPerKg: Fen }

export async function deductionsOf(county: Database, versionId: string): Promise<ContractDeduction[]> {
  return county.all(sql`SELECT kind, proceeds_bp AS proceedsBp, fen_per_kg AS fenPerKg
    FROM contract_deductions WHERE contract_version_id = ${versionId} ORDER BY kind`)
}

export type DeliveryTerms = {
  mode: LinkageMode
  floorBasis: FloorBasis
  householdBp: number
  advanceBp: number
  floorFenPerKg: Fen | null
  referenceFenPerKg: Fen | null
  isMember: boolean
  inForce: boolean
  maxDeliveryGrams: Grams
  maxGramsPerMu: Grams | null
  landCentimu: number
}

type TermsRow = Omit<DeliveryTerms, 'isMember' | 'inForce' | 'referenceFenPerKg'> & {
  isMember: number
  inForce: number
  divisionCode: string
}

/**
 * What a contract, the membership and the market say about a delivery on one day; null when the organisation has no
 * such contract version or there is no such product. A version is in force from its signature, within its dates,
 * until terminated or until a later signed version of the same contract begins.
 */
export async function termsFor(
  county: Database,
  asked: { organisationId: string; householdId: string; contractVersionId: string; productId: string; grade: string; on: LocalDate },
): Promise<DeliveryTerms | null> {
  const { organisationId, householdId, contractVersionId, productId, grade, on } = asked
  const row = await county.first<TermsRow>(sql`
    SELECT c.linkage_mode AS mode, v.floor_basis AS floorBasis, v.household_bp AS householdBp, v.advance_bp AS advanceBp,
      p.floor_fen_per_kg AS floorFenPerKg, r.max_delivery_grams AS maxDeliveryGrams, r.max_grams_per_mu AS maxGramsPerMu,
      coalesce(l.land_centimu, 0) AS landCentimu, o.division_code AS divisionCode,
      EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = c.organisation_id AND m.household_id = ${householdId}
        AND m.from_on <= ${on} AND coalesce(m.until_on, '9999') >= ${on}) AS isMember,
      v.signed_at_ms IS NOT NULL AND v.from_on <= ${on} AND v.until_on >= ${on}
        AND NOT EXISTS (SELECT 1 FROM contract_terminations t WHERE t.contract_version_id = v.id AND t.on_date <= ${on})
        AND NOT EXISTS (SELECT 1 FROM contract_versions n WHERE n.contract_id = v.contract_id AND n.version > v.version
          AND n.signed_at_ms IS NOT NULL AND n.from_on <= ${on}) AS inForce
    FROM contract_versions v JOIN contracts c ON c.id = v.contract_id JOIN organisations o ON o.id = c.organisation_id
      JOIN products r ON r.id = ${productId}
      LEFT JOIN contract_prices p ON p.contract_version_id = v.id AND p.product_id = r.id AND p.grade = ${grade}
      LEFT JOIN contract_households l ON l.contract_version_id = v.id AND l.household_id = ${householdId}
    WHERE v.id = ${contractVersionId} AND c.organisation_id = ${organisationId}`)
  if (!row) return null
  const { divisionCode, isMember, inForce, ...terms } = row
  const referenceFenPerKg = await findReference(county, productId, grade, countyOf(divisionCode), on)
  return { ...terms, isMember: isMember === 1, inForce: inForce === 1, referenceFenPerKg }
}

/** The latest market reference of a product and grade in a county, at most 14 days old on the day asked about. */
export async function findReference(
  county: Database,
  productId: string,
  grade: string,
  countyCode: string,
  on: LocalDate,
): Promise<Fen | null> {
  const row = await county.first<{ fenPerKg: Fen }>(sql`
    SELECT fen_per_kg AS fenPerKg FROM market_prices
    WHERE product_id = ${productId} AND grade = ${grade} AND county_code = ${countyCode} AND on_date <= ${on} AND on_date > ${addDays(on, -14)}
    ORDER BY on_date DESC LIMIT 1`)
  return row?.fenPerKg ?? null
}

export type Product = InferSelectModel<typeof products> & { grades: Grade[] }

/** Every product with its grades, by name; a registry of at most 500. */
export async function listProducts(county: Database): Promise<Product[]> {
  const [rows, graded] = await Promise.all([
    county.rows(products, sql`ORDER BY id LIMIT 500`),
    county.all<{ productId: string; grade: Grade }>(sql`SELECT product_id AS productId, grade FROM product_grades LIMIT 2000`),
  ])
  const gradesOf = Map.groupBy(graded, ({ productId }) => productId)
  return rows.map((row) => Object.assign(row, { grades: (gradesOf.get(row.id) ?? []).map(({ grade }) => grade) }))
}

export async function findProduct(county: Database, id: string): Promise<Product | null> {
  const [row, graded] = await Promise.all([
    county.row(products, sql`WHERE id = ${id}`),
    county.all<{ grade: Grade }>(sql`SELECT grade FROM product_grades WHERE product_id = ${id}`),
  ])
  return row && { ...row, grades: graded.map(({ grade }) => grade) }
}
