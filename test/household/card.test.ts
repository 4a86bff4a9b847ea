import { describe, expect, it } from 'vitest'
import { checkPin, issueCard, openCard } from '../../src/household/card/commands.ts'
import { findActor } from '../../src/identity/queries.ts'
import { sha256 } from '../../src/platform/digest.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'

const office = userWith({ role: 'office', scope: '431229000000' })

function wrong(pin: string): string {
  return pin === '000000' ? '000001' : '000000'
}

describe('issueCard', () => {
  it('makes a card that opens with its PIN and shows the household to nobody else', async () => {
    const context = testContext({ actor: office })
    const householdId = await makeHousehold(context)
    const { token, pin, cardId } = valueOf(await issueCard(context, householdId))
    expect(pin).toMatch(/^\d{6}$/)
    const session = valueOf(await openCard(context, { token, pin }, '10.1.0.1'))
    expect(await findActor(context.market, await sha256(session), context.clock.now())).toEqual({ kind: 'household', householdId, cardId })
  })

  it('revokes the card before it', async () => {
    const context = testContext({ actor: office })
    const householdId = await makeHousehold(context)
    const first = valueOf(await issueCard(context, householdId))
    const second = valueOf(await issueCard(context, householdId))
    expect(problemOf(await openCard(context, first, '10.1.0.2')).code).toBe('card_not_valid')
    expect((await openCard(context, second, '10.1.0.2')).ok).toBe(true)
  })

  it('shows a PIN only once for the same idempotency key', async () => {
    const context = { ...testContext({ actor: office }), once: { route: 'POST /cards', key: 'card-key-1', inputSha256: 'a'.repeat(64) } }
    const householdId = await makeHousehold(context)
    const first = valueOf(await issueCard(context, householdId))
    expect(problemOf(await issueCard(context, householdId)).code).toBe('card_shown_once')
    expect((await openCard(context, first, '10.1.0.3')).ok).toBe(true)
  })

  it('is refused outside the office’s division, to a clerk and to a guest', async () => {
    const householdId = await makeHousehold(testContext())
    const asked = (actor: Parameters<typeof testContext>[0]) => issueCard(testContext(actor), householdId)
    expect(problemOf(await asked({ actor: userWith({ role: 'office', scope: '431226000000' }) })).code).toBe('not_found')
    expect(problemOf(await asked({ actor: userWith({ role: 'clerk', scope: 'org_a' }) })).code).toBe('forbidden')
    expect(problemOf(await asked({ actor: { kind: 'guest' } })).code).toBe('sign_in_required')
  })
})

describe('openCard', () => {
  it('locks after five wrong PINs, even for the right one', async () => {
    const context = testContext({ actor: office })
    const { token, pin } = valueOf(await issueCard(context, await makeHousehold(context)))
    for (const left of [4, 3, 2, 1]) {
      expect(problemOf(await openCard(context, { token, pin: wrong(pin) }, '10.1.1.1'))).toMatchObject({
        code: 'pin_wrong',
        facts: { left },
      })
    }
    expect(problemOf(await openCard(context, { token, pin: wrong(pin) }, '10.1.1.1')).code).toBe('card_locked')
    expect(problemOf(await openCard(context, { token, pin }, '10.1.1.1')).code).toBe('card_locked')
  })

  it('counts guesses sent at the same time', async () => {
    const context = testContext({ actor: office })
    const { token, pin } = valueOf(await issueCard(context, await makeHousehold(context)))
    const tries = Array.from({ length: 12 }, () => openCard(context, { token, pin: wrong(pin) }, '10.1.1.2'))
    const codes = (await Promise.all(tries)).map((result) => problemOf(result).code)
    expect(codes.filter((code) => code === 'pin_wrong')).toHaveLength(4)
  })

  it('refuses a code that was not signed here, and too many tries from one place', async () => {
    const context = testContext({ actor: office })
    const { token, pin } = valueOf(await issueCard(context, await makeHousehold(context)))
    const forged = token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')
    for (let i = 0; i < 30; i++) expect(problemOf(await openCard(context, { token: forged, pin }, '10.1.1.3')).code).toBe('card_not_valid')
    expect(problemOf(await openCard(context, { token: forged, pin }, '10.1.1.3')).code).toBe('too_many_tries')
  })
})

describe('checkPin', () => {
  it('confirms with the household’s PIN and counts wrong ones', async () => {
    const context = testContext({ actor: office })
    const householdId = await makeHousehold(context)
    expect((await checkPin(context, householdId, '123456'))?.code).toBe('card_missing')
    const { pin } = valueOf(await issueCard(context, householdId))
    expect((await checkPin(context, householdId, wrong(pin)))?.code).toBe('pin_wrong')
    expect(await checkPin(context, householdId, pin)).toBeNull()
  })
})
