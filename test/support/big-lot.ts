import { sql } from 'drizzle-orm'
import type { Context } from '../../src/platform/context.ts'
import { jsonRows } from '../../src/platform/database.ts'
import { makeContract } from './factories/contract.ts'
import { makeHousehold } from './factories/household.ts'
import { makeDelivery } from './factories/intake.ts'
import { makeLot, makePackLot } from './factories/lot.ts'
import { makeMember, makeOrganisation } from './factories/organisation.ts'

/** One lot of so many slips, each of another household, packed in boxes of 2.5 kg. All but the first are copies of its rows. */
export async function makeBigLot(context: Context, households: number) {
  const organisationId = await makeOrganisation(context)
  const contractVersionId = await makeContract(context, { organisationId })
  const householdId = await makeHousehold(context)
  await makeMember(context, organisationId, householdId)
  const deliveryId = await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 10_000 })
  const copies = Array.from({ length: households - 1 }, (_, index) => index + 2)
  await copyRows(context, { organisationId, householdId, deliveryId, copies })
  const deliveryIds = [deliveryId, ...copies.map((n) => `${deliveryId}-${n}`)]
  const lotId = await makeLot(context, { organisationId, deliveryIds })
  return { organisationId, lotId, ...(await makePackLot(context, { lotId, packGrams: 2500, units: households * 4 })) }
}

type Copies = { organisationId: string; householdId: string; deliveryId: string; copies: number[] }

async function copyRows(context: Context, { organisationId, householdId, deliveryId, copies }: Copies): Promise<void> {
  const each = jsonRows(copies)
  await context.county.run([
    sql`INSERT INTO households SELECT h.id || '-' || j.value, h.village_code, h.people, h.workers, h.created_at_ms, h.updated_at_ms
      FROM households h JOIN ${each} j WHERE h.id = ${householdId}`,
    sql`INSERT INTO members SELECT m.organisation_id, m.household_id || '-' || j.value, m.number + j.value, m.from_on, m.until_on
      FROM members m JOIN ${each} j WHERE m.organisation_id = ${organisationId} AND m.household_id = ${householdId}`,
    sql`INSERT INTO deliveries SELECT d.id || '-' || j.value, d.organisation_id, d.number || '-' || j.value, d.household_id || '-' || j.value,
      d.village_code, d.registry_status, d.contract_version_id, d.product_id, d.grade, d.delivered_on, d.gross_grams, d.tare_grams,
      d.deducted_grams, d.net_grams, d.reference_fen_per_kg, d.floor_fen_per_kg, d.guaranteed_fen_per_kg, d.basis_bp, d.floor_due_fen,
      d.advance_fen, d.photo_file_id, d.confirmed_by, d.corrects_id, d.recorded_by, d.recorded_at_ms
      FROM deliveries d JOIN ${each} j WHERE d.id = ${deliveryId}`,
  ])
}
