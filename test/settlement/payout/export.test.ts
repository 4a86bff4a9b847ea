import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { findVersion } from '../../../src/contract/queries.ts'
import { changeAccount } from '../../../src/household/account/commands.ts'
import { identityOf, identityStatements } from '../../../src/household/vault/queries.ts'
import { importAnswer } from '../../../src/income/commands.ts'
import type { Role } from '../../../src/kernel/actor.ts'
import { hourMs } from '../../../src/kernel/time.ts'
import type { Context } from '../../../src/platform/context.ts'
import { exportSettlement } from '../../../src/settlement/commands/export-settlement.ts'
import { payoutDownload, type PayoutFormat } from '../../../src/settlement/payout/queries.ts'
import { bankAmount } from '../../../src/settlement/payout-file.ts'
import { listLines } from '../../../src/settlement/queries.ts'
import { problemOf, TestClock, testContext, userWith, valueOf } from '../../support/context.ts'
import { makeSeason } from '../../support/factories/lot.ts'
import { makeOrganisationAccount } from '../../support/factories/organisation.ts'
import { makeGuaranteePayment, makeSettlement } from '../../support/factories/settlement.ts'

async function season({ paidInFen = 96_000 } = {}) {
  const clock = new TestClock()
  const system = testContext({ clock })
  const made = await makeSeason(system, { households: 4, gramsEach: 100_000, packGrams: 5_000 })
  const { contractId } = (await findVersion(system.county, made.contractVersionId))!
  clock.moveTo('2026-12-31')
  await makeGuaranteePayment(system, { contractId, amountFen: paidInFen })
  const id = await makeSettlement(system, { organisationId: made.organisationId, month: '2026-12', status: 'approved' })
  clock.moveTo('2027-01-08')
  const as = (role: Role, scope = made.organisationId): Context => ({ ...system, actor: userWith({ role, scope }) })
  const manager = as('manager')
  const file = async (format: PayoutFormat) =>
    new TextDecoder('utf-8', { ignoreBOM: false, fatal: false }).decode(valueOf(await payoutDownload(manager, id, format)).bytes)
  const lines = () => listLines(system.county, id)
  const change = async (householdId: string, bankAccount: string) => {
    const { name } = (await identityOf(system, householdId))!
    const input = { holder: name, bankName: '中国建设银行', bankAccount, cnaps: '', reason: '换卡', pin: null }
    valueOf(await changeAccount(system, householdId, input, new Blob([bankAccount], { type: 'image/png' })))
  }
  return { ...made, id, clock, system, as, manager, file, lines, change }
}

describe('exportSettlement', () => {
  it('makes one file, and the same file whenever it is asked again', async () => {
    const { id, manager, file, system, clock } = await season()
    const made = valueOf(await exportSettlement(manager, id))
    expect(made).toBe(`pay_${id.slice(4)}`)
    const formats: PayoutFormat[] = ['canonical', 'bank', 'bank-gbk', 'bank-gb18030', 'pain001']
    const first = await Promise.all(formats.map(file))
    clock.pass(1000 * hourMs)
    expect(valueOf(await exportSettlement(manager, id))).toBe(made)
    expect(await Promise.all(formats.map(file))).toEqual(first)
    expect(await system.county.all(sql`SELECT count(*) AS files FROM payout_files WHERE settlement_id = ${id}`)).toEqual([{ files: 1 }])
    expect(JSON.parse(first[0]!)).toMatchObject({ id: made, lines: 4, totalFen: 96_000, kind: 'proceeds' })
  })

  it('pays the account in force when it is made, and says which by its hash, never the number', async () => {
    const { id, manager, file, lines, change, clock } = await season()
    const [early, late] = await lines()
    await change(early!.partyId, '6222111100001111')
    clock.pass(72 * hourMs)
    await change(late!.partyId, '6222111100002222')
    valueOf(await exportSettlement(manager, id))
    clock.pass(72 * hourMs)
    const csv = await file('bank')
    expect(csv).toContain('6222111100001111')
    expect(csv).not.toContain('6222111100002222')
    const canonical = await file('canonical')
    expect(canonical).not.toMatch(/6222|6217/)
    expect(new Set((JSON.parse(canonical) as { rows: { account: string }[] }).rows.map(({ account }) => account)).size).toBe(4)
  })

  it('leaves behind who has no account, and pays an organisation on its confirmed one', async () => {
    const { id, manager, lines, system, file } = await season({ paidInFen: 100_000 })
    const before = await lines()
    const household = before.find(({ party }) => party === 'household')!
    const guarantor = before.find(({ party }) => party === 'guarantor')!
    await forget(system, household.partyId)
    await makeOrganisationAccount(system, guarantor.partyId, {
      holder: await holderOf(system, guarantor.partyId),
      bankAccount: '8201999999999',
    })
    valueOf(await exportSettlement(manager, id))
    expect((await lines()).filter(({ status }) => status === 'draft').map((line) => line.id)).toEqual([household.id])
    expect(await file('bank')).toContain('8201999999999')
    expect(await file('canonical')).not.toContain(household.id)
  })

  it('refuses when nobody in it has an account', async () => {
    const { id, manager, system, lines } = await season()
    for (const { partyId } of await lines()) await forget(system, partyId)
    expect(problemOf(await exportSettlement(manager, id)).code).toBe('accounts_missing')
    expect((await lines()).every(({ status }) => status === 'draft')).toBe(true)
  })

  it('gives the file to the manager only', async () => {
    const { id, manager, as } = await season()
    expect(problemOf(await payoutDownload(manager, id, 'bank')).code).toBe('not_found')
    valueOf(await exportSettlement(manager, id))
    expect(problemOf(await payoutDownload(as('clerk'), id, 'bank')).code).toBe('not_found')
    expect(problemOf(await payoutDownload(as('office', '431229000000'), id, 'bank')).code).toBe('not_found')
  })
})

