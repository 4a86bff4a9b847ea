import { describe, expect, it } from 'vitest'
import { incomeClass } from '../../src/income/income-kind.ts'

describe('incomeClass', () => {
  it('counts the six incomes under the registry’s classes', () => {
    const kinds = ['rent', 'dividend', 'wage', 'fee', 'bonus', 'sale'] as const
    expect(kinds.map(incomeClass)).toEqual(['property', 'property', 'wage', 'wage', 'wage', 'business'])
  })
})
