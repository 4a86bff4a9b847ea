import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../src/kernel/actor.ts'
import { decideOrganisationAccount, enterOrganisationAccount } from '../../src/organisation/account/commands.ts'
import { accountVersions, organisationAccountsInForce, undecidedAccounts } from '../../src/organisation/account/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'
import { makeOrganisation } from '../support/factories/organisation.ts'

async function world() {
  const system = testContext()
  const organisationId = await makeOrganisation(system, { account: false, nameZh: '示例合作社' })
  const as = (role: Role, scope: string = organisationId): Context => ({ ...system, actor: userWith({ role, scope }) })
  const deputy: Context = {
    ...system,
    actor: { kind: 'user', userId: 'usr_deputy', name: '副手', grants: [{ role: 'manager', scope: organisationId }] },
  }
  const input = { holder: '示例合作社', bankName: '湖南农村商业银行', bankAccount: '82010000000000001', cnaps: '', reason: '结算收款' }
  const inForce = async () => (await organisationAccountsInForce(system.county, [organisationId])).get(organisationId)?.bankAccount ?? null
  return { system, organisationId, as, manager: as('manager'), deputy, office: as('office', '431229000000'), input, inForce }
}

describe('an organisation’s account', () => {
  it('counts once a second manager or the office has confirmed it, and stays until another one is confirmed', async () => {
    const { organisationId, manager, deputy, office, input, inForce } = await world()
    const first = valueOf(await enterOrganisationAccount(manager, organisationId, input))
    expect(await inForce()).toBeNull()
    expect(problemOf(await decideOrganisationAccount(manager, first, { decision: 'confirmed' })).code).toBe('account_confirmed_by_maker')
    expect(await undecidedAccounts(office.county, office.actor)).toMatchObject([{ id: first }])
    valueOf(await decideOrganisationAccount(deputy, first, { decision: 'confirmed' }))
    expect(problemOf(await decideOrganisationAccount(office, first, { decision: 'refused' })).code).toBe('account_decided')
    const second = valueOf(await enterOrganisationAccount(deputy, organisationId, { ...input, bankAccount: '82010000000000002' }))
    expect(await inForce()).toBe('82010000000000001')
    valueOf(await decideOrganisationAccount(office, second, { decision: 'confirmed' }))
    const third = valueOf(await enterOrganisationAccount(manager, organisationId, { ...input, bankAccount: '82010000000000003' }))
    valueOf(await decideOrganisationAccount(manager, third, { decision: 'refused' }))
    expect(await inForce()).toBe('82010000000000002')
    expect((await accountVersions(office.county, organisationId)).map(({ version, decision }) => [version, decision])).toEqual([
      [3, 'refused'],
      [2, 'confirmed'],
      [1, 'confirmed'],
    ])
  })

  it('stands in the organisation’s own name; a family farm may name its farmer', async () => {
    const { system, organisationId, manager, input } = await world()
    expect(problemOf(await enterOrganisationAccount(manager, organisationId, { ...input, holder: '吴德贵' }))).toMatchObject({
      code: 'account_holder_other',
      field: 'holder',
    })
    const farm = await makeOrganisation(system, { kind: 'family_farm', account: false })
    const farmer: Context = { ...system, actor: userWith({ role: 'manager', scope: farm }) }
    valueOf(await enterOrganisationAccount(farmer, farm, { ...input, holder: '吴德贵' }))
  })

  it('is entered by its managers only, and decided within reach', async () => {
    const { system, organisationId, as, office, manager, input } = await world()
    const code = async (context: Context) => problemOf(await enterOrganisationAccount(context, organisationId, input)).code
    expect(await code(as('clerk'))).toBe('forbidden')
    expect(await code(office)).toBe('forbidden')
    expect(await code(as('manager', 'org_other'))).toBe('not_found')
    expect(await code({ ...system, actor: { kind: 'guest' } })).toBe('sign_in_required')
    const id = valueOf(await enterOrganisationAccount(manager, organisationId, input))
    const decided = async (context: Context) => problemOf(await decideOrganisationAccount(context, id, { decision: 'confirmed' })).code
    expect(await decided(as('clerk'))).toBe('forbidden')
    expect(await decided(as('supervisor', '431229000000'))).toBe('forbidden')
    expect(await decided(as('office', '431226000000'))).toBe('not_found')
    expect(await decided(as('manager', 'org_other'))).toBe('not_found')
  })

  it('keeps four eyes and its history in the database too', async () => {
    const { system, organisationId, manager, input } = await world()
    const id = valueOf(await enterOrganisationAccount(manager, organisationId, input))
    const [{ maker } = { maker: '' }] = await system.county.all<{ maker: string }>(
      sql`SELECT entered_by AS maker FROM organisation_accounts WHERE id = ${id}`,
    )
    expect(await system.county.run([sql`INSERT INTO organisation_account_decisions VALUES (${id}, 'confirmed', ${maker}, 1)`])).toBe(
      'account_confirmed_by_maker',
    )
    await expect(system.county.run([sql`UPDATE organisation_accounts SET bank_account = '99999999'`])).rejects.toThrow('append_only')
    await expect(system.county.run([sql`DELETE FROM organisation_accounts`])).rejects.toThrow('append_only')
  })
})
