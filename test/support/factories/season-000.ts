import { addDays } from '../../../src/kernel/time.ts'
import { inventPerson } from './people.ts'

/** Ten villages of 靖州, eight of 太阳坪乡 with 诸葛村 among them and two of 坳上镇. */
export const season000Villages = [
  '431229200200',
  '431229200201',
  '431229200202',
  '431229200205',
  '431229200206',
  '431229200207',
  '431229200212',
  '431229200214',
  '431229103201',
  '431229103202',
]

const householdCount = 814
const landCentimu = 507_000
const totalGrams = 2_400_000_000
const slipsAHousehold = 3
const stepGrams = 500

export type SeasonHousehold = ReturnType<typeof inventPerson> & {
  number: number
  villageCode: string
  people: number
  workers: number
  landCentimu: number
}

export type SeasonSlip = { number: number; idNumber: string; deliveredOn: string; grossGrams: number; tareGrams: number; netGrams: number }

/**
 * The season of seed 000, invented but for its totals: 814 households in 10 villages, 5,070 mu, 2,400,000 kg of
 * first-grade bayberries in three loads each. Always the same.
 */
export function season000(): { households: SeasonHousehold[]; slips: SeasonSlip[] } {
  const random = sequence(814)
  const land = spread(landCentimu, 10, householdCount, random)
  const households = land.map((landOfOne, index) => {
    const people = 2 + (random() % 5)
    return Object.assign(inventPerson(10_000 + index), {
      number: index + 1,
      villageCode: season000Villages[index % season000Villages.length]!,
      people,
      workers: 1 + (random() % (people - 1)),
      landCentimu: landOfOne,
    })
  })
  const loads = spread(totalGrams, stepGrams, householdCount * slipsAHousehold, random)
  const slips = loads.map((netGrams, index) => slipOf(households[index % householdCount]!, netGrams, random))
  return {
    households,
    slips: slips.sort((a, b) => (a.deliveredOn === b.deliveredOn ? a.number - b.number : a.deliveredOn < b.deliveredOn ? -1 : 1)),
  }
}

function slipOf({ number, idNumber }: SeasonHousehold, netGrams: number, random: () => number): SeasonSlip {
  const tareGrams = 20_000 + stepGrams * (random() % 40)
  const deliveredOn = addDays('2026-06-03', random() % 26)
  return { number, idNumber, deliveredOn, grossGrams: netGrams + tareGrams, tareGrams, netGrams }
}

/** Divides a total into `count` parts of between about a half and one and a half of the mean, each a multiple of `step`. */
function spread(total: number, step: number, count: number, random: () => number): number[] {
  const mean = Math.floor(total / count / step)
  const parts = Array.from({ length: count }, () => step * (Math.ceil(mean / 2) + (random() % mean)))
  let over = parts.reduce((sum, part) => sum + part, 0) - total
  for (let index = 0; over !== 0; index = (index + 1) % count) {
    const change = Math.sign(over) * step * Math.max(1, Math.floor(Math.abs(over) / step / count))
    parts[index] = parts[index]! - change
    over -= change
  }
  return parts
}

/** Numbers that look random and are the same every time (a 32-bit linear congruence, its upper bits). */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state >>> 8
  }
}
