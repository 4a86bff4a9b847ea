import type { Figures } from './recount.ts'

/** One figure where the stored settlement and the recount do not agree, in fen. */
export type Difference = { figure: string; storedFen: number; recountedFen: number }

/** Every figure that differs, by name; a figure one side does not have counts as 0 there. */
export function differences(stored: ReadonlyMap<string, number>, recounted: Figures): Difference[] {
  const names = [...new Set([...stored.keys(), ...recounted.keys()])].sort()
  return names
    .map((figure) => ({ figure, storedFen: stored.get(figure) ?? 0, recountedFen: Number(recounted.get(figure) ?? 0n) }))
    .filter(({ storedFen, recountedFen }) => storedFen !== recountedFen)
}
