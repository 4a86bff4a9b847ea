import { describe, expect, it } from 'vitest'
import { mayAdvance, mayReverseAdvance } from '../../../src/settlement/inputs/advance.ts'
import { always, fc } from '../../support/property.ts'

const terms = { isMember: true, inForce: true, isBound: true, inputCapBp: 2000 }
const codeOf = (result: { ok: true } | { ok: false; problem: { code: string } }) => (result.ok ? 'ok' : result.problem.code)

describe('mayAdvance', () => {
  it('allows a member under a contract in force that binds it and foresees inputs', () => {
    expect(mayAdvance('2026-03-01', '2026-03-01', terms).ok).toBe(true)
  })

  it.each([
    ['handed_in_future', '2026-03-02', {}],
    ['not_a_member', '2026-03-01', { isMember: false }],
    ['contract_not_in_force', '2026-03-01', { inForce: false }],
    ['household_not_bound', '2026-03-01', { isBound: false }],
    ['inputs_not_in_contract', '2026-03-01', { inputCapBp: 0 }],
  ])('refuses with %s', (code, handedOn, changes) => {
    expect(codeOf(mayAdvance(handedOn, '2026-03-01', { ...terms, ...changes }))).toBe(code)
  })
})

describe('mayReverseAdvance', () => {
  const advance = { amountFen: 100, recordedBy: 'user:a', isReversed: false }

  it('needs a second person, once', () => {
    const balance = { takenFen: 100, deductedFen: 0 }
    expect(codeOf(mayReverseAdvance(advance, balance, 'user:b'))).toBe('ok')
    expect(codeOf(mayReverseAdvance(advance, balance, 'user:a'))).toBe('input_reversed_by_recorder')
    expect(codeOf(mayReverseAdvance({ ...advance, isReversed: true }, balance, 'user:b'))).toBe('input_reversed')
  })

  const amounts = fc.record({ amountFen: fc.nat(1000), othersFen: fc.nat(1000), deductedFen: fc.nat(1000) })

  always('never leaves less taken than was deducted', amounts, ({ amountFen, othersFen, deductedFen }) => {
    const allowed = mayReverseAdvance({ ...advance, amountFen }, { takenFen: othersFen + amountFen, deductedFen }, 'user:b').ok
    expect(allowed).toBe(othersFen >= deductedFen)
  })
})
