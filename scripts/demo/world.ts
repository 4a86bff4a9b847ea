import type { Context } from '../../src/platform/context.ts'
import { hourMs, startOfDay, type LocalDate, type Ms } from '../../src/kernel/time.ts'
import { asSystem } from '../../test/support/factories/made.ts'

type Deed = () => Promise<void>

/**
 * What the demo is built with: the same commands as real use, chance that is always the same, and an agenda. Deeds happen
 * in the order of their time, whoever planned them; what lies after the present does not happen.
 */
export class World {
  readonly context: Context
  readonly today: LocalDate
  readonly #present: Ms
  readonly #agenda: { at: Ms; deed: Deed }[] = []
  #now: Ms = 0
  #state = 20_161_229

  constructor(context: Context, present: Ms, today: LocalDate) {
    this.#present = present
    this.today = today
    this.context = { ...asSystem(context, 'demo'), clock: { now: () => this.#now } }
  }

  /** Plans a deed for an hour of a day in China. */
  on(date: LocalDate, hour: number, deed: Deed): void {
    this.#agenda.push({ at: startOfDay(date) + hour * hourMs, deed })
  }

  /** Plans a deed for so much later than now. */
  after(ms: Ms, deed: Deed): void {
    this.#agenda.push({ at: this.#now + ms, deed })
  }

  /** Lets everything planned happen, up to the present. */
  async live(): Promise<void> {
    for (let next = this.#next(); next && next.at <= this.#present; next = this.#next()) {
      this.#now = Math.max(this.#now, next.at)
      await next.deed()
    }
  }

  /** A number from 0 up to, not including, `below`. */
  chance(below: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return (this.#state >>> 8) % below
  }

  pick<T>(list: readonly T[]): T {
    return list[this.chance(list.length)]!
  }

  #next(): { at: Ms; deed: Deed } | undefined {
    let first = 0
    for (const [index, { at }] of this.#agenda.entries()) if (at < this.#agenda[first]!.at) first = index
    return this.#agenda.splice(first, 1)[0]
  }
}

/** The latest year whose season, beginning on that month and day, has begun. */
export function seasonYear(today: LocalDate, beginsOn: string): number {
  const year = Number(today.slice(0, 4))
  return today >= `${year}-${beginsOn}` ? year : year - 1
}
