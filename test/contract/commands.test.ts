import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { addContractVersion, attachScan, createContract, signContract, terminateContract } from '../../src/contract/commands.ts'
import type { ContractTerms, NewContract } from '../../src/contract/input.ts'
import { deductionsOf, findVersion, pricesOf, termsFor } from '../../src/contract/queries.ts'
import { boundTotals, findReadableVersion, findScan, householdsOf } from '../../src/contract/version/queries.ts'
import { scopeOf } from '../../src/identity/permission.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import type { Context } from '../../src/platform/context.ts'
import { makeContract, makeProduct } from '../support/factories/contract.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { problemOf, testContext, userWith, valueOf } from '../support/context.ts'

const guest: Actor = { kind: 'guest' }
const office = userWith({ role: 'office', scope: '431229000000' })
const elsewhere = userWith({ role: 'office', scope: '431226000000' })
const manager = (organisationId: string) => userWith({ role: 'manager', scope: organisationId })
const clerk = (organisationId: string) => userWith({ role: 'clerk', scope: organisationId })

const terms: ContractTerms = {
  enterpriseBp: 3000,
  cooperativeBp: 1000,
  householdBp: 6000,
  floorBasis: 'goods',
  advanceBp: 2000,
  deductionCapBp: 5000,
  inputCapBp: 0,
  guaranteeOn: '2026-09-30',
  receiptDays: 10,
  afterSalesHours: 48,
  fromOn: '2026-05-01',
  untilOn: '2026-12-31',
  prices: [{ productId: 'bayberry', grade: 'first', floorFenPerKg: 400 }],
  deductions: [{ kind: 'packing', proceedsBp: 0, fenPerKg: 30 }],
  households: [],
}

async function contractOf(context: Context, changes: Partial<NewContract> = {}): Promise<NewContract> {
  await makeProduct(context)
  const organisationId = changes.organisationId ?? (await makeOrganisation(context))
  const enterpriseId = await makeOrganisation(context, { kind: 'enterprise' })
  return {
    organisationId,
    title: '协议',
    linkageMode: 'share',
    enterpriseId,
    cooperativeId: organisationId,
    guarantorId: enterpriseId,
    terms,
    ...changes,
  }
}

function countVersions(context: Context) {
  return context.county.first(sql`SELECT count(*) AS versions FROM contract_versions`)
}

describe('createContract', () => {
  it('fixes split, prices, deductions and the list of households with their land', async () => {
    const context = testContext()
    const input = await contractOf(context)
    const householdId = await makeHousehold(context)
    await makeMember(context, input.organisationId, householdId)
    const households = [{ householdId, landCentimu: 623 }]
    const asManager = testContext({ actor: manager(input.organisationId) })
    const id = valueOf(await createContract(asManager, { ...input, terms: { ...terms, households } }))
    expect(await findVersion(context.county, id)).toMatchObject({
      organisationId: input.organisationId,
      guarantorId: input.guarantorId,
      linkageMode: 'share',
      version: 1,
      householdBp: 6000,
      deductionCapBp: 5000,
      inputCapBp: 0,
      signedAtMs: null,
    })
    expect(await pricesOf(context.county, id)).toEqual(terms.prices)
    expect(await deductionsOf(context.county, id)).toEqual(terms.deductions)
    expect(await householdsOf(context.county, id)).toMatchObject([{ householdId, number: 1, landCentimu: 623 }])
    expect(await boundTotals(context.county, id)).toEqual({ households: 1, landCentimu: 623 })
  })

  it('refuses unknown parties and grades, a missing enterprise and households that are no members, and writes nothing', async () => {
    const context = testContext()
    const input = await contractOf(context)
    const before = await countVersions(context)
    const refusal = async (changes: Partial<NewContract>) => problemOf(await createContract(context, { ...input, ...changes })).code
    expect(await refusal({ guarantorId: 'org_nobody' })).toBe('party_unknown')
    expect(await refusal({ enterpriseId: null })).toBe('enterprise_missing')
    expect(await refusal({ terms: { ...terms, prices: [{ productId: 'durian', grade: 'first', floorFenPerKg: 400 }] } })).toBe(
      'grade_unknown',
    )
    expect(await refusal({ terms: { ...terms, households: [{ householdId: await makeHousehold(context), landCentimu: 0 }] } })).toBe(
      'household_not_member',
    )
    expect(await refusal({ terms: { ...terms, householdBp: 5999 } })).toBe('split_not_whole')
    expect(await countVersions(context)).toEqual(before)
  })

  it('is the manager’s alone', async () => {
    const context = testContext()
    const input = await contractOf(context)
    const asked = async (actor: Actor) => problemOf(await createContract(testContext({ actor }), input)).code
    expect(await asked(manager('org_other'))).toBe('not_found')
    expect(await asked(clerk(input.organisationId))).toBe('forbidden')
    expect(await asked(office)).toBe('forbidden')
    expect(await asked(guest)).toBe('sign_in_required')
  })
})