describe('a pain.002 report', () => {
  const report = (file: string, rows: string, head = '') =>
    `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.12"><CstmrPmtStsRpt><GrpHdr><MsgId>b</MsgId><CreDtTm>2027-01-08T02:00:00+08:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>${file}</OrgnlMsgId>${head}</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>${rows}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`
  const payment = (reference: string, status: string) =>
    `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts>`

  it('answers a part, a later one the rest, and both are kept with who brought them in', async () => {
    const { id, manager, lines, system } = await season()
    const file = valueOf(await exportSettlement(manager, id))
    const reference = (n: number) => `${file.slice(4)}-${n}`
    const first = report(file, payment(reference(1), 'ACSC') + payment(reference(2), 'PDNG'), '<GrpSts>PART</GrpSts>')
    valueOf(await importAnswer(manager, id, { answer: first }))
    expect((await lines()).map(({ status }) => status)).toEqual(['paid', 'exported', 'exported', 'exported'])
    valueOf(await importAnswer(manager, id, { answer: first }))
    const second = report(
      file,
      payment(reference(1), 'ACSC') + [2, 3, 4].map((n) => payment(reference(n), n === 3 ? 'RJCT' : 'ACSC')).join(''),
    )
    valueOf(await importAnswer(manager, id, { answer: second }))
    expect((await lines()).map(({ status, failure }) => [status, failure])).toEqual([
      ['paid', null],
      ['paid', null],
      ['failed', 'AC04 账户已销户'],
      ['paid', null],
    ])
    const answers = await system.county.all<{ hash: string }>(
      sql`SELECT answer_sha256 AS hash, format, paid, failed, paid_fen AS paidFen FROM payout_answers WHERE file_id = ${file} ORDER BY at_ms, paid`,
    )
    expect(answers).toMatchObject([
      { format: 'pain002', paid: 1, failed: 0, paidFen: 24_000 },
      { paid: 2, failed: 1 },
    ])
    expect(await (await system.files.get(answers[0]!.hash))!.text()).toBe(first)
    await expect(system.county.run([sql`UPDATE payout_answers SET paid = 9`])).rejects.toThrow('append_only')
  })

  it('refused changes nothing, and leaves no trace of having been imported', async () => {
    const { id, manager, lines, system } = await season()
    const file = valueOf(await exportSettlement(manager, id))
    const code = async (answer: string) => problemOf(await importAnswer(manager, id, { answer })).code
    expect(await code(report(file, payment(`${file.slice(4)}-1`, 'ACSC'), '<GrpSts>RJCT</GrpSts>'))).toBe('answer_contradicts')
    expect(await code(report('pay_other', ''))).toBe('answer_other_file')
    expect(await code(report(file, payment(`${file.slice(4)}-1`, 'ACSC')).replace('<Document', '<!DOCTYPE x><Document'))).toBe(
      'answer_hostile',
    )
    expect((await lines()).every(({ status }) => status === 'exported')).toBe(true)
    expect(await system.county.all(sql`SELECT 1 FROM payout_answers WHERE file_id = ${file}`)).toEqual([])
    const csv = [
      'line,amount,result,reason,date',
      ...(await lines()).map((line) => `${line.id},${bankAmount(line.amountFen)},成功,,2027-01-08`),
    ].join('\n')
    valueOf(await importAnswer(manager, id, { answer: csv }))
  })
})

async function holderOf(system: Context, organisationId: string): Promise<string> {
  return (await system.county.first<{ name: string }>(sql`SELECT name_zh AS name FROM organisations WHERE id = ${organisationId}`))!.name
}

// A household whose register gives no account, as the vault would hold it from the start.
async function forget(system: Context, householdId: string): Promise<void> {
  const identity = { ...(await identityOf(system, householdId))!, bankAccount: '', bankName: '' }
  await system.vault.run(await identityStatements(system, [{ householdId, identity }]))
}
