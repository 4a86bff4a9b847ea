import { describe, expect, it } from 'vitest'
import { createProduct, recordMarketPrice } from '../../src/contract/commands.ts'
import { listMarketPrices } from '../../src/contract/market/queries.ts'
import { findProduct, findReference } from '../../src/contract/queries.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { makeProduct } from '../support/factories/contract.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'

const office = userWith({ role: 'office', scope: '431229000000' })
const guest: Actor = { kind: 'guest' }
const price = {
  productId: 'bayberry',
  grade: 'first',
  countyCode: '431229000000',
  onDate: '2026-06-10',
  fenPerKg: 472,
  source: '靖州农贸市场',
} as const

describe('recordMarketPrice', () => {
  it('serves for fourteen days, the latest first', async () => {
    const context = testContext({ actor: office })
    await makeProduct(context)
    valueOf(await recordMarketPrice(context, price))
    valueOf(await recordMarketPrice(context, { ...price, onDate: '2026-06-12', fenPerKg: 480 }))
    const on = (date: string) => findReference(context.county, 'bayberry', 'first', '431229000000', date)
    expect(await Promise.all(['2026-06-09', '2026-06-11', '2026-06-12', '2026-06-25', '2026-06-26'].map(on))).toEqual([
      null,
      472,
      480,
      480,
      null,
    ])
    expect(await findReference(context.county, 'bayberry', 'first', '431226000000', '2026-06-12')).toBeNull()
    const listed = await listMarketPrices(context.county, '431229000000')
    expect(listed.map(({ fenPerKg }) => fenPerKg)).toEqual([480, 472])
    expect(await listMarketPrices(context.county, '431229000000', listed[0])).toMatchObject([{ fenPerKg: 472, source: '靖州农贸市场' }])
  })

  it('is recorded once a day, for a known grade, never for a day to come', async () => {
    const context = testContext({ actor: office })
    await makeProduct(context)
    const refusal = async (changes: object) =>
      problemOf(await recordMarketPrice(context, { ...price, onDate: '2026-05-01', ...changes })).code
    valueOf(await recordMarketPrice(context, { ...price, onDate: '2026-05-01' }))
    expect(await refusal({})).toBe('market_price_taken')
    expect(await refusal({ productId: 'durian' })).toBe('grade_unknown')
    expect(await refusal({ onDate: '2026-06-19' })).toBe('market_price_in_future')
  })

  it('is the office’s of that county', async () => {
    const asked = async (actor: Actor) =>
      problemOf(await recordMarketPrice(testContext({ actor }), { ...price, onDate: '2026-06-01' })).code
    expect(await asked(userWith({ role: 'office', scope: '431226000000' }))).toBe('not_found')
    expect(await asked(userWith({ role: 'manager', scope: 'org_a' }))).toBe('forbidden')
    expect(await asked(guest)).toBe('sign_in_required')
    const city = testContext({ actor: userWith({ role: 'office', scope: '431200000000' }) })
    expect(problemOf(await recordMarketPrice(city, { ...price, countyCode: '431299000000' })).code).toBe('division_unknown')
  })
})

describe('createProduct', () => {
  const product = {
    id: 'rock-orange',
    nameZh: '冰糖橙',
    nameEn: 'Rock-sugar orange',
    category: 'fruit',
    drawing: 'orange',
    maxDeliveryGrams: 5_000_000,
    maxGramsPerMu: 4_000_000,
    lossNormBp: 800,
    grades: ['first', 'second'],
  } as const

  it('adds a product with its grades, once', async () => {
    const context = testContext({ actor: office })
    const input = { ...product, grades: [...product.grades] }
    valueOf(await createProduct(context, input))
    expect(await findProduct(context.county, 'rock-orange')).toEqual(input)
    expect(problemOf(await createProduct(context, input)).code).toBe('product_taken')
  })

  it('is refused to managers and guests', async () => {
    const asked = async (actor: Actor) =>
      problemOf(await createProduct(testContext({ actor }), { ...product, id: 'other', grades: ['first'] })).code
    expect(await asked(userWith({ role: 'manager', scope: 'org_a' }))).toBe('forbidden')
    expect(await asked(guest)).toBe('sign_in_required')
  })
})
