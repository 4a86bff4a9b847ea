import type { Random } from './random.ts'

export type Instruction = { lineId: string; amountFen: number; result: 'paid' | 'failed'; reason: string; on: string }

const reasons = ['账户状态异常', '户名不符', '销户']

/** The organisation's bank: carries out each line it is sent once, and says so in one file or in several. */
export class Bank {
  /** Every line ever carried out, by its id. */
  readonly carriedOut = new Map<string, Instruction>()
  readonly #random: Random
  readonly #failing: number

  constructor(random: Random, failing: number) {
    this.#random = random
    this.#failing = failing
  }

  get paidFen(): number {
    return [...this.carriedOut.values()].reduce((sum, { result, amountFen }) => sum + (result === 'paid' ? amountFen : 0), 0)
  }

  /** Pays the lines, or fails to; a line it has seen before keeps its answer. */
  carryOut(lines: readonly { id: string; amountFen: number }[], on: string): Instruction[] {
    return lines.map(({ id, amountFen }) => {
      const known = this.carriedOut.get(id)
      if (known) return known
      const failed = this.#random.chance(this.#failing)
      const instruction: Instruction = {
        lineId: id,
        amountFen,
        result: failed ? 'failed' : 'paid',
        reason: failed ? this.#random.pick(reasons) : '',
        on,
      }
      this.carriedOut.set(id, instruction)
      return instruction
    })
  }
}

/** 123456 -> "1234.56", in the simulation's own words. */
export function yuanText(amountFen: number): string {
  const digits = String(amountFen).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** A CSV answer as the bank writes it. */
export function answerFile(instructions: readonly Instruction[]): string {
  const rows = instructions.map(({ lineId, amountFen, result, reason, on }) => [lineId, yuanText(amountFen), result, reason, on].join(','))
  return ['line,amount,result,reason,date', ...rows].join('\r\n')
}
