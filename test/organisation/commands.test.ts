import { describe, expect, it } from 'vitest'
import { issueCard, openCard } from '../../src/household/card/commands.ts'
import { identityOf } from '../../src/household/vault/queries.ts'
import { createOrganisation, endMembership, issueMemberCard, joinMember } from '../../src/organisation/commands.ts'
import { creditCheckCharacter } from '../../src/organisation/credit-code.ts'
import { findMembers, isMemberOn, listMembers } from '../../src/organisation/queries.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'

const guest: Actor = { kind: 'guest' }
const office = userWith({ role: 'office', scope: '431229000000' })
const manager = (organisationId: string) => userWith({ role: 'manager', scope: organisationId })
const clerk = (organisationId: string) => userWith({ role: 'clerk', scope: organisationId })

describe('createOrganisation', () => {
  const first17 = '93431229MA9999999'
  const input = {
    kind: 'cooperative',
    divisionCode: '431229000000',
    creditCode: first17 + creditCheckCharacter(first17),
    nameZh: '例社',
    nameEn: 'Example',
    storyZh: '',
    storyEn: '',
    phone: '',
    noticeDays: 7,
  } as const

  it('lets the office of the division register one, once per credit code', async () => {
    const context = testContext({ actor: office })
    valueOf(await createOrganisation(context, input))
    expect(problemOf(await createOrganisation(context, input)).code).toBe('credit_code_taken')
  })

  it('is refused elsewhere, to managers and to guests', async () => {
    const asked = async (actor: Actor, divisionCode = '431229000000') =>
      problemOf(await createOrganisation(testContext({ actor }), { ...input, divisionCode })).code
    expect(await asked(office, '431226000000')).toBe('not_found')
    expect(await asked(manager('org_a'))).toBe('forbidden')
    expect(await asked(guest)).toBe('sign_in_required')
    expect(await asked(userWith({ role: 'operator', scope: '*' }), '431299000000')).toBe('division_unknown')
  })
})

describe('joinMember', () => {
  it('gives the next free number and holds from its first day to its last', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const [first, second] = [await makeHousehold(context), await makeHousehold(context)]
    await makeMember(context, organisationId, first, { number: 7 })
    valueOf(
      await joinMember(testContext({ actor: manager(organisationId) }), organisationId, { householdId: second, fromOn: '2026-02-01' }),
    )
    expect((await listMembers(context, organisationId)).map(({ number }) => number)).toEqual([7, 8])
    expect(await isMemberOn(context.county, organisationId, second, '2026-01-31')).toBe(false)
    valueOf(
      await endMembership(testContext({ actor: manager(organisationId) }), organisationId, { householdId: second, untilOn: '2026-03-31' }),
    )
    expect(await isMemberOn(context.county, organisationId, second, '2026-03-31')).toBe(true)
    expect(await isMemberOn(context.county, organisationId, second, '2026-04-01')).toBe(false)
    expect((await listMembers(context, organisationId, 7)).map(({ number }) => number)).toEqual([8])
  })

  it('refuses a second membership at the same time and a number that is taken', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const [first, second] = [await makeHousehold(context), await makeHousehold(context)]
    await makeMember(context, organisationId, first, { number: 1 })
    expect(problemOf(await joinMember(context, organisationId, { householdId: first, fromOn: '2026-05-01' })).code).toBe('already_member')
    expect(problemOf(await joinMember(context, organisationId, { householdId: second, number: 1, fromOn: '2026-05-01' })).code).toBe(
      'member_number_taken',
    )
    expect(await listMembers(context, organisationId)).toHaveLength(1)
  })

  it('is the manager’s alone', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const householdId = await makeHousehold(context)
    const asked = async (actor: Actor) =>
      problemOf(await joinMember(testContext({ actor }), organisationId, { householdId, fromOn: '2026-05-01' })).code
    expect(await asked(manager('org_other'))).toBe('not_found')
    expect(await asked(clerk(organisationId))).toBe('forbidden')
    expect(await asked(office)).toBe('forbidden')
    expect(await asked(guest)).toBe('sign_in_required')
  })
})

describe('endMembership', () => {
  it('refuses a household that is no member now, and anyone but the manager', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const departure = { householdId: await makeHousehold(context), untilOn: '2026-05-01' }
    expect(problemOf(await endMembership(context, organisationId, departure)).code).toBe('not_a_member_now')
    const asked = async (actor: Actor) => problemOf(await endMembership(testContext({ actor }), organisationId, departure)).code
    expect(await asked(clerk(organisationId))).toBe('forbidden')
    expect(await asked(manager('org_other'))).toBe('not_found')
    expect(await asked(guest)).toBe('sign_in_required')
  })
})

describe('findMembers', () => {
  it('finds a member by number, name, initials, phone or card, and none of another organisation', async () => {
    const context = testContext({ actor: office })
    const [organisationId, other] = [await makeOrganisation(context), await makeOrganisation(context)]
    const householdId = await makeHousehold(context, { identity: { name: '覃小满', phone: '13900007788' } })
    await makeMember(context, organisationId, householdId, { number: 42 })
    const { token } = valueOf(await issueCard(context, householdId))
    for (const term of ['42', '覃小满', '覃', 'qinxiaoman', 'Qin Xiao Man', 'qxm', '7788', token, `https://shop.example/card/${token}`]) {
      expect(await findMembers(context, organisationId, term), term).toMatchObject([
        { householdId, number: 42, name: '覃小满', phoneLast4: '7788' },
      ])
      expect(await findMembers(context, other, term)).toEqual([])
    }
    expect(await findMembers(context, organisationId, '%')).toEqual([])
  })

  it('gives no identity number, account or whole phone away', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const householdId = await makeHousehold(context)
    await makeMember(context, organisationId, householdId)
    const { idNumber, phone, bankAccount } = (await identityOf(context, householdId))!
    const shown = JSON.stringify(await listMembers(context, organisationId))
    for (const secret of [idNumber, phone, bankAccount]) expect(shown).not.toContain(secret)
  })
})

describe('issueMemberCard', () => {
  it('lets a manager make the card of a member, and of nobody else', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const [member, stranger] = [await makeHousehold(context), await makeHousehold(context)]
    await makeMember(context, organisationId, member)
    const asManager = testContext({ actor: manager(organisationId) })
    const card = valueOf(await issueMemberCard(asManager, organisationId, member))
    expect((await openCard(context, card, '10.3.0.1')).ok).toBe(true)
    expect(problemOf(await issueMemberCard(asManager, organisationId, stranger)).code).toBe('not_found')
    expect(problemOf(await issueMemberCard(testContext({ actor: clerk(organisationId) }), organisationId, member)).code).toBe('forbidden')
    expect(problemOf(await issueMemberCard(testContext({ actor: manager('org_other') }), organisationId, member)).code).toBe('not_found')
    expect(problemOf(await issueMemberCard(testContext({ actor: guest }), organisationId, member)).code).toBe('sign_in_required')
  })
})
