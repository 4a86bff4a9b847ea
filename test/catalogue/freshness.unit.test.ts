import { describe, expect, it } from 'vitest'
import { isFresh } from '../../src/catalogue/freshness.ts'

describe('isFresh', () => {
  it('exempts what spoils within two months', () => {
    expect([5, 60, 61, 365].map(isFresh)).toEqual([true, true, false, false])
  })
})