describe('signContract', () => {
  it('is the office’s of that county, and of another person than the maker', async () => {
    const context = testContext()
    const input = await contractOf(context)
    const both = userWith({ role: 'manager', scope: input.organisationId }, { role: 'office', scope: '431229000000' })
    const id = valueOf(await createContract(testContext({ actor: both }), input))
    const asked = async (actor: Actor) => problemOf(await signContract(testContext({ actor }), id)).code
    expect(await asked(both)).toBe('signed_by_maker')
    expect(await asked(elsewhere)).toBe('not_found')
    expect(await asked(manager(input.organisationId))).toBe('forbidden')
    expect(await asked(guest)).toBe('sign_in_required')
    expect((await findVersion(context.county, id))?.signedAtMs).toBeNull()
    valueOf(await signContract(testContext({ actor: office }), id))
    expect(await asked(office)).toBe('contract_already_signed')
  })

  it('freezes the version and everything in it', async () => {
    const context = testContext()
    const id = await makeContract(context, { organisationId: await makeOrganisation(context) })
    const changes = [
      sql`UPDATE contract_versions SET household_bp = 5000, enterprise_bp = 4000 WHERE id = ${id}`,
      sql`UPDATE contract_prices SET floor_fen_per_kg = 100 WHERE contract_version_id = ${id}`,
      sql`DELETE FROM contract_prices WHERE contract_version_id = ${id}`,
      sql`INSERT INTO contract_deductions (contract_version_id, kind, proceeds_bp) VALUES (${id}, 'packing', 500)`,
    ]
    for (const change of changes) expect(await context.county.run([change])).toBe('contract_frozen')
    const scan = new Blob(['%PDF-1.7'], { type: 'application/pdf' })
    expect(problemOf(await attachScan(context, id, scan)).code).toBe('contract_frozen')
  })
})

describe('addContractVersion', () => {
  it('binds from its first day on; the version before stands for the days before', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const householdId = await makeHousehold(context)
    await makeMember(context, organisationId, householdId)
    const first = await makeContract(context, { organisationId })
    const { contractId } = (await findVersion(context.county, first))!
    const asManager = testContext({ actor: manager(organisationId) })
    const second = valueOf(await addContractVersion(asManager, contractId, { ...terms, fromOn: '2026-07-01' }))
    const inForce = async (contractVersionId: string, on: string) => {
      return (await termsFor(context.county, { organisationId, householdId, contractVersionId, productId: 'bayberry', grade: 'first', on }))
        ?.inForce
    }
    expect([await inForce(first, '2026-07-01'), await inForce(second, '2026-07-01')]).toEqual([true, false])
    valueOf(await signContract(testContext({ actor: office }), second))
    expect([await inForce(first, '2026-06-30'), await inForce(second, '2026-06-30')]).toEqual([true, false])
    expect([await inForce(first, '2026-07-01'), await inForce(second, '2026-07-01')]).toEqual([false, true])
  })

  it('is refused to strangers, clerks and guests', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const { contractId } = (await findVersion(context.county, await makeContract(context, { organisationId })))!
    const asked = async (actor: Actor) => problemOf(await addContractVersion(testContext({ actor }), contractId, terms)).code
    expect(await asked(manager('org_other'))).toBe('not_found')
    expect(await asked(clerk(organisationId))).toBe('forbidden')
    expect(await asked(guest)).toBe('sign_in_required')
  })
})

describe('signContract, by the database alone', () => {
  it('refuses a version without prices', async () => {
    const context = testContext({ actor: office })
    const draft = await makeContract(context, { organisationId: await makeOrganisation(context), signed: false })
    await context.county.run([sql`DELETE FROM contract_prices WHERE contract_version_id = ${draft}`])
    expect(problemOf(await signContract(context, draft)).code).toBe('contract_without_prices')
    expect((await findVersion(context.county, draft))?.signedAtMs).toBeNull()
  })
})

