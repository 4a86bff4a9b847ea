import { describe, expect, it } from 'vitest'
import { findVersion } from '../../src/contract/queries.ts'
import { actingAs } from '../../src/http/context.ts'
import { reverseDelivery } from '../../src/intake/commands.ts'
import { findDelivery } from '../../src/intake/queries.ts'
import { loadCard } from '../../src/income/card/queries.ts'
import type { Role } from '../../src/kernel/actor.ts'
import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import { poolLot, recordLoss } from '../../src/lot/commands.ts'
import { decideCorrection, proposeCorrection } from '../../src/lot/correction/commands.ts'
import type { NewCorrection } from '../../src/lot/correction/input.ts'
import { correctionsOf, openCorrections } from '../../src/lot/correction/queries.ts'
import { findLot, originsOf } from '../../src/lot/queries.ts'
import { recountSettlement } from '../../src/oversight/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { closeLots } from '../../src/proceeds/commands/finalise.ts'
import { recordReservePayment } from '../../src/settlement/commands/record-reserve-payment.ts'
import { draftSettlement } from '../../src/settlement/commands/draft-settlement.ts'
import { approveSettlement } from '../../src/settlement/commands/approve-settlement.ts'
import { rejectSettlement } from '../../src/settlement/commands/reject-settlement.ts'
import { writeOff } from '../../src/settlement/commands/write-off.ts'
import { publishNotice } from '../../src/settlement/commands/publish-notice.ts'
import { listLines } from '../../src/settlement/queries.ts'
import { makeGuaranteePayment, makeSettlement } from '../support/factories/settlement.ts'
import { sellAndFinalise } from '../support/factories/order.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { problemOf, TestClock, testContext, userWith, valueOf } from '../support/context.ts'

const differences = async (context: Context, id: string) => (await recountSettlement(context.county, context.actor, id))!.differences

/** Six households with a slip of 100 kg each in one lot, packed whole; a clerk to propose and a manager to decide. */
async function yard() {
  const clock = new TestClock()
  const system = testContext({ clock })
  const made = await makeSeason(system, { households: 6, gramsEach: 100_000, packGrams: 5_000 })
  const { contractId } = (await findVersion(system.county, made.contractVersionId))!
  const as = (role: Role, scope = made.organisationId): Context => actingAs(system, userWith({ role, scope }))
  const clerk = as('clerk')
  const manager = as('manager')
  const weighed = (grams: number, more: Partial<NonNullable<NewCorrection['corrected']>> = {}): NewCorrection => ({
    corrected: {
      householdId: made.householdIds[0]!,
      grade: 'first',
      grossGrams: grams + 2_000,
      tareGrams: 2_000,
      deductedGrams: 0,
      ...more,
    },
    reason: '磅秤未归零',
  })
  const correct = async (input: NewCorrection, deliveryId = made.deliveryIds[0]!) => {
    clock.pass(60_000)
    const id = valueOf(await proposeCorrection(clerk, deliveryId, input))
    return valueOf(await decideCorrection(manager, id, { decision: 'approve', words: '' }))
  }
  return { ...made, contractId, clock, system, as, clerk, manager, weighed, correct }
}

describe('proposeCorrection', () => {
  it('changes nothing until a second person has approved', async () => {
    const { clerk, manager, deliveryIds, lotId, system, weighed } = await yard()
    const before = await originsOf(system.county, lotId)
    const id = valueOf(await proposeCorrection(clerk, deliveryIds[0]!, weighed(90_000)))
    expect(await originsOf(system.county, lotId)).toEqual(before)
    expect(await openCorrections(system.county, manager.actor)).toMatchObject([{ id, before: { netGrams: 100_000 }, grossGrams: 92_000 }])
    valueOf(await decideCorrection(manager, id, { decision: 'refuse', words: '重量无误' }))
    expect(await originsOf(system.county, lotId)).toEqual(before)
    expect(await correctionsOf(system.county, manager.actor, deliveryIds[0]!)).toMatchObject([
      { status: 'refused', decisionWords: '重量无误' },
    ])
  })

  it('refuses what a new slip would be refused for, a second correction at once, and one that changes nothing', async () => {
    const { clerk, deliveryIds, weighed, system } = await yard()
    const code = async (input: NewCorrection) => problemOf(await proposeCorrection(clerk, deliveryIds[0]!, input)).code
    expect(await code(weighed(100_000))).toBe('correction_changes_nothing')
    expect(await code(weighed(0))).toBe('weight_impossible')
    expect(await code(weighed(90_000, { priceFenPerKg: 1 }))).toBe('price_below_floor')
    expect(await code(weighed(90_000, { householdId: 'hh_nobody' }))).toBe('not_found')
    valueOf(await proposeCorrection(clerk, deliveryIds[0]!, weighed(90_000)))
    expect(await code(weighed(80_000))).toBe('correction_open')
    expect(await openCorrections(system.county, clerk.actor)).toHaveLength(1)
  })

  it.each([
    ['a guest', { kind: 'guest' }, 'sign_in_required'],
    ['an operator', userWith({ role: 'operator', scope: '*' }), 'forbidden'],
    ['the office', userWith({ role: 'office', scope: '431229000000' }), 'forbidden'],
    ['a clerk of another organisation', userWith({ role: 'clerk', scope: 'org_other' }), 'not_found'],
  ] as const)('is refused to %s', async (_who, actor, code) => {
    const { system, deliveryIds, weighed } = await yard()
    expect(problemOf(await proposeCorrection(actingAs(system, actor), deliveryIds[0]!, weighed(90_000))).code).toBe(code)
  })
})

