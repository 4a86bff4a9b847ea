import { importAnswer } from '../../../src/income/commands.ts'
import { localDate } from '../../../src/kernel/time.ts'
import type { Context } from '../../../src/platform/context.ts'
import { approveSettlement } from '../../../src/settlement/commands/approve-settlement.ts'
import { closeSettlement } from '../../../src/settlement/commands/close-settlement.ts'
import { draftSettlement } from '../../../src/settlement/commands/draft-settlement.ts'
import { exportSettlement } from '../../../src/settlement/commands/export-settlement.ts'
import { publishNotice } from '../../../src/settlement/commands/publish-notice.ts'
import { recordGuaranteePayment } from '../../../src/settlement/commands/record-guarantee-payment.ts'
import { rejectSettlement } from '../../../src/settlement/commands/reject-settlement.ts'
import { bankAmount } from '../../../src/settlement/payout-file.ts'
import { findSettlement, listLines, type LineRow } from '../../../src/settlement/queries.ts'
import type { SettlementStatus } from '../../../src/settlement/status.ts'
import { asSystem, made } from './made.ts'

type SettlementOptions = {
  organisationId: string
  month: string
  /** How far it gets; 'closed' unless given. */
  status?: SettlementStatus
  /** The lines the bank refuses; none unless given. */
  fails?: (line: LineRow) => boolean
}

/** A settlement of the month, led to the given state by two people; the notice is waited for on a clock of its own. Answers its id. */
export async function makeSettlement(
  context: Context,
  { organisationId, month, status = 'closed', fails = () => false }: SettlementOptions,
): Promise<string> {
  const maker = asSystem(context, 'settlement-maker')
  const id = made(await draftSettlement(maker, { organisationId, month }))
  if (status === 'draft') return id
  if (status === 'rejected') return made(await rejectSettlement(asSystem(context, 'office'), id, { reason: '请核对磅单后重报' }))
  made(await publishNotice(maker, id))
  if (status === 'notice') return id
  const { noticeUntilMs } = (await findSettlement(context.county, maker.actor, id))!
  const clock = { now: () => Math.max(noticeUntilMs!, context.clock.now()) }
  made(await approveSettlement({ ...asSystem(context, 'settlement-approver'), clock }, id))
  if (status === 'approved') return id
  const later = { ...maker, clock }
  const lines = await listLines(context.county, id, { limit: 20_000, status: 'draft' })
  if (lines.length > 0) {
    made(await exportSettlement(later, id))
    if (status === 'exported') return id
    made(await importAnswer(later, id, { answer: bankAnswer(lines, localDate(clock.now()), fails) }))
  }
  return made(await closeSettlement(later, id))
}

/** The bank's answer to these lines, all on one day. */
export function bankAnswer(lines: readonly LineRow[], on: string, fails: (line: LineRow) => boolean = () => false): string {
  const rows = lines.map((line) =>
    [line.id, bankAmount(line.amountFen), ...(fails(line) ? ['failed', '账户状态异常'] : ['paid', '']), on].join(','),
  )
  return ['line,amount,result,reason,date', ...rows].join('\r\n')
}

let references = 0

/** Money the guarantor pays in today, under a bank reference of its own. Answers the payment's id. */
export async function makeGuaranteePayment(
  context: Context,
  { contractId, amountFen, paidOn }: { contractId: string; amountFen: number; paidOn?: string },
): Promise<string> {
  references += 1
  const bankReference = `ICBC${String(references).padStart(12, '0')}`
  return made(
    await recordGuaranteePayment(asSystem(context), {
      contractId,
      amountFen,
      bankReference,
      paidOn: paidOn ?? localDate(context.clock.now()),
    }),
  )
}
