import { describe, expect, it } from 'vitest'
import {
  county,
  lotsSum,
  openCooperative,
  openCounty,
  openShop,
  paidTo,
  sell,
  settleMonth,
  shipAndWait,
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
      await weigh(world, cooperative)
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
})
