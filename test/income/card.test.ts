import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { cardTotals } from '../../src/income/card/card.ts'
import { loadCard } from '../../src/income/card/queries.ts'
import { listLines } from '../../src/settlement/queries.ts'
import { makeContract } from '../support/factories/contract.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeLot, makePackLot } from '../support/factories/lot.ts'
import { sellAndFinalise } from '../support/factories/order.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { makeSettlement } from '../support/factories/settlement.ts'
import { TestClock, testContext } from '../support/context.ts'

/** Two households deliver `slips` times each; half of what they brought is pooled, packed by 3 kg and sold. */
async function season({
  slips,
  priceFen,
  guaranteeOn = '2026-12-31',
  advanceBp = 0,
}: {
  slips: number
  priceFen: number
  guaranteeOn?: string
  advanceBp?: number
}) {
  const clock = new TestClock('2026-06-01')
  const context = testContext({ clock })
  const organisationId = await makeOrganisation(context)
  const enterpriseId = await makeOrganisation(context, { kind: 'enterprise', nameZh: '示例果业公司', nameEn: 'Example Fruit Ltd' })
  const contractVersionId = await makeContract(context, { organisationId, enterpriseId, guaranteeOn, advanceBp })
  const householdIds = [await makeHousehold(context), await makeHousehold(context)]
  const deliveryIds: string[] = []
  for (const householdId of householdIds) {
    await makeMember(context, organisationId, householdId)
    for (let i = 0; i < slips; i++) {
      deliveryIds.push(
        await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 30_000 + i * 3000, on: '2026-06-01' }),
      )
    }
  }
  const lotId = await makeLot(context, { organisationId, deliveryIds: deliveryIds.filter((_, index) => index % 2 === 0) })
  const { packId } = await makePackLot(context, { lotId, packGrams: 3000, units: 10 })
  clock.moveTo('2026-06-02')
  await sellAndFinalise(context, { packId, units: 10, priceFen })
  return { context, clock, organisationId, householdId: householdIds[0]!, otherId: householdIds[1]! }
}

describe('loadCard', () => {
  it('tells what was delivered, guaranteed, earned and due, and what is not received yet', async () => {
    const { context, householdId } = await season({ slips: 3, priceFen: 1416 })
    const card = await loadCard(context, householdId, {})
    // 99 kg at a floor of 4.00, of which 60 % are the household's: 2.40 a kg.
    expect(card.seasons).toMatchObject([{ year: '2026', slips: 3, grams: 99_000, floorDueFen: 23_760 }])
    // 30 of the lot's 99 kg sold at 4.72: 141.60, the pool 84.96; 30 and 36 kg of the lot are this household's.
    expect(cardTotals(card.slips)).toMatchObject({
      grams: 99_000,
      entitledFen: 2574 + 3089,
      dueFen: 5663,
      receivedFen: 0,
      waitingFen: 5663,
    })
  })

  it('agrees with the settlement to the fen, and counts as received only what the bank has paid', async () => {
    const { context, clock, organisationId, householdId } = await season({ slips: 3, priceFen: 1416 })
    clock.moveTo('2026-06-30')
    const settlementId = await makeSettlement(context, { organisationId, month: '2026-06', status: 'exported' })
    const line = (await listLines(context.county, settlementId, { limit: 100 })).find(({ partyId }) => partyId === householdId)
    const exported = cardTotals((await loadCard(context, householdId, {})).slips)
    expect(exported).toMatchObject({ dueFen: line!.dueFen, receivedFen: 0, onTheWayFen: line!.amountFen })
  })

  it('counts what lines carried for an old slip also when two years of lines have come since', async () => {
    const { context, clock, organisationId, householdId } = await season({ slips: 3, priceFen: 1416 })
    clock.moveTo('2026-06-30')
    await makeSettlement(context, { organisationId, month: '2026-06', status: 'exported' })
    const before = cardTotals((await loadCard(context, householdId, {})).slips)
    const months = JSON.stringify(
      Array.from({ length: 24 }, (_, n) => `${2027 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`),
    )
    const later = [
      sql`INSERT INTO settlements (id, organisation_id, kind, month, status, as_of_on, through_seq, lines, total_fen, made_by, made_at_ms)
        SELECT 'stl_' || ${householdId} || value, ${organisationId}, 'surplus', value, 'closed', value || '-28', 0, 1, 1, 'x', 1 FROM json_each(${months})`,
      sql`INSERT INTO settlement_lines (id, settlement_id, party, party_id, village_code, due_fen, before_fen, share_fen, guarantee_fen, amount_fen, status)
        SELECT 'line' || ${householdId} || value, 'stl_' || ${householdId} || value, 'household', ${householdId}, (SELECT village_code FROM households WHERE id = ${householdId}),
          1, 0, 1, 0, 1, 'released' FROM json_each(${months})`,
    ]
    expect(await context.county.run(later)).toBeNull()
    expect(before.onTheWayFen).toBeGreaterThan(0)
    expect(cardTotals((await loadCard(context, householdId, {})).slips)).toEqual(before)
  })

  it('says what waits for a guarantor whose date has passed', async () => {
    const { context, clock, organisationId, householdId } = await season({ slips: 3, priceFen: 900, guaranteeOn: '2026-06-20' })
    clock.moveTo('2026-06-30')
    await makeSettlement(context, { organisationId, month: '2026-06' })
    const card = await loadCard(context, householdId, {})
    const totals = cardTotals(card.slips)
    expect(totals.dueFen).toBe(23_760)
    expect(totals.awaitingGuarantorFen).toBe(totals.dueFen - totals.entitledFen)
    expect(card.overdue).toMatchObject([{ guarantorZh: '示例果业公司' }])
    expect(totals.receivedFen).toBe(totals.entitledFen)
  })

  it('pages twenty slips at a time, newest first, at a bounded price', async () => {
    const { context, clock, organisationId, householdId } = await season({ slips: 45, priceFen: 1416 })
    clock.moveTo('2026-06-30')
    await makeSettlement(context, { organisationId, month: '2026-06' })
    const read = async (before?: string) => {
      const from = context.county.meter.rowsRead
      const card = await loadCard(context, householdId, { before })
      return { card, rows: context.county.meter.rowsRead - from }
    }
    const first = await read()
    const second = await read(first.card.next!)
    const third = await read(second.card.next!)
    const shown = [first, second, third].map(({ card }) => card.slips.map(({ deliveryId }) => deliveryId))
    expect(shown.map((ids) => ids.length)).toEqual([20, 20, 5])
    expect(new Set(shown.flat()).size).toBe(45)
    expect(third.card.next).toBeNull()
    // One row each for the session and the name are read besides.
    for (const { card, rows } of [first, second, third]) expect(rows).toBeLessThanOrEqual(18 + 4 * card.slips.length)
  })

  it('never shows another household’s slips', async () => {
    const { context, householdId, otherId } = await season({ slips: 2, priceFen: 1416 })
    const own = await loadCard(context, householdId, {})
    const other = await loadCard(context, otherId, {})
    expect(own.slips.filter(({ deliveryId }) => other.slips.some((slip) => slip.deliveryId === deliveryId))).toEqual([])
  })
})
