import { sql, type SQL } from 'drizzle-orm'
import { termsFor } from '../../contract/queries.ts'
import { findHousehold, statusOn } from '../../household/queries.ts'
import { refuse, ok, type Result } from '../../kernel/result.ts'
import type { Grams } from '../../kernel/quantity.ts'
import { localDate, type LocalDate } from '../../kernel/time.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { seasonLimitGrams, valueDelivery, type Valuation } from '../delivery.ts'
import type { NewDelivery } from '../input.ts'

export type Quote = Valuation & { villageCode: string; registryStatus: string; seasonLimitGrams: Grams | null }

/** A slip that the quoted one would stand for: its grams are not counted twice against what the land can bear. */
export type Replaced = { householdId: string; netGrams: Grams }

/** What a slip would be worth, or why it would be refused, from everything known at this moment; writes nothing. */
export async function quoteDelivery(context: Context, input: NewDelivery, replaced: Replaced | null = null): Promise<Result<Quote>> {
  const { county } = context
  const { householdId, contractVersionId, productId, deliveredOn: on } = input
  const household = await findHousehold(county, householdId)
  if (!household) return refuse('not_found', {}, 'householdId')
  const terms = await termsFor(county, { ...input, on })
  if (!terms) return refuse('not_found', {}, 'contractVersionId')
  const delivered = await seasonGrams(county, householdId, productId, on)
  const season = replaced?.householdId === householdId ? delivered - replaced.netGrams : delivered
  const isBound = await isBoundBy(county, contractVersionId, householdId)
  const today = localDate(context.clock.now())
  const valued = valueDelivery(input, input.priceFenPerKg ?? null, on, today, { ...terms, isBound, seasonGrams: season })
  if (!valued.ok) return valued
  const registryStatus = await statusOn(county, householdId, on)
  return ok({ ...valued.value, villageCode: household.villageCode, registryStatus, seasonLimitGrams: seasonLimitGrams(terms) })
}

/** Whether the signed list names the household; a contract without a list binds every member. */
async function isBoundBy(county: Database, contractVersionId: string, householdId: string): Promise<boolean> {
  const row = await county.first<{ bound: number }>(sql`
    SELECT EXISTS (SELECT 1 FROM contract_households WHERE contract_version_id = ${contractVersionId} AND household_id = ${householdId})
      OR NOT EXISTS (SELECT 1 FROM contract_households WHERE contract_version_id = ${contractVersionId}) AS bound`)
  return row?.bound === 1
}

/** What a household has delivered of a product in a calendar year, over all organisations, reversals taken off. */
export async function seasonGrams(county: Database, householdId: string, productId: string, on: LocalDate): Promise<Grams> {
  const row = await county.first<{ grams: Grams }>(sql`SELECT (${seasonSum(householdId, productId, on)}) AS grams`)
  return row!.grams
}

/** The same as an expression, for a guard inside the batch. */
export function seasonSum(householdId: string, productId: string, on: LocalDate): SQL {
  return sql`SELECT coalesce(sum(s.net_grams), 0) FROM household_seasons s
    WHERE s.household_id = ${householdId} AND s.year = ${on.slice(0, 4)} AND s.product_id = ${productId}`
}
