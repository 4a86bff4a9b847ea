import { describe, expect, it } from 'vitest'
import { House, type Outcome } from './schema/house.ts'
import { groups } from './schema/schema.ts'
import { reasonFor } from './schema/twins.ts'
import type { Witness } from './schema/witness.ts'
import { thought } from './schema/witnesses/all.ts'
import { recordedOf } from './schema/witnesses/recorded.ts'
import { worlds } from './schema/worlds.ts'

const expected = (witness: Witness): Outcome => ('gives' in witness ? { read: witness.gives } : { refused: witness.as })

/** Why a witness would not notice that its constraint is gone; null when it would. */
function overlooked(house: House, witness: Witness): string | null {
  const { of, besides = [] } = witness
  const whole = house.outcome(witness, besides)
  if (JSON.stringify(whole) !== JSON.stringify(expected(witness))) return `${of}: with it, ${JSON.stringify(whole)}`
  const rest = house.outcome(witness, [of, ...besides])
  if (JSON.stringify(rest) === JSON.stringify(whole)) return `${of}: without it, the same`
  if ('refused' in rest && !('instead' in witness && witness.instead === rest.refused)) return `${of}: without it, ${rest.refused}`
  return null
}

// Taken away one by one, every trigger, CHECK, UNIQUE, NOT NULL, key and reference must be missed.
describe.each(groups)('the schema of %s', (group) => {
  const house = new House(group, worlds[group])
  const witnesses: Witness[] = [...thought[group], ...recordedOf(group)]

  it('has a witness for every constraint, and no witness of one that is gone; npm run witnesses writes down the plain ones', () => {
    const seen = new Set(witnesses.map(({ of }) => of))
    expect([...house.constraints.keys()].filter((key) => !seen.has(key))).toEqual([])
    expect([...seen].filter((key) => !house.constraints.has(key))).toEqual([])
  })

  it('refuses or keeps what each constraint is for, and no longer does without it', { timeout: 120_000 }, () => {
    const known = witnesses.filter(({ of, besides = [] }) => [of, ...besides].every((key) => house.constraints.has(key)))
    expect(known.map((witness) => overlooked(house, witness)).filter((complaint) => complaint !== null)).toEqual([])
  })

  it('has a reason for every two constraints that refuse the same', () => {
    const pairs = witnesses.flatMap(({ of, besides = [] }) => besides.map((twin) => [of, twin] as const))
    const unexplained = pairs.filter(
      ([of, twin]) =>
        house.constraints.has(of) &&
        house.constraints.has(twin) &&
        reasonFor(house.constraints.get(of)!, house.constraints.get(twin)!) === null,
    )
    expect(unexplained).toEqual([])
  })
})
