import { GatewayUnavailable } from '../../src/platform/gateway.ts'
import type { Result } from '../../src/kernel/result.ts'
import { Lost, Violation, type Run } from './gate.ts'

export type Answer = { value: unknown } | { error: unknown }

export type Verdict =
  | { kind: 'done'; value: unknown; words: string }
  | { kind: 'refused'; code: string; words: string }
  /** Nobody knows whether it was done. */
  | { kind: 'lost'; words: string }
  | { kind: 'died'; words: string }

/** What came of a command. Anything that throws but an injected fault is a fault of the product. */
export function judgeAnswer(run: Run, ended: Answer | null): Verdict {
  if (ended === null) return { kind: 'died', words: 'died' }
  if ('error' in ended) {
    const strange = strangers(ended.error, run.kind.startsWith('job '))
    if (strange.length > 0) throw new Violation(`${run.kind} threw: ${strange.map(textOf).join('; ')}`, { cause: strange[0] })
    return { kind: 'lost', words: 'lost' }
  }
  const { value } = ended
  if (!isResult(value)) return { kind: 'done', value: null, words: 'done' }
  if (value.ok) return { kind: 'done', value: value.value, words: `-> ${typeof value.value === 'string' ? value.value : 'done'}` }
  return { kind: 'refused', code: value.problem.code, words: `refused: ${value.problem.code} ${JSON.stringify(value.problem.facts)}` }
}

// A job that the provider does not answer fails and is run again; a person is told so in words.
function strangers(error: unknown, inJob: boolean): unknown[] {
  if (error instanceof AggregateError) return error.errors.flatMap((each) => strangers(each, inJob))
  return error instanceof Lost || (inJob && error instanceof GatewayUnavailable) ? [] : [error]
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function isResult(value: unknown): value is Result<unknown> {
  return typeof value === 'object' && value !== null && 'ok' in value
}
