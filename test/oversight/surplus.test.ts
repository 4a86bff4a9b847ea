import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { importAnswer } from '../../src/income/commands.ts'
import { recountSettlement } from '../../src/oversight/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { approveSettlement } from '../../src/settlement/commands/approve-settlement.ts'
import { closeSettlement } from '../../src/settlement/commands/close-settlement.ts'
import { exportSettlement } from '../../src/settlement/commands/export-settlement.ts'
import { publishNotice } from '../../src/settlement/commands/publish-notice.ts'
import { listLines } from '../../src/settlement/queries.ts'
import { draftUnpaidSurplus } from '../../src/settlement/surplus/commands.ts'
import { testContext, TestClock, userWith, valueOf } from '../support/context.ts'
import { makeContract } from '../support/factories/contract.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { asSystem } from '../support/factories/made.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { bankAnswer } from '../support/factories/settlement.ts'
import { makeCapital, makeSurplus, makeSurplusDeposit } from '../support/factories/surplus.ts'

const office = userWith({ role: 'office', scope: '431229000000' })

async function year() {
  const clock = new TestClock('2026-06-18')
  const context = testContext({ clock })
  const organisationId = await makeOrganisation(context)
  const contractVersionId = await makeContract(context, { organisationId })
  const households: string[] = []
  for (const grams of [123_456, 77_777, 45_123]) {
    const householdId = await makeMember(context, organisationId, await makeHousehold(context))
    households.push(householdId)
    for (const part of [grams, grams + 333])
      await makeDelivery(context, { organisationId, householdId, contractVersionId, grams: part, priceFenPerKg: 471 })
    await makeCapital(context, { organisationId, householdId, shareFen: grams % 1000 })
    await makeCapital(context, { organisationId, householdId, shareFen: 333, kind: 'reserve_share' })
  }
  await makeCapital(context, { organisationId, householdId: households[0]!, shareFen: 5000, fromOn: '2026-06-01' })
  clock.moveTo('2027-02-10')
  await makeSurplusDeposit(context, organisationId, 10_000_000)
  const id = await makeSurplus(context, { organisationId, year: '2026', surplusFen: 1_000_003 })
  return { clock, context, organisationId, households, id }
}

async function differing({ county }: Context, id: string) {
  const { figures, differences } = (await recountSettlement(county, office, id))!
  return { figures, differing: differences.map(({ figure }) => figure) }
}

describe('the recount of a surplus settlement', () => {
  it('comes to the same figures from slips and capital records, and does so after later changes, too', async () => {
    const { clock, context, organisationId, households, id } = await year()
    expect(await differing(context, id)).toEqual({ figures: 3 * 4 + 3 + 3 + 1, differing: [] })
    clock.pass(1000)
    await makeCapital(context, { organisationId, householdId: households[1]!, shareFen: 99_999, fromOn: '2026-06-02' })
    expect((await differing(context, id)).differing).toEqual([])
  })

  it('follows what came back from the bank into the settlement that pays it again', async () => {
    const { clock, context, organisationId, households, id } = await year()
    const maker = asSystem(context, 'settlement-maker')
    valueOf(await publishNotice(maker, id))
    clock.pass(8 * 86_400_000)
    valueOf(await approveSettlement(asSystem(context, 'other'), id))
    const lines = await listLines(context.county, id, { limit: 100 })
    valueOf(await exportSettlement(maker, id))
    valueOf(await importAnswer(maker, id, { answer: bankAnswer(lines, '2027-02-18', ({ partyId }) => partyId === households[0]) }))
    valueOf(await closeSettlement(maker, id))
    clock.moveTo('2027-03-02')
    const second = valueOf(await draftUnpaidSurplus(maker, organisationId))
    expect(await differing(context, second)).toEqual({ figures: 2, differing: [] })
    expect((await differing(context, id)).differing).toEqual([])
  })

  it('finds a figure that was changed in the database', async () => {
    const { context, households, id } = await year()
    const { county } = context
    await county.run([
      sql`DROP TRIGGER surplus_parts_no_update`,
      sql`UPDATE surplus_parts SET by_volume_fen = by_volume_fen + 1 WHERE settlement_id = ${id} AND household_id = ${households[0]!}`,
    ])
    expect((await differing(context, id)).differing).toEqual([`member ${households[0]} by volume`])
  })

  it('is for the office of the place only', async () => {
    const { context, id } = await year()
    expect(await recountSettlement(context.county, userWith({ role: 'office', scope: '431226000000' }), id)).toBeNull()
  })
})
