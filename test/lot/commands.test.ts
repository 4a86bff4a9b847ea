import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { actingAs } from '../../src/http/context.ts'
import { reverseDelivery } from '../../src/intake/commands.ts'
import { waitingKinds } from '../../src/intake/queries.ts'
import { definePack, packLot, poolLot, recordLoss } from '../../src/lot/commands.ts'
import { listLots, lotVillages, readLot } from '../../src/lot/listing/queries.ts'
import { findLot, findPack, findPackLot, originsOf } from '../../src/lot/queries.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { reserveUnits } from '../support/stock.ts'
import { makeContract } from '../support/factories/contract.ts'
import { makeHousehold, zhugeVillage } from '../support/factories/household.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeLot, makePackLot, makeSeason } from '../support/factories/lot.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'

const secondVillage = '431229200201'
const context = testContext()

async function makeYard() {
  const organisationId = await makeOrganisation(context)
  const contractVersionId = await makeContract(context, { organisationId })
  const householdIds = [await makeHousehold(context), await makeHousehold(context, { villageCode: secondVillage })]
  for (const householdId of householdIds) await makeMember(context, organisationId, householdId)
  const slip = (household: 0 | 1, grams: number, more: { on?: string; grade?: 'second' } = {}) =>
    makeDelivery(context, { organisationId, householdId: householdIds[household]!, contractVersionId, grams, ...more })
  const clerk = actingAs(context, userWith({ role: 'clerk', scope: organisationId }))
  return { organisationId, contractVersionId, householdIds, slip, clerk }
}

const strangers: [string, Parameters<typeof actingAs>[1], string][] = [
  ['a guest', { kind: 'guest' }, 'sign_in_required'],
  ['an operator', userWith({ role: 'operator', scope: '*' }), 'forbidden'],
  ['the county office', userWith({ role: 'office', scope: '431229000000' }), 'forbidden'],
  ['a supervisor', userWith({ role: 'supervisor', scope: zhugeVillage }), 'forbidden'],
  ['a household', { kind: 'household', householdId: 'hh_1', cardId: 'card_1' }, 'forbidden'],
  ['a manager of another cooperative', userWith({ role: 'manager', scope: 'org_other' }), 'not_found'],
]

