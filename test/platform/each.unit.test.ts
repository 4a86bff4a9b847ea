import { describe, expect, it } from 'vitest'
import { each } from '../../src/platform/each.ts'

describe('each', () => {
  it('does what stands behind a failure, and tells the failures at the end', async () => {
    const done: number[] = []
    const all = each([1, 2, 3, 4], async (n) => {
      if (n % 2 === 0) throw new Error(`no ${n}`)
      done.push(n)
    })
    await expect(all).rejects.toThrow('no 2; Error: no 4')
    expect(done).toEqual([1, 3])
  })
})
