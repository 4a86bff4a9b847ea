import { describe, expect, it } from 'vitest'
import { checkDigit, isIdentityNumber } from '../../src/household/identity-number.ts'
import { isCreditCode } from '../../src/organisation/credit-code.ts'
import { inventPerson } from '../support/factories/people.ts'
import { always, fc } from '../support/property.ts'

describe('isIdentityNumber', () => {
  it('accepts the example of the standard and refuses another check digit or an impossible date', () => {
    expect(isIdentityNumber('11010519491231002X')).toBe(true)
    expect(isIdentityNumber('110105194912310021')).toBe(false)
    expect(isIdentityNumber(`11010519490230002${checkDigit('11010519490230002')}`)).toBe(false)
  })

  const wrong = fc.tuple(fc.nat(20_000), fc.nat(16), fc.integer({ min: 1, max: 9 }))
  always('notices any single wrong digit and any two neighbours exchanged', wrong, ([n, at, by]) => {
    const { idNumber } = inventPerson(n)
    expect(isIdentityNumber(idNumber)).toBe(true)
    const digit = (Number(idNumber[at]) + by) % 10
    expect(isIdentityNumber(idNumber.slice(0, at) + digit + idNumber.slice(at + 1))).toBe(false)
    const [a, b] = [idNumber[at]!, idNumber[at + 1]!]
    if (a !== b) expect(isIdentityNumber(idNumber.slice(0, at) + b + a + idNumber.slice(at + 2))).toBe(false)
  })
})

describe('isCreditCode', () => {
  it('knows the example of the standard from one with a wrong character', () => {
    expect(isCreditCode('91350100M000100Y43')).toBe(true)
    expect(isCreditCode('91350100M000100Y44')).toBe(false)
  })
})
