import { describe, expect, it } from 'vitest'
import { largestRemainder, prefixFloors } from '../../src/kernel/share.ts'
import { always, fc } from '../support/property.ts'

const total = fc.bigInt({ min: 0n, max: 10_000_000_000n })
const cuts = fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 10_000 }))
const shares = cuts.map(([a, b]) => [Math.min(a, b), Math.abs(a - b), 10_000 - Math.max(a, b)])
const weights = fc
  .array(fc.bigInt({ min: 0n, max: 100_000_000n }), { minLength: 1, maxLength: 60 })
  .filter((list) => list.some((weight) => weight > 0n))

describe('prefixFloors', () => {
  always('sums exactly, is never negative, and never shorts the last part', fc.tuple(total, shares), ([amount, bps]) => {
    const parts = prefixFloors(amount, bps)
    expect(parts.reduce((a, b) => a + b, 0n)).toBe(amount)
    expect(parts.every((part) => part >= 0n)).toBe(true)
    expect(parts[2]! * 10_000n >= amount * BigInt(bps[2]!)).toBe(true)
  })

  always(
    'never lowers the last part when the total grows',
    fc.tuple(total, fc.bigInt({ min: 0n, max: 1000n }), shares),
    ([amount, more, bps]) => {
      expect(prefixFloors(amount + more, bps)[2]! >= prefixFloors(amount, bps)[2]!).toBe(true)
    },
  )

  it('refuses shares that are not whole', () => {
    expect(() => prefixFloors(100n, [3000, 1000, 5999])).toThrow('not whole')
  })
})

describe('largestRemainder', () => {
  always('sums exactly and keeps every part between floor and ceiling of its exact share', fc.tuple(total, weights), ([amount, list]) => {
    const sum = list.reduce((a, b) => a + b, 0n)
    const parts = largestRemainder(amount, list)
    expect(parts.reduce((a, b) => a + b, 0n)).toBe(amount)
    for (const [index, part] of parts.entries()) {
      const floor = (amount * list[index]!) / sum
      expect(part === floor || (part === floor + 1n && (amount * list[index]!) % sum > 0n)).toBe(true)
    }
  })

  it('gives a tie to the earlier one', () => {
    expect(largestRemainder(1n, [1n, 1n, 1n])).toEqual([1n, 0n, 0n])
  })
})
