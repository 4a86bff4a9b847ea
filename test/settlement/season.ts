import * as fc from 'fast-check'
import type { EarlierLine } from '../../src/settlement/line.ts'
import type { LotMoney } from '../../src/settlement/lot-money.ts'
import { settle, type Books, type Settlement } from '../../src/settlement/settlement.ts'
import type { Slip } from '../../src/settlement/slip.ts'

/** One organisation with one contract, in memory: what happens to its money between settlements. */
export type Season = {
  split: { enterpriseBp: number; cooperativeBp: number; householdBp: number; deductionCapBp: number }
  advanceBp: number
  lots: { slips: { household: number; grams: number; floorDueFen: number }[]; salesFen: number[]; closes: boolean }[]
  paymentsFen: number[]
  failing: number[]
}

export const organisationId = 'org'

export const seasons: fc.Arbitrary<Season> = fc.record({
  split: fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 })).map(([a, b]) => ({
    enterpriseBp: Math.min(a, b),
    cooperativeBp: Math.abs(a - b),
    householdBp: 10_000 - Math.max(a, b),
    deductionCapBp: 10_000,
  })),
  advanceBp: fc.integer({ min: 0, max: 10_000 }),
  lots: fc.array(
    fc.record({
      slips: fc.array(
        fc.record({
          household: fc.integer({ min: 0, max: 4 }),
          grams: fc.integer({ min: 1, max: 5_000_000 }),
          floorDueFen: fc.nat(100_000),
        }),
        { minLength: 1, maxLength: 5 },
      ),
      salesFen: fc.array(fc.oneof(fc.nat(9), fc.nat(300_000)), { maxLength: 4 }),
      closes: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  paymentsFen: fc.array(fc.nat(200_000), { maxLength: 4 }),
  failing: fc.array(fc.nat(4), { maxLength: 3 }),
})

/** The books' running state: what stands in lines so far, per slip and per party, and what the guarantor paid and got back. */
export class Months {
  readonly season: Season
  readonly lined = new Map<string, number>()
  readonly parties = new Map<string, EarlierLine>()
  paidInFen = 0
  repaidFen = 0

  constructor(season: Season) {
    this.season = season
  }

  /** Settles with each lot's first `sales` sales final, and keeps every line but those of the households whose bank refuses. */
  settle(sales: number, { on, closed, failing = [] }: { on: string; closed: boolean; failing?: readonly number[] }): Settlement {
    const result = settle(this.books(sales, on, closed))
    for (const line of result.lines) {
      if (line.party === 'household') {
        if (failing.includes(Number(line.partyId))) continue
        for (const slip of line.slips)
          this.lined.set(slip.deliveryId, (this.lined.get(slip.deliveryId) ?? 0) + slip.shareFen + slip.guaranteeFen)
      } else {
        const key = `${line.party}:${line.partyId}`
        this.parties.set(key, { party: line.party, partyId: line.partyId, linedFen: line.beforeFen + line.amountFen })
        if (line.party === 'guarantor') this.repaidFen += line.amountFen
      }
    }
    return result
  }

  get householdFen(): number {
    return [...this.lined.values()].reduce((a, b) => a + b, 0)
  }

  books(sales: number, asOf: string, closed: boolean): Books {
    const { lots, split, advanceBp } = this.season
    const money = lots.map((lot, index): LotMoney => ({
      lotId: `lot${index}`,
      contractId: 'con',
      enterpriseId: 'ent',
      cooperativeId: 'coop',
      split,
      deductions: [],
      finalFen: lot.salesFen.slice(0, sales).reduce((a, b) => a + b, 0),
      finalGrams: 0,
      closed: closed && lot.closes,
      settled: true,
      origins: lot.slips.map(({ grams }, n) => ({ deliveryId: `slip${index}.${n}`, grams })),
    }))
    const slips = lots.flatMap((lot, index) =>
      lot.slips.map(({ household, floorDueFen }, n): Slip => ({
        deliveryId: `slip${index}.${n}`,
        householdId: String(household),
        villageCode: '431229100201',
        contractId: 'con',
        productId: 'bayberry',
        month: '2026-06',
        floorDueFen,
        advanceFen: Math.floor((floorDueFen * advanceBp) / 10_000),
        guaranteeOn: '2026-12-31',
        lotIds: [`lot${index}`],
        linedFen: this.lined.get(`slip${index}.${n}`) ?? 0,
        struck: false,
      })),
    )
    const guarantees = [{ contractId: 'con', guarantorId: 'ent', paidInFen: this.paidInFen, repaidFen: this.repaidFen }]
    const earlier = [...this.parties.values()]
    return { organisationId, asOf, lots: money, slips, guarantees, earlier, inputs: [], creditedFen: 0, slipRecords: 0 }
  }
}