describe('poolLot', () => {
  it('freezes which slips the lot consists of, to the gram, and where and when they came from', async () => {
    const { organisationId, householdIds, slip, clerk } = await makeYard()
    const deliveryIds = [await slip(0, 62_501, { on: '2026-06-17' }), await slip(0, 1_001), await slip(1, 30_000)]
    const id = valueOf(await poolLot(clerk, { organisationId, deliveryIds }))
    expect(await findLot(context.county, id)).toMatchObject({
      number: 'L20260618-001',
      countyCode: '431229000000',
      grams: 93_502,
      slips: 3,
      households: 2,
      firstDeliveredOn: '2026-06-17',
      lastDeliveredOn: '2026-06-18',
      goodsFloorFen: 25_001 + 401 + 12_000,
      floorDueFen: 15_001 + 241 + 7_200,
    })
    const grams = new Map((await originsOf(context.county, id)).map((origin) => [origin.deliveryId, [origin.householdId, origin.grams]]))
    expect(deliveryIds.map((deliveryId) => grams.get(deliveryId))).toEqual([
      [householdIds[0], 62_501],
      [householdIds[0], 1_001],
      [householdIds[1], 30_000],
    ])
    expect(
      (await lotVillages(context.county, id)).map(({ villageCode, households, slips, grams }) => [villageCode, households, slips, grams]),
    ).toEqual([
      [zhugeVillage, 1, 2, 63_502],
      [secondVillage, 1, 1, 30_000],
    ])
    expect(await waitingKinds(clerk, organisationId)).toEqual([])
  })

  it('counts its numbers within organisation and day', async () => {
    const { organisationId, slip } = await makeYard()
    await makeLot(context, { organisationId, deliveryIds: [await slip(0, 1_000)] })
    const second = await makeLot(context, { organisationId, deliveryIds: [await slip(0, 1_000)] })
    expect((await findLot(context.county, second))?.number).toBe('L20260618-002')
  })

  it('takes a slip once, even when two clerks pool it at the same moment', async () => {
    const { organisationId, slip, clerk } = await makeYard()
    const [shared, mine, theirs] = [await slip(0, 1_000), await slip(0, 2_000), await slip(1, 3_000)]
    const results = await Promise.all([
      poolLot(clerk, { organisationId, deliveryIds: [shared, mine] }),
      poolLot(clerk, { organisationId, deliveryIds: [shared, theirs] }),
    ])
    const refused = results.find(({ ok }) => !ok)!
    expect(problemOf(refused)).toMatchObject({ code: 'slip_pooled', facts: { number: '20260618-0001' } })
    expect(await listLots(clerk, { organisationId })).toHaveLength(1)
  })

  it('refuses what does not belong together and leaves no lot behind', async () => {
    const { organisationId, slip, clerk, householdIds, contractVersionId } = await makeYard()
    const otherVersion = await makeContract(context, { organisationId })
    const first = await slip(0, 1_000)
    const reversed = await slip(0, 2_000)
    valueOf(await reverseDelivery(clerk, reversed, '称错了'))
    const elsewhere = await makeYard()
    const cases: [string[], string][] = [
      [[first, await slip(1, 1_000, { grade: 'second' })], 'slip_does_not_fit_lot'],
      [
        [first, await makeDelivery(context, { organisationId, householdId: householdIds[0]!, contractVersionId: otherVersion, grams: 1 })],
        'slip_does_not_fit_lot',
      ],
      [[first, reversed], 'slip_reversed'],
      [[first, await elsewhere.slip(0, 1_000)], 'not_found'],
      [[first, 'dlv_nothing'], 'not_found'],
      [[], 'lot_empty'],
    ]
    for (const [deliveryIds, code] of cases) expect(problemOf(await poolLot(clerk, { organisationId, deliveryIds })).code).toBe(code)
    expect(await listLots(clerk, { organisationId })).toEqual([])
    expect(await findLot(context.county, contractVersionId)).toBe(null)
  })

  it.each(strangers)('is not for %s', async (_, actor, code) => {
    const { organisationId, slip } = await makeYard()
    const deliveryIds = [await slip(0, 1_000)]
    expect(problemOf(await poolLot(actingAs(context, actor), { organisationId, deliveryIds })).code).toBe(code)
    expect(await listLots(context, { organisationId })).toEqual([])
  })
})

describe('a lot', () => {
  it('is frozen: the database refuses another composition and another slip', async () => {
    const { lotId, organisationId, contractVersionId, householdIds } = await makeSeason(context, {
      households: 2,
      gramsEach: 5_000,
      packGrams: 2_500,
    })
    const late = await makeDelivery(context, { organisationId, householdId: householdIds[0]!, contractVersionId, grams: 1_000 })
    await expect(context.county.run([sql`UPDATE lots SET grams = grams + 1 WHERE id = ${lotId}`])).rejects.toThrow('append_only')
    await expect(context.county.run([sql`UPDATE lot_origins SET grams = grams + 1 WHERE lot_id = ${lotId}`])).rejects.toThrow('append_only')
    await expect(context.county.run([sql`DELETE FROM lot_villages WHERE lot_id = ${lotId}`])).rejects.toThrow('append_only')
    const added = sql`INSERT INTO lot_origins (lot_id, delivery_id, household_id, grams) VALUES (${lotId}, ${late}, ${householdIds[0]!}, 1000)`
    expect(await context.county.run([added])).toBe('lot_frozen')
  })

  it('is seen by its organisation and its county, by nobody else', async () => {
    const { lotId, organisationId } = await makeSeason(context, { households: 1, gramsEach: 5_000, packGrams: 2_500 })
    const seen = async (role: 'office' | 'clerk' | 'operator', scope: string) =>
      (await readLot(actingAs(context, userWith({ role, scope })), lotId)) !== null
    expect(await seen('clerk', organisationId)).toBe(true)
    expect(await seen('office', '431229000000')).toBe(true)
    expect(await seen('office', '431226000000')).toBe(false)
    expect(await seen('clerk', 'org_other')).toBe(false)
    expect(await seen('operator', '*')).toBe(false)
  })
})

