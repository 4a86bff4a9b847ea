import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sumFen } from '../../src/kernel/money.ts'
import { settle, type Settlement } from '../../src/settlement/settlement.ts'
import { Months, seasons, type Season } from './season.ts'

const before = '2026-07-31'
const after = '2026-12-31'
const sold = (season: Season, sales: number) => sumFen(season.lots.flatMap((lot) => lot.salesFen.slice(0, sales)))

function run(season: Season, check: (result: Settlement, months: Months) => void = () => {}): Months {
  const months = new Months(season)
  for (let sales = 0; sales <= 4; sales++) {
    months.paidInFen += season.paymentsFen[sales] ?? 0
    const last = sales === 4
    check(months.settle(sales, { on: last ? after : before, closed: last, failing: last ? [] : season.failing }), months)
  }
  return months
}

describe('settle', () => {
  it('never makes a negative line, and each household line is the sum of its slips', () => {
    fc.assert(
      fc.property(seasons, (season) => {
        run(season, ({ lines, totalFen }) => {
          for (const line of lines) {
            expect(line.amountFen).toBeGreaterThan(0)
            expect(line.amountFen).toBe(line.shareFen + line.guaranteeFen)
            expect(line.beforeFen + line.amountFen).toBeLessThanOrEqual(line.dueFen)
            if (line.party === 'household') expect(sumFen(line.slips.map((slip) => slip.shareFen + slip.guaranteeFen))).toBe(line.amountFen)
          }
          expect(sumFen(lines.map((line) => line.amountFen))).toBe(totalFen)
        })
      }),
    )
  })

  it('uses guarantee money only as far as the guarantor paid in, and repays no more than that', () => {
    fc.assert(
      fc.property(seasons, (season) => {
        run(season, ({ contracts }, months) => {
          for (const { usedFen, positionFen, claimFen, overdueFen } of contracts) {
            expect(usedFen).toBeLessThanOrEqual(months.paidInFen - months.repaidFen)
            expect(usedFen).toBeLessThanOrEqual(positionFen)
            expect(overdueFen).toBeLessThanOrEqual(claimFen)
          }
          expect(months.repaidFen).toBeLessThanOrEqual(months.paidInFen)
        })
      }),
    )
  })

  it('keeps the money whole: what came in is what was lined plus what still stands in the books', () => {
    fc.assert(
      fc.property(seasons, (season) => {
        let settlements = 0
        run(season, ({ lots }, months) => {
          const moneyInFen = sold(season, settlements++) + months.paidInFen
          const partiesFen = sumFen([...months.parties.values()].map((line) => line.linedFen))
          // The guarantor's lines are among the parties', so its money counts once.
          const leftFen = moneyInFen - partiesFen - months.householdFen
          expect(leftFen).toBeGreaterThanOrEqual(0)
          for (const lot of lots) expect(lot.deductedFen + lot.enterpriseFen + lot.cooperativeFen + lot.poolFen).toBe(lot.finalFen)
        })
      }),
    )
  })

  it('in the end gives every slip max(F, X) once the guarantor has paid its claim', () => {
    fc.assert(
      fc.property(seasons, (season) => {
        const months = run(season)
        const claimed = settle(months.books(4, after, true)).contracts[0]!.claimFen
        months.paidInFen += claimed
        const { contracts, lots } = months.settle(4, { on: after, closed: true })
        const due = sumFen(settle(months.books(4, after, true)).floors.map((floor) => floor.entitledFen + floor.positionFen))
        expect(months.householdFen).toBe(due)
        expect(contracts[0]).toMatchObject({ claimFen: 0, overdueFen: 0 })
        const remainderFen = sumFen(lots.map((lot) => lot.remainderFen + lot.cooperativeFen - lot.cooperativePayableFen))
        const partiesFen = sumFen([...months.parties.values()].map((line) => line.linedFen))
        expect(partiesFen + months.householdFen + remainderFen).toBe(
          sold(season, 4) + months.paidInFen - contracts[0]!.usedFen + contracts[0]!.usedFen,
        )
      }),
    )
  })

  it('ends the same however many settlements, failed payments and part payments came before', () => {
    fc.assert(
      fc.property(seasons, (season) => {
        const often = run(season)
        const once = new Months(season)
        for (const months of [often, once]) {
          months.paidInFen = 100_000_000
          months.settle(4, { on: after, closed: true })
        }
        expect(often.householdFen).toBe(once.householdFen)
        expect(settle(often.books(4, after, true)).floors).toEqual(settle(once.books(4, after, true)).floors)
        expect(often.paidInFen - often.repaidFen).toBe(once.paidInFen - once.repaidFen)
      }),
    )
  })

  it('owes more, never less, as sales become final and the guarantee date comes', () => {
    fc.assert(
      fc.property(seasons, (season) => {
        let dueFen = 0
        run(season, ({ floors }) => {
          const now = sumFen(floors.map((floor) => floor.entitledFen + floor.positionFen))
          expect(now).toBeGreaterThanOrEqual(dueFen)
          dueFen = now
        })
      }),
    )
  })

  it('makes no line when nothing is sold and nobody paid in, and claims the whole floor when it is due', () => {
    fc.assert(
      fc.property(seasons, (season) => {
        const months = new Months({ ...season, lots: season.lots.map((lot) => ({ ...lot, salesFen: [] })) })
        const { lines, contracts, floors } = months.settle(0, { on: after, closed: false })
        expect(lines).toEqual([])
        expect(contracts[0]!.overdueFen).toBe(sumFen(floors.map((floor) => floor.floorFen)))
      }),
    )
  })

  it('sets a slip that was given too much off against the household’s other slips and claims nothing back', () => {
    fc.assert(
      fc.property(seasons, fc.nat(100_000), (season, tooMuchFen) => {
        const months = new Months(season)
        months.lined.set('slip0.0', tooMuchFen)
        for (const line of settle(months.books(4, before, false)).lines) {
          expect(line.amountFen).toBeGreaterThan(0)
          expect(line.beforeFen + line.amountFen).toBeLessThanOrEqual(line.dueFen)
        }
      }),
    )
  })
})
