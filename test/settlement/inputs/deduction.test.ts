import { describe, expect, it } from 'vitest'
import { findVersion } from '../../../src/contract/queries.ts'
import { account, type AccountCode } from '../../../src/ledger/account.ts'
import { balanceFen } from '../../../src/ledger/queries.ts'
import { recountSettlement } from '../../../src/oversight/queries.ts'
import { listLines } from '../../../src/settlement/queries.ts'
import { TestClock, testContext } from '../../support/context.ts'
import { makeOffer } from '../../support/factories/catalogue.ts'
import { makeContract } from '../../support/factories/contract.ts'
import { makeHousehold } from '../../support/factories/household.ts'
import { makeInput } from '../../support/factories/inputs.ts'
import { makeDelivery } from '../../support/factories/intake.ts'
import { makeLot, makePackLot } from '../../support/factories/lot.ts'
import { sellAndFinalise } from '../../support/factories/order.ts'
import { makeMember, makeOrganisation } from '../../support/factories/organisation.ts'
import { makeGuaranteePayment, makeSettlement } from '../../support/factories/settlement.ts'

/** Two households with 100 kg each, sold at 30.00 a pack of 5 kg: S = 1,200.00, 360.00 a household, floor 240.00. The first took inputs. */
async function season(amountFen: number) {
  const clock = new TestClock('2026-06-18')
  const context = testContext({ clock })
  const organisationId = await makeOrganisation(context)
  const contractVersionId = await makeContract(context, { organisationId, inputCapBp: 3000, guaranteeOn: '2026-07-31' })
  const { contractId } = (await findVersion(context.county, contractVersionId))!
  const householdIds = [await makeHousehold(context), await makeHousehold(context)]
  for (const householdId of householdIds) await makeMember(context, organisationId, householdId)
  const slip = (householdId: string) => makeDelivery(context, { organisationId, householdId, contractVersionId, grams: 100_000 })
  const deliveryIds = [await slip(householdIds[0]!), await slip(householdIds[1]!)]
  const lotId = await makeLot(context, { organisationId, deliveryIds })
  const { packId } = await makePackLot(context, { lotId, packGrams: 5_000, units: 40 })
  await makeOffer(context, { organisationId, packId, priceFen: 3_000 })
  await makeInput(context, { organisationId, householdId: householdIds[0]!, contractVersionId, amountFen })
  const held = (code: AccountCode, subject?: string) => balanceFen(context.county, account(organisationId, code, subject))
  const settle = async (month: string, fails: readonly string[] = []) => {
    const id = await makeSettlement(context, { organisationId, month, fails: ({ partyId }) => fails.includes(partyId) })
    const lines = await listLines(context.county, id)
    const differences = (await recountSettlement(context.county, context.actor, id))!.differences
    return { lines, differences, of: (partyId: string) => lines.find((line) => line.partyId === partyId) }
  }
  return { clock, context, organisationId, contractId, first: householdIds[0]!, second: householdIds[1]!, packId, held, settle }
}

describe('inputs on credit in a settlement', () => {
  it('takes the contract’s cap of a line, and the rest from later ones', async () => {
    const { clock, context, organisationId, first, second, packId, held, settle } = await season(15_000)
    await sellAndFinalise(context, { packId, units: 40 })
    clock.moveTo('2026-06-30')
    const { lines, of, differences } = await settle('2026-06')
    expect(of(first)).toMatchObject({ shareFen: 36_000, creditFen: 10_800, amountFen: 25_200 })
    expect(of(second)).toMatchObject({ shareFen: 36_000, creditFen: 0, amountFen: 36_000 })
    expect(lines.find(({ party }) => party === 'cooperative')).toMatchObject({ partyId: organisationId, amountFen: 12_000 + 10_800 })
    expect(differences).toEqual([])
    expect([await held('inputs', first), await held('supplied')]).toEqual([-4_200, 4_200])
    expect(await held('party', organisationId)).toBe(0)
  })

  it('pays the whole floor in money before anything is taken off', async () => {
    const { clock, context, contractId, first, packId, settle } = await season(15_000)
    await sellAndFinalise(context, { packId, units: 20 })
    clock.moveTo('2026-08-01')
    await makeGuaranteePayment(context, { contractId, amountFen: 12_000 })
    const { of, differences } = await settle('2026-07')
    expect(of(first)).toMatchObject({ shareFen: 18_000, guaranteeFen: 6_000, creditFen: 0, amountFen: 24_000 })
    expect(differences).toEqual([])
  })

  it('owes the inputs again when the bank refuses the line, and takes them off once when it is paid', async () => {
    const { clock, context, organisationId, first, packId, held, settle } = await season(9_000)
    await sellAndFinalise(context, { packId, units: 40 })
    clock.moveTo('2026-06-30')
    const refused = await settle('2026-06', [first])
    expect(refused.of(first)).toMatchObject({ status: 'failed', creditFen: 9_000 })
    expect([await held('inputs', first), await held('supplied')]).toEqual([-9_000, 9_000])
    expect(await held('fronted', `party:${organisationId}`)).toBe(-9_000)
    clock.moveTo('2026-07-31')
    const paid = await settle('2026-07')
    expect(paid.of(first)).toMatchObject({ status: 'paid', creditFen: 9_000, amountFen: 27_000 })
    expect([await held('inputs', first), await held('supplied')]).toEqual([0, 0])
    expect(await held('fronted', `party:${organisationId}`)).toBe(0)
    expect([refused.differences, paid.differences]).toEqual([[], []])
  })
})
