import { describe, expect, it } from 'vitest'
import {
  county,
  lotsSum,
  oneSlipEach,
  openCooperative,
  openCounty,
  openShop,
  paidTo,
  sell,
  settleMonth,
  shipAndWait,
  slipLines,
  weigh,
  wholeSlips,
  type Cooperative,
} from './season.ts'

const world = await openCounty()
const { http } = world
const minutes = 5 * 60_000

async function payIn(cooperative: Cooperative, amountFen: number, bankReference: string, paidOn: string): Promise<void> {
  await http.send('POST', '/api/guarantee-payments', {
    as: cooperative.manager,
    body: { contractId: cooperative.contractId, amountFen, bankReference, paidOn },
  })
}

async function differences(settlementId: string): Promise<unknown[]> {
  return (await http.send<{ differences: unknown[] }>('GET', `/api/oversight/settlements/${settlementId}/recount`, { as: 'office' }))
    .differences
}

type Cash = {
  organisations: { id: string; heldFen: number; owedFen: number; balanced: boolean; owed: { code: string; balanceFen: number }[] }[]
}

async function cashOf({ id }: Cooperative) {
  const { organisations } = await http.send<Cash>('GET', '/api/oversight/cash', { as: 'supervisor' })
  return organisations.find((organisation) => organisation.id === id)!
}

