import { describe, expect, it } from 'vitest'
import { amountWords } from '../../src/income/card/amount-words.ts'
import { always, fc } from '../support/property.ts'

const amount = fc.nat(10_000_000_000)

describe('amountWords', () => {
  it.each([
    [0, '零元'],
    [5, '五分'],
    [30, '三角'],
    [100, '一元'],
    [105, '一元零五分'],
    [1000, '十元'],
    [11_111, '一百一十一元一角一分'],
    [150_320, '一千五百零三元二角'],
    [1_000_000, '一万元'],
    [1_000_500, '一万零五元'],
    [100_050_000, '一百万零五百元'],
    [679_680_000, '六百七十九万六千八百元'],
    [10_000_000_000, '一亿元'],
  ])('says %i fen as %s', (fen, said) => {
    expect(amountWords(fen)).toBe(said)
  })

  always('says every amount differently and never two zeros in a row', fc.tuple(amount, amount), ([a, b]) => {
    expect(amountWords(a)).not.toContain('零零')
    expect(amountWords(a) === amountWords(b)).toBe(a === b)
  })
})
