import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { findVersion } from '../../src/contract/queries.ts'
import { issueCard } from '../../src/household/card/commands.ts'
import { chooseChannel, handOutCash } from '../../src/income/cash/commands.ts'
import { cashHandedOut } from '../../src/income/cash/queries.ts'
import { importAnswer } from '../../src/income/commands.ts'
import { householdPayments } from '../../src/income/queries.ts'
import { parsePeriod } from '../../src/income/statement/period.ts'
import { loadStatement } from '../../src/income/statement/queries.ts'
import type { Role } from '../../src/kernel/actor.ts'
import { localDate } from '../../src/kernel/time.ts'
import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { closeSettlement } from '../../src/settlement/commands/close-settlement.ts'
import { exportSettlement } from '../../src/settlement/commands/export-settlement.ts'
import { bankAnswer, makeGuaranteePayment, makeSettlement } from '../support/factories/settlement.ts'
import { listLines } from '../../src/settlement/queries.ts'
import { problemOf, TestClock, testContext, userWith, valueOf } from '../support/context.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { asSystem } from '../support/factories/made.ts'
import { makeSeason } from '../support/factories/lot.ts'

/** Four households with 240.00 yuan each, settled and approved, or as far as told. */
async function season(status: 'draft' | 'approved' = 'approved') {
  const clock = new TestClock()
  const system = testContext({ clock })
  const made = await makeSeason(system, { households: 4, gramsEach: 100_000, packGrams: 5_000 })
  const { contractId } = (await findVersion(system.county, made.contractVersionId))!
  clock.moveTo('2026-12-31')
  await makeGuaranteePayment(system, { contractId, amountFen: 96_000 })
  const id = await makeSettlement(system, { organisationId: made.organisationId, month: '2026-12', status })
  clock.moveTo('2027-01-08')
  const lines = await listLines(system.county, id)
  const line = lines[0]!
  const { pin } = valueOf(await issueCard(asSystem(system), line.partyId))
  const as = (role: Role, scope = made.organisationId): Context => ({ ...system, actor: userWith({ role, scope }) })
  const owed = () => balanceFen(system.county, account(made.organisationId, 'household', line.partyId))
  return { ...made, id, clock, system, lines, line, pin, as, manager: as('manager'), clerk: as('clerk'), owed }
}

