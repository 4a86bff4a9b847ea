import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeFreightGapFen, freightFen, type FreightRule } from '../../src/catalogue/freight.ts'
import { deliveryArea, provinces } from '../../src/catalogue/province.ts'

const rule: FreightRule = { provinces: ['43', '44'], firstGrams: 3000, firstFen: 1200, stepGrams: 1000, stepFen: 300, freeFromFen: 19900 }

describe('freightFen', () => {
  it('takes the first weight, then each begun step', () => {
    expect(freightFen(rule, 3000, 5000, '43')).toBe(1200)
    expect(freightFen(rule, 3001, 5000, '43')).toBe(1500)
    expect(freightFen(rule, 5000, 5000, '430100000000')).toBe(1800)
  })

  it('is free from the amount on and never a fen below it', () => {
    expect(freightFen(rule, 9000, 19900, '44')).toBe(0)
    expect(freightFen(rule, 3000, 19899, '44')).toBe(1200)
    expect(freeFreightGapFen(rule, 19000)).toBe(900)
    expect(freeFreightGapFen(rule, 19900)).toBeNull()
  })

  it('answers null where the rule does not deliver', () => {
    expect(freightFen(rule, 1000, 99900, '65')).toBeNull()
  })

  it('never falls when a parcel gets heavier', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), (a, b) => {
        const [light, heavy] = a < b ? [a, b] : [b, a]
        expect(freightFen(rule, light, 1, '43')!).toBeLessThanOrEqual(freightFen(rule, heavy, 1, '43')!)
      }),
    )
  })
})

describe('deliveryArea', () => {
  it('names what is left out when that is shorter', () => {
    const codes = provinces.map(({ code }) => code)
    expect(deliveryArea(['43', '42'])).toMatchObject({ everywhereBut: false, listed: [{ nameZh: '湖北' }, { nameZh: '湖南' }] })
    expect(deliveryArea(codes.filter((code) => code !== '54'))).toMatchObject({ everywhereBut: true, listed: [{ nameEn: 'Tibet' }] })
  })
})
