import type { Group } from '../gate.ts'

/** Reads beside the gate. */
export type Look = <Row>(group: Group, text: string, params?: readonly unknown[]) => Promise<Row[]>

/** What a write touched: ids by kind, or null when nobody listened and everything must be looked at. */
export type Touched = Map<string, Set<string>> | null

/** A condition that keeps a query to the given ids of a column, or to none at all. */
export function among(column: string, ids: ReadonlySet<string> | null): { where: string; params: string[] } {
  return ids === null
    ? { where: '1', params: [] }
    : { where: `${column} IN (SELECT value FROM json_each(?))`, params: [JSON.stringify([...ids])] }
}

/** Sums of what many facts contribute to one figure, kept as the facts change. */
export class Sums {
  readonly #sums = new Map<string, number>()
  readonly #parts = new Map<string, readonly (readonly [string, number])[]>()

  get(figure: string): number {
    return this.#sums.get(figure) ?? 0
  }

  /** What one fact contributes now; what it contributed before is forgotten. Answers the figures that may have moved. */
  put(fact: string, parts: readonly (readonly [string, number])[]): string[] {
    const before = this.#parts.get(fact) ?? []
    for (const [figure, amount] of before) this.#sums.set(figure, this.get(figure) - amount)
    for (const [figure, amount] of parts) this.#sums.set(figure, this.get(figure) + amount)
    this.#parts.set(fact, parts)
    return [...before, ...parts].map(([figure]) => figure)
  }

  figures(prefix: string): string[] {
    return [...this.#sums.keys()].filter((figure) => figure.startsWith(prefix))
  }
}