describe('cash', () => {
  it('stays out of the bank’s file, and counts as received by the household’s own PIN', async () => {
    const { system, id, line, pin, manager, clerk, clock, owed, organisationId } = await season()
    valueOf(await chooseChannel(manager, line.id, { channel: 'cash' }))
    valueOf(await exportSettlement(manager, id))
    expect((await listLines(system.county, id)).map(({ status }) => status).toSorted()).toEqual([
      'draft',
      'exported',
      'exported',
      'exported',
    ])
    expect(await owed()).toBe(24_000)
    valueOf(await handOutCash(clerk, line.id, { pin }))
    expect(await owed()).toBe(0)
    expect(await householdPayments(system.county, line.partyId)).toMatchObject([
      { amountFen: 24_000, receivedOn: '2027-01-08', kind: 'sale' },
    ])
    expect(await cashHandedOut(system.county, userWith({ role: 'office', scope: '431229000000' }))).toMatchObject([
      { id: line.id, proof: 'pin' },
    ])
    const [entry] = await system.county.all<{ id: string }>(
      sql`SELECT id FROM entries WHERE id LIKE 'paid:cash:%' AND organisation_id = ${organisationId}`,
    )
    expect(entry!.id).toBe(`paid:cash:${line.id}`)
    const sent = (await listLines(system.county, id)).filter(({ status }) => status === 'exported')
    valueOf(await importAnswer(manager, id, { answer: bankAnswer(sent, localDate(clock.now())) }))
    valueOf(await closeSettlement(manager, id))
    expect(problemOf(await handOutCash(clerk, line.id, { pin })).code).toBe('line_status_moved')
  })

  it('counts a wrong PIN against the card and hands nothing out; a signed sheet will do', async () => {
    const { line, pin, manager, clerk, owed, system } = await season()
    valueOf(await chooseChannel(manager, line.id, { channel: 'cash' }))
    const wrong = pin === '000000' ? '111111' : '000000'
    expect(problemOf(await handOutCash(clerk, line.id, { pin: wrong }))).toMatchObject({
      code: 'pin_wrong',
      facts: { left: 4 },
      field: 'pin',
    })
    expect(problemOf(await handOutCash(clerk, line.id, {})).code).toBe('cash_proof_missing')
    expect(problemOf(await handOutCash(clerk, line.id, {}, new Blob(['x'], { type: 'text/plain' }))).code).toBe('file_type_refused')
    for (let tries = 0; tries < 4; tries++) await handOutCash(clerk, line.id, { pin: wrong })
    expect(problemOf(await handOutCash(clerk, line.id, { pin })).code).toBe('card_locked')
    expect(await owed()).toBe(24_000)
    valueOf(await handOutCash(clerk, line.id, {}, new Blob(['signed'], { type: 'application/pdf' })))
    expect(await owed()).toBe(0)
    const handed = (await cashHandedOut(system.county, system.actor)).find(({ id }) => id === line.id)
    expect(handed).toMatchObject({ proof: 'signature', evidenceFileId: expect.stringMatching(/^\w{64}$/) })
  })

  it('is chosen by the manager before the bank has the line, and can be undone', async () => {
    const { id, line, lines, manager, clerk, as, pin, system } = await season()
    const code = async (context: Context, lineId = line.id) => problemOf(await chooseChannel(context, lineId, { channel: 'cash' })).code
    expect(await code(clerk)).toBe('forbidden')
    expect(await code(as('office', '431229000000'))).toBe('forbidden')
    expect(await code(as('manager', 'org_other'))).toBe('not_found')
    expect(await code({ ...system, actor: { kind: 'guest' } })).toBe('sign_in_required')
    valueOf(await chooseChannel(manager, line.id, { channel: 'cash' }))
    valueOf(await chooseChannel(manager, line.id, { channel: 'bank' }))
    expect(problemOf(await handOutCash(clerk, line.id, { pin })).code).toBe('line_not_cash')
    const sent = interruptedBy(manager, async () => valueOf(await exportSettlement(manager, id)))
    expect(problemOf(await chooseChannel(sent, line.id, { channel: 'bank' })).code).toBe('line_status_moved')
    expect(await code(manager)).toBe('line_status_moved')
    expect(await code(manager, lines[1]!.id)).toBe('line_status_moved')
  })

  it('is handed out after approval, by people of the organisation', async () => {
    const { line, pin, manager, clerk, as } = await season('draft')
    valueOf(await chooseChannel(manager, line.id, { channel: 'cash' }))
    expect(problemOf(await handOutCash(clerk, line.id, { pin })).code).toBe('settlement_status_moved')
    expect(problemOf(await handOutCash(as('office', '431229000000'), line.id, { pin })).code).toBe('forbidden')
    expect(problemOf(await handOutCash(as('clerk', 'org_other'), line.id, { pin })).code).toBe('not_found')
  })

  it('that nobody fetched is due again when the settlement closes', async () => {
    const { id, line, manager, system } = await season()
    for (const { id: lineId } of await listLines(system.county, id)) valueOf(await chooseChannel(manager, lineId, { channel: 'cash' }))
    expect(problemOf(await exportSettlement(manager, id)).code).toBe('nothing_to_export')
    valueOf(await closeSettlement(manager, id))
    expect((await listLines(system.county, id)).find((each) => each.id === line.id)!.status).toBe('released')
  })

  it('cannot get into a bank’s file, nor count without its proof, whatever is written to the tables', async () => {
    const { id, line, lines, manager, system } = await season()
    valueOf(await chooseChannel(manager, line.id, { channel: 'cash' }))
    const run = (statement: ReturnType<typeof sql>) => system.county.run([statement])
    expect(await run(sql`UPDATE settlement_lines SET status = 'paid', answered_on = '2027-01-08' WHERE id = ${line.id}`)).toBe(
      'cash_proof_missing',
    )
    expect(await run(sql`UPDATE settlement_lines SET status = 'exported' WHERE id = ${line.id}`)).toBe('line_in_file')
    expect(await run(sql`INSERT INTO cash_receipts VALUES (${line.id}, 'signature', NULL, ${line.amountFen}, 'x', 1)`)).toBe(
      'cash_proof_missing',
    )
    expect(await run(sql`INSERT INTO cash_receipts VALUES (${lines[1]!.id}, 'pin', NULL, ${line.amountFen}, 'x', 1)`)).toBe(
      'line_status_moved',
    )
    valueOf(await exportSettlement(manager, id))
    const fileId = (await listLines(system.county, id)).find(({ payoutFileId }) => payoutFileId)!.payoutFileId!
    expect(await run(sql`INSERT INTO payout_lines VALUES (${line.id}, ${fileId}, 99, ${line.amountFen}, ${'0'.repeat(64)})`)).toBe(
      'line_status_moved',
    )
    expect(await run(sql`INSERT INTO payout_lines VALUES (${lines[1]!.id}, ${fileId}, 98, ${line.amountFen}, ${'0'.repeat(64)})`)).toBe(
      'line_in_file',
    )
    expect(await run(sql`UPDATE settlement_lines SET payout_file_id = NULL WHERE id = ${lines[1]!.id}`)).toBe('line_in_file')
    expect(await run(sql`UPDATE settlement_lines SET channel = 'cash' WHERE id = ${lines[1]!.id}`)).not.toBeNull()
    await expect(run(sql`UPDATE payout_lines SET n = 7`)).rejects.toThrow('append_only')
    await expect(run(sql`UPDATE payout_files SET total_fen = 1`)).rejects.toThrow('append_only')
  })
})

describe('loadStatement', () => {
  it('closes at what the household’s account in the ledger holds, and shows what was received in cash', async () => {
    const { system, line, pin, manager, clerk, owed } = await season()
    const january = () => loadStatement(system.county, line.partyId, parsePeriod('2027-01')!)
    expect(await january()).toMatchObject({ openingFen: 0, closingFen: await owed(), sums: { guaranteed: 24_000, received: 0 } })
    valueOf(await chooseChannel(manager, line.id, { channel: 'cash' }))
    valueOf(await handOutCash(clerk, line.id, { pin }))
    expect(await january()).toMatchObject({ closingFen: 0, sums: { cash: -24_000 } })
    const june = await loadStatement(system.county, line.partyId, parsePeriod('2026-06')!)
    expect(june).toMatchObject({ movements: [], slips: [{ grams: 100_000, floorDueFen: 24_000, settledFen: 0 }] })
  })
})