describe('definePack', () => {
  const pack = { productId: 'bayberry', grade: 'first' as const, packGrams: 2_500, nameZh: '2.5公斤装', nameEn: '2.5 kg box' }

  it('is refused for the same size twice, and for a product or grade nobody knows', async () => {
    const { organisationId, clerk } = await makeYard()
    valueOf(await definePack(clerk, { organisationId, ...pack }))
    expect(problemOf(await definePack(clerk, { organisationId, ...pack, nameZh: '又一个' })).code).toBe('pack_taken')
    expect(problemOf(await definePack(clerk, { organisationId, ...pack, productId: 'durian' })).code).toBe('not_found')
  })

  it.each(strangers)('is not for %s', async (_, actor, code) => {
    const { organisationId } = await makeYard()
    expect(problemOf(await definePack(actingAs(context, actor), { organisationId, ...pack })).code).toBe(code)
  })
})

describe('packLot', () => {
  it('draws the grams, stamps the best-before day and puts the packs on the shelf', async () => {
    const { lotId, packId, packLotId } = await makeSeason(context, { households: 2, gramsEach: 5_000, packGrams: 2_400 })
    expect(await findPackLot(context.county, packLotId)).toMatchObject({
      number: 'L20260618-001-P01',
      units: 4,
      packedOn: '2026-06-18',
      bestBeforeOn: '2026-06-25',
    })
    expect(await findLot(context.county, lotId)).toMatchObject({ packedGrams: 9_600, openUnits: 4 })
    expect(await findPack(context.county, packId)).toMatchObject({ availableUnits: 4, soldUnits: 0 })
  })

  it('refuses more than is left, a pack of another kind, an impossible day and an unknown pack', async () => {
    const { lotId, packId, organisationId } = await makeSeason(context, { households: 1, gramsEach: 5_000, packGrams: 3_000 })
    const clerk = actingAs(context, userWith({ role: 'clerk', scope: organisationId }))
    const input = { packId, units: 1, packedOn: '2026-06-18', shelfLifeDays: 7 }
    const other = valueOf(
      await definePack(clerk, { organisationId, productId: 'bayberry', grade: 'second', packGrams: 100, nameZh: '小盒', nameEn: 'Small' }),
    )
    expect(problemOf(await packLot(clerk, lotId, input))).toMatchObject({ code: 'lot_overdrawn', facts: { left: '2', wanted: '3' } })
    expect(problemOf(await packLot(clerk, lotId, { ...input, packId: other })).code).toBe('pack_does_not_fit_lot')
    expect(problemOf(await packLot(clerk, lotId, { ...input, packedOn: '2026-06-17' })).code).toBe('packed_on_impossible')
    expect(problemOf(await packLot(clerk, lotId, { ...input, packId: 'pck_nothing' })).code).toBe('not_found')
    expect(problemOf(await packLot(clerk, 'lot_nothing', input)).code).toBe('not_found')
    expect(await findLot(context.county, lotId)).toMatchObject({ packedGrams: 3_000, lostGrams: 0 })
  })

  it('never packs a gram twice when two clerks pack at the same moment', async () => {
    const { organisationId, slip, clerk } = await makeYard()
    const lotId = await makeLot(context, { organisationId, deliveryIds: [await slip(0, 10_000)] })
    const { packId } = await makePackLot(context, { lotId, packGrams: 1_000, units: 1 })
    const input = { packId, units: 5, packedOn: '2026-06-18', shelfLifeDays: 7 }
    const results = await Promise.all([packLot(clerk, lotId, input), packLot(clerk, lotId, input)])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(problemOf(results.find(({ ok }) => !ok)!)).toMatchObject({ code: 'lot_overdrawn', facts: { left: '4' } })
  })

  it.each(strangers)('is not for %s', async (_, actor, code) => {
    const { organisationId, slip } = await makeYard()
    const lotId = await makeLot(context, { organisationId, deliveryIds: [await slip(0, 10_000)] })
    const input = { packId: 'pck_any', units: 5, packedOn: '2026-06-18', shelfLifeDays: 7 }
    expect(problemOf(await packLot(actingAs(context, actor), lotId, input)).code).toBe(code)
    expect(await findLot(context.county, lotId)).toMatchObject({ packedGrams: 0 })
  })
})

