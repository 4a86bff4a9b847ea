import { Violation } from '../gate.ts'

/** Fails with what is wrong and the figures, unless the condition holds. */
export function hold(condition: boolean, law: string, figures: object = {}): asserts condition {
  if (!condition)
    throw new Violation(`${law} ${JSON.stringify(figures, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`)
}

/** Both amounts are the same whole number. */
export function same(actual: number, expected: number, law: string, figures: object = {}): void {
  hold(Number.isSafeInteger(actual) && actual === expected, law, { actual, expected, ...figures })
}

/** An exact fraction. */
export type Fraction = { top: bigint; bottom: bigint }

export function fraction(top: bigint | number, bottom: bigint | number = 1): Fraction {
  return { top: BigInt(top), bottom: BigInt(bottom) }
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom }
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { top: a.top * b.top, bottom: a.bottom * b.bottom }
}

/** How far a whole amount lies below an exact one. */
export function below(exact: Fraction, amount: number): Fraction {
  return plus(exact, fraction(-BigInt(amount)))
}

export function isNegative({ top, bottom }: Fraction): boolean {
  return top < 0n !== bottom < 0n && top !== 0n
}

/** Whether an exact difference is at least 0 and less than `limit`. */
export function within({ top, bottom }: Fraction, limit: bigint): boolean {
  return top >= 0n && top < limit * bottom
}

export function ceiling({ top, bottom }: Fraction): bigint {
  return (top + bottom - 1n) / bottom
}

export function wholePart({ top, bottom }: Fraction): bigint {
  return top / bottom
}
