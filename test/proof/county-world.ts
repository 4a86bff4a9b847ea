import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { closePeriod } from '../../src/bookkeeping/commands.ts'
import { terminateContract } from '../../src/contract/commands.ts'
import { findVersion } from '../../src/contract/queries.ts'
import { configure, type Bindings } from '../../src/env.ts'
import { actingAs, makeContext } from '../../src/http/context.ts'
import { chooseChannel, handOutCash } from '../../src/income/cash/commands.ts'
import { importAnswer } from '../../src/income/commands.ts'
import { reverseDelivery } from '../../src/intake/commands.ts'
import { dayMs, hourMs, localDate, startOfDay, type Ms } from '../../src/kernel/time.ts'
import { recordLoss } from '../../src/lot/commands.ts'
import { decideCorrection, proposeCorrection } from '../../src/lot/correction/commands.ts'
import type { Context } from '../../src/platform/context.ts'
import { refundLines } from '../../src/proceeds/commands/refund.ts'
import { sealFacts } from '../../src/proof/commands/seal.ts'
import { approveSettlement } from '../../src/settlement/commands/approve-settlement.ts'
import { closeSettlement } from '../../src/settlement/commands/close-settlement.ts'
import { draftSettlement } from '../../src/settlement/commands/draft-settlement.ts'
import { exportSettlement } from '../../src/settlement/commands/export-settlement.ts'
import { publishNotice } from '../../src/settlement/commands/publish-notice.ts'
import { recordReservePayment } from '../../src/settlement/commands/record-reserve-payment.ts'
import { reverseInput } from '../../src/settlement/inputs/commands.ts'
import { listLines } from '../../src/settlement/queries.ts'
import { memoryBucket } from '../simulation/bucket.ts'
import { SqliteEngine } from '../simulation/sqlite-engine.ts'
import { makeContract } from '../support/factories/contract.ts'
import { makeInput, signedList } from '../support/factories/inputs.ts'
import { makeDelivery } from '../support/factories/intake.ts'
import { makeLot, makePackLot, makeSeason } from '../support/factories/lot.ts'
import { asSystem, made } from '../support/factories/made.ts'
import { makeFinalOrder, makePaidOrder, sellAndFinalise } from '../support/factories/order.ts'
import { bankAnswer, makeGuaranteePayment } from '../support/factories/settlement.ts'
import { makeCapital, makeSurplus, makeSurplusDeposit } from '../support/factories/surplus.ts'

/** A D1 database over an SQLite engine in this process. */
function d1Over(engine: SqliteEngine): D1Database {
  const prepare = (text: string) => ({
    bind: (...params: unknown[]) => {
      const statement = { text, params, all: async () => engine.execute([statement])[0]! }
      return statement
    },
  })
  return { prepare, batch: async (list: { text: string; params: unknown[] }[]) => engine.execute(list) } as unknown as D1Database
}

class MovedClock {
  #at: Ms = startOfDay('2026-06-18') + 9 * hourMs

  now(): Ms {
    return this.#at
  }

  pass(ms: Ms): void {
    this.#at += ms
  }
}

export type County = { context: Context; clock: MovedClock; write: () => string }

/** A county in memory with a clock of its own; `write` makes a copy of its database as a file and answers its path. */
export function openCounty(): County {
  const engines = { market: new SqliteEngine('market'), county: new SqliteEngine('county'), vault: new SqliteEngine('vault') }
  const clock = new MovedClock()
  const env = {
    MARKET_DB: d1Over(engines.market),
    COUNTY_DB: d1Over(engines.county),
    VAULT_DB: d1Over(engines.vault),
    FILES: memoryBucket(),
    ENVIRONMENT: 'test',
    PAYMENT_GATEWAY: 'sandbox',
  } as unknown as Bindings
  const configuration = configure(env)
  if ('missing' in configuration) throw new Error(configuration.missing.join())
  const context = actingAs(makeContext(env, configuration, { requestId: 'test', locale: 'zh', clock }), { kind: 'system', job: 'test' })
  const folder = mkdtempSync(join(tmpdir(), 'sigen-county-'))
  let copies = 0
  const write = () => {
    const path = join(folder, `${(copies += 1)}.sqlite`)
    engines.county.exec(`VACUUM INTO '${path}'`)
    return path
  }
  return { context, clock, write }
}

