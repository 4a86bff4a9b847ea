import { sql } from 'drizzle-orm'
import { permit, permitAnywhere } from '../identity/permission.ts'
import { actorKey } from '../kernel/actor.ts'
import { refuse, type Result } from '../kernel/result.ts'
import { localDate } from '../kernel/time.ts'
import { findOrganisation } from '../organisation/queries.ts'
import { newId } from '../platform/clock.ts'
import { commit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { build, jsonRows, must, type Statement } from '../platform/database.ts'
import { keepFile } from '../platform/files.ts'
import { findDivision } from '../region/queries.ts'
import type { ContractTerms, MarketPrice, NewContract, NewProduct, Termination } from './input.ts'
import { findVersion } from './queries.ts'
import { contracts, contractTerminations, contractVersions, marketPrices, products } from './tables.ts'

/** Makes a contract with its first version, unsigned. Answers the version's id. */
export async function createContract(context: Context, { terms, ...input }: NewContract): Promise<Result<string>> {
  const refused = permit(context.actor, 'contract.write', { organisationId: input.organisationId })
  if (refused) return { ok: false, problem: refused }
  if (terms.enterpriseBp > 0 && input.enterpriseId === null) return refuse('enterprise_missing', {}, 'enterpriseId')
  for (const party of ['organisationId', 'cooperativeId', 'guarantorId', 'enterpriseId'] as const) {
    const id = input[party]
    if (id !== null && !(await findOrganisation(context.county, id))) return refuse('party_unknown', {}, party)
  }
  const id = newId('ctr', context.clock)
  const contract = build.insert(contracts).values({ ...input, id, createdAtMs: context.clock.now() })
  const version = { id: newId('ctv', context.clock), contractId: id, version: 1 }
  return commit(context, 'county', [contract, ...versionStatements(context, version, input.organisationId, terms)], {
    action: 'contract.create',
    subject: version.id,
  })
}

/** Adds the next version of a contract, unsigned. Once signed it binds new deliveries only. Answers its id. */
export async function addContractVersion(context: Context, contractId: string, terms: ContractTerms): Promise<Result<string>> {
  const contract = await context.county.row(contracts, sql`WHERE id = ${contractId}`)
  const refused = permit(context.actor, 'contract.write', { organisationId: contract?.organisationId })
  if (refused) return { ok: false, problem: refused }
  if (!contract) return refuse('not_found')
  if (terms.enterpriseBp > 0 && contract.enterpriseId === null) return refuse('enterprise_missing', {}, 'enterpriseBp')
  const latest = await context.county.first<{ version: number }>(
    sql`SELECT max(version) AS version FROM contract_versions WHERE contract_id = ${contractId}`,
  )
  const version = { id: newId('ctv', context.clock), contractId, version: (latest?.version ?? 0) + 1 }
  return commit(context, 'county', versionStatements(context, version, contract.organisationId, terms), {
    action: 'contract.version',
    subject: version.id,
  })
}

function versionStatements(
  context: Context,
  version: { id: string; contractId: string; version: number },
  organisationId: string,
  { prices, deductions, households, ...terms }: ContractTerms,
): Statement[] {
  const members = sql`SELECT count(DISTINCT m.household_id) FROM ${jsonRows(households)} h
    JOIN members m ON m.household_id = h.value ->> 'householdId' AND m.organisation_id = ${organisationId}`
  const graded = sql`SELECT count(*) FROM ${jsonRows(prices)} p
    JOIN product_grades g ON g.product_id = p.value ->> 'productId' AND g.grade = p.value ->> 'grade'`
  return [
    must(sql`(${graded}) = ${prices.length}`, 'grade_unknown'),
    must(sql`(${members}) = ${households.length}`, 'household_not_member'),
    build
      .insert(contractVersions)
      .values({ ...terms, ...version, scanFileId: null, madeBy: actorKey(context.actor), signedBy: null, signedAtMs: null }),
    sql`INSERT INTO contract_prices (contract_version_id, product_id, grade, floor_fen_per_kg)
      SELECT ${version.id}, value ->> 'productId', value ->> 'grade', value ->> 'floorFenPerKg' FROM ${jsonRows(prices)}`,
    sql`INSERT INTO contract_deductions (contract_version_id, kind, proceeds_bp, fen_per_kg)
      SELECT ${version.id}, value ->> 'kind', value ->> 'proceedsBp', value ->> 'fenPerKg' FROM ${jsonRows(deductions)}`,
    sql`INSERT INTO contract_households (contract_version_id, household_id, land_centimu)
      SELECT ${version.id}, value ->> 'householdId', value ->> 'landCentimu' FROM ${jsonRows(households)}`,
  ]
}

/** Keeps a scan of the signed paper with a version that is not signed off yet. Answers the version's id. */
export async function attachScan(context: Context, versionId: string, scan: Blob): Promise<Result<string>> {
  const version = await findVersion(context.county, versionId)
  const refused = permit(context.actor, 'contract.write', { organisationId: version?.organisationId })
  if (refused) return { ok: false, problem: refused }
  if (!version) return refuse('not_found')
  if (version.signedAtMs !== null) return refuse('contract_frozen')
  const kept = await keepFile(context, scan, 'contract_scan', version.organisationId)
  if (!kept.ok) return { ok: false, problem: { ...kept.problem, field: 'scan' } }
  const attach = sql`UPDATE contract_versions SET scan_file_id = ${kept.value.id} WHERE id = ${versionId}`
  return commit(context, 'county', [kept.value.statement, attach], { action: 'contract.scan', subject: versionId })
}

/** The office signs a version off: another person than its maker. From then on it cannot change. */
export async function signContract(context: Context, versionId: string): Promise<Result<string>> {
  const version = await findVersion(context.county, versionId)
  const organisation = version && (await findOrganisation(context.county, version.organisationId))
  const refused = permit(context.actor, 'contract.sign', { divisionCode: organisation?.divisionCode })
  if (refused) return { ok: false, problem: refused }
  if (!version) return refuse('not_found')
  if (version.signedAtMs !== null) return refuse('contract_already_signed')
  const signer = actorKey(context.actor)
  if (version.madeBy === signer) return refuse('signed_by_maker')
  const now = context.clock.now()
  const statements = [
    must(sql`EXISTS (SELECT 1 FROM contract_prices WHERE contract_version_id = ${versionId})`, 'contract_without_prices'),
    sql`UPDATE contract_versions SET signed_by = ${signer}, signed_at_ms = ${now} WHERE id = ${versionId}`,
  ]
  return commit(context, 'county', statements, { action: 'contract.sign', subject: versionId })
}

/** Ends a signed version from a day on: no new slips. What is due under it stays due. */
export async function terminateContract(context: Context, versionId: string, { onDate, reason }: Termination): Promise<Result<string>> {
  const version = await findVersion(context.county, versionId)
  const organisation = version && (await findOrganisation(context.county, version.organisationId))
  const refused = permit(context.actor, 'contract.sign', { divisionCode: organisation?.divisionCode })
  if (refused) return { ok: false, problem: refused }
  if (!version) return refuse('not_found')
  if (version.signedAtMs === null) return refuse('contract_not_signed')
  if (version.terminatedOn !== null) return refuse('contract_terminated')
  if (onDate < localDate(context.clock.now())) return refuse('termination_in_past', {}, 'onDate')
  const row = { contractVersionId: versionId, onDate, reason, terminatedBy: actorKey(context.actor), atMs: context.clock.now() }
  const statements = [
    must(sql`NOT EXISTS (SELECT 1 FROM contract_terminations WHERE contract_version_id = ${versionId})`, 'contract_terminated'),
    build.insert(contractTerminations).values(row),
  ]
  return commit(context, 'county', statements, { action: 'contract.terminate', subject: versionId })
}

export async function createProduct(context: Context, { grades, ...input }: NewProduct): Promise<Result<string>> {
  const refused = permitAnywhere(context.actor, 'product.write')
  if (refused) return { ok: false, problem: refused }
  const graded = sql`INSERT INTO product_grades (product_id, grade) SELECT DISTINCT ${input.id}, value FROM ${jsonRows(grades)}`
  return commit(context, 'county', [build.insert(products).values(input), graded], { action: 'product.create', subject: input.id })
}

/** Records the market reference 市场参考价 of a product and grade in a county on a day, once. Answers the product's id. */
export async function recordMarketPrice(context: Context, input: MarketPrice): Promise<Result<string>> {
  const refused = permit(context.actor, 'market_price.write', { divisionCode: input.countyCode })
  if (refused) return { ok: false, problem: refused }
  if (!(await findDivision(context.county, input.countyCode))) return refuse('division_unknown', { code: input.countyCode }, 'countyCode')
  if (input.onDate > localDate(context.clock.now())) return refuse('market_price_in_future', {}, 'onDate')
  const { productId, grade, countyCode, onDate } = input
  const statements = [
    must(sql`EXISTS (SELECT 1 FROM product_grades WHERE product_id = ${productId} AND grade = ${grade})`, 'grade_unknown'),
    must(
      sql`NOT EXISTS (SELECT 1 FROM market_prices WHERE product_id = ${productId} AND grade = ${grade} AND county_code = ${countyCode} AND on_date = ${onDate})`,
      'market_price_taken',
    ),
    build.insert(marketPrices).values({ ...input, recordedBy: actorKey(context.actor), recordedAtMs: context.clock.now() }),
  ]
  return commit(context, 'county', statements, { action: 'market_price.record', subject: productId, detail: { grade, countyCode, onDate } })
}
