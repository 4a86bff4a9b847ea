import { describe, expect, it } from 'vitest'
import { terminateContract } from '../../src/contract/commands.ts'
import { issueCard } from '../../src/household/card/commands.ts'
import { recordDelivery, reverseDelivery } from '../../src/intake/commands.ts'
import type { NewDelivery } from '../../src/intake/input.ts'
import { findDelivery, listDeliveries, waitingKinds } from '../../src/intake/queries.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import type { Context } from '../../src/platform/context.ts'
import { endMembership } from '../../src/organisation/commands.ts'
import { actingAs } from '../../src/http/context.ts'
import { once } from '../../src/platform/commit.ts'
import { makeContract, makeProduct } from '../support/factories/contract.ts'
import { makeHousehold, zhugeVillage } from '../support/factories/household.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeLot } from '../support/factories/lot.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'

async function scale(overrides: Parameters<typeof makeContract>[1] | object = {}) {
  const system = testContext()
  const organisationId = await makeOrganisation(system)
  const householdId = await makeHousehold(system)
  await makeMember(system, organisationId, householdId)
  const contractVersionId = await makeContract(system, { organisationId, ...overrides })
  const context = actingAs(system, userWith({ role: 'clerk', scope: organisationId }))
  const slip: NewDelivery = {
    organisationId,
    householdId,
    contractVersionId,
    productId: 'bayberry',
    grade: 'first',
    deliveredOn: '2026-06-18',
    grossGrams: 64_500,
    tareGrams: 1_500,
    deductedGrams: 500,
  }
  return { context, system, organisationId, householdId, contractVersionId, slip }
}

async function slipsOf(context: Context, organisationId: string) {
  return listDeliveries(context, { organisationId })
}

