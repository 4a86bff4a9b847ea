import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { runJobs, runNightJobs } from '../../src/http/jobs.ts'
import { dayMs } from '../../src/kernel/time.ts'
import type { ProblemCode } from '../../src/kernel/problem.ts'
import { account } from '../../src/ledger/account.ts'
import { postEntry } from '../../src/ledger/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { Database, type Statement } from '../../src/platform/database.ts'
import { isSigned } from '../../src/platform/signature.ts'
import { fromHex, hex, utf8 } from '../../src/proof/bytes.ts'
import { auditLog } from '../../src/proof/commands/audit.ts'
import { sealFacts } from '../../src/proof/commands/seal.ts'
import { commitment, parseFact } from '../../src/proof/leaf.ts'
import { parseCheckpoint, parseKey, parseNote, signatureBy } from '../../src/proof/note.ts'
import { commitments, lastCheckpoint, logKeyLine, logStatus, openFault, proveConsistency, proveFact } from '../../src/proof/queries.ts'
import { parseProof } from '../../src/proof/tlog-proof.ts'
import { isConsistent, isIncluded, leafHash, rootOf } from '../../src/proof/tree.ts'
import { recordLoss } from '../../src/lot/commands.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makeFinalOrder, makePaidOrder } from '../support/factories/order.ts'
import { makeOrganisation } from '../support/factories/organisation.ts'
import { makeGuaranteePayment, makeSettlement } from '../support/factories/settlement.ts'
import { bindings, problemOf, TestClock, testContext, valueOf } from '../support/context.ts'
import { interruptedBy } from '../support/interrupted.ts'

/** A database whose writes fail: the n-th one before anything is written, or after, with the answer lost. */
class Failing extends Database {
  #left: number
  readonly #after: boolean

  constructor(context: Context, nth: number, after: boolean) {
    super(bindings.COUNTY_DB, context.county.meter)
    this.#left = nth
    this.#after = after
  }

