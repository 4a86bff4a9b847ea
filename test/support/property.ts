import * as fc from 'fast-check'
import { it } from 'vitest'

export { fc }

/** A behaviour that holds for every generated input; a failure prints the seed and the smallest counter-example. */
export function always<T>(behaviour: string, inputs: fc.Arbitrary<T>, check: (input: T) => void): void {
  it(behaviour, () => fc.assert(fc.property(inputs, check), { numRuns: 300 }))
}
