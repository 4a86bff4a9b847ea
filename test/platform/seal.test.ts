import { describe, expect, it } from 'vitest'
import { blindHash, seal, sealingKey, unseal } from '../../src/platform/seal.ts'

const keyOf = (letter: string) => sealingKey(btoa(letter.repeat(32)))

describe('seal', () => {
  it('opens with its key for its subject, and never looks the same twice', async () => {
    const key = await keyOf('a')
    const sealed = await seal(key, '吴德贵', 'hh_1')
    expect(await unseal(key, sealed, 'hh_1')).toBe('吴德贵')
    expect(await seal(key, '吴德贵', 'hh_1')).not.toBe(sealed)
  })

  it('does not open with another key, for another subject, or with a bit changed', async () => {
    const key = await keyOf('a')
    const sealed = await seal(key, '吴德贵', 'hh_1')
    const changed = sealed.slice(0, -4) + (sealed.at(-4) === 'A' ? 'B' : 'A') + sealed.slice(-3)
    await expect(unseal(await keyOf('b'), sealed, 'hh_1')).rejects.toThrow()
    await expect(unseal(key, sealed, 'hh_2')).rejects.toThrow()
    await expect(unseal(key, changed, 'hh_1')).rejects.toThrow()
  })
})

describe('blindHash', () => {
  it('is the HMAC-SHA-256 of RFC 4231, test case 2', () => {
    expect(blindHash('Jefe', 'what do ya want for nothing?')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  })
})
