import { sql } from 'drizzle-orm'
import { accountsInForce } from '../../household/account/queries.ts'
import { hashOfAccount, keptPayees } from '../../household/vault/account/queries.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Ms } from '../../kernel/time.ts'
import { organisationAccountsInForce } from '../../organisation/account/queries.ts'
import { findOrganisation } from '../../organisation/queries.ts'
import type { Context } from '../../platform/context.ts'
import { answerForm, inFileOrder, type BankRow, type Head, type Payee, type Payer, type PayoutLine } from '../payout-file.ts'
import { findPayoutFile, findSettlement, type LineRow, type SettlementRow } from '../queries.ts'
import { settlementLines } from '../tables.ts'
import { bankCsv } from './bank-csv.ts'
import { encodeText, type TextEncoding } from './encoding.ts'
import { pain001 } from './pain001.ts'

export const payoutFormats = ['canonical', 'bank', 'bank-gbk', 'bank-gb18030', 'pain001', 'answer-form'] as const
export type PayoutFormat = (typeof payoutFormats)[number]

export type Download = { name: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> }

/** A line with the account it would be sent to now; `payee` is null where none is known. */
export type PayableLine = LineRow & { payee: Payee | null; account: string }

/** What was kept of a file beside its canonical text: who paid, and to whom each line went, in the order of the file. */
export type KeptParties = [payer: Payer | null, ...payees: Payee[]]

/** The accounts in force now for these lines: of households from the vault, of organisations as confirmed by two people. */
export async function withPayees(context: Context, lines: readonly LineRow[], at: Ms): Promise<PayableLine[]> {
  const idsOf = (household: boolean) => lines.filter(({ party }) => (party === 'household') === household).map(({ partyId }) => partyId)
  const [households, organisations] = await Promise.all([
    accountsInForce(context, idsOf(true), at),
    organisationAccountsInForce(context.county, idsOf(false)),
  ])
  return lines.map((line) => {
    const found = line.party === 'household' ? households.get(line.partyId) : organisations.get(line.partyId)
    if (!found) return { ...line, payee: null, account: '' }
    const { holder, bankName, bankAccount, cnaps } = found
    const phone = 'phone' in found ? found.phone : ''
    return { ...line, payee: { holder, bankName, bankAccount, cnaps, phone }, account: hashOfAccount(context, bankAccount) }
  })
}

/** Who pays an organisation's lines; null while it has no confirmed account. */
export async function payerOf(context: Context, organisationId: string): Promise<Payer | null> {
  const [organisation, accounts] = await Promise.all([
    findOrganisation(context.county, organisationId),
    organisationAccountsInForce(context.county, [organisationId]),
  ])
  const own = accounts.get(organisationId)
  if (!organisation || !own) return null
  const { holder: name, bankName, bankAccount, cnaps } = own
  return { name, creditCode: organisation.creditCode, bankName, bankAccount, cnaps }
}

/**
 * The payout file of a settlement in one of its formats. Names and accounts are what was kept when the file was made, so
 * that the same file is the same bytes however often it is taken.
 */
export async function payoutDownload(context: Context, settlementId: string, format: PayoutFormat): Promise<Result<Download>> {
  const settlement = await findSettlement(context.county, context.actor, settlementId, 'settlement.write')
  const file = settlement && (await findPayoutFile(context.county, settlementId))
  if (!settlement || !file) return refuse('not_found')
  const kept = await context.files.get(file.fileSha256)
  if (!kept) return refuse('not_found')
  const text = await kept.text()
  if (format === 'canonical') return download(`${file.id}.json`, 'application/json', text)
  if (format === 'answer-form') return encoded(`${file.id}-answer.csv`, answerForm(await linesOfFile(context, file.id)), 'utf-8')
  const { rows } = JSON.parse(text) as { rows: (PayoutLine & { n: number; line: string })[] }
  const [payer, ...payees] = (await keptPayees(context, file.fileSha256)) as KeptParties
  const bankRows = rows.map(({ n, line, amountFen }, index): BankRow => ({ n, id: line, amountFen, payee: payees[index]! }))
  const head = headOf(settlement, file.id)
  if (format !== 'pain001') return encoded(`${file.id}${suffixes[format]}.csv`, bankCsv(head, bankRows), encodings[format])
  if (!payer) return refuse('payer_account_missing')
  return download(`${file.id}.xml`, 'application/xml; charset=utf-8', pain001(head, file.madeAtMs, payer, bankRows))
}

const encodings = { bank: 'utf-8', 'bank-gbk': 'gbk', 'bank-gb18030': 'gb18030' } as const
const suffixes = { bank: '', 'bank-gbk': '-gbk', 'bank-gb18030': '-gb18030' } as const

export function headOf({ id: settlementId, organisationId, kind, month }: SettlementRow, id: string): Head {
  return { id, settlementId, organisationId, kind, month }
}

function download(name: string, mediaType: string, text: string): Result<Download> {
  return ok({ name, mediaType, bytes: Uint8Array.from(new TextEncoder().encode(text)) })
}

function encoded(name: string, text: string, encoding: TextEncoding): Result<Download> {
  const bytes = encodeText(text, encoding)
  return bytes.ok ? ok({ name, mediaType: `text/csv; charset=${encoding}`, bytes: bytes.value }) : bytes
}

async function linesOfFile(context: Context, fileId: string): Promise<LineRow[]> {
  return inFileOrder(await context.county.rows(settlementLines, sql`WHERE payout_file_id = ${fileId}`))
}