/** A season with something of every kind that is sealed, sealed to its end. */
export async function liveSeason({ context, clock }: County): Promise<void> {
  const season = await makeSeason(context, { households: 4, gramsEach: 100_000, packGrams: 30_000 })
  const { organisationId, contractVersionId, householdIds, packId, lotId } = season
  const system = asSystem(context)
  await slipsGoWrong(context, season)
  made(await recordLoss(system, lotId, { grams: 10_000, kind: 'spoiled', reason: '压坏', units: 0, packLotId: null }))
  const { contractId } = (await findVersion(context.county, contractVersionId))!
  await makeGuaranteePayment(context, { contractId, amountFen: 50_000 })
  made(await recordReservePayment(system, { organisationId, amountFen: 30_000, bankReference: 'R1', paidOn: '2026-06-18' }))
  const deductions = [{ kind: 'packing', proceedsBp: 100, fenPerKg: 0 }] as const
  const credit = await makeContract(context, { organisationId, inputCapBp: 2_000, householdIds, deductions: [...deductions] })
  await makeInput(context, { organisationId, householdId: householdIds[0]!, contractVersionId: credit })
  const given = await makeInput(context, { organisationId, householdId: householdIds[1]!, contractVersionId: credit })
  made(await reverseInput(asSystem(context, 'second'), given, '退回'))
  await sellOut(context, { organisationId, householdId: householdIds[0]!, contractVersionId: credit })
  for (const units of [3, 4]) await makeFinalOrder(context, { packId, units })
  const { orderId } = await makePaidOrder(context, { packId, units: 3 })
  made(await refundLines(system, orderId, { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '少发一箱' }))
  made(await terminateContract(asSystem(context, 'office'), credit, { onDate: '2026-12-01', reason: '协商解除' }))
  clock.pass(200 * dayMs)
  await settleMonth(context, clock, organisationId)
  await shareSurplus(context, clock, { organisationId, householdId: householdIds[0]! })
  made(await closePeriod(system, { organisationId, month: '2026-06' }))
  await context.county.run([
    sql`INSERT INTO write_offs VALUES ('wof_1', ${organisationId}, ${contractId}, 100, '合同到期', 'system:manager', ${clock.now()})`,
    sql`INSERT INTO write_off_slips VALUES ('wof_1', ${season.deliveryIds[0]!}, 100)`,
  ])
  clock.pass(dayMs)
  await sealFacts(context)
}

// A lot of its own that is sold to the last pack, so that it closes.
async function sellOut(context: Context, slip: { organisationId: string; householdId: string; contractVersionId: string }): Promise<void> {
  const lotId = await makeLot(context, {
    organisationId: slip.organisationId,
    deliveryIds: [await makeDelivery(context, { ...slip, grams: 60_000 })],
  })
  const { packId } = await makePackLot(context, { lotId, packGrams: 5_000, units: 12 })
  await sellAndFinalise(context, { packId, units: 12 })
}

async function slipsGoWrong(context: Context, season: Awaited<ReturnType<typeof makeSeason>>): Promise<void> {
  const { organisationId, contractVersionId, householdIds, deliveryIds } = season
  const extra = await makeDelivery(context, { organisationId, householdId: householdIds[0]!, contractVersionId, grams: 50_000 })
  made(await reverseDelivery(asSystem(context), extra, '称错了'))
  const corrected = { householdId: householdIds[3]!, grade: 'first', grossGrams: 97_000, tareGrams: 2_000, deductedGrams: 0 } as const
  const id = made(await proposeCorrection(asSystem(context, 'clerk'), deliveryIds[3]!, { corrected, reason: '皮重写错' }))
  made(await decideCorrection(asSystem(context, 'manager'), id, { decision: 'approve', words: '' }))
}

async function settleMonth(context: Context, clock: MovedClock, organisationId: string): Promise<void> {
  const maker = asSystem(context, 'maker')
  const id = made(await draftSettlement(maker, { organisationId, month: '2027-01' }))
  const cash = (await listLines(context.county, id)).find(({ party }) => party === 'household')!
  made(await chooseChannel(maker, cash.id, { channel: 'cash' }))
  made(await publishNotice(maker, id))
  clock.pass(8 * dayMs)
  made(await approveSettlement(asSystem(context, 'approver'), id))
  const lines = (await listLines(context.county, id, { status: 'draft' })).filter((line) => line.id !== cash.id)
  made(await exportSettlement(maker, id))
  made(await importAnswer(maker, id, { answer: bankAnswer(lines, localDate(clock.now()), ({ party }) => party !== 'household') }))
  made(await handOutCash(maker, cash.id, {}, signedList))
  made(await closeSettlement(maker, id))
}

async function shareSurplus(context: Context, clock: MovedClock, member: { organisationId: string; householdId: string }): Promise<void> {
  const { organisationId } = member
  await makeCapital(context, member)
  await makeSurplusDeposit(context, organisationId, 90_000)
  const id = await makeSurplus(context, { organisationId, year: '2026', surplusFen: 90_000 })
  made(await publishNotice(asSystem(context, 'settlement-maker'), id))
  clock.pass(8 * dayMs)
  made(await approveSettlement(asSystem(context, 'approver'), id))
}
