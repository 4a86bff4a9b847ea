import type { Ms } from '../../src/kernel/time.ts'

/** Time passes only when the simulation says so. */
export class VirtualClock {
  #at: Ms

  constructor(at: Ms) {
    this.#at = at
  }

  now(): Ms {
    return this.#at
  }

  pass(ms: Ms): void {
    this.#at += ms
  }
}
