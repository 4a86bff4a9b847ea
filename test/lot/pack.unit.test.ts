import { describe, expect, it } from 'vitest'
import { loseGrams, loseUnits } from '../../src/lot/loss.ts'
import { bestBefore, leftGrams, packableUnits, packUnits } from '../../src/lot/pack.ts'
import { fc } from '../support/property.ts'

const kind = { organisationId: 'org_1', productId: 'bayberry', grade: 'first' as const }
const lot = {
  ...kind,
  number: 'L20260618-001',
  grams: 100_000,
  packedGrams: 60_000,
  lostGrams: 15_001,
  closedAtMs: null,
  lastDeliveredOn: '2026-06-18',
}
const pack = { ...kind, packGrams: 2_500 }
const on = { packedOn: '2026-06-19', today: '2026-06-20' }
const stock = { packGrams: 2_500, units: 24, reservedUnits: 3, soldUnits: 10, lostUnits: 1 }

describe('packUnits', () => {
  it('packs up to what is left, never a gram more', () => {
    expect(leftGrams(lot)).toBe(24_999)
    expect(packableUnits(lot, 2_500)).toBe(9)
    expect(packUnits(lot, pack, { units: 9, ...on })).toEqual({ ok: true, value: 22_500 })
    expect(packUnits(lot, pack, { units: 10, ...on })).toMatchObject({
      problem: { code: 'lot_overdrawn', facts: { left: '24.999', wanted: '25' } },
    })
  })

  it('refuses a closed lot, a pack of another kind, and a day before the last slip or after today', () => {
    expect(packUnits({ ...lot, closedAtMs: 1 }, pack, { units: 1, ...on })).toMatchObject({ problem: { code: 'lot_closed' } })
    expect(packUnits(lot, { ...pack, grade: 'second' }, { units: 1, ...on })).toMatchObject({ problem: { code: 'pack_does_not_fit_lot' } })
    for (const packedOn of ['2026-06-17', '2026-06-21']) {
      expect(packUnits(lot, pack, { units: 1, ...on, packedOn })).toMatchObject({ problem: { code: 'packed_on_impossible' } })
    }
  })

  it('never draws a lot below zero, however packs and losses follow each other', () => {
    const steps = fc.array(fc.record({ units: fc.integer({ min: 1, max: 40 }), packs: fc.boolean() }), { maxLength: 30 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), steps, (grams, draws) => {
        const drawn = { ...lot, grams, packedGrams: 0, lostGrams: 0 }
        for (const { units, packs } of draws) {
          const result = packs ? packUnits(drawn, pack, { units, ...on }) : loseGrams(drawn, units * 999)
          if (!result.ok) continue
          if (packs) drawn.packedGrams += units * pack.packGrams
          else drawn.lostGrams += units * 999
        }
        expect(leftGrams(drawn)).toBeGreaterThanOrEqual(0)
        expect(drawn.packedGrams + drawn.lostGrams + leftGrams(drawn)).toBe(grams)
      }),
    )
  })
})

describe('bestBefore', () => {
  it('counts days from the packing day, over a month’s end', () => {
    expect(bestBefore('2026-06-28', 5)).toBe('2026-07-03')
  })
})

describe('a loss', () => {
  it('takes loose grams up to what is left', () => {
    expect(loseGrams(lot, 24_999)).toEqual({ ok: true, value: { grams: 24_999, units: 0 } })
    expect(loseGrams(lot, 25_000)).toMatchObject({ problem: { code: 'lot_overdrawn' } })
    expect(loseGrams({ ...lot, closedAtMs: 1 }, 1)).toMatchObject({ problem: { code: 'lot_closed' } })
  })

  it('takes only packs that belong to no buyer', () => {
    expect(loseUnits(lot, stock, 10)).toEqual({ ok: true, value: { grams: 25_000, units: 10 } })
    expect(loseUnits(lot, stock, 11)).toMatchObject({ problem: { code: 'pack_lot_oversold', facts: { free: 10, wanted: 11 } } })
    expect(loseUnits({ ...lot, closedAtMs: 1 }, stock, 1)).toMatchObject({ problem: { code: 'lot_closed' } })
  })
})
