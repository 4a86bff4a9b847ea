import { describe, expect, it } from 'vitest'
import { signContract } from '../../src/contract/commands.ts'
import { findVersion, termsFor } from '../../src/contract/queries.ts'
import { makeContract } from '../support/factories/contract.ts'
import { makeHousehold } from '../support/factories/household.ts'
import { makeMember, makeOrganisation } from '../support/factories/organisation.ts'
import { problemOf, testContext } from '../support/context.ts'

describe('termsFor', () => {
  it('tells a clerk what the contract, the membership and the market say about one delivery', async () => {
    const context = testContext()
    const organisationId = await makeOrganisation(context)
    const householdId = await makeHousehold(context)
    await makeMember(context, organisationId, householdId)
    const contractVersionId = await makeContract(context, { organisationId, householdIds: [householdId], landCentimu: 620 })
    const asked = { organisationId, householdId, contractVersionId, productId: 'bayberry', grade: 'first', on: '2026-06-18' }
    expect(await termsFor(context.county, asked)).toMatchObject({
      isMember: true,
      inForce: true,
      floorFenPerKg: 400,
      landCentimu: 620,
      referenceFenPerKg: null,
      householdBp: 6000,
    })
    expect(await termsFor(context.county, { ...asked, on: '2027-01-01' })).toMatchObject({ isMember: true, inForce: false })
  })
})

describe('signContract', () => {
  it('is refused to whoever made it', async () => {
    const context = testContext({ actor: { kind: 'system', job: 'contract-maker' } })
    const versionId = await makeContract(context, { organisationId: await makeOrganisation(context), signed: false })
    expect(problemOf(await signContract(context, versionId)).code).toBe('signed_by_maker')
    expect((await findVersion(context.county, versionId))?.signedAtMs).toBeNull()
  })
})
