import { always, fc } from '../support/property.ts'
import { describe, expect, it } from 'vitest'
import { fen, fenPerKg, parseYuan, priceOfFen, yuan } from '../../src/kernel/money.ts'

describe('yuan', () => {
  it('writes fen with two decimals and thousands', () => {
    expect([yuan(0), yuan(5), yuan(123456), yuan(-100), yuan(1_132_800_000)]).toEqual([
      '0.00',
      '0.05',
      '1,234.56',
      '-1.00',
      '11,328,000.00',
    ])
  })

  always('is read back as the same fen', fc.nat({ max: 10_000_000_000 }), (amount) => {
    expect(parseYuan(yuan(amount))).toBe(amount)
  })
})

describe('parseYuan', () => {
  it('takes what people type', () => {
    expect([parseYuan('4'), parseYuan('4.5'), parseYuan(' ¥1,250.00 '), parseYuan('￥0.01')]).toEqual([400, 450, 125000, 1])
  })

  it('refuses thirds of a fen, signs and words', () => {
    expect(['4.005', '-1', '', '四元', '1e3', '.5'].map(parseYuan)).toEqual([null, null, null, null, null, null])
  })
})

describe('fen', () => {
  it('refuses what a number cannot hold exactly', () => {
    expect(() => fen(0.1)).toThrow('not a whole number of fen')
    expect(() => fen(2n ** 60n)).toThrow('not a whole number of fen')
  })
})

describe('priceOfFen', () => {
  always(
    'is the least whole fen that is not below the exact price',
    fc.tuple(fc.integer({ min: 1, max: 100_000_000 }), fc.integer({ min: 1, max: 1_000_000 })),
    ([grams, price]) => {
      const total = BigInt(priceOfFen(grams, price))
      const exactThousandths = BigInt(grams) * BigInt(price)
      expect(total * 1000n >= exactThousandths && (total - 1n) * 1000n < exactThousandths).toBe(true)
    },
  )
})

describe('fenPerKg', () => {
  it('rounds an average down', () => {
    expect(fenPerKg(1000, 3000)).toBe(333)
  })
})
