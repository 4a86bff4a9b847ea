import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeFreightGapFen, freightFen, type FreightRule } from '../../src/catalogue/freight.ts'
import { shippingArea } from '../../src/catalogue/shipping-area.ts'
import { provinces } from '../../src/region/province.ts'

const hunan = '430000000000'
const guangdong = '440000000000'
const tibet = '540000000000'
const rule: FreightRule = {
  provinces: [hunan, guangdong],
  firstGrams: 3000,
  firstFen: 1200,
  stepGrams: 1000,
  stepFen: 300,
  freeFromFen: 19900,
}

describe('freightFen', () => {
  it('takes the first weight, then each begun step', () => {
    expect(freightFen(rule, 3000, 5000, hunan)).toBe(1200)
    expect(freightFen(rule, 3001, 5000, hunan)).toBe(1500)
    expect(freightFen(rule, 5000, 5000, hunan)).toBe(1800)
  })

  it('is free from the amount on and never a fen below it', () => {
    expect(freightFen(rule, 9000, 19900, guangdong)).toBe(0)
    expect(freightFen(rule, 3000, 19899, guangdong)).toBe(1200)
    expect(freeFreightGapFen(rule, 19000)).toBe(900)
    expect(freeFreightGapFen(rule, 19900)).toBeNull()
  })

  it('answers null where the rule does not deliver', () => {
    expect(freightFen(rule, 1000, 99900, tibet)).toBeNull()
  })

  it('never falls when a parcel gets heavier', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.nat(200_000), (a, b) => {
        const [light, heavy] = a < b ? [a, b] : [b, a]
        expect(freightFen(rule, light, 1, hunan)!).toBeLessThanOrEqual(freightFen(rule, heavy, 1, hunan)!)
      }),
    )
  })
})

describe('shippingArea', () => {
  it('names what is left out when that is shorter', () => {
    const codes = provinces.map(({ code }) => code)
    expect(shippingArea([hunan, '420000000000'])).toMatchObject({ everywhereBut: false, listed: [{ zh: '湖北' }, { zh: '湖南' }] })
    expect(shippingArea(codes.filter((code) => code !== tibet))).toMatchObject({ everywhereBut: true, listed: [{ en: 'Tibet' }] })
  })
})
