import { assert } from './result.ts'

/** Basis points: 10,000 are the whole. */
export const wholeBp = 10_000

/**
 * Splits a total by prefix floors: each part runs from the floor of the shares before it to the floor of the shares
 * including it. Parts sum exactly; the last part keeps every odd unit.
 */
export function prefixFloors(total: bigint, sharesBp: readonly number[]): bigint[] {
  assert(sharesBp.reduce((sum, bp) => sum + bp, 0) === wholeBp, 'shares are not whole')
  return floorsByWeight(total, sharesBp)
}

/**
 * The same by any whole weights, such as amounts in fen. Parts sum exactly; as long as the total is at most the weights'
 * sum, none exceeds its weight, and a total of just that sum gives each part its weight.
 */
export function floorsByWeight(total: bigint, weights: readonly number[]): bigint[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n)
  assert(sum > 0n || total === 0n, 'nothing to divide among')
  let taken = 0n
  let prefix = 0n
  return weights.map((weight) => {
    prefix += BigInt(weight)
    const upTo = sum === 0n ? 0n : (total * prefix) / sum
    const part = upTo - taken
    taken = upTo
    return part
  })
}

/**
 * Largest remainder (Hamilton): floors first, then one unit each to the largest fractions; ties go to the earlier index.
 * Parts sum exactly to `total`, and no part exceeds the ceiling of its exact share.
 */
export function largestRemainder(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((a, b) => a + b, 0n)
  if (sum === 0n) {
    assert(total === 0n, 'nothing to divide among')
    return weights.map(() => 0n)
  }
  const parts = weights.map((weight) => (total * weight) / sum)
  const left = total - parts.reduce((a, b) => a + b, 0n)
  const byFraction = weights
    .map((weight, index) => ({ index, fraction: (total * weight) % sum }))
    .sort((a, b) => (a.fraction === b.fraction ? a.index - b.index : a.fraction > b.fraction ? -1 : 1))
  for (const { index } of byFraction.slice(0, Number(left))) parts[index] = parts[index]! + 1n
  return parts
}

/** "30", "12.5" or "30 %" -> basis points; null for anything that is not a percentage with at most two decimals. */
export function parsePercent(text: string): number | null {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?\s*[%％]?$/.exec(text.trim())
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null
}

/** 1250 -> "12.5". */
export function percentText(bp: number): string {
  return String(bp / 100)
}
