import type { Grams } from '../kernel/quantity.ts'

/** A public figure stands for at least this many households. Law: design 4. */
export const leastHouseholds = 5

// A lot gathers around one organisation; a longer list would not be read.
const mostVillages = 20

export type VillageFigures = { villageCode: string; households: number; grams: Grams }
export type GroupFigures = { households: number; grams: Grams }

/**
 * What may be told of where a lot came from. `none`: not even the lot's totals. `county`: the totals only. `villages`:
 * villages of five households or more, the heaviest twenty, and the others as one group
 * when that too has five or more.
 */
export type PublicOrigin =
  | { kind: 'none' }
  | { kind: 'county'; total: GroupFigures }
  | { kind: 'villages'; total: GroupFigures; villages: VillageFigures[]; others: GroupFigures | null }

/**
 * Whatever is published, each difference of published figures again stands for five households or none: the groups are
 * disjoint, each has at least five, and together they are the total.
 */
export function publicOrigin(all: readonly VillageFigures[]): PublicOrigin {
  const total = sumOf(all)
  if (total.households < leastHouseholds) return { kind: 'none' }
  const villages = all
    .filter(({ households }) => households >= leastHouseholds)
    .sort(byWeight)
    .slice(0, mostVillages)
  const others = sumOf(all.filter((village) => !villages.includes(village)))
  if (villages.length === 0 || (others.households > 0 && others.households < leastHouseholds)) return { kind: 'county', total }
  return { kind: 'villages', total, villages, others: others.households > 0 ? others : null }
}

function sumOf(figures: readonly VillageFigures[]): GroupFigures {
  return figures.reduce((sum, { households, grams }) => ({ households: sum.households + households, grams: sum.grams + grams }), {
    households: 0,
    grams: 0,
  })
}

function byWeight(a: VillageFigures, b: VillageFigures): number {
  if (a.grams !== b.grams) return b.grams - a.grams
  return a.villageCode < b.villageCode ? -1 : 1
}
