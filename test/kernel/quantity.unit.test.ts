import { describe, expect, it } from 'vitest'
import { makeId } from '../../src/kernel/id.ts'
import { massText, parseMass } from '../../src/kernel/quantity.ts'
import { always, fc } from '../support/property.ts'

describe('massText', () => {
  it('is exact in both units', () => {
    expect([massText(12_500, 'kg'), massText(12_500, 'jin'), massText(1, 'jin'), massText(2_400_000_000, 'kg')]).toEqual([
      '12.5',
      '25',
      '0.002',
      '2,400,000',
    ])
  })

  always(
    'is read back as the same grams',
    fc.tuple(fc.nat({ max: 1_000_000_000 }), fc.constantFrom('kg' as const, 'jin' as const)),
    ([grams, unit]) => {
      expect(parseMass(massText(grams, unit), unit)).toBe(grams)
    },
  )
})

describe('parseMass', () => {
  it('refuses parts of a gram and what is no weight', () => {
    expect([parseMass('0.001', 'jin'), parseMass('1.2345', 'kg'), parseMass('-3', 'kg'), parseMass('三斤', 'jin')]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})

describe('makeId', () => {
  it('sorts by time and keeps all its random bits', () => {
    const random = new Uint8Array(10).fill(255)
    expect(makeId('lot', 1_000, random) < makeId('lot', 1_001, new Uint8Array(10))).toBe(true)
    expect(makeId('lot', 0, random)).toBe(`lot_0000000000${'z'.repeat(16)}`)
  })
})
