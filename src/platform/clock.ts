import type { Ms } from '../kernel/time.ts'
import { makeId } from '../kernel/id.ts'

export type Clock = { now(): Ms }

export const systemClock: Clock = { now: () => Date.now() }

/** A new sortable id such as "lot_01jz…". */
export function newId(prefix: string, clock: Clock): string {
  return makeId(prefix, clock.now(), crypto.getRandomValues(new Uint8Array(10)))
}

/** An unguessable id for links that open without signing in: 160 random bits. */
export function secretId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return `${prefix}_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
