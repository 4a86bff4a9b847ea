import { creditCheckCharacter } from '../../../src/organisation/credit-code.ts'
import { decideOrganisationAccount, enterOrganisationAccount } from '../../../src/organisation/account/commands.ts'
import { createOrganisation, joinMember } from '../../../src/organisation/commands.ts'
import type { NewOrganisation } from '../../../src/organisation/input.ts'
import type { Context } from '../../../src/platform/context.ts'
import { asSystem, made } from './made.ts'

export const jingzhou = '431229000000'

let organisationsMade = 0

type Overrides = Partial<NewOrganisation> & {
  /** Whether two people have entered and confirmed its bank account; they have unless told otherwise. */
  account?: boolean
}

/** A cooperative of Jingzhou unless told otherwise, with a bank account. Answers its id. */
export async function makeOrganisation(context: Context, { account = true, ...overrides }: Overrides = {}): Promise<string> {
  organisationsMade += 1
  const divisionCode = overrides.divisionCode ?? jingzhou
  const first17 = `93${divisionCode.slice(0, 6)}MA${String(organisationsMade).padStart(7, '0')}`
  const input = {
    kind: 'cooperative',
    divisionCode,
    creditCode: first17 + creditCheckCharacter(first17),
    nameZh: `示例合作社 ${organisationsMade}`,
    nameEn: `Example Cooperative ${organisationsMade}`,
    storyZh: '',
    storyEn: '',
    phone: '',
    noticeDays: 7,
    ...overrides,
  } as const
  const id = made(await createOrganisation(asSystem(context), input))
  if (account) await makeOrganisationAccount(context, id, { holder: input.nameZh })
  return id
}

/** An invented account of an organisation, entered by one person and confirmed by another. Answers its id. */
export async function makeOrganisationAccount(
  context: Context,
  organisationId: string,
  { holder, bankAccount }: { holder: string; bankAccount?: string },
): Promise<string> {
  const id = made(
    await enterOrganisationAccount(asSystem(context, 'account-maker'), organisationId, {
      holder,
      bankName: '湖南农村商业银行',
      bankAccount: bankAccount ?? `8201${String(organisationsMade).padStart(13, '0')}`,
      cnaps: '402557000012',
      reason: '结算收款账户',
    }),
  )
  return made(await decideOrganisationAccount(asSystem(context, 'account-checker'), id, { decision: 'confirmed' }))
}

/** A member since the beginning of 2026, with the next free number. Answers the household's id. */
export async function makeMember(
  context: Context,
  organisationId: string,
  householdId: string,
  { number, fromOn = '2026-01-01' }: { number?: number; fromOn?: string } = {},
): Promise<string> {
  return made(await joinMember(asSystem(context), organisationId, { householdId, number, fromOn }))
}