describe('recordDelivery', () => {
  it('fixes net weight, floor, village and registry status on the slip', async () => {
    const { context, system, slip } = await scale()
    const id = valueOf(await recordDelivery(context, slip))
    expect(await findDelivery(system, id)).toMatchObject({
      number: '20260618-0001',
      netGrams: 62_500,
      floorFenPerKg: 400,
      guaranteedFenPerKg: 400,
      basisBp: 6000,
      floorDueFen: 15_000,
      villageCode: zhugeVillage,
      registryStatus: 'registered',
      memberNumber: 1,
      state: 'waiting',
      confirmedBy: 'none',
    })
  })

  it('tells the registry status to the household’s offices, not to the cooperative', async () => {
    const { context, system, slip } = await scale()
    const id = valueOf(await recordDelivery(context, slip))
    const seenBy = async (actor: Actor) => (await findDelivery(actingAs(system, actor), id))?.registryStatus
    expect(await seenBy(context.actor)).toBeNull()
    expect(await seenBy(userWith({ role: 'manager', scope: slip.organisationId }))).toBeNull()
    expect(await seenBy(userWith({ role: 'office', scope: '431229200000' }))).toBe('registered')
  })

  it('numbers slips within organisation and day, and never twice when two scales weigh at once', async () => {
    const { context, slip, organisationId } = await scale()
    const ids = await Promise.all(Array.from({ length: 12 }, () => recordDelivery(context, slip)))
    ids.forEach(valueOf)
    valueOf(await recordDelivery(context, { ...slip, deliveredOn: '2026-06-17' }))
    const numbers = (await slipsOf(context, organisationId)).map(({ number }) => number).sort()
    expect(numbers[0]).toBe('20260617-0001')
    expect(numbers.slice(1)).toEqual(Array.from({ length: 12 }, (_, i) => `20260618-${String(i + 1).padStart(4, '0')}`))
  })

  it('writes one slip when the same form is sent twice', async () => {
    const { context, slip, organisationId } = await scale()
    const sent = { ...context, once: { route: 'POST /coop/slips/new', key: 'form-0001', inputSha256: 'a'.repeat(64) } }
    const first = valueOf(await once(sent, 'county', () => recordDelivery(sent, slip)))
    expect(valueOf(await once(sent, 'county', () => recordDelivery(sent, slip)))).toBe(first)
    expect(await slipsOf(context, organisationId)).toHaveLength(1)
  })

  it('keeps a photo with the slip', async () => {
    const { context, slip } = await scale()
    const photo = new Blob([new Uint8Array([0xff, 0xd8, 0xff])], { type: 'image/jpeg' })
    const { photoFileId } = (await findDelivery(context, valueOf(await recordDelivery(context, slip, photo))))!
    expect(await (await context.files.get(photoFileId!))?.arrayBuffer()).toEqual(await photo.arrayBuffer())
  })

  it('is confirmed by the household’s own PIN, and refused with a wrong one or without a card', async () => {
    const { context, system, organisationId, householdId, slip } = await scale()
    expect(problemOf(await recordDelivery(context, { ...slip, pin: '123456' })).code).toBe('card_missing')
    const { pin } = valueOf(await issueCard(system, householdId))
    const wrong = pin === '000000' ? '000001' : '000000'
    expect(problemOf(await recordDelivery(context, { ...slip, pin: wrong }))).toMatchObject({ code: 'pin_wrong', field: 'pin' })
    expect(await slipsOf(context, organisationId)).toEqual([])
    expect(await findDelivery(context, valueOf(await recordDelivery(context, { ...slip, pin })))).toMatchObject({ confirmedBy: 'pin' })
  })

  it('never lets two slips weighed at once pass the land’s limit together', async () => {
    const { system, organisationId, householdId, slip } = await scale()
    const productId = await makeProduct(system, { id: 'orange', nameZh: '冰糖橙', nameEn: 'Orange', maxGramsPerMu: 100_000 })
    const contractVersionId = await makeContract(system, { organisationId, productId, householdIds: [householdId], landCentimu: 100 })
    const heavy = { ...slip, productId, contractVersionId }
    const results = await Promise.all([recordDelivery(system, heavy), recordDelivery(system, heavy), recordDelivery(system, heavy)])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.flatMap((result) => (result.ok ? [] : [result.problem.code]))).toEqual(['weight_beyond_land', 'weight_beyond_land'])
  })

  const refusals: [string, (made: Awaited<ReturnType<typeof scale>>) => Promise<Partial<NewDelivery>> | Partial<NewDelivery>, string][] = [
    ['a day to come', () => ({ deliveredOn: '2026-06-19' }), 'delivered_in_future'],
    ['a price below the floor', () => ({ priceFenPerKg: 399 }), 'price_below_floor'],
    ['a net weight of nothing', () => ({ tareGrams: 64_000 }), 'weight_impossible'],
    ['a net weight above the product’s limit', () => ({ grossGrams: 5_002_001 }), 'weight_impossible'],
    ['a household that is no member', async ({ system }) => ({ householdId: await makeHousehold(system) }), 'not_a_member'],
    ['a day before the household joined', () => ({ deliveredOn: '2025-12-31' }), 'not_a_member'],
    ['a household nobody knows', () => ({ householdId: 'hh_nobody' }), 'not_found'],
    [
      'a household not on the contract’s list',
      async ({ system, organisationId, householdId }) => {
        const other = await makeHousehold(system)
        await makeMember(system, organisationId, other)
        return { householdId: other, contractVersionId: await makeContract(system, { organisationId, householdIds: [householdId] }) }
      },
      'household_not_bound',
    ],
    [
      'a contract not signed',
      async ({ system, organisationId }) => ({ contractVersionId: await makeContract(system, { organisationId, signed: false }) }),
      'contract_not_in_force',
    ],
    [
      'a contract that has run out',
      async ({ system, organisationId }) => ({ contractVersionId: await makeContract(system, { organisationId, until: '2026-06-17' }) }),
      'contract_not_in_force',
    ],
    [
      'a contract that was ended',
      async ({ system, contractVersionId }) => {
        valueOf(await terminateContract(system, contractVersionId, { onDate: '2026-06-18', reason: '双方同意' }))
        return {}
      },
      'contract_not_in_force',
    ],
    [
      'another organisation’s contract',
      async ({ system }) => ({ contractVersionId: await makeContract(system, { organisationId: await makeOrganisation(system) }) }),
      'not_found',
    ],
    [
      'a grade the contract has no floor for',
      async ({ system, organisationId }) => ({
        contractVersionId: await makeContract(system, { organisationId, grades: ['first'] }),
        grade: 'second',
      }),
      'grade_not_in_contract',
    ],
  ]

  it.each(refusals)('refuses %s and writes nothing', async (_, change, code) => {
    const made = await scale()
    const input = { ...made.slip, ...(await change(made)) }
    expect(problemOf(await recordDelivery(made.context, input)).code).toBe(code)
    expect(await slipsOf(made.context, made.organisationId)).toEqual([])
    expect(await waitingKinds(made.context, made.organisationId)).toEqual([])
  })

  it('refuses the day after a member left and takes the last day', async () => {
    const { context, system, organisationId, householdId, slip } = await scale()
    valueOf(await endMembership(system, organisationId, { householdId, untilOn: '2026-06-17' }))
    expect(problemOf(await recordDelivery(context, slip)).code).toBe('not_a_member')
    valueOf(await recordDelivery(context, { ...slip, deliveredOn: '2026-06-17' }))
  })

  it.each([
    ['a guest', { kind: 'guest' as const }, 'sign_in_required'],
    ['an operator', userWith({ role: 'operator', scope: '*' }), 'forbidden'],
    ['the county office', userWith({ role: 'office', scope: '431229000000' }), 'forbidden'],
    ['a supervisor', userWith({ role: 'supervisor', scope: zhugeVillage }), 'forbidden'],
    ['a household', { kind: 'household' as const, householdId: 'hh_1', cardId: 'crd_1' }, 'forbidden'],
    ['a clerk of another cooperative', userWith({ role: 'clerk', scope: 'org_other' }), 'not_found'],
  ])('is not for %s', async (_, actor, code) => {
    const { system, slip, organisationId } = await scale()
    expect(problemOf(await recordDelivery(actingAs(system, actor), slip)).code).toBe(code)
    expect(await slipsOf(system, organisationId)).toEqual([])
  })
})

