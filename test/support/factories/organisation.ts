import { creditCheckCharacter } from '../../../src/organisation/credit-code.ts'
import { createOrganisation, joinMember } from '../../../src/organisation/commands.ts'
import type { NewOrganisation } from '../../../src/organisation/input.ts'
import type { Context } from '../../../src/platform/context.ts'
import { asSystem, made } from './made.ts'

export const jingzhou = '431229000000'

let organisationsMade = 0

/** A cooperative of Jingzhou unless told otherwise. Answers its id. */
export async function makeOrganisation(context: Context, overrides: Partial<NewOrganisation> = {}): Promise<string> {
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
  return made(await createOrganisation(asSystem(context), input))
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
