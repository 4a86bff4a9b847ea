import { createFreightRule } from '../../src/catalogue/commands.ts'
import { createContract, createProduct, signContract } from '../../src/contract/commands.ts'
import { registerHousehold } from '../../src/household/commands.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { localDate } from '../../src/kernel/time.ts'
import { decideOrganisationAccount, enterOrganisationAccount } from '../../src/organisation/account/commands.ts'
import { findOrganisation } from '../../src/organisation/queries.ts'
import { createOrganisation, joinMember } from '../../src/organisation/commands.ts'
import { creditCheckCharacter } from '../../src/organisation/credit-code.ts'
import type { Context } from '../../src/platform/context.ts'
import { inventPerson } from '../support/factories/people.ts'
import { asSystem, made } from '../support/factories/made.ts'
import { contractTerms } from './contracts.ts'
import { mainland } from './deeds/buyer.ts'
import type { Organisation, World } from './world.ts'

export const county = '431229000000'
const villages = ['431229200200', '431229200201', '431229200202', '431229103201']
const households = 8
const modes = ['share', 'entrusted', 'order_purchase', 'share'] as const

const user = (name: string, ...grants: Extract<Actor, { kind: 'user' }>['grants']): Actor => ({
  kind: 'user',
  userId: `usr_${name}`,
  name,
  grants,
})

export const office = user('office', { role: 'office', scope: county })
export const supervisor = user('supervisor', { role: 'supervisor', scope: county })
export const buyers: Actor[] = [{ kind: 'guest' }, user('zhou'), user('qian')]

/** Founds a world through the commands: an enterprise, two cooperatives, eight households, four contracts. */
export async function found(context: Context, world: World): Promise<void> {
  const system = asSystem(context, 'founder')
  world.enterpriseId = await organisation(system, 0, 'enterprise')
  await account(system, world.enterpriseId)
  await products(system, world)
  for (let n = 0; n < households; n++) world.householdIds.push(await household(system, n))
  for (const n of [1, 2]) {
    const id = await organisation(system, n, 'cooperative')
    world.organisations.push(peopleOf(id))
    await account(system, id)
    for (const householdId of world.householdIds.filter((_, index) => index % 4 !== 2 * (n - 1))) {
      made(await joinMember(system, id, { householdId, number: undefined, fromOn: '2026-01-01' }))
    }
    made(await createFreightRule(system, freightRule(world, id)))
    for (const mode of modes.slice(2 * (n - 1), 2 * n)) await contract(system, world, id, mode)
  }
}

function peopleOf(id: string): Organisation {
  const manager = (which: string) => user(`manager_${which}_${id}`, { role: 'manager', scope: id })
  return { id, managers: [manager('a'), manager('b')], clerk: user(`clerk_${id}`, { role: 'clerk', scope: id }) }
}

async function organisation(context: Context, n: number, kind: 'cooperative' | 'enterprise'): Promise<string> {
  const first17 = `93${county.slice(0, 6)}MA${String(n).padStart(7, '0')}`
  return made(
    await createOrganisation(context, {
      kind,
      divisionCode: county,
      creditCode: first17 + creditCheckCharacter(first17),
      nameZh: `示例${n}`,
      nameEn: `Example ${n}`,
      storyZh: '',
      storyEn: '',
      phone: '',
      noticeDays: 7,
    }),
  )
}

async function account(context: Context, organisationId: string): Promise<void> {
  const { nameZh } = (await findOrganisation(context.county, organisationId))!
  const input = { holder: nameZh, bankName: '中国农业银行', bankAccount: '6228480000000000001', cnaps: '', reason: '开户' }
  const id = made(await enterOrganisationAccount(context, organisationId, input))
  made(await decideOrganisationAccount(asSystem(context, 'second'), id, { decision: 'confirmed' }))
}

async function products(context: Context, world: World): Promise<void> {
  const kinds = [
    { id: 'bayberry', category: 'fruit', grades: ['first', 'processing'] },
    { id: 'rice', category: 'grain', grades: ['first'] },
  ] as const
  for (const { id, category, grades } of kinds) {
    const product = {
      id,
      nameZh: id,
      nameEn: id,
      category,
      drawing: id,
      maxDeliveryGrams: 5_000_000,
      maxGramsPerMu: null,
      lossNormBp: 1500,
    }
    made(await createProduct(context, { ...product, grades: [...grades] }))
    world.products.push({ id, grades })
  }
}

async function household(context: Context, n: number): Promise<string> {
  const villageCode = villages[n % villages.length]!
  const identity = inventPerson(n + 1, county.slice(0, 6))
  return made(
    await registerHousehold(context, { villageCode, people: 4, workers: 2, status: 'registered', statusFromOn: '2020-01-01', identity }),
  )
}

function freightRule({ random }: World, organisationId: string) {
  return {
    organisationId,
    nameZh: '快递',
    nameEn: 'Courier',
    provinces: [mainland.province],
    firstGrams: random.odd(1, 100_000, [1000, 3000]),
    firstFen: random.odd(0, 1_000_000, [0, 1500]),
    stepGrams: random.odd(1, 100_000, [500, 1000]),
    stepFen: random.pick([0, 1, 300]),
    freeFromFen: random.pick([null, 1, 9_900]),
  }
}

async function contract(context: Context, world: World, organisationId: string, mode: (typeof modes)[number]): Promise<void> {
  const { random, clock, products } = world
  const enterpriseId = random.chance(0.8) ? world.enterpriseId : organisationId
  const versionId = made(
    await createContract(context, {
      organisationId,
      title: mode,
      linkageMode: mode,
      enterpriseId,
      cooperativeId: organisationId,
      guarantorId: random.chance(0.7) ? world.enterpriseId : organisationId,
      terms: contractTerms(random, { mode, products, from: localDate(clock.now() - 86_400_000) }),
    }),
  )
  made(await signContract(asSystem(context, 'signer'), versionId))
}
