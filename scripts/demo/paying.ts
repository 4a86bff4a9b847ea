import { addDays } from '../../src/kernel/time.ts'
import { findOrganisation } from '../../src/organisation/queries.ts'
import { cancelAccountChange } from '../../src/household/account/commands.ts'
import { identityOf } from '../../src/household/vault/queries.ts'
import { changeMemberAccount, enterOrganisationAccount } from '../../src/organisation/account/commands.ts'
import type { Context } from '../../src/platform/context.ts'
import { createUser } from '../../src/identity/commands.ts'
import type { NewUser } from '../../src/identity/input.ts'
import { made } from '../../test/support/factories/made.ts'
import { demoPassword } from './people.ts'
import { drawSignedSheet } from './photo.ts'
import type { World } from './world.ts'

/** A scan of a sheet a household signed. */
export async function signedSheet(): Promise<Blob> {
  return new Blob([await drawSignedSheet()], { type: 'image/png' })
}

type Payees = { organisationId: string; households: readonly string[] }

/**
 * Plans what happens to bank accounts: one change in force since last month, one that its household took back, one of
 * yesterday that still waits, to an account another household has; and another account of the cooperative that nobody confirmed yet.
 */
export function planAccounts(world: World, { organisationId, households }: Payees): void {
  const { context } = world
  const staff: { clerk?: Context; deputy?: Context } = {}
  world.on(addDays(world.today, -30), 8, async () => {
    staff.clerk = await employ(world, { username: 'jingzhou.cashier', name: '杨出纳', role: 'clerk', scope: organisationId })
    staff.deputy = await employ(world, { username: 'jingzhou.deputy', name: '石副主任', role: 'manager', scope: organisationId })
  })
  const change = async (householdId: string, bankAccount: string, reason: string) => {
    const { name } = (await identityOf(context, householdId))!
    const input = { holder: name, bankName: '中国邮政储蓄银行', bankAccount, cnaps: '', reason }
    return made(await changeMemberAccount(staff.clerk!, organisationId, householdId, input, await signedSheet()))
  }
  world.on(addDays(world.today, -20), 10, async () => void (await change(households[4]!, '6217995500010000045', '原卡丢失，补办新卡')))
  world.on(addDays(world.today, -9), 15, async () => {
    const householdId = households[7]!
    const id = await change(householdId, '6217995500010000078', '换成儿媳代办的卡')
    const household = { ...context, actor: { kind: 'household', householdId, cardId: 'demo' } as const }
    made(await cancelAccountChange(household, id, { reason: '农户在户卡上撤销' }))
  })
  world.on(addDays(world.today, -1), 16, async () => {
    const { bankAccount } = (await identityOf(context, households[2]!))!
    await change(households[1]!, bankAccount, '旧存折到期，改用新卡')
  })
  world.on(addDays(world.today, -2), 11, async () => {
    const organisation = (await findOrganisation(context.county, organisationId))!
    const input = {
      holder: organisation.nameZh,
      bankName: '湖南靖州农村商业银行',
      bankAccount: '82010100000088888',
      cnaps: '402557000012',
      reason: '基本户迁到县农商行',
    }
    made(await enterOrganisationAccount(staff.deputy!, organisationId, input))
  })
}

async function employ({ context }: World, person: Omit<NewUser, 'password'>): Promise<Context> {
  const userId = made(await createUser(context, { ...person, password: demoPassword }))
  const { name, role, scope } = person
  return { ...context, actor: { kind: 'user', userId, name, grants: [{ role, scope }] } }
}