  override async run(statements: Statement[]): Promise<ProblemCode | null> {
    this.#left -= 1
    if (this.#left === 0 && !this.#after) throw new Error('lost before')
    const problem = await super.run(statements)
    if (this.#left === 0) throw new Error('lost after')
    return problem
  }
}

let entries = 0

/** So many entries in the books of an organisation of their own. */
async function post(context: Context, count: number): Promise<string[]> {
  const organisationId = await makeOrganisation(context)
  const ids = Array.from({ length: count }, () => `fees:test${(entries += 1)}`)
  const transfers = [{ debit: account(organisationId, 'fees'), credit: account(organisationId, 'clearing'), amountFen: 1 }]
  await context.county.run(
    ids.flatMap((id) => postEntry(context, { id, organisationId, kind: 'fees', subject: '-', reason: 'test', transfers })),
  )
  return ids
}

const leavesOf = ({ county }: Context) =>
  county.all<{ idx: number; kind: string; subject: string }>(sql`SELECT idx, kind, subject FROM log_leaves ORDER BY idx`)
const checkpointsOf = ({ county }: Context) =>
  county.all<{ size: number; root: string; note: string }>(sql`SELECT size, root, note FROM log_checkpoints ORDER BY size`)

/** Every signed root is the root of the leaves that are kept. */
async function expectWhole(context: Context): Promise<void> {
  const leaves = (await commitments(context.county, 0, 100_000)).map(leafHash)
  const checkpoints = await checkpointsOf(context)
  for (const { size, root } of checkpoints) expect(hex(rootOf(leaves.slice(0, size))), `size ${size}`).toBe(root)
  expect(checkpoints.at(-1)?.size).toBe(leaves.length)
  const key = parseKey(await logKeyLine(context))!
  for (const checkpoint of checkpoints) {
    const note = parseNote(checkpoint.note)!
    expect(await isSigned(key.publicKey, utf8(note.text), signatureBy(note, key)!)).toBe(true)
    const stated = parseCheckpoint(note.text)!
    expect([stated.origin, stated.size, hex(stated.root)]).toEqual([context.logOrigin, checkpoint.size, checkpoint.root])
  }
}

describe('sealing', () => {
  it('seals what happened, each fact once, and signs a checkpoint that grows', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    const { organisationId, contractVersionId, packId, deliveryIds } = await makeSeason(context, {
      households: 3,
      gramsEach: 100_000,
      packGrams: 5_000,
    })
    await makeGuaranteePayment(context, {
      contractId: (await context.county.first<{ id: string }>(
        sql`SELECT contract_id AS id FROM contract_versions WHERE id = ${contractVersionId}`,
      ))!.id,
      amountFen: 50_000,
    })
    await makeFinalOrder(context, { packId, units: 4 })
    await sealFacts(context)
    const kinds = (await leavesOf(context)).map(({ kind }) => kind)
    expect(new Set(kinds)).toEqual(new Set(['contract', 'slip', 'lot', 'guarantee', 'entry']))
    expect(kinds.filter((kind) => kind === 'slip').length).toBe(deliveryIds.length)
    await expectWhole(context)

    clock.pass(200 * dayMs)
    await makeSettlement(context, { organisationId, month: '2027-01', fails: ({ party }) => party === 'cooperative' })
    await sealFacts(context)
    const grown = (await leavesOf(context)).map(({ kind }) => kind)
    expect(grown.slice(0, kinds.length)).toEqual(kinds)
    expect(new Set(grown.slice(kinds.length))).toEqual(new Set(['settlement', 'line', 'payout_file', 'bank_answer', 'outcome', 'entry']))
    await expectWhole(context)
    const before = await lastCheckpoint(context.county)
    await sealFacts(context)
    expect(await lastCheckpoint(context.county)).toEqual(before)
  })

  it('writes nothing while an order is paid; its entry is sealed by its number afterwards', async () => {
    const context = testContext()
    const { packId } = await makeSeason(context, { households: 3, gramsEach: 100_000, packGrams: 5_000 })
    const facts = () => context.county.all(sql`SELECT * FROM log_facts`)
    const before = await facts()
    const { orderId } = await makePaidOrder(context, { packId, units: 1 })
    expect(await facts()).toEqual(before)
    await sealFacts(context)
    expect((await leavesOf(context)).at(-1)).toMatchObject({ kind: 'entry', subject: `pay:${orderId}` })
  })

  it.each([
    ['before the leaves are written', 1, false],
    ['after the leaves, before the checkpoint', 2, false],
    ['after the leaves were written, the answer lost', 1, true],
    ['after the checkpoint was written, the answer lost', 2, true],
  ])('heals after a crash %s', async (_, nth, after) => {
    const context = testContext()
    await post(context, 3)
    await sealFacts(context)
    const { length } = await leavesOf(context)
    const ids = await post(context, 5)
    await expect(sealFacts({ ...context, county: new Failing(context, nth, after) })).rejects.toThrow(after ? 'lost after' : 'lost before')
    await post(context, 1)
    await sealFacts(context)
    const leaves = await leavesOf(context)
    expect(leaves.slice(length, length + 5).map(({ subject }) => subject)).toEqual(ids)
    expect(leaves.length).toBe(length + 6)
    await expectWhole(context)
  })

  it('turns one of two sealers away, so that the log never forks', async () => {
    const context = testContext()
    await post(context, 4)
    await sealFacts(interruptedBy(context, () => sealFacts(context)))
    await post(context, 2)
    await Promise.all([sealFacts(context), sealFacts(context), sealFacts(context)])
    await sealFacts(context)
    const leaves = await leavesOf(context)
    expect(leaves.map(({ idx }) => idx)).toEqual(leaves.map((_, index) => index))
    expect(new Set(leaves.map(({ kind, subject }) => `${kind} ${subject}`)).size).toBe(leaves.length)
    await expectWhole(context)
  })

  it('reads and writes in proportion to what is new', async () => {
    const context = testContext()
    await post(context, 300)
    await sealFacts(context)
    const cost = async () => {
      await post(context, 1)
      const meter = { ...context.county.meter }
      await sealFacts(context)
      return { read: context.county.meter.rowsRead - meter.rowsRead, written: context.county.meter.rowsWritten - meter.rowsWritten }
    }
    const first = await cost()
    expect(first.written).toBe(3)
    expect(first.read).toBeLessThan(300)
    await post(context, 256)
    await sealFacts(context)
    const later = await cost()
    expect(later.written).toBe(first.written)
    expect(Math.abs(later.read - first.read)).toBeLessThan(20)
  })
})

describe('the proof of a fact', () => {
  it('holds the row, its salt and its path to a signed root, and stays true in a longer log', async () => {
    const context = testContext()
    const ids = await post(context, 300)
    await sealFacts(context)
    const old = (await lastCheckpoint(context.county))!
    for (const id of [ids[0]!, ids[299]!]) {
      const proof = parseProof(valueOf(await proveFact(context, 'entry', id)))!
      const fact = parseFact(proof.canonical)!
      expect(fact.tag).toBe('sigen/entry/1')
      expect(fact.fields.find(({ name }) => name === 'id')?.value).toBe(id)
      const stated = parseCheckpoint(parseNote(proof.checkpoint)!.text)!
      const leaf = leafHash(commitment(proof.salt, proof.canonical))
      expect(isIncluded(leaf, proof.index, stated.size, proof.path, stated.root)).toBe(true)
    }
    await post(context, 250)
    await sealFacts(context)
    const now = (await lastCheckpoint(context.county))!
    const path = (await proveConsistency(context.county, old.size, now.size))!
    expect(isConsistent(old.size, now.size, path, fromHex(old.root), fromHex(now.root))).toBe(true)
    expect(await proveConsistency(context.county, old.size, now.size + 1)).toBeNull()
  })

  it('is gone for good once its salt is forgotten; nothing else of a leaf can be changed', async () => {
    const context = testContext()
    const [id] = await post(context, 1)
    await sealFacts(context)
    const leaf = sql`kind = 'entry' AND subject = ${id}`
    await expect(context.county.run([sql`UPDATE log_leaves SET salt = ${'0'.repeat(64)} WHERE ${leaf}`])).rejects.toThrow(
      'append_only:log_leaves',
    )
    await expect(context.county.run([sql`UPDATE log_leaves SET subject = 'other' WHERE ${leaf}`])).rejects.toThrow('append_only:log_leaves')
    await expect(context.county.run([sql`DELETE FROM log_leaves WHERE ${leaf}`])).rejects.toThrow('append_only:log_leaves')
    await context.county.run([sql`UPDATE log_leaves SET salt = NULL WHERE ${leaf}`])
    expect(problemOf(await proveFact(context, 'entry', id!)).code).toBe('proof_forgotten')
    await auditLog(context)
    expect(await openFault(context.county)).toBeNull()
  })
})

// Last: it drops triggers for good.
describe('a log that was tampered with', () => {
  const force = (context: Context, statement: ReturnType<typeof sql>, ...triggers: string[]) =>
    context.county.run([...triggers.map((name) => sql`DROP TRIGGER IF EXISTS ${sql.identifier(name)}`), statement])

  it('is not signed on: it stops, says so, and goes on once the tree fits again', async () => {
    const context = testContext()
    await post(context, 5)
    await sealFacts(context)
    const signed = await lastCheckpoint(context.county)
    const [last] = await context.county.all<{ idx: number; commitment: string }>(
      sql`SELECT idx, commitment FROM log_leaves ORDER BY idx DESC LIMIT 1`,
    )
    await force(context, sql`UPDATE log_leaves SET commitment = ${'0'.repeat(64)} WHERE idx = ${last!.idx}`, 'log_leaves_frozen')
    await post(context, 1)
    await sealFacts(context)
    expect(await lastCheckpoint(context.county)).toEqual(signed)
    expect(await openFault(context.county)).toMatchObject({ reason: 'root', detail: `size ${signed!.size}` })
    await sealFacts(context)
    expect((await logStatus(context.county)).checkpoint).toEqual(signed)

    await auditLog(context)
    expect(await openFault(context.county)).not.toBeNull()
    await force(context, sql`UPDATE log_leaves SET commitment = ${last!.commitment} WHERE idx = ${last!.idx}`)
    await auditLog(context)
    expect(await openFault(context.county)).toBeNull()
    await sealFacts(context)
    await expectWhole(context)
  })

  it('is found out at night when an old leaf or a tile was changed', async () => {
    const clock = new TestClock()
    const context = testContext({ clock })
    await post(context, 520)
    await sealFacts(context)
    await runNightJobs(bindings, clock)
    expect(await openFault(context.county)).toBeNull()
    const tile = (await context.county.first<{ hashes: string }>(sql`SELECT hashes FROM log_tiles WHERE level = 0 AND n = 0`))!.hashes
    await force(
      context,
      sql`UPDATE log_tiles SET hashes = ${tile.replace(/^./, tile.startsWith('0') ? '1' : '0')} WHERE level = 0 AND n = 0`,
      'log_tiles_no_update',
    )
    await runNightJobs(bindings, clock)
    expect(await openFault(context.county)).toMatchObject({ reason: 'tile', detail: 'tile 0/0' })
    await runJobs(bindings, clock)
    await force(context, sql`UPDATE log_tiles SET hashes = ${tile} WHERE level = 0 AND n = 0`)
    await runNightJobs(bindings, clock)
    expect(await openFault(context.county)).toBeNull()
  })

  it('stops when a fact vanished before it was sealed, and goes on when it is back', async () => {
    const context = testContext()
    const { lotId } = await makeSeason(context, { households: 3, gramsEach: 100_000, packGrams: 99_000 })
    valueOf(await recordLoss(context, lotId, { grams: 3_000, kind: 'spoiled', reason: '压坏' }, null))
    const [loss] = await context.county.all<Record<string, string>>(sql`SELECT * FROM lot_losses WHERE lot_id = ${lotId}`)
    await force(context, sql`DELETE FROM lot_losses WHERE id = ${loss!['id']}`, 'lot_losses_no_delete')
    await sealFacts(context)
    expect(await openFault(context.county)).toMatchObject({ reason: 'fact', detail: `loss ${loss!['id']}` })
    await auditLog(context)
    expect(await openFault(context.county)).not.toBeNull()
    const values = sql.join(
      Object.values(loss!).map((value) => sql`${value}`),
      sql`, `,
    )
    await force(context, sql`INSERT INTO lot_losses VALUES (${values})`, 'lot_losses_draw')
    await auditLog(context)
    expect(await openFault(context.county)).toBeNull()
    await sealFacts(context)
    expect((await leavesOf(context)).at(-1)).toMatchObject({ kind: 'loss', subject: loss!['id'] })
    await expectWhole(context)
  })

  it('gives no proof of a row that is no longer what was sealed', async () => {
    const context = testContext()
    const [id] = await post(context, 1)
    expect(problemOf(await proveFact(context, 'entry', id!)).code).toBe('not_sealed_yet')
    await sealFacts(context)
    valueOf(await proveFact(context, 'entry', id!))
    await force(context, sql`UPDATE entries SET reason = 'another' WHERE id = ${id}`, 'entries_no_update')
    expect(problemOf(await proveFact(context, 'entry', id!)).code).toBe('proof_broken')
  })
})