describe('reverseDelivery', () => {
  it('keeps the slip, adds the counter-record and takes it off every sum', async () => {
    const { context, system, organisationId, slip } = await scale()
    const id = valueOf(await recordDelivery(context, slip))
    valueOf(await reverseDelivery(context, id, '称错了，重新过磅'))
    expect(await findDelivery(context, id)).toMatchObject({ state: 'reversed', reversalReason: '称错了，重新过磅', netGrams: 62_500 })
    expect(await waitingKinds(system, organisationId)).toEqual([])
  })

  it('is refused a second time, and for a slip in a lot', async () => {
    const { context, system, organisationId, householdId, contractVersionId } = await scale()
    const [reversed, pooled] = [
      await makeDelivery(system, { organisationId, householdId, contractVersionId, grams: 1_000 }),
      await makeDelivery(system, { organisationId, householdId, contractVersionId, grams: 2_000 }),
    ]
    valueOf(await reverseDelivery(context, reversed, '重复记录'))
    expect(problemOf(await reverseDelivery(context, reversed, '重复记录'))).toMatchObject({
      code: 'slip_reversed',
      facts: { number: '20260618-0001' },
    })
    await makeLot(system, { organisationId, deliveryIds: [pooled] })
    expect(problemOf(await reverseDelivery(context, pooled, '重复记录'))).toMatchObject({
      code: 'slip_in_lot',
      facts: { number: '20260618-0002' },
    })
    expect((await findDelivery(context, pooled))?.state).toBe('pooled')
  })

  it('happens once when two clerks reverse at the same moment', async () => {
    const { context, slip } = await scale()
    const id = valueOf(await recordDelivery(context, slip))
    const results = await Promise.all([reverseDelivery(context, id, '称错了'), reverseDelivery(context, id, '称错了')])
    expect(results.map((result) => (result.ok ? 'done' : result.problem.code)).sort()).toEqual(['done', 'slip_reversed'])
  })

  it.each([
    ['a guest', { kind: 'guest' as const }, 'sign_in_required'],
    ['the county office, which may read it', userWith({ role: 'office', scope: '431229000000' }), 'forbidden'],
    ['a manager of another cooperative', userWith({ role: 'manager', scope: 'org_other' }), 'not_found'],
  ])('is not for %s', async (_, actor, code) => {
    const { system, context, slip } = await scale()
    const id = valueOf(await recordDelivery(context, slip))
    expect(problemOf(await reverseDelivery(actingAs(system, actor), id, '称错了')).code).toBe(code)
    expect((await findDelivery(context, id))?.state).toBe('waiting')
  })
})

describe('a slip', () => {
  it('is seen by its organisation and by the offices of the household’s village, by nobody else', async () => {
    const { system, context, slip, organisationId } = await scale()
    const id = valueOf(await recordDelivery(context, slip))
    const seen = async (role: 'office' | 'supervisor' | 'manager' | 'operator', scope: string) =>
      (await findDelivery(actingAs(system, userWith({ role, scope })), id)) !== null
    expect(await seen('manager', organisationId)).toBe(true)
    expect(await seen('office', '431229000000')).toBe(true)
    expect(await seen('supervisor', zhugeVillage)).toBe(true)
    expect(await seen('office', '431226000000')).toBe(false)
    expect(await seen('manager', 'org_other')).toBe(false)
    expect(await seen('operator', '*')).toBe(false)
    expect(await findDelivery(actingAs(system, { kind: 'guest' }), id)).toBe(null)
  })

  it('is listed newest first, page after page, each once', async () => {
    const { system, context, organisationId, householdId, contractVersionId } = await scale()
    for (const on of ['2026-06-16', '2026-06-18', '2026-06-17', '2026-06-17', '2026-06-18']) {
      await makeDelivery(system, { organisationId, householdId, contractVersionId, grams: 1_000, on })
    }
    const first = await listDeliveries(context, { organisationId, limit: 2 })
    const second = await listDeliveries(context, { organisationId, limit: 2, after: first[1]! })
    const third = await listDeliveries(context, { organisationId, limit: 2, after: second[1]! })
    const all = [...first, ...second, ...third]
    expect(all.map(({ deliveredOn }) => deliveredOn)).toEqual(['2026-06-18', '2026-06-18', '2026-06-17', '2026-06-17', '2026-06-16'])
    expect(new Set(all.map(({ id }) => id)).size).toBe(5)
  })
})
