import { describe, expect, it } from 'vitest'
import { findVersion } from '../../src/contract/queries.ts'
import { recountSettlement } from '../../src/oversight/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { refundLines } from '../../src/proceeds/commands/refund.ts'
import { bindings, TestClock, testContext, userWith, valueOf } from '../support/context.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { asSystem } from '../support/factories/made.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makePaidOrder, makeReceivedOrder, sellAndFinalise } from '../support/factories/order.ts'
import { makeGuaranteePayment, makeSettlement } from '../support/factories/settlement.ts'
import { finaliseOrders } from '../../src/proceeds/commands/finalise.ts'

const office = userWith({ role: 'office', scope: '431229000000' })

/** Three months of a small season: sales, a refund, part payments by the guarantor, a failed bank line. */
async function threeMonths(): Promise<{ context: Context; settlements: string[]; organisationId: string; lotId: string }> {
  const clock = new TestClock()
  const context = testContext({ clock })
  const { organisationId, contractVersionId, householdIds, packId, lotId } = await makeSeason(context, {
    households: 7,
    gramsEach: 33_333,
    packGrams: 5_000,
  })
  const { contractId } = (await findVersion(context.county, contractVersionId))!
  const settlements: string[] = []
  await sellAndFinalise(context, { packId, units: 7, priceFen: 1_777 })
  await makeDelivery(context, { organisationId, householdId: householdIds[0]!, contractVersionId, grams: 12_345 })
  settlements.push(await makeSettlement(context, { organisationId, month: '2026-06', fails: (line) => line.partyId === householdIds[2] }))
  clock.moveTo('2026-06-23')
  const { orderId } = await makeReceivedOrder(context, { packId, units: 9, priceFen: 1_555 })
  valueOf(await refundLines(asSystem(context), orderId, { lines: [{ line: 1, units: 2 }], withFreight: false, reason: '坏果' }))
  await makePaidOrder(context, { packId, units: 3 })
  clock.moveTo('2026-07-25')
  await finaliseOrders(asSystem(context))
  await makeGuaranteePayment(context, { contractId, amountFen: 10_001 })
  settlements.push(await makeSettlement(context, { organisationId, month: '2026-07' }))
  clock.moveTo('2026-12-31')
  await makeGuaranteePayment(context, { contractId, amountFen: 4_321 })
  settlements.push(await makeSettlement(context, { organisationId, month: '2026-12', fails: (line) => line.partyId === householdIds[1] }))
  clock.moveTo('2027-01-20')
  await makeGuaranteePayment(context, { contractId, amountFen: 500_000 })
  settlements.push(await makeSettlement(context, { organisationId, month: '2027-01', status: 'notice' }))
  return { context, settlements, organisationId, lotId }
}

const season = await threeMonths()

describe('recountSettlement', () => {
  it('comes to every stored figure of every settlement, by its own way', async () => {
    for (const id of season.settlements) {
      const counted = (await recountSettlement(season.context.county, office, id))!
      expect(counted.figures).toBeGreaterThan(15)
      expect(counted.differences).toEqual([])
    }
  })

  it('names the line and the lot somebody tampered with', async () => {
    const [, second] = season.settlements
    await bindings.COUNTY_DB.batch([
      bindings.COUNTY_DB.prepare('DROP TRIGGER settlement_lines_frozen'),
      bindings.COUNTY_DB.prepare('DROP TRIGGER settlement_lots_no_update'),
      bindings.COUNTY_DB.prepare(`UPDATE settlement_lines SET amount_fen = amount_fen - 1, share_fen = share_fen - 1
        WHERE settlement_id = ? AND party = 'cooperative'`).bind(second),
      bindings.COUNTY_DB.prepare(
        `UPDATE settlement_lots SET pool_fen = pool_fen - 100, enterprise_fen = enterprise_fen + 100 WHERE settlement_id = ?`,
      ).bind(second),
    ])
    const { differences } = (await recountSettlement(season.context.county, office, second!))!
    expect(differences.map(({ figure, storedFen, recountedFen }) => [figure, storedFen - recountedFen])).toEqual([
      [`line cooperative ${season.organisationId}`, -1],
      [`lot ${season.lotId} enterprise`, 100],
      [`lot ${season.lotId} pool`, -100],
    ])
  })

  it('is not there for an office of another county, nor for the cooperative', async () => {
    const [first] = season.settlements
    const manager = userWith({ role: 'manager', scope: season.organisationId })
    expect(await recountSettlement(season.context.county, userWith({ role: 'office', scope: '431226000000' }), first!)).toBeNull()
    expect(await recountSettlement(season.context.county, manager, first!)).toBeNull()
  })
})