describe('the season of seed 000: 814 households, 10 villages, 5,070 mu, 2,400,000 kg', () => {
  it(
    'all sold at 4.72 yuan/kg: 6,796,800.00 for the households, and the guarantor pays nothing',
    async () => {
      const cooperative = await openCooperative(world, '四跟示例合作社甲')
      await weigh(world, cooperative, slipLines)
      expect(cooperative.lots.reduce((sum, { grams }) => sum + grams, 0)).toBe(2_400_000_000)
      const shop = await openShop(world, cooperative, 47_200)
      await shipAndWait(world, cooperative.manager, await sell(world, shop, 24_000, 47_200))
      const settled = await settleMonth(world, cooperative, '2026-07')
      expect(lotsSum(settled, 'finalFen')).toBe(1_132_800_000)
      expect(paidTo('enterprise', settled)).toBe(339_840_000)
      expect(paidTo('cooperative', settled)).toBe(113_280_000)
      expect(paidTo('household', settled)).toBe(679_680_000)
      expect(settled.lines.filter(({ party }) => party === 'household')).toHaveLength(814)
      expect(settled.guarantees).toMatchObject([{ positionFen: 0, usedFen: 0, claimFen: 0, overdueFen: 0 }])
      expect(await differences(settled.id)).toEqual([])
      const overview = await http.send<{ whole: boolean; total: unknown }>('GET', `/api/oversight/divisions/${county}?year=2026`, {
        as: 'office',
      })
      expect(overview).toMatchObject({
        whole: true,
        total: { slips: 2_442, netGrams: 2_400_000_000, floorDueFen: 576_000_000, receivedFen: 679_680_000 },
      })
      expect(await cashOf(cooperative)).toMatchObject({ heldFen: 0, owedFen: 0, balanced: true })
    },
    minutes,
  )

  it(
    'all sold at 3.00 yuan/kg: the floor makes 5,760,000.00 due, and guarantee money is paid only as far as it was paid in',
    async () => {
      const cooperative = await openCooperative(world, '四跟示例合作社乙')
      await weigh(world, cooperative, oneSlipEach)
      const shop = await openShop(world, cooperative, 30_000)
      await shipAndWait(world, cooperative.manager, await sell(world, shop, 24_000, 30_000))
      await payIn(cooperative, 100_000_000, 'ICBC-B-1', '2026-07-10')
      const first = await settleMonth(world, cooperative, '2026-07')
      expect(lotsSum(first, 'poolFen')).toBe(432_000_000)
      expect(first.guarantees).toMatchObject([
        { positionFen: 144_000_000, paidInFen: 100_000_000, usedFen: 100_000_000, claimFen: 44_000_000, overdueFen: 0 },
      ])
      expect(paidTo('household', first)).toBe(532_000_000)
      world.clock.moveTo('2026-12-31')
      const unpaid = await settleMonth(world, cooperative, '2026-12')
      expect(unpaid).toMatchObject({ totalFen: 0, guarantees: [{ claimFen: 44_000_000, overdueFen: 44_000_000 }] })
      await payIn(cooperative, 50_000_000, 'ICBC-B-2', '2027-01-07')
      const last = await settleMonth(world, cooperative, '2027-01')
      expect(paidTo('household', first, last)).toBe(576_000_000)
      expect(paidTo('guarantor', last)).toBe(6_000_000)
      expect(last.guarantees).toMatchObject([{ positionFen: 144_000_000, usedFen: 144_000_000, claimFen: 0, overdueFen: 0 }])
      for (const { id } of [first, unpaid, last]) expect(await differences(id)).toEqual([])
      expect(await cashOf(cooperative)).toMatchObject({ heldFen: 0, owedFen: 0, balanced: true })
    },
    minutes,
  )

  it(
    'part refunded, part sold at each price, over two months: every sum to the fen, and nothing is owed for what was refunded whole',
    async () => {
      world.clock.moveTo('2026-05-20')
      const lines = wholeSlips(300)
      const cooperative = await openCooperative(world, '四跟示例合作社丙', new Set(lines.map(({ member }) => member)))
      await weigh(world, cooperative, lines)
      const crates = cooperative.lots.reduce((sum, { grams }) => sum + grams, 0) / 100_000
      const shop = await openShop(world, cooperative, 47_200)
      const refund = (orderId: string, units: number) =>
        http.send('POST', `/api/orders/${orderId}/refunds`, {
          as: cooperative.manager,
          body: { lines: [{ line: 1, units }], reason: '坏果' },
        })

      const [whole] = await sell(world, shop, 100, 47_200)
      await refund(whole!.orderId, 100)
      const none = await settleMonth(world, cooperative, '2026-06')
      expect(none).toMatchObject({ totalFen: 0, lots: [], lines: [] })

      const early = await sell(world, shop, 900, 47_200)
      await refund(early[0]!.orderId, 7)
      await shipAndWait(world, cooperative.manager, early)
      const july = await settleMonth(world, cooperative, '2026-07')
      expect(lotsSum(july, 'finalFen')).toBe(893 * 47_200)
      expect(paidTo('household', july)).toBe(893 * 28_320 - lotsSum(july, 'remainderFen'))

      await http.send('PUT', `/api/offers/${shop.offerId}/prices`, {
        as: cooperative.manager,
        body: { packs: [{ packId: shop.packId, priceFen: 30_000 }] },
      })
      const rest = crates - 893
      await shipAndWait(world, cooperative.manager, await sell(world, shop, rest, 30_000))
      const august = await settleMonth(world, cooperative, '2026-08')
      const soldFen = 893 * 47_200 + rest * 30_000
      expect(lotsSum(august, 'finalFen')).toBe(soldFen)
      expect(paidTo('enterprise', july, august)).toBe((soldFen * 3) / 10)
      expect(paidTo('cooperative', july, august)).toBe(soldFen / 10)
      expect(lotsSum(august, 'remainderFen')).toBe(0)
      expect(paidTo('household', july, august)).toBe((soldFen * 6) / 10)

      world.clock.moveTo('2026-09-05')
      await payIn(cooperative, 1_000_000_000, 'ICBC-C-1', '2026-09-05')
      const september = await settleMonth(world, cooperative, '2026-09')
      const { positionFen } = september.guarantees[0]!
      expect(positionFen).toBeGreaterThan(0)
      expect(paidTo('guarantor', september)).toBe(1_000_000_000 - positionFen)
      expect(paidTo('household', july, august, september)).toBe((soldFen * 6) / 10 + positionFen)
      for (const { id } of [none, july, august, september]) expect(await differences(id)).toEqual([])
      expect(await cashOf(cooperative)).toMatchObject({ heldFen: 0, owedFen: 0, balanced: true })
    },
    minutes,
  )
})