describe('decideCorrection', () => {
  it('puts a corrected slip in the place of the wrong one, in a lot that is packed already', async () => {
    const { system, manager, deliveryIds, householdIds, lotId, weighed, correct } = await yard()
    await correct(weighed(90_000))
    const origins = await originsOf(system.county, lotId)
    expect(origins.map(({ grams }) => grams).sort((a, b) => a - b)).toEqual([90_000, 100_000, 100_000, 100_000, 100_000, 100_000])
    expect(origins.some(({ deliveryId }) => deliveryId === deliveryIds[0])).toBe(false)
    expect(await findLot(system.county, lotId)).toMatchObject({ grams: 600_000, correctedGrams: -10_000, slips: 6, households: 6 })
    const wrong = (await findDelivery(manager, deliveryIds[0]!))!
    const right = (await findDelivery(manager, wrong.correctedById!))!
    expect(wrong).toMatchObject({ state: 'reversed', netGrams: 100_000, number: '20260618-0001' })
    expect(right).toMatchObject({ state: 'pooled', netGrams: 90_000, number: '20260618-0001-2', correctsId: wrong.id, floorDueFen: 21_600 })
    const card = await loadCard(system, householdIds[0]!, {})
    expect(card.seasons).toMatchObject([{ slips: 1, grams: 90_000, floorDueFen: 21_600 }])
    expect(card.slips.map(({ deliveryId }) => deliveryId)).toEqual([right.id])
  })

  it('gives the goods to the member they came from', async () => {
    const { system, lotId, householdIds, weighed, correct } = await yard()
    await correct(weighed(100_000, { householdId: householdIds[1]! }))
    expect(await findLot(system.county, lotId)).toMatchObject({ slips: 6, households: 5, correctedGrams: 0 })
    expect((await loadCard(system, householdIds[0]!, {})).slips).toEqual([])
    expect((await loadCard(system, householdIds[1]!, {})).slips).toHaveLength(2)
  })

  it('strikes out a slip for goods that never came', async () => {
    const { system, lotId, householdIds, correct } = await yard()
    await correct({ corrected: null, reason: '重复录入' })
    expect(await findLot(system.county, lotId)).toMatchObject({ slips: 5, households: 5, correctedGrams: -100_000 })
    expect((await loadCard(system, householdIds[0]!, {})).slips).toEqual([])
  })

  it('corrects a slip that waits for a lot, and a corrected one again', async () => {
    const { system, organisationId, contractVersionId, householdIds, weighed, correct, manager } = await yard()
    const waiting = await makeDelivery(system, { organisationId, householdId: householdIds[0]!, contractVersionId, grams: 30_000 })
    await correct(weighed(31_000), waiting)
    const second = (await findDelivery(manager, waiting))!.correctedById!
    expect(await findDelivery(manager, second)).toMatchObject({ state: 'waiting', netGrams: 31_000 })
    await correct(weighed(32_000), second)
    const third = (await findDelivery(manager, second))!.correctedById!
    expect(await findDelivery(manager, third)).toMatchObject({ number: '20260618-0007-3', netGrams: 32_000 })
  })

  it('refuses the proposer, a second decision, and what the last slip of a lot would leave empty', async () => {
    const { clerk, manager, as, deliveryIds, weighed, system } = await yard()
    const own = valueOf(await proposeCorrection(manager, deliveryIds[0]!, weighed(90_000)))
    expect(problemOf(await decideCorrection(manager, own, { decision: 'approve', words: '' })).code).toBe('correction_by_proposer')
    expect(problemOf(await decideCorrection(clerk, own, { decision: 'approve', words: '' })).code).toBe('forbidden')
    valueOf(await decideCorrection(as('office', '431229000000'), own, { decision: 'approve', words: '' }))
    expect(problemOf(await decideCorrection(as('office', '431229000000'), own, { decision: 'refuse', words: '' })).code).toBe(
      'correction_decided',
    )
    const alone = await makeSeason(system, { households: 1, gramsEach: 10_000, packGrams: 5_000 })
    const strike = valueOf(await proposeCorrection(system, alone.deliveryIds[0]!, { corrected: null, reason: '重复录入' }))
    const decider = actingAs(system, userWith({ role: 'manager', scope: alone.organisationId }))
    expect(problemOf(await decideCorrection(decider, strike, { decision: 'approve', words: '' })).code).toBe('lot_without_weight')
  })

  it('counts two corrections of one lot at the same moment, one after the other', async () => {
    const { clerk, manager, deliveryIds, householdIds, lotId, weighed, system } = await yard()
    const first = valueOf(await proposeCorrection(clerk, deliveryIds[0]!, weighed(90_000)))
    const second = valueOf(await proposeCorrection(clerk, deliveryIds[1]!, weighed(80_000, { householdId: householdIds[1]! })))
    const late = interruptedBy(manager, async () => decideCorrection(manager, second, { decision: 'approve', words: '' }))
    valueOf(await decideCorrection(late, first, { decision: 'approve', words: '' }))
    expect(await findLot(system.county, lotId)).toMatchObject({ correctedGrams: -30_000, slips: 6 })
  })

  it('finds a slip that was pooled or reversed since it was read', async () => {
    const { clerk, manager, householdIds, contractVersionId, organisationId, weighed, system } = await yard()
    const slip = () => makeDelivery(system, { organisationId, householdId: householdIds[0]!, contractVersionId, grams: 30_000 })
    const [pooled, reversed] = [await slip(), await slip()]
    const of = async (id: string) => valueOf(await proposeCorrection(clerk, id, weighed(31_000)))
    const approve = { decision: 'approve' as const, words: '' }
    const [first, second] = [await of(pooled), await of(reversed)]
    let lotId = ''
    const pools = interruptedBy(manager, async () => (lotId = valueOf(await poolLot(system, { organisationId, deliveryIds: [pooled] }))))
    valueOf(await decideCorrection(pools, first, approve))
    expect(await findLot(system.county, lotId)).toMatchObject({ grams: 30_000, correctedGrams: 1_000, slips: 1 })
    const takesBack = interruptedBy(manager, async () => valueOf(await reverseDelivery(system, reversed, '重复')))
    expect(problemOf(await decideCorrection(takesBack, second, approve)).code).toBe('slip_reversed')
  })
})

