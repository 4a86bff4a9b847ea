import type { Row, Value } from './specimen.ts'

/** `besides`: constraints that refuse the same, so they are left out together; `twins.ts` says why there are two. */
type Of = { of: string; besides?: string[] }

/** A changed specimen in the place of the right one, another row beside it or over it, or a statement after it. */
export type Attempt = { change: Row } | { again: Row } | { replace: Row } | { run: string }

/** An attempt refused in these words. */
export type Refusal = Of & { as: string } & Attempt

/** A statement refused in the whole world, where something more was given before. `instead`: how it fails even without the constraint. */
export type Case = Of & { given?: string[]; refused: string; as: string; instead?: string }

/** What a trigger keeps: after the statement, the question has this answer. */
export type Upkeep = Of & { given?: string[]; run: string; reads: string; gives: Value }

export type Witness = Refusal | Case | Upkeep