describe('recordLoss', () => {
  let lotId: string
  let packLotId: string
  let clerk: ReturnType<typeof testContext>
  const spoiled = { kind: 'spoiled' as const, reason: '装车前发霉' }

  beforeAll(async () => {
    const season = await makeSeason(context, { households: 2, gramsEach: 5_250, packGrams: 2_500 })
    lotId = season.lotId
    packLotId = season.packLotId
    clerk = actingAs(context, userWith({ role: 'clerk', scope: season.organisationId }))
  })

  it('writes off loose grams with a photo, then whole packs', async () => {
    const photo = new Blob([new Uint8Array([0xff, 0xd8, 0xff])], { type: 'image/jpeg' })
    valueOf(await recordLoss(clerk, lotId, { grams: 400, ...spoiled }, photo))
    valueOf(await recordLoss(clerk, lotId, { packLotId, units: 1, kind: 'damaged', reason: '跌落' }))
    expect(await findLot(context.county, lotId)).toMatchObject({ packedGrams: 10_000, lostGrams: 400, openUnits: 3 })
    expect(await findPackLot(context.county, packLotId)).toMatchObject({ lostUnits: 1 })
  })

  it('is refused when somebody else writes off the same packs between the look and the writing', async () => {
    const own = await makeSeason(context, { households: 1, gramsEach: 5_000, packGrams: 2_500 })
    const all = { packLotId: own.packLotId, units: 2, ...spoiled }
    const late = interruptedBy(context, async () => valueOf(await recordLoss(context, own.lotId, all)))
    const problem = problemOf(await recordLoss(late, own.lotId, all))
    expect(problem).toMatchObject({ code: 'pack_lot_oversold', facts: { free: 0, wanted: 2 } })
    expect(await findPackLot(context.county, own.packLotId)).toMatchObject({ lostUnits: 2 })
  })

  it('is refused beyond what is left or free, and for packs of another lot', async () => {
    const other = await makeSeason(context, { households: 1, gramsEach: 5_000, packGrams: 2_500 })
    await context.county.run(reserveUnits([{ packLotId, units: 2 }]))
    expect(problemOf(await recordLoss(clerk, lotId, { grams: 101, ...spoiled }))).toMatchObject({
      code: 'lot_overdrawn',
      facts: { left: '0.1' },
    })
    expect(problemOf(await recordLoss(clerk, lotId, { packLotId, units: 2, ...spoiled }))).toMatchObject({
      code: 'pack_lot_oversold',
      facts: { free: 1 },
    })
    expect(problemOf(await recordLoss(clerk, lotId, { packLotId: other.packLotId, units: 1, ...spoiled })).code).toBe('not_found')
    expect(await findLot(context.county, lotId)).toMatchObject({ lostGrams: 400, openUnits: 3 })
  })

  it.each(strangers)('is not for %s', async (_, actor, code) => {
    expect(problemOf(await recordLoss(actingAs(context, actor), lotId, { grams: 1, ...spoiled })).code).toBe(code)
  })
})