describe('a correction after the money has been paid out', () => {
  async function sold() {
    const given = await yard()
    const { system, packId, organisationId, contractId, clock } = given
    await sellAndFinalise(system, { packId, units: 60 })
    clock.moveTo('2026-06-24')
    await makeSettlement(system, { organisationId, month: '2026-06' })
    return { ...given, organisationId, contractId }
  }

  it('sets off what a household was given too much, and pays the others what they lacked', async () => {
    const { system, organisationId, householdIds, weighed, correct, packId, clock } = await sold()
    await correct(weighed(50_000))
    await sellAndFinalise(system, { packId, units: 60 })
    clock.moveTo('2026-08-31')
    valueOf(await recordReservePayment(system, { organisationId, amountFen: 10_000_000, bankReference: 'RES-1', paidOn: '2026-08-01' }))
    const id = await makeSettlement(system, { organisationId, month: '2026-08' })
    const lines = await listLines(system.county, id)
    const of = (household: string) => lines.find(({ partyId }) => partyId === household)
    // 120 packs at 39.90: S = 4,788.00, P = 2,872.80 over 550 kg; 239.40 each went out of the first 60 packs.
    expect(of(householdIds[0]!)?.amountFen).toBe(26_116 - 23_940)
    expect(new Set(householdIds.slice(1).map((household) => of(household)!.amountFen + 23_940))).toEqual(new Set([52_232, 52_233]))
    expect(await differences(system, id)).toEqual([])
  })

  it('fronts from the reserve what the pool has paid to the wrong member, and takes it back from later dues', async () => {
    const { system, organisationId, contractId, householdIds, manager, weighed, correct, clock } = await sold()
    await correct(weighed(100_000, { householdId: householdIds[1]! }))
    clock.moveTo('2026-08-31')
    const fronted = () => balanceFen(system.county, account(organisationId, 'fronted', `pool:${contractId}`))
    const id = valueOf(await draftSettlement(manager, { organisationId, month: '2026-08' }))
    valueOf(await publishNotice(manager, id))
    clock.pass(7 * 86_400_000)
    expect(problemOf(await approveSettlement(system, id)).code).toBe('reserve_short')
    valueOf(await recordReservePayment(manager, { organisationId, amountFen: 23_940, bankReference: 'RES-2', paidOn: '2026-08-01' }))
    valueOf(await approveSettlement(system, id))
    expect(await fronted()).toBe(-23_940)
    expect(await balanceFen(system.county, account(organisationId, 'household', householdIds[1]))).toBe(23_940)
  })

  it('writes off what is left when the contract has ended, from the reserve, and sets it off no more', async () => {
    const { system, organisationId, contractId, householdIds, lotId, packLotId, as, manager, weighed, correct, clock } = await sold()
    await correct(weighed(100_000, { householdId: householdIds[1]! }))
    clock.moveTo('2026-08-31')
    valueOf(await recordReservePayment(manager, { organisationId, amountFen: 30_000, bankReference: 'RES-3', paidOn: '2026-08-01' }))
    await makeSettlement(system, { organisationId, month: '2026-08' })
    const input = { contractId, reason: '协议到期，农户无后续应得' }
    const code = async (context: Context) => problemOf(await writeOff(context, input)).code
    expect(await code(manager)).toBe('contract_running')
    clock.moveTo('2027-01-05')
    expect(await code(as('clerk'))).toBe('forbidden')
    expect(await code(as('office', '431229000000'))).toBe('forbidden')
    expect(await code(as('manager', 'org_other'))).toBe('not_found')
    expect(await code(manager)).toBe('lots_open')
    valueOf(await recordLoss(manager, lotId, { packLotId, units: 60, kind: 'unsold', reason: '过季未售' }))
    await closeLots(system)
    const open = valueOf(await draftSettlement(manager, { organisationId, month: '2026-12' }))
    expect(await code(manager)).toBe('settlement_open')
    valueOf(await rejectSettlement(system, open, { reason: '先核销' }))
    let meanwhile = ''
    const drafts = async () => (meanwhile = valueOf(await draftSettlement(manager, { organisationId, month: '2026-12' })))
    expect(await code(interruptedBy(manager, drafts))).toBe('settlement_open')
    valueOf(await rejectSettlement(system, meanwhile, { reason: '先核销' }))
    // The floor is due since the guarantee date: 240.00 stands against the 239.40 that were paid.
    valueOf(await writeOff(manager, input))
    expect(await code(manager)).toBe('nothing_to_write_off')
    expect(await balanceFen(system.county, account(organisationId, 'fronted', `pool:${contractId}`))).toBe(0)
    expect(await balanceFen(system.county, account(organisationId, 'reserve'))).toBe(30_000 - 23_940)
    await makeGuaranteePayment(system, { contractId, amountFen: 100_000 })
    const id = await makeSettlement(system, { organisationId, month: '2027-01' })
    expect(await differences(system, id)).toEqual([])
    expect((await listLines(system.county, id)).every(({ partyId }) => partyId !== householdIds[0])).toBe(true)
  })

  it('shows on the card what was received for the slip before it was corrected', async () => {
    const { system, householdIds, weighed, correct } = await sold()
    await correct(weighed(110_000))
    await correct(weighed(105_000), (await loadCard(system, householdIds[0]!, {})).slips[0]!.deliveryId)
    const { slips } = await loadCard(system, householdIds[0]!, {})
    expect(slips).toMatchObject([{ grams: 105_000, receivedFen: 23_940 }])
    expect(slips[0]!.dueFen).toBeGreaterThan(23_940)
  })

  it('keeps the floor: the guarantor’s money follows the corrected weight', async () => {
    const given = await yard()
    const { system, organisationId, contractId, householdIds, weighed, correct, clock } = given
    clock.moveTo('2026-12-31')
    await makeGuaranteePayment(system, { contractId, amountFen: 6 * 24_000 })
    await makeSettlement(system, { organisationId, month: '2026-12' })
    await correct(weighed(110_000))
    await makeGuaranteePayment(system, { contractId, amountFen: 2_400 })
    clock.moveTo('2027-01-31')
    const id = await makeSettlement(system, { organisationId, month: '2027-01' })
    expect(await listLines(system.county, id)).toMatchObject([{ partyId: householdIds[0], amountFen: 2_400, dueFen: 26_400 }])
    expect(await differences(system, id)).toEqual([])
  })
})