describe('terminateContract', () => {
  it('ends a version once, whoever comes first', async () => {
    const context = testContext({ actor: office })
    const id = await makeContract(context, { organisationId: await makeOrganisation(context) })
    const other = () => terminateContract(context, id, { onDate: '2026-08-01', reason: '先到' })
    expect(problemOf(await terminateContract(interruptedBy(context, other), id, { onDate: '2026-07-01', reason: '后到' })).code).toBe(
      'contract_terminated',
    )
    expect((await findVersion(context.county, id))?.terminatedOn).toBe('2026-08-01')
  })

  it('ends a signed version from a day on, once, and not in the past', async () => {
    const context = testContext({ actor: office })
    const organisationId = await makeOrganisation(context)
    const householdId = await makeHousehold(context)
    const id = await makeContract(context, { organisationId })
    const draft = await makeContract(context, { organisationId, signed: false })
    const end = { onDate: '2026-07-01', reason: '双方同意' }
    expect(problemOf(await terminateContract(context, draft, end)).code).toBe('contract_not_signed')
    expect(problemOf(await terminateContract(context, id, { ...end, onDate: '2026-06-17' })).code).toBe('termination_in_past')
    valueOf(await terminateContract(context, id, end))
    expect(problemOf(await terminateContract(context, id, end)).code).toBe('contract_terminated')
    const on = async (date: string) => {
      return (
        await termsFor(context.county, {
          organisationId,
          householdId,
          contractVersionId: id,
          productId: 'bayberry',
          grade: 'first',
          on: date,
        })
      )?.inForce
    }
    expect([await on('2026-06-30'), await on('2026-07-01')]).toEqual([true, false])
  })

  it('is refused to other counties, managers and guests', async () => {
    const id = await makeContract(testContext(), { organisationId: await makeOrganisation(testContext()) })
    const asked = async (actor: Actor) =>
      problemOf(await terminateContract(testContext({ actor }), id, { onDate: '2026-07-01', reason: 'x' })).code
    expect(await asked(elsewhere)).toBe('not_found')
    expect(await asked(manager('org_a'))).toBe('forbidden')
    expect(await asked(guest)).toBe('sign_in_required')
  })
})

describe('attachScan', () => {
  it('keeps the paper for those within reach of the contract', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const id = await makeContract(context, { organisationId, signed: false })
    const scan = new Blob(['%PDF-1.7 协议'], { type: 'application/pdf' })
    valueOf(await attachScan(testContext({ actor: manager(organisationId) }), id, scan))
    const found = async (actor: Actor) => findScan(context.county, scopeOf(actor, 'contract.read')!, id)
    expect(await found(office)).toMatchObject({ mediaType: 'application/pdf' })
    expect(await found(elsewhere)).toBeNull()
    expect(await found(manager('org_other'))).toBeNull()
    expect(await findReadableVersion(context.county, scopeOf(clerk(organisationId), 'contract.read')!, id)).toMatchObject({ id })
  })

  it('refuses other kinds of file, strangers, clerks and guests', async () => {
    const organisationId = await makeOrganisation(testContext())
    const id = await makeContract(testContext(), { organisationId, signed: false })
    const page = new Blob(['<html>'], { type: 'text/html' })
    expect(problemOf(await attachScan(testContext({ actor: manager(organisationId) }), id, page)).code).toBe('file_type_refused')
    const asked = async (actor: Actor) => problemOf(await attachScan(testContext({ actor }), id, page)).code
    expect(await asked(manager('org_other'))).toBe('not_found')
    expect(await asked(clerk(organisationId))).toBe('forbidden')
    expect(await asked(guest)).toBe('sign_in_required')
  })
})

describe('termsFor', () => {
  it('tells a clerk what the contract, the membership and the market say about one delivery', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const householdId = await makeHousehold(context)
    await makeMember(context, organisationId, householdId)
    const contractVersionId = await makeContract(context, { organisationId, householdIds: [householdId], landCentimu: 620 })
    const asked = { organisationId, householdId, contractVersionId, productId: 'bayberry', grade: 'first', on: '2026-06-18' }
    expect(await termsFor(context.county, asked)).toEqual({
      mode: 'share',
      floorBasis: 'goods',
      householdBp: 6000,
      advanceBp: 0,
      floorFenPerKg: 400,
      referenceFenPerKg: null,
      isMember: true,
      inForce: true,
      maxDeliveryGrams: 5_000_000,
      maxGramsPerMu: null,
      landCentimu: 620,
    })
    expect(await termsFor(context.county, { ...asked, on: '2027-01-01' })).toMatchObject({ isMember: true, inForce: false })
    expect(await termsFor(context.county, { ...asked, organisationId: 'org_other' })).toBeNull()
  })
})
